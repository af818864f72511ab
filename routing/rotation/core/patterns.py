"""An account's best path through its graph, given where every other account is.

The visits of one account lie on different days, hence on different routes, so what its path costs
is the sum of its nodes, its steps, and one insertion a slot: a shortest path, found exactly.
"""

import numpy as np

from routing.compiled import bare, inlined
from routing.rotation.core.clockwork import NEVER
from routing.rotation.core.routes import cheapest, gain

BLINK = 100
"""One slot in a hundred is overlooked, so that the greedy choice is not always the same."""


@inlined
def throw(dice, limit):
    """Returns a whole number from 0 to below ``limit`` (splitmix64, Steele, Lea and Flood 2014)."""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    z = dice[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.int64(z >> np.uint64(33)) % limit


@inlined
def best_route(i, s, v):
    """Returns (cost, route, position) of the cheapest insertion of a slot on its day."""
    day = i.slot_day[v]
    first, last = i.route_first[day], i.route_first[day + 1]
    wide = i.limits[2]
    best, where, after = NEVER, -1, -1
    empty_seen = False
    for r in range(first, last):
        if s.size[r] == 0 and s.calls_n[r] == 0 and last - first > 1:
            if empty_seen:
                continue
            empty_seen = True
        at = v * wide + r - first
        if s.cache_version[at] != s.version[r]:
            s.cache_cost[at], s.cache_pos[at] = cheapest(i, s, r, v)
            s.cache_version[at] = s.version[r]
        if s.cache_cost[at] < best:
            best, where, after = s.cache_cost[at], r, s.cache_pos[at]
    return best, where, after


@bare
def choose(i, s, account, blinks, eager, price, want, best, back):
    """Fills ``want`` with the slots of the best path; returns (path alone, visits given up).

    ``price`` holds, for each slot, what a visit there costs beside path and steps. Giving up is
    thought ``eager`` times as dear as it is: no first visit pays the way to a far town alone.
    """
    s0, s1 = i.slot_first[account], i.slot_first[account + 1]
    for v in range(s0, s1):
        if s.slot_route[v] >= 0:
            price[v - s0] = 0 if i.slot_fixed[v] else gain(i, s, v)
        elif i.slot_fixed[v] or (blinks and throw(s.dice, BLINK) == 0):
            price[v - s0] = NEVER
        else:
            price[v - s0], _, _ = best_route(i, s, v)
        want[v - s0] = 0
    n0, n1 = i.node_first[account], i.node_first[account + 1]
    best[0] = 0
    for n in range(n0 + 1, n1):
        cost, source = NEVER * 4, -1
        for arc in range(i.arc_first[n], i.arc_first[n + 1]):
            way = best[i.arc_from[arc] - n0] + i.arc_cost[arc]
            if way < cost:
                cost, source = way, i.arc_from[arc]
        cost += i.node_cost[n]
        if i.node_given_up[n]:
            cost += (eager - 1) * i.node_cost[n]
        if i.node_slot[n] >= 0:
            cost += price[i.node_slot[n] - s0]
        best[n - n0], back[n - n0] = cost, source
    n = n1 - 1
    total = best[n - n0]
    visits, given_up = 0, 0
    while n > n0:
        v = i.node_slot[n]
        if v >= 0:
            want[v - s0] = 1
            visits += price[v - s0]
        if i.node_given_up[n]:
            given_up += 1
            total -= (eager - 1) * i.node_cost[n]
        n = back[n - n0]
    return total - visits, given_up


@bare
def read(i, s, account, best, back, nodes):
    """Fills ``nodes`` with the cheapest path through just the slots in use, last first."""
    n0, n1 = i.node_first[account], i.node_first[account + 1]
    # Each visit is worth so much that no cheapest path leaves one out.
    visit = -(1 << 32)
    best[0] = 0
    for n in range(n0 + 1, n1):
        cost, source = NEVER * 4, -1
        for arc in range(i.arc_first[n], i.arc_first[n + 1]):
            way = best[i.arc_from[arc] - n0] + i.arc_cost[arc]
            if way < cost:
                cost, source = way, i.arc_from[arc]
        cost += i.node_cost[n]
        if i.node_slot[n] >= 0:
            cost += visit if s.slot_route[i.node_slot[n]] >= 0 else NEVER
        best[n - n0], back[n - n0] = cost, source
    n, many = n1 - 1, 0
    while n > n0:
        nodes[many] = n - n0 - 1
        many += 1
        n = back[n - n0]
    return many
