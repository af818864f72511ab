"""Labels: partial days, extended stop by stop, the useless ones thrown away."""

from typing import NamedTuple

import numpy as np

from routing.compiled import compiled
from routing.day_route.course import NEVER, Course, Numbers, after_lunch, arrival, first_start

MASK, COST, TIME, PLACE, PARENT, SAME, QUEUE, BOUND = range(8)
"""Columns of a label. SAME chains the labels of one key, QUEUE those of one stretch of time."""

GONE = -2
"""In SAME: another label of the key costs no more and is no later."""

AGAIN = 8
"""A relaxed run expands a label again where it got cheaper; more often than this it circles.

A stop drops out of memory on a round of short legs, and each round then pays again.
"""

WORD = 62
"""Stops whose visits fit the bits of one whole number."""


class Guide(NamedTuple):
    """Labels of a run from the other end: by place from ``at[p]``, cheapest first."""

    at: Numbers
    cost: Numbers
    time: Numbers
    mask: Numbers


class Prices(NamedTuple):
    """What a stop brings (``profit``), what leaving it out costs beyond that (``extra``).

    ``near`` are the stops remembered at each stop, ``hurry`` the least time between two, ``late``
    the latest start of each.
    """

    profit: Numbers
    extra: Numbers
    near: Numbers
    hurry: Numbers
    late: Numbers


@compiled
def _hash(mask: int, place: int, grain: int) -> int:
    x = mask * 0x9E3779B97F4A7C1 + place * 0x632BE59BD9B4E01 + grain * 0x2545F4914F6CDD1D
    x ^= x >> 29
    x *= 0x1B03738712FAD5C9
    return x ^ (x >> 32)


@compiled
def hopes(
    guide: Guide, place: int, time: int, mask: int, cost: int, slack: int, bit: int, latest: int
) -> int:
    """Returns the least cost of a whole with this beginning, NEVER where it is no use."""
    for i in range(guide.at[place], guide.at[place + 1]):
        whole = cost + guide.cost[i]
        if whole >= slack:
            return NEVER
        if time + guide.time[i] <= latest and mask & guide.mask[i] == bit:
            return whole
    return NEVER


