"""Which route of one day is worth most at given prices: labels over place, time and memory.

Costs are whole thousandths of a second, so that a minimum found is a minimum proven. A route may
come back to a place its memory has dropped (ng-routes, Baldacci, Mingozzi and Roberti 2011); with
every place in every memory it is elementary. Passes run to and fro, as in Righini and Salani
(2006): what one proves about the rest of a route, from a place and a start on, cuts off the labels
of the next, which remembers more.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import compiled

SCALE = 1000
NEVER = 1 << 60
BUCKET_S = 60
#: Places to a word of memory, and cuts that a day's labels can count.
WORD = MOST_CUTS = 62

#: Routes taken from one pass: more only make the linear program slow.
MOST_ENDS = 20

#: The rows of a workspace; one a word of memory follows.
TIME, COST, PLACE, PARENT, ODD, NEXT, WORSE, REST, DONE, MEMORY = range(10)
DEAD = -2

#: What makes a label of the same place superfluous: being no better in time, cost and memory; in
#: time and cost alone (fast, proves nothing); only to have seen the very same places (for all
#: routes).
EXACT, LOOSE, ALL = range(3)

Ints = NDArray[np.int64]
Route = tuple[int, ...]


class Day(NamedTuple):
    """One working day as seen in one direction; its places are numbered from 0.

    ``first`` and ``last`` hold the spans in which a service may begin, those of place p from
    ``at[p]`` to before ``at[p + 1]``. ``metric`` is 1 where no detour arrives earlier than the
    straight way: a place too late to reach then stays so.
    """

    out: Ints
    between: Ints
    back: Ints
    first: Ints
    last: Ints
    at: Ints
    service: Ints
    start_s: int
    end_s: int
    metric: int


class Prizes(NamedTuple):
    """What a route earns: a prize for each place. It pays a cut's fine for each second of its trio.

    ``member`` holds the cuts of each place as bits, ``trio`` the places of each cut in words.
    """

    prize: Ints
    member: Ints
    trio: Ints
    fine: Ints


class Found(NamedTuple):
    """No route costs less than ``cost``, which is never above the limit; routes below it."""

    cost: int
    routes: list[Route]


def words(places: Sequence[int], count: int) -> Ints:
    """Returns a set of places as bits, for days of that many places."""
    bits = np.zeros((count + WORD - 1) // WORD, np.int64)
    for place in places:
        bits[place // WORD] |= 1 << place % WORD
    return bits


def workspace(labels: int, places: int) -> Ints:
    """Returns room for that many labels of days of up to so many places, to be used again."""
    return np.empty((MEMORY + (places + WORD - 1) // WORD, labels), np.int64)


def guess(day: Day, prizes: Prizes, memory: Ints, limit: int, labels: Ints) -> list[Route]:
    """Returns elementary routes below the limit, found fast, one a last place at most."""
    count = _walk(*day, *prizes, memory, _no_floor(day), limit, LOOSE, labels)
    return _routes(labels, _best(labels, max(0, count), len(day.service), limit))


def cheapest(day: Day, prizes: Prizes, memories: Sequence[Ints], limit: int, labels: Ints) -> Found:
    """Returns what no elementary route undercuts, proven in a pass for each memory.

    Where a pass overflows, what the one before has proven stands. Routes may not be elementary.
    """
    floor, found = _no_floor(day), Found(-NEVER, [])
    for number, memory in enumerate(memories):
        turned = (len(memories) - 1 - number) % 2
        way = mirrored(day) if turned else day
        count = _walk(*way, *prizes, memory, floor, limit, EXACT, labels)
        if count < 0:
            return found
        ends = _best(labels, count, len(day.service), limit)
        routes = [route[:: -1 if turned else 1] for route in _routes(labels, ends)]
        found = Found(min([limit, *labels[DONE, ends].tolist()]), routes)
        if not routes:
            return found
        floor = _floor(labels, count, len(day.service), day.start_s, day.end_s)
    return found


def every(
    day: Day, prizes: Prizes, memories: Sequence[Ints], limit: int, labels: Ints
) -> list[Route] | None:
    """Returns the best order of every set of places and last place that costs less than the limit.

    None where labels overflow. The last memory must hold every place.
    """
    floor = _no_floor(day)
    passes = [*((memory, EXACT) for memory in memories), (memories[-1], ALL)]
    for number, (memory, rule) in enumerate(passes):
        way = mirrored(day) if (len(memories) - number) % 2 else day
        count = _walk(*way, *prizes, memory, floor, limit, rule, labels)
        if count < 0:
            return None
        if rule == EXACT:
            floor = _floor(labels, count, len(day.service), day.start_s, day.end_s)
    live = labels[WORSE, :count] != DEAD
    return _routes(labels, np.flatnonzero(live & (labels[DONE, :count] < limit)))


def mirrored(day: Day) -> Day:
    """Returns the day run backwards: its routes are the day's own in reverse."""
    ends = np.repeat(day.service, np.diff(day.at))
    total, size = day.start_s + day.end_s, len(day.first)
    # The spans of a place stay together, the last one first.
    order = np.repeat(day.at[:-1] + day.at[1:] - 1, np.diff(day.at)) - np.arange(size)
    return day._replace(
        out=day.back,
        between=np.ascontiguousarray(day.between.T),
        back=day.out,
        first=(total - day.last - ends)[order],
        last=(total - day.first - ends)[order],
    )


