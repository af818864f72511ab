"""One route of the search: its labels, and what one more visit would cost there.

Each position knows the earliest departure and the latest arrival that keep the route possible, with
lunch still owed (0) and with lunch taken (1); so an insertion is judged in constant time.
"""

from routing.compiled import bare, inlined
from routing.rotation.core.clockwork import (
    NEVER,
    arrival,
    first_start,
    last_leave,
    last_leave_with_lunch,
    last_start,
    lunch_ready,
)


@bare
def last_home(i, r, calls_s, taken):
    """Returns by when to be home: the calls still fit, and a lunch not yet taken at base."""
    after = calls_s
    b0, b1 = i.busy_first[r], i.busy_first[r + 1]
    owed = not taken and i.lunch_s[r] > 0
    if owed and after > 0:
        after += i.lunch_s[r]
    end = i.end_s[r]
    if after > 0:
        end = last_leave(i.busy_a, i.busy_b, b0, b1, end, after)
    if owed:
        return min(i.lunch_to[r] - i.lunch_s[r], end)
    return end


@bare
def label(i, s, r):
    """Recomputes the labels of a route and what it drives."""
    n = s.size[r]
    path, stops, travel = s.path, s.stops, i.travel
    early1, late1 = s.early1, s.late1
    driven = 0
    for k in range(1, n + 1):
        path[r, k] = i.slot_place[stops[r, k]]
        s.slot_pos[stops[r, k]] = k
    path[r, n + 1] = s.path[r, s.path.shape[1] - 1]
    for k in range(n + 1):
        driven += travel[path[r, k], path[r, k + 1]]
    s.driven[r] = driven
    s.count[0] += 1
    s.version[r] = s.count[0]
    if i.plain[r]:
        now = i.start_s[r]
        early1[r, 0] = now
        for k in range(1, n + 1):
            v = stops[r, k]
            now += travel[path[r, k - 1], path[r, k]]
            now = first_start(i.span_a, i.span_b, i.span_first[v], i.span_first[v + 1], now)
            now += i.slot_service[v]
            early1[r, k] = now
        s.home[r, 1] = now + travel[path[r, n], path[r, n + 1]]
        s.home[r, 0] = NEVER
        now = last_home(i, r, s.calls_s[r], True)
        late1[r, n + 1] = now
        for k in range(n, 0, -1):
            v = stops[r, k]
            now -= travel[path[r, k], path[r, k + 1]] + i.slot_service[v]
            now = last_start(i.span_a, i.span_b, i.span_first[v], i.span_first[v + 1], now)
            late1[r, k] = now
        return
    label_with_breaks(i, s, r, n)


@bare
def ready(i, r, owed, taken, drive):
    """Returns when a drive is over with lunch owed and with lunch taken."""
    b0, b1 = i.busy_first[r], i.busy_first[r + 1]
    lunched = NEVER
    if owed < NEVER:
        l0, l1 = i.lunch_first[r], i.lunch_first[r + 1]
        lunched = lunch_ready(
            i.lunch_a, i.lunch_b, l0, l1, i.lunch_s[r], i.busy_a, i.busy_b, b0, b1, owed, drive
        )
        owed = arrival(i.busy_a, i.busy_b, b0, b1, owed, drive)
    if taken < NEVER:
        lunched = min(lunched, arrival(i.busy_a, i.busy_b, b0, b1, taken, drive))
    return owed, lunched


@bare
def departure(i, v, when):
    """Returns when the service of a slot ends that may begin from ``when`` on."""
    start = first_start(i.span_a, i.span_b, i.span_first[v], i.span_first[v + 1], when)
    return start + i.slot_service[v] if start < NEVER else NEVER