@compiled
def explore(
    day: Course,
    prices: Prices,
    guide: Guide,
    numbers: Numbers,
    store: Numbers,
    table: Numbers,
    heads: Numbers,
):
    """Makes all labels that may lead below the slack; returns (made, least cost, its label, ...).

    ``numbers`` are slack, the moment the day is turned at, scale, exact or relaxed, grain of time,
    guided or not, width of a stretch of time, opening. The last answer says whether all fitted.
    """
    slack, whole, scale, exact = numbers[0], numbers[1], numbers[2], numbers[3]
    grain, guided, width, opening = numbers[4], numbers[5], numbers[6], numbers[7]
    n = len(day.service)
    size, buckets = len(store), heads.shape[1]
    slots = len(table) - 1
    one = 1
    used, best, best_label = 0, slack, -1
    heads[:] = -1
    for state in range(2):
        if day.gates[0, state] < NEVER:
            b = (day.gates[0, state] - opening) // width
            store[used, MASK], store[used, COST] = 0, 0
            store[used, TIME] = day.gates[0, state]
            store[used, PLACE] = 2 * n + state
            store[used, PARENT], store[used, SAME], store[used, QUEUE] = -1, -1, -1
            store[used, BOUND] = -NEVER
            if b < buckets:
                if heads[0, b] < 0:
                    heads[0, b] = used
                else:
                    store[heads[1, b], QUEUE] = used
                heads[1, b] = used
            used += 1
    expanded = 0
    for b in range(buckets):
        i = heads[0, b]
        while i >= 0:
            if store[i, SAME] == GONE:
                i = store[i, QUEUE]
                continue
            mask, cost, t, place = store[i, MASK], store[i, COST], store[i, TIME], store[i, PLACE]
            k, state = place // 2, place % 2
            left = 0
            if exact:
                bound = store[i, BOUND]
                for j in range(n):
                    if mask >> j & 1 == 0:
                        ready = arrival(day.busy, t, prices.hurry[k, j])
                        start = first_start(day, j, ready)
                        if start > prices.late[j]:
                            left += prices.extra[j]
                if bound + left >= slack:
                    i = store[i, QUEUE]
                    continue
            expanded += 1
            if expanded > AGAIN * used + size:  # cheaper round and round: no end in sight
                return used, best, best_label, expanded, 0
            d = day.drive[k, n + 1]
            home = arrival(day.busy, t, d)
            if home <= day.gates[1, state] or (
                state == 0 and after_lunch(day, t, d) <= day.gates[1, 1]
            ):
                total = cost + d * scale
                if exact:
                    for j in range(n):
                        if mask >> j & 1 == 0:
                            total += prices.extra[j]
                if total < best:
                    best, best_label = total, i
                    if exact:
                        slack = total
            for j in range(n):
                if mask >> j & 1:
                    continue
                d = day.drive[k, j]
                new_cost = cost + d * scale - prices.profit[j]
                with_j = new_cost + prices.profit[j] + left
                plain = first_start(day, j, arrival(day.busy, t, d))
                eaten = NEVER
                if state == 0:
                    ready = after_lunch(day, t, d)
                    if ready < NEVER:
                        eaten = first_start(day, j, ready)
                new_mask = (mask & prices.near[j]) | (one << j)
                for way in range(2):
                    if way == 0:
                        start, new_state = plain, state
                        if eaten <= plain:
                            continue
                    else:
                        start, new_state = eaten, 1
                    if start > prices.late[j]:
                        continue
                    time = start + day.service[j]
                    bound = -NEVER
                    if guided:
                        other = 2 * j + 1 - new_state
                        bound = hopes(
                            guide,
                            other,
                            time,
                            new_mask,
                            with_j,
                            slack,
                            one << j,
                            whole + day.service[j],
                        )
                        if bound >= NEVER:
                            continue
                        bound -= left
                    new_place = 2 * j + new_state
                    piece = time // grain if grain else 0
                    h = _hash(new_mask, new_place, piece) & slots
                    first = -1
                    while table[h] != 0:
                        first = table[h] - 1
                        if (
                            store[first, MASK] == new_mask
                            and store[first, PLACE] == new_place
                            and (grain == 0 or store[first, TIME] // grain == piece)
                        ):
                            break
                        first = -1
                        h = (h + 1) & slots
                    if grain and first >= 0:
                        better = new_cost < store[first, COST]
                        if better:
                            store[first, COST] = new_cost
                            store[first, PARENT] = i
                        if time < store[first, TIME]:
                            store[first, TIME] = time
                            better = True
                        # an expanded one of the same bucket would have to be expanded again
                        if better and store[first, BOUND] == NEVER:
                            store[first, BOUND] = -NEVER
                            bb = (time - opening) // width
                            store[heads[1, bb], QUEUE] = first
                            store[first, QUEUE] = -1
                            heads[1, bb] = first
                        continue
                    dominated = False
                    x, before = first, -1
                    while x >= 0:
                        if store[x, COST] <= new_cost and store[x, TIME] <= time:
                            dominated = True
                            break
                        after = store[x, SAME]
                        if new_cost <= store[x, COST] and time <= store[x, TIME]:
                            # the head stays as the key's anchor: it is overwritten below
                            if before >= 0:
                                store[before, SAME] = after
                                store[x, SAME] = GONE
                            else:
                                before = x
                        else:
                            before = x
                        x = after
                    if dominated:
                        continue
                    if used == size:
                        return used, best, best_label, expanded, 0
                    if first >= 0:
                        # keep chain: anchor first, insert new as anchor
                        after = store[first, SAME]
                        if new_cost <= store[first, COST] and time <= store[first, TIME]:
                            store[used, SAME] = after
                            store[first, SAME] = GONE
                        else:
                            store[used, SAME] = first
                    else:
                        store[used, SAME] = -1
                    table[h] = used + 1
                    store[used, MASK], store[used, COST], store[used, TIME] = (
                        new_mask,
                        new_cost,
                        time,
                    )
                    store[used, PLACE], store[used, PARENT] = new_place, i
                    store[used, QUEUE], store[used, BOUND] = -1, bound
                    bb = (time - opening) // width
                    if heads[0, bb] < 0:
                        heads[0, bb] = used
                    else:
                        store[heads[1, bb], QUEUE] = used
                    heads[1, bb] = used
                    used += 1
            if grain:
                store[i, BOUND] = NEVER
            i = store[i, QUEUE]
    return used, best, best_label, expanded, 1


@compiled
def _dead_end(
    hurry: Numbers, late: Numbers, turn: Numbers, seen: Numbers, j: int, time: int, depth: int
) -> bool:
    """Says whether some stop not seen comes too late after a service at j, the depth-th stop."""
    for k in range(len(late)):
        if k == j or seen[k // WORD] >> (k % WORD) & 1:
            continue
        if time + hurry[j, k] > late[k] or turn[1, k] <= depth:
            return True
    return False


@compiled
def _entered(
    table: Numbers, store: Numbers, words: Numbers, made: int, seen: Numbers, new: Numbers
) -> int:
    """Enters a partial day beside those made; returns how many there are then.

    ``new`` is rank, cost, time, place, parent. Of one key, stops and place, only those stay that
    no other undercuts in cost and time.
    """
    slots = len(table) - 1
    h = 0
    for w in range(len(seen)):
        h = _hash(seen[w] ^ h, new[3], w)
    h &= slots
    while table[h] != 0:
        x = table[h] - 1
        same = store[x, 3] == new[3]
        for w in range(len(seen)):
            same = same and words[x, w] == seen[w]
        if same:
            if store[x, 1] <= new[1] and store[x, 2] <= new[2]:
                return made
            if new[1] <= store[x, 1] and new[2] <= store[x, 2]:
                store[x] = new
                return made
        h = (h + 1) & slots
    table[h] = made + 1
    store[made] = new
    words[made] = seen
    return made + 1


@compiled
def layered(
    day: Course,
    price: Numbers,
    hurry: Numbers,
    late: Numbers,
    turn: Numbers,
    width: int,
    share: int,
    best: Numbers,
):
    """Puts an order of all stops into ``best``; says whether there is one.

    Partial days of one stop, of two, and so on; of each number the ``width`` of least rank go on:
    the ``price`` of their drives, and ``share`` parts of 16 of the clock. Stop j is the
    ``turn[0, j]``-th at the earliest, the ``turn[1, j]``-th at the latest.
    """
    n = len(day.service)
    one, parts = 1, (n + WORD - 1) // WORD
    size = width * n * 2
    store, words = np.empty((size, 5), np.int64), np.empty((size, parts), np.int64)
    old, old_words = np.empty((width, 5), np.int64), np.zeros((width, parts), np.int64)
    slots = 1
    while slots < 2 * size:
        slots *= 2
    table = np.zeros(slots, np.int64)
    parents, places = np.empty((n + 1, width), np.int64), np.empty((n + 1, width), np.int64)
    seen, new = np.empty(parts, np.int64), np.empty(5, np.int64)
    kept = 0
    for state in range(2):
        if day.gates[0, state] < NEVER and kept < width:
            old[kept, 0], old[kept, 1], old[kept, 2] = 0, 0, day.gates[0, state]
            old[kept, 3], old[kept, 4] = 2 * n + state, -1
            kept += 1
    for depth in range(1, n + 1):
        made = 0
        table[:] = 0
        for i in range(kept):
            k, state, cost, t = old[i, 3] // 2, old[i, 3] % 2, old[i, 1], old[i, 2]
            for j in range(n):
                if depth < turn[0, j] or old_words[i, j // WORD] >> (j % WORD) & 1:
                    continue
                d = day.drive[k, j]
                plain = first_start(day, j, arrival(day.busy, t, d))
                for to in range(state, 2):
                    start = plain
                    if to != state:
                        ready = after_lunch(day, t, d)
                        start = first_start(day, j, ready) if ready < NEVER else NEVER
                    if start >= NEVER:
                        continue
                    time = start + day.service[j]
                    seen[:] = old_words[i]
                    seen[j // WORD] |= one << (j % WORD)
                    if _dead_end(hurry, late, turn, seen, j, time, depth):
                        continue
                    new[1], new[2] = cost + price[k, j], time
                    new[0] = 16 * new[1] + share * time
                    new[3], new[4] = 2 * j + to, i
                    made = _entered(table, store, words, made, seen, new)
        if made == 0:
            return False
        chosen = np.argsort(store[:made, 0], kind="mergesort")
        kept = min(made, width)
        for i in range(kept):
            old[i] = store[chosen[i]]
            old_words[i] = words[chosen[i]]
            parents[depth, i], places[depth, i] = old[i, 4], old[i, 3] // 2
    least, last = NEVER, -1
    for i in range(kept):
        k, state, t = old[i, 3] // 2, old[i, 3] % 2, old[i, 2]
        d = day.drive[k, n + 1]
        home = arrival(day.busy, t, d) <= day.gates[1, state]
        if state == 0 and after_lunch(day, t, d) <= day.gates[1, 1]:
            home = True
        if home and old[i, 1] + price[k, n + 1] < least:
            least, last = old[i, 1] + price[k, n + 1], i
    if last < 0:
        return False
    for depth in range(n, 0, -1):
        best[depth - 1] = places[depth, last]
        last = parents[depth, last]
    return True