def crowded(counts: Ints, millionths: Ints, least: int) -> list[Route]:
    """Returns the threes of visits of which more than one pair is driven, the worst first.

    ``millionths`` says how much of each route is driven. What a three has beyond one whole pair
    must exceed ``least``.
    """
    found = _crowded(counts, millionths, least)
    return [(int(i), int(j), int(k)) for _, i, j, k in sorted(found, key=lambda f: (-f[0], *f[1:]))]


def _no_floor(day: Day) -> Ints:
    return np.full((len(day.service), (day.end_s - day.start_s) // BUCKET_S + 2), -NEVER, np.int64)


def _best(labels: Ints, count: int, places: int, limit: int) -> Ints:
    ends = _ends(labels, count, places, limit)
    return ends[np.argsort(labels[DONE, ends], kind="stable")[:MOST_ENDS]]


def _routes(labels: Ints, ends: Ints) -> list[Route]:
    routes = []
    for end in ends:
        route, label = [], end
        while label >= 0:
            route.append(int(labels[PLACE, label]))
            label = labels[PARENT, label]
        routes.append(tuple(reversed(route)))
    return routes


@compiled
def _start(first, last, begin, end, ready):
    for span in range(begin, end):
        if ready <= last[span]:
            return max(ready, first[span])
    return NEVER


@compiled
def _fines(cuts, fine):
    total, cut = 0, 0
    while cuts:
        if cuts & 1:
            total += fine[cut]
        cuts >>= 1
        cut += 1
    return total


@compiled
def _reach(out, between, back, first, last, at, service, end_s, here, now, memory, starts, late):
    """Notes when a service can begin at each place next, and which places are too late for that."""
    late[:] = 0
    for place in range(len(service)):
        starts[place] = NEVER
        if memory[place // WORD] >> place % WORD & 1:
            continue
        drive = out[place] if here < 0 else between[here, place]
        start = _start(first, last, at[place], at[place + 1], now + drive)
        if start < NEVER and start + service[place] + back[place] <= end_s:
            starts[place] = start
        else:
            late[place // WORD] |= 1 << place % WORD


@compiled
def _open_cuts(odd, trio, memory):
    """Returns the cuts met an odd number of times that still have a place to come."""
    for cut in range(len(trio)):
        if odd >> cut & 1:
            closed = True
            for word in range(len(memory)):
                closed &= trio[cut, word] & ~memory[word] == 0
            if closed:
                odd ^= 1 << cut
    return odd


@compiled
def _outdoes(labels, other, odd, memory, cost, rule, fine):
    """Says whether a label no later and no dearer makes one with these superfluous."""
    if rule == LOOSE:
        return True
    for word in range(len(memory)):
        theirs = labels[MEMORY + word, other]
        if theirs & ~memory[word] != 0 or (rule == ALL and theirs != memory[word]):
            return False
    return labels[COST, other] + _fines(labels[ODD, other] & ~odd, fine) <= cost


@compiled
def _keep(labels, kept, label, odd, memory, rule, fine):
    """Puts a label among those of its place, cheapest first; False where one of them outdoes it."""
    place, cost, now = labels[PLACE, label], labels[COST, label], labels[TIME, label]
    before, other = -1, kept[place]
    while other >= 0 and labels[COST, other] <= cost:
        if labels[TIME, other] <= now and _outdoes(labels, other, odd, memory, cost, rule, fine):
            labels[WORSE, label] = DEAD
            return False
        before, other = other, labels[WORSE, other]
    labels[WORSE, label] = other
    if before < 0:
        kept[place] = label
    else:
        labels[WORSE, before] = label
    labels[ODD, label] = odd
    for word in range(len(memory)):
        labels[MEMORY + word, label] = memory[word]
    return True


@compiled
def _walk(
    out, between, back, first, last, at, service, start_s, end_s, metric,
    prize, member, trio, fine, memories, floor, limit, rule, labels,
):  # fmt: skip
    """Fills ``labels`` with partial routes that may end below the limit; -1 where they overflow.

    Time only grows along a route, so that labels taken in the order of their times are final.
    Returns their number; superfluous ones are marked DEAD.
    """
    places, size, room = len(prize), memories.shape[1], labels.shape[1]
    heads = np.full((end_s - start_s) // BUCKET_S + 2, -1, np.int64)  # labels to take, by time
    kept = np.full(places, -1, np.int64)  # labels taken, by place
    starts, late = np.empty(places, np.int64), np.zeros(size, np.int64)
    memory = np.zeros(size, np.int64)
    here, now, cost, odd, label = -1, start_s, 0, 0, -1  # at base
    count, bucket = 0, 0
    while True:
        _reach(out, between, back, first, last, at, service, end_s, here, now, memory, starts, late)
        live = True
        if here >= 0:
            if metric and rule != ALL:
                memory |= late
            odd = _open_cuts(odd, trio, memory)
            live = _keep(labels, kept, label, odd, memory, rule, fine)
            labels[DONE, label] = cost + SCALE * back[here]
        for place in range(places):
            start = starts[place]
            if not live or start == NEVER:
                continue
            drive = out[place] if here < 0 else between[here, place]
            rest = cost + SCALE * drive
            total = rest - prize[place] + _fines(odd & member[place], fine)
            if total + floor[place, (start - start_s) // BUCKET_S] >= limit:
                continue
            if count == room:
                return -1
            end = start + service[place]
            labels[TIME, count], labels[COST, count] = end, total
            labels[PLACE, count], labels[PARENT, count] = place, label
            labels[ODD, count], labels[REST, count] = odd ^ member[place], rest
            for word in range(size):
                labels[MEMORY + word, count] = memory[word] & memories[place, word]
            labels[MEMORY + place // WORD, count] |= 1 << place % WORD
            slot = (end - start_s) // BUCKET_S
            labels[NEXT, count], heads[slot] = heads[slot], count
            count += 1
        while bucket < len(heads) and heads[bucket] < 0:
            bucket += 1
        if bucket == len(heads):
            return count
        label = heads[bucket]
        heads[bucket] = labels[NEXT, label]
        here, now, cost = labels[PLACE, label], labels[TIME, label], labels[COST, label]
        odd = labels[ODD, label]
        for word in range(size):
            memory[word] = labels[MEMORY + word, label]


@compiled
def _floor(labels, count, places, start_s, end_s):
    """Returns the least cost of the rest of a route by place and start, for the other direction.

    The place's own prize and fines are left out: the route up to there has them.
    """
    floor = np.full((places, (end_s - start_s) // BUCKET_S + 2), NEVER, np.int64)
    for label in range(count):
        if labels[WORSE, label] != DEAD:
            place, slot = labels[PLACE, label], (end_s - labels[TIME, label]) // BUCKET_S
            floor[place, slot] = min(floor[place, slot], labels[REST, label])
    for place in range(places):
        for slot in range(floor.shape[1] - 2, -1, -1):
            floor[place, slot] = min(floor[place, slot], floor[place, slot + 1])
    return floor


@compiled
def _ends(labels, count, places, limit):
    """Returns, by last place, the label of the cheapest route below the limit."""
    best = np.full(places, -1, np.int64)
    for label in range(count):
        if labels[WORSE, label] != DEAD and labels[DONE, label] < limit:
            place = labels[PLACE, label]
            if best[place] < 0 or labels[DONE, label] < labels[DONE, best[place]]:
                best[place] = label
    return best[best >= 0]


@compiled
def _crowded(counts, shares, least):
    routes, visits = counts.shape
    together = np.zeros((visits, visits), np.int64)
    for route in range(routes):
        for i in range(visits):
            if counts[route, i]:
                for j in range(visits):
                    if counts[route, j]:
                        together[i, j] += shares[route]
    found = []
    for i in range(visits):
        for j in range(i + 1, visits):
            for k in range(j + 1, visits):
                if together[i, j] + together[i, k] + together[j, k] <= 1_000_000 + least:
                    continue
                over = -1_000_000
                for route in range(routes):
                    pair = (counts[route, i] + counts[route, j] + counts[route, k]) // 2
                    over += pair * shares[route]
                if over > least:
                    found.append((over, i, j, k))
    return found
