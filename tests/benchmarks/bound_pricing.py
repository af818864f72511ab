"""Which route of one day is worth most at given prizes: labels over place, time and memory.

Costs are whole thousandths of a second, so that a minimum found is a minimum proven. A route may
come back to a place that its memory has dropped (ng-routes, Baldacci, Mingozzi and Roberti 2011);
with every place in every memory it is elementary. Passes run to and fro (Righini and Salani 2006):
what one proves about the rest of a route from a place and time on cuts the labels of the next,
which remembers more.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import compiled

SCALE = 1000
NEVER = 1 << 60
MOST_PLACES = 62
BUCKET_S = 60
DEAD = -2
TIME, COST, MEMORY, ODD, PLACE, PARENT, NEXT, WORSE, REST, DONE = range(10)

Ints = NDArray[np.int64]


class Day(NamedTuple):
    """One working day seen in one direction; places are numbered as in ``visits``.

    ``spans`` lists for each place when a service may begin, ``at`` where its spans start.
    ``metric`` is 1 where a detour never arrives earlier, so that late places stay out of reach.
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
    """What a day's routes earn: a prize each place, a fine each second place of a cut's three.

    ``member`` holds for each place the cuts it is in as bits, ``trio`` for each cut its places.
    """

    place: Ints
    member: Ints
    trio: Ints
    fine: Ints


class Found(NamedTuple):
    """The least cost (the limit where nothing is below it) and routes below the limit."""

    cost: int
    routes: list[tuple[int, ...]]
    exact: bool


def mirrored(day: Day) -> Day:
    """Returns the day run backwards: its routes are the day's own in reverse."""
    total = day.start_s + day.end_s
    where = np.repeat(np.arange(len(day.service)), np.diff(day.at))
    ends = day.service[where]
    order = np.arange(len(day.first)).reshape(-1)
    order = np.array(sorted(order, key=lambda s: (where[s], -s)), dtype=np.int64)
    first = (total - day.last - ends)[order]
    last = (total - day.first - ends)[order]
    between = np.ascontiguousarray(day.between.T)
    return day._replace(out=day.back, back=day.out, between=between, first=first, last=last)


@compiled
def _start(first, last, begin, end, ready):
    for span in range(begin, end):
        if ready <= last[span]:
            return max(ready, first[span])
    return NEVER