@bare
def label_with_breaks(i, s, r, n):
    """Labels a route whose day has a lunch or busy blocks."""
    path, stops, travel = s.path, s.stops, i.travel
    b0, b1 = i.busy_first[r], i.busy_first[r + 1]
    l0, l1 = i.lunch_first[r], i.lunch_first[r + 1]
    has_lunch = i.lunch_s[r] > 0
    owed = i.start_s[r] if has_lunch else NEVER
    taken = i.start_s[r]
    if has_lunch:
        taken = min(NEVER, first_start(i.lunch_a, i.lunch_b, l0, l1, taken) + i.lunch_s[r])
    s.early0[r, 0], s.early1[r, 0] = owed, taken
    for k in range(1, n + 1):
        v = stops[r, k]
        owed, taken = ready(i, r, owed, taken, travel[path[r, k - 1], path[r, k]])
        owed, taken = departure(i, v, owed), departure(i, v, taken)
        s.early0[r, k], s.early1[r, k] = owed, taken
    owed, taken = ready(i, r, owed, taken, travel[path[r, n], path[r, n + 1]])
    s.home[r, 0], s.home[r, 1] = owed, taken
    owed = last_home(i, r, s.calls_s[r], False) if has_lunch else -1
    taken = last_home(i, r, s.calls_s[r], True)
    s.late0[r, n + 1], s.late1[r, n + 1] = owed, taken
    for k in range(n, 0, -1):
        v = stops[r, k]
        drive = travel[path[r, k], path[r, k + 1]]
        leave0 = last_leave(i.busy_a, i.busy_b, b0, b1, owed, drive) if owed >= 0 else -1
        leave1 = last_leave(i.busy_a, i.busy_b, b0, b1, taken, drive) if taken >= 0 else -1
        if has_lunch and taken >= 0:
            with_lunch = last_leave_with_lunch(
                i.lunch_a, i.lunch_b, l0, l1, i.lunch_s[r], i.busy_a, i.busy_b, b0, b1, taken, drive
            )
            leave0 = max(leave0, with_lunch)
        v0, v1 = i.span_first[v], i.span_first[v + 1]
        owed = last_start(i.span_a, i.span_b, v0, v1, leave0 - i.slot_service[v])
        taken = last_start(i.span_a, i.span_b, v0, v1, leave1 - i.slot_service[v])
        s.late0[r, k], s.late1[r, k] = owed, taken


@inlined
def fits(i, s, r, v, place, k):
    """Says whether slot ``v`` fits after position ``k`` of a route, all others kept."""
    there = i.travel[s.path[r, k], place]
    on = i.travel[place, s.path[r, k + 1]]
    v0, v1 = i.span_first[v], i.span_first[v + 1]
    service = i.slot_service[v]
    if i.plain[r]:
        start = first_start(i.span_a, i.span_b, v0, v1, s.early1[r, k] + there)
        return start + service + on <= s.late1[r, k + 1]
    return fits_with_breaks(i, s, r, v, k, there, on)


@bare
def fits_with_breaks(i, s, r, v, k, there, on):
    """Says the same on a day that has a lunch or busy blocks."""
    v0, v1 = i.span_first[v], i.span_first[v + 1]
    service = i.slot_service[v]
    b0, b1 = i.busy_first[r], i.busy_first[r + 1]
    l0, l1 = i.lunch_first[r], i.lunch_first[r + 1]
    owed, taken = ready(i, r, s.early0[r, k], s.early1[r, k], there)
    if owed < NEVER:
        leave = first_start(i.span_a, i.span_b, v0, v1, owed) + service
        if leave < NEVER:
            if arrival(i.busy_a, i.busy_b, b0, b1, leave, on) <= s.late0[r, k + 1]:
                return True
            lunched = lunch_ready(
                i.lunch_a, i.lunch_b, l0, l1, i.lunch_s[r], i.busy_a, i.busy_b, b0, b1, leave, on
            )
            if lunched <= s.late1[r, k + 1]:
                return True
    leave = first_start(i.span_a, i.span_b, v0, v1, taken) + service
    if leave >= NEVER:
        return False
    return arrival(i.busy_a, i.busy_b, b0, b1, leave, on) <= s.late1[r, k + 1]


@inlined
def cheapest(i, s, r, v):
    """Returns (cost, position) of the cheapest insertion of a slot into a route, or (NEVER, -1).

    The stop goes after the position. A call has position 0.
    """
    account = i.slot_account[v]
    place = i.slot_place[v]
    n = s.size[r]
    crowd = i.crowd[n + s.calls_n[r]]
    if place < 0:
        return (crowd, 0) if call_fits(i, s, r, i.slot_service[v]) else (NEVER, -1)
    if n + 3 >= s.stops.shape[1] or s.loaded[r] + i.load[account] > i.capacity[0]:
        return NEVER, -1
    path, travel = s.path, i.travel
    best, where = NEVER, -1
    for k in range(n + 1):
        a, b = path[r, k], path[r, k + 1]
        detour = travel[a, place] + travel[place, b] - travel[a, b]
        if detour < best and fits(i, s, r, v, place, k):
            best, where = detour, k
    if where < 0:
        return NEVER, -1
    return best + crowd, where


@bare
def call_fits(i, s, r, service):
    """Says whether the calls at the end of a day may grow."""
    if s.calls_n[r] + 1 >= s.calls.shape[1]:
        return False
    if s.size[r] == 0 and s.path[r, 0] == s.path[r, 1]:
        # At base all day: lunch, if one is owed, and the calls fit between start and end.
        both = last_home(i, r, s.calls_s[r] + service, False)
        if i.lunch_s[r] > 0 and i.start_s[r] <= both:
            return True
        after = s.early1[r, 0] if not i.plain[r] else i.start_s[r]
        return after <= last_home(i, r, s.calls_s[r] + service, True)
    if s.home[r, 0] <= last_home(i, r, s.calls_s[r] + service, False) and i.lunch_s[r] > 0:
        return True
    return s.home[r, 1] <= last_home(i, r, s.calls_s[r] + service, True)


@bare
def insert(i, s, r, v, k):
    """Puts a slot after position ``k`` of a route, or among its calls."""
    account = i.slot_account[v]
    s.slot_route[v] = r
    if i.slot_place[v] < 0:
        n = s.calls_n[r]
        s.calls[r, n] = v
        s.slot_pos[v] = n
        s.calls_n[r] = n + 1
        s.calls_s[r] += i.slot_service[v]
    else:
        n = s.size[r]
        for j in range(n, k, -1):
            s.stops[r, j + 1] = s.stops[r, j]
        s.stops[r, k + 1] = v
        s.size[r] = n + 1
        s.loaded[r] += i.load[account]
    label(i, s, r)


@bare
def take_out(i, s, v):
    """Takes a slot out of its route without labelling it anew; returns the route."""
    r = s.slot_route[v]
    s.slot_route[v] = -1
    account = i.slot_account[v]
    k = s.slot_pos[v]
    if i.slot_place[v] < 0:
        n = s.calls_n[r] - 1
        for j in range(k, n):
            s.calls[r, j] = s.calls[r, j + 1]
            s.slot_pos[s.calls[r, j]] = j
        s.calls_n[r] = n
        s.calls_s[r] -= i.slot_service[v]
    else:
        n = s.size[r] - 1
        for j in range(k, n + 1):
            s.stops[r, j] = s.stops[r, j + 1]
            if j <= n:
                s.slot_pos[s.stops[r, j]] = j
        s.size[r] = n
        s.loaded[r] -= i.load[account]
    return r


@inlined
def gain(i, s, v):
    """Returns what a visit costs where it is: its detour and its share of a crowded day."""
    r = s.slot_route[v]
    place = i.slot_place[v]
    crowd = i.crowd[s.size[r] + s.calls_n[r] - 1]
    if place < 0:
        return crowd
    k = s.slot_pos[v]
    a, b = s.path[r, k - 1], s.path[r, k + 1]
    detour = i.travel[a, place] + i.travel[place, b] - i.travel[a, b]
    return detour + crowd


@bare
def is_broken(i, s, r):
    """Says whether a route cannot be driven, or its calls not be made, in time."""
    usual = s.path[r, 0] == i.ends[r, 0] and s.path[r, 1] == i.ends[r, 1]
    if s.size[r] == 0 and s.calls_n[r] == 0 and usual:
        return False
    if s.home[r, 1] <= last_home(i, r, s.calls_s[r], True):
        return False
    return i.lunch_s[r] == 0 or s.home[r, 0] > last_home(i, r, s.calls_s[r], False)


@bare
def route_cost(i, s, r):
    """Returns the driving of a route and what its crowd costs."""
    cost = s.driven[r]
    for n in range(s.size[r] + s.calls_n[r]):
        cost += i.crowd[n]
    return cost