@compiled
def _walk(
    out, between, back, first, last, at, service, start_s, end_s, metric,
    prize, member, trio, fine, near, floor, limit, loose, labels,
):  # fmt: skip
    """Fills ``labels`` with the partial routes that may end below the limit; -1 if they overflow.

    Time only grows, so that going through the labels by time makes each final when it is taken.
    """
    places, room = len(prize), labels.shape[1]
    heads = np.full((end_s - start_s) // BUCKET_S + 2, -1, np.int64)
    lists = np.full(places, -1, np.int64)
    starts = np.empty(places, np.int64)
    count, bucket, label = 0, -1, -1
    while True:
        # Take the next label; the first is the base itself.
        if bucket == -1:
            here, now, cost, memory, odd = -1, start_s, 0, 0, 0
            bucket = 0
        else:
            while bucket < len(heads) and heads[bucket] < 0:
                bucket += 1
            if bucket == len(heads):
                return count
            label = heads[bucket]
            heads[bucket] = labels[NEXT, label]
            here, now, cost = labels[PLACE, label], labels[TIME, label], labels[COST, label]
            memory, odd = labels[MEMORY, label], labels[ODD, label]
        beyond = memory
        for place in range(places):
            starts[place] = NEVER
            if memory >> place & 1:
                continue
            drive = out[place] if here < 0 else between[here, place]
            start = _start(first, last, at[place], at[place + 1], now + drive)
            if start < NEVER and start + service[place] + back[place] <= end_s:
                starts[place] = start
            else:
                beyond |= 1 << place
        if here >= 0:
            if metric and loose < 2:
                memory = beyond
            for cut in range(len(fine)):
                if odd >> cut & 1 and trio[cut] & ~memory == 0:
                    odd ^= 1 << cut
            # Dominated by a label of the same place: earlier, cheaper, remembering no more?
            before, other, dominated = -1, lists[here], False
            while other >= 0 and labels[COST, other] <= cost:
                if labels[TIME, other] <= now:
                    if loose == 1:
                        dominated = True
                        break
                    other_memory = labels[MEMORY, other]
                    if other_memory & ~memory == 0 and (loose == 0 or other_memory == memory):
                        fines = labels[ODD, other] & ~odd
                        total = labels[COST, other]
                        cut = 0
                        while fines:
                            if fines & 1:
                                total += fine[cut]
                            fines >>= 1
                            cut += 1
                        if total <= cost:
                            dominated = True
                            break
                before, other = other, labels[WORSE, other]
            if dominated:
                labels[WORSE, label] = DEAD
                continue
            labels[WORSE, label] = other
            if before < 0:
                lists[here] = label
            else:
                labels[WORSE, before] = label
            labels[MEMORY, label], labels[ODD, label] = memory, odd
            labels[DONE, label] = cost + SCALE * back[here]
        for place in range(places):
            start = starts[place]
            if start == NEVER:
                continue
            drive = out[place] if here < 0 else between[here, place]
            rest = SCALE * drive
            if here >= 0:
                rest += cost
            fines, cut, total = odd & member[place], 0, rest - prize[place]
            while fines:
                if fines & 1:
                    total += fine[cut]
                fines >>= 1
                cut += 1
            if total + floor[place, (start - start_s) // BUCKET_S] >= limit:
                continue
            if count == room:
                return -1
            end = start + service[place]
            slot = (end - start_s) // BUCKET_S
            labels[TIME, count], labels[COST, count] = end, total
            labels[MEMORY, count] = memory & near[place] | 1 << place
            labels[ODD, count] = odd ^ member[place]
            labels[PLACE, count], labels[PARENT, count] = place, label if here >= 0 else -1
            labels[REST, count] = rest
            labels[NEXT, count], heads[slot] = heads[slot], count
            count += 1


@compiled
def _floor(labels, count, places, start_s, end_s):
    """Returns the least cost of the rest of a route from each place and start on, seen mirrored.

    The place's own prize and fines are left out: the other half of the route has paid them.
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
    """Returns the best label to go home from of each place, -1 where none is below the limit."""
    best = np.full(places, -1, np.int64)
    for label in range(count):
        if labels[WORSE, label] != DEAD and labels[DONE, label] < limit:
            place = labels[PLACE, label]
            if best[place] < 0 or labels[DONE, label] < labels[DONE, best[place]]:
                best[place] = label
    return best


def workspace(labels: int) -> Ints:
    """Returns room for that many labels, to be used again and again."""
    return np.empty((10, labels), np.int64)


def _pass(day: Day, prizes: Prizes, near: Ints, floor: Ints, limit: int, loose: int, labels: Ints):
    return _walk(*day, *prizes, near, floor, limit, loose, labels)


def no_floor(day: Day) -> Ints:
    return np.full((len(day.service), (day.end_s - day.start_s) // BUCKET_S + 2), -NEVER, np.int64)


def guess(day: Day, prizes: Prizes, limit: int, labels: Ints) -> list[tuple[int, ...]]:
    """Returns some elementary routes below the limit, fast: memory does not save a label."""
    everywhere = np.full(len(day.service), (1 << len(day.service)) - 1, np.int64)
    count = _pass(day, prizes, everywhere, no_floor(day), limit, 1, labels)
    return [] if count < 0 else _routes(labels, count, len(day.service), limit)


def cheapest(
    day: Day, prizes: Prizes, near: Sequence[Ints], limit: int, labels: Ints
) -> Found:
    """Returns the least cost of a route of the day, at most ``limit``, in passes of more memory.

    Where the labels overflow, the proof of the pass before stands.
    """
    floor, ways = no_floor(day), (day, mirrored(day))
    found = Found(-NEVER, [], False)
    for number, memory in enumerate(near):
        turned = (len(near) - 1 - number) % 2
        count = _pass(ways[turned], prizes, memory, floor, limit, 0, labels)
        if count < 0:
            break
        places = len(day.service)
        ends = _ends(labels, count, places, limit)
        done = [int(labels[DONE, label]) for label in ends if label >= 0]
        routes = _routes(labels, count, places, limit)
        if turned:
            routes = [route[::-1] for route in routes]
        found = Found(min([limit, *done]), routes, number == len(near) - 1)
        if not routes:
            return found._replace(exact=True)
        floor = _floor(labels, count, places, day.start_s, day.end_s)
    return found


def every(day, prizes, near, limit, labels):
    floor, ways = no_floor(day), (day, mirrored(day))
    places = len(day.service)
    count = 0
    for number, memory in enumerate((*near, near[-1])):
        turned = (len(near) - number) % 2
        last = number == len(near)
        count = _pass(ways[turned], prizes, memory, floor, limit, 2 if last else 0, labels)
        if count < 0:
            return None
        if not last:
            floor = _floor(labels, count, places, day.start_s, day.end_s)
    done = np.flatnonzero((labels[WORSE, :count] != DEAD) & (labels[DONE, :count] < limit))
    routes = []
    for label in done:
        route = []
        while label >= 0:
            route.append(int(labels[PLACE, label]))
            label = labels[PARENT, label]
        routes.append(tuple(reversed(route)))
    return routes


def _routes(labels: Ints, count: int, places: int, limit: int) -> list[tuple[int, ...]]:
    routes = []
    for label in _ends(labels, count, places, limit):
        route = []
        while label >= 0:
            route.append(int(labels[PLACE, label]))
            label = labels[PARENT, label]
        if route:
            routes.append(tuple(reversed(route)))
    return routes
