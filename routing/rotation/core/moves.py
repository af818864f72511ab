"""Ruin and recreate, after Christiaens and Vanden Berghe 2020 (slack induction by string removals).

Strings of neighbouring stops are taken out of a few routes; then every account they belong to, and
absent ones near by, chooses its path anew. Accepted by annealing in whole numbers; a rejected move
is undone from copies of the routes it touched.
"""

import numpy as np

from routing.compiled import bare
from routing.rotation.core.arrays import MOST_OPEN
from routing.rotation.core.clockwork import NEVER
from routing.rotation.core.patterns import best_route, choose, throw
from routing.rotation.core.routes import insert, is_broken, label, route_cost, take_out

LONGEST_STRING = 10
EAGER = 4
"""How much dearer giving up is thought in one move of four."""

MOST_WHOLE = 16
"""Accounts near one another that leave all their days at once, at most."""

NIGHTS = 12
"""One move in so many begins or gives up a night away, where there may be any."""
SHARES = 1024
"""Entries of the table of -log(u), in units of 1 / SHARES."""


@bare
def remember(s, j, r):
    """Copies a route before it is changed for the first time in this move."""
    if j.touched[r]:
        return
    j.touched[r] = 1
    j.routes[j.counts[0]] = r
    j.counts[0] += 1
    n = s.size[r] + 2
    j.size[r], j.loaded[r], j.driven[r] = s.size[r], s.loaded[r], s.driven[r]
    j.calls_n[r], j.calls_s[r], j.version[r] = s.calls_n[r], s.calls_s[r], s.version[r]
    j.home[r, 0], j.home[r, 1] = s.home[r, 0], s.home[r, 1]
    for k in range(n):
        j.stops[r, k], j.path[r, k] = s.stops[r, k], s.path[r, k]
        j.early0[r, k], j.early1[r, k] = s.early0[r, k], s.early1[r, k]
        j.late0[r, k], j.late1[r, k] = s.late0[r, k], s.late1[r, k]
    for k in range(s.calls_n[r]):
        j.calls[r, k] = s.calls[r, k]
    w = s.path.shape[1] - 1
    j.path[r, w] = s.path[r, w]


@bare
def undo(s, j):
    """Brings back every route of the journal."""
    for q in range(j.counts[0]):
        r = j.routes[q]
        for k in range(1, s.size[r] + 1):
            s.slot_route[s.stops[r, k]] = -1
        for k in range(s.calls_n[r]):
            s.slot_route[s.calls[r, k]] = -1
    for q in range(j.counts[0]):
        r = j.routes[q]
        n = j.size[r] + 2
        s.size[r], s.loaded[r], s.driven[r] = j.size[r], j.loaded[r], j.driven[r]
        s.calls_n[r], s.calls_s[r], s.version[r] = j.calls_n[r], j.calls_s[r], j.version[r]
        s.home[r, 0], s.home[r, 1] = j.home[r, 0], j.home[r, 1]
        for k in range(n):
            s.stops[r, k], s.path[r, k] = j.stops[r, k], j.path[r, k]
            s.early0[r, k], s.early1[r, k] = j.early0[r, k], j.early1[r, k]
            s.late0[r, k], s.late1[r, k] = j.late0[r, k], j.late1[r, k]
        for k in range(1, s.size[r] + 1):
            s.slot_route[s.stops[r, k]] = r
            s.slot_pos[s.stops[r, k]] = k
        for k in range(s.calls_n[r]):
            s.calls[r, k] = j.calls[r, k]
            s.slot_route[s.calls[r, k]] = r
            s.slot_pos[s.calls[r, k]] = k
        w = s.path.shape[1] - 1
        s.path[r, w] = j.path[r, w]
    for q in range(j.counts[1]):
        a = j.accounts[q]
        s.path_cost[a], s.given_up[a] = j.path_cost[q], j.given_up[q]
    if j.counts[4]:
        s.night[j.counts[4] - 1] = j.counts[5]


@bare
def forget(j):
    """Empties the journal."""
    for q in range(j.counts[0]):
        j.touched[j.routes[q]] = 0
    j.counts[0] = 0
    j.counts[1] = 0
    j.counts[4] = 0


@bare
def open_account(j, a):
    """Adds an account to those that choose anew; says whether it was not there yet."""
    n = j.counts[2]
    for q in range(n):
        if j.open[q] == a:
            return False
    if n >= MOST_OPEN:
        return False
    j.open[n] = a
    j.counts[2] = n + 1
    return True


@bare
def slot_near(i, s, j, a, day, reach):
    """Returns a visit of the account near a day, on a route still whole; -1 for none."""
    found, seen = -1, 0
    for v in range(i.slot_first[a], i.slot_first[a + 1]):
        r = s.slot_route[v]
        if r < 0 or i.slot_fixed[v] or j.ruined[r]:
            continue
        if i.slot_day[v] < day - reach or i.slot_day[v] > day + reach:
            continue
        seen += 1
        if throw(s.dice, seen) == 0:
            found = v
    return found


@bare
def pull_string(i, s, j, v, length):
    """Takes a string of stops around ``v`` out of its route, at times with a hole in it."""
    r = s.slot_route[v]
    remember(s, j, r)
    j.ruined[r] = 1
    j.hit[j.counts[3]] = r
    j.counts[3] += 1
    if i.slot_place[v] < 0:
        take_out(i, s, v)
        open_account(j, i.slot_account[v])
        label(i, s, r)
        return
    n = s.size[r]
    hole = 0
    if length > 1 and length < n and throw(s.dice, 2) == 0:
        hole = 1 + throw(s.dice, max(1, min(3, n - length)))
    span = min(n, length + hole)
    at = s.slot_pos[v]
    first = max(1, at - throw(s.dice, span))
    first = min(first, n - span + 1)
    skip_from = first + 1 + throw(s.dice, max(1, span - hole)) if hole else first + span
    out = 0
    for k in range(first, first + span):
        if skip_from <= k < skip_from + hole and s.stops[r, k] != v:
            continue
        if not i.slot_fixed[s.stops[r, k]]:
            j.pulled[out] = s.stops[r, k]
            out += 1
    for q in range(out):
        open_account(j, i.slot_account[j.pulled[q]])
        take_out(i, s, j.pulled[q])
    label(i, s, r)


@bare
def change_night(i, s, j):
    """Begins or gives up a night away; returns (change of its price, an account on these days)."""
    pair = throw(s.dice, len(i.pair_route))
    one, other, week = i.pair_route[pair, 0], i.pair_route[pair, 1], i.pair_route[pair, 2]
    place = -1
    if s.night[pair] < 0:
        nights = 0
        for q in range(len(i.pair_route)):
            nights += s.night[q] >= 0 and i.pair_route[q, 2] == week
        if nights >= i.limits[1]:
            return 0, -1
        place = throw(s.dice, len(i.night_place))
    remember(s, j, one)
    remember(s, j, other)
    j.counts[4], j.counts[5] = pair + 1, s.night[pair]
    change = i.limits[0] if place >= 0 else -i.limits[0]
    s.night[pair] = place
    last = s.path.shape[1] - 1
    s.path[one, last] = i.night_place[place] if place >= 0 else i.ends[one, 1]
    s.path[other, 0] = i.night_place[place] if place >= 0 else i.ends[other, 0]
    label(i, s, one)
    label(i, s, other)
    r = one if throw(s.dice, 2) == 0 else other
    if s.size[r] == 0:
        return change, -1
    return change, i.slot_account[s.stops[r, 1 + throw(s.dice, s.size[r])]]


@bare
def ruin(i, s, j, reaches, seed):
    """Takes strings out near an account, and opens those with visits given up there."""
    reach = reaches[throw(s.dice, len(reaches))]
    day, seen = -1, 0
    for v in range(i.slot_first[seed], i.slot_first[seed + 1]):
        if s.slot_route[v] >= 0 and not i.slot_fixed[v]:
            seen += 1
            if throw(s.dice, seen) == 0:
                day = i.slot_day[v]
    if day < 0:
        some = i.slot_first[seed + 1] - i.slot_first[seed]
        day = i.slot_day[i.slot_first[seed] + throw(s.dice, some)]
    longest = 1 + throw(s.dice, LONGEST_STRING)
    routes = 1 + throw(s.dice, max(1, (40 // (1 + longest))))
    routes = min(routes, 10)
    kind = throw(s.dice, 16)
    whole = kind < 5
    if kind < 3:
        routes = 1 + throw(s.dice, min(3, routes))
    elif whole:
        routes = 0
        for q in range(min(throw(s.dice, MOST_WHOLE), i.near.shape[1])):
            open_account(j, i.near[seed, q])
    absent = 6
    open_account(j, seed)
    near = i.near.shape[1]
    for q in range(-1, near):
        a = seed if q < 0 else i.near[seed, q]
        if s.given_up[a] > 0 and absent > 0:
            absent -= 1
            open_account(j, a)
        if routes > 0:
            v = slot_near(i, s, j, a, day, reach)
            if v >= 0:
                pull_string(i, s, j, v, 1 + throw(s.dice, longest))
                routes -= 1
        elif absent == 0 or q > 60:
            break
    for q in range(j.counts[3]):
        j.ruined[j.hit[q]] = 0
    j.counts[3] = 0
    if whole:
        for q in range(j.counts[2]):
            pull_account(i, s, j, j.open[q])


@bare
def pull_account(i, s, j, a):
    """Takes all visits of an account out, so that it may go to other days altogether."""
    for v in range(i.slot_first[a], i.slot_first[a + 1]):
        if s.slot_route[v] >= 0 and not i.slot_fixed[v]:
            remember(s, j, s.slot_route[v])
            label(i, s, take_out(i, s, v))


@bare
def sort_open(i, s, j, seed):
    """Orders the open accounts: by chance, worth, fewest choices or distance."""
    n = j.counts[2]
    kind = throw(s.dice, 16)
    for q in range(n):
        a = j.open[q]
        if kind < 3:
            j.key[q] = throw(s.dice, 1 << 30)
        elif kind < 5:
            j.key[q] = -i.worth[kind - 3, a]
        elif kind == 5:
            j.key[q] = i.slot_first[a + 1] - i.slot_first[a]
        else:
            far = 0
            if i.place[a] >= 0 and i.place[seed] >= 0:
                far = i.travel[i.place[seed], i.place[a]]
            j.key[q] = far if kind == 6 else -far
    for q in range(1, n):
        a, key = j.open[q], j.key[q]
        p = q - 1
        while p >= 0 and j.key[p] > key:
            j.open[p + 1], j.key[p + 1] = j.open[p], j.key[p]
            p -= 1
        j.open[p + 1], j.key[p + 1] = a, key


@bare
def rechoose(i, s, j, a, blinks, eager):
    """Lets an account choose its path anew and moves its visits; returns the change of its cost."""
    alone, given_up = choose(i, s, a, blinks, eager, j.price, j.want, j.best, j.back)
    s0, s1 = i.slot_first[a], i.slot_first[a + 1]
    if alone >= NEVER:
        s.count[3] = 1
        return 0
    for v in range(s0, s1):
        if s.slot_route[v] >= 0 and not j.want[v - s0]:
            remember(s, j, s.slot_route[v])
            label(i, s, take_out(i, s, v))
    for v in range(s0, s1):
        if j.want[v - s0] and s.slot_route[v] < 0:
            _, r, k = best_route(i, s, v)
            remember(s, j, r)
            insert(i, s, r, v, k)
    n = j.counts[1]
    j.accounts[n], j.path_cost[n], j.given_up[n] = a, s.path_cost[a], s.given_up[a]
    j.counts[1] = n + 1
    change = alone - s.path_cost[a]
    s.path_cost[a], s.given_up[a] = alone, given_up
    return change


@bare
def move(i, s, j, heat, neglog, reaches):
    """Ruins and recreates once; returns the change of cost, 0 where it is undone."""
    j.counts[2] = 0
    s.count[3] = 0
    change, seed = 0, -1
    if len(i.pair_route) > 0 and throw(s.dice, NIGHTS) == 0:
        change, seed = change_night(i, s, j)
    if seed < 0:
        seed = i.free[throw(s.dice, len(i.free))]
    ruin(i, s, j, reaches, seed)
    sort_open(i, s, j, j.open[0])
    eager = EAGER if throw(s.dice, 32) == 0 else 1
    for q in range(j.counts[2]):
        change += rechoose(i, s, j, j.open[q], True, eager)
    for q in range(j.counts[0]):
        r = j.routes[q]
        change += route_cost(i, s, r) - before(i, j, r)
        if is_broken(i, s, r):
            s.count[3] = 1
    threshold = (heat * neglog[throw(s.dice, SHARES)]) // SHARES
    if s.count[3] == 0 and change < threshold:
        forget(j)
        return change
    undo(s, j)
    forget(j)
    s.count[3] = 0
    return 0


@bare
def before(i, j, r):
    """Returns what a route of the journal cost."""
    cost = j.driven[r]
    for n in range(j.size[r] + j.calls_n[r]):
        cost += i.crowd[n]
    return cost


@bare
def steps(i, s, j, heats, neglog, reaches, best):
    """Makes one move for each entry of ``heats``; keeps the best state in ``best``."""
    for q in range(len(heats)):
        s.count[1] += move(i, s, j, heats[q], neglog, reaches)
        if s.count[1] < s.count[2]:
            s.count[2] = s.count[1]
            keep(s, best)


@bare
def keep(s, best):
    """Copies what a state is made of: who stands where."""
    for r in range(len(s.size)):
        best.size[r], best.calls_n[r] = s.size[r], s.calls_n[r]
        for k in range(1, s.size[r] + 1):
            best.stops[r, k] = s.stops[r, k]
        for k in range(s.calls_n[r]):
            best.calls[r, k] = s.calls[r, k]
        best.path[r, 0] = s.path[r, 0]
        best.path[r, s.path.shape[1] - 1] = s.path[r, s.path.shape[1] - 1]
    for a in range(len(s.path_cost)):
        best.path_cost[a], best.given_up[a] = s.path_cost[a], s.given_up[a]
    for q in range(len(s.night)):
        best.night[q] = s.night[q]


@bare
def fill(i, s, j, order):
    """Lets every account choose once, in the given order; returns the change of cost."""
    forget(j)
    change = 0
    for q in range(len(order)):
        s.count[3] = 0
        change += rechoose(i, s, j, order[q], False, 1)
        for p in range(j.counts[0]):
            r = j.routes[p]
            change += route_cost(i, s, r) - before(i, j, r)
        forget(j)
    return change


@bare
def place(i, s, slots, fitted):
    """Puts slots in, one after the other, each where it is cheapest; notes which found room."""
    for q in range(len(slots)):
        cost, r, k = best_route(i, s, slots[q])
        fitted[q] = cost < NEVER
        if cost < NEVER:
            insert(i, s, r, slots[q], k)


@bare
def wake(i, s):
    """Labels all routes and numbers their stops, after a state was filled from outside."""
    for v in range(len(s.slot_route)):
        s.slot_route[v] = -1
    for r in range(len(s.size)):
        s.loaded[r] = 0
        s.calls_s[r] = 0
        for k in range(1, s.size[r] + 1):
            v = s.stops[r, k]
            s.slot_route[v] = r
            s.loaded[r] += i.load[i.slot_account[v]]
        for k in range(s.calls_n[r]):
            v = s.calls[r, k]
            s.slot_route[v] = r
            s.slot_pos[v] = k
            s.calls_s[r] += i.slot_service[v]
        label(i, s, r)


SHARE_TABLE = np.array(
    [round(-SHARES * float(np.log((n + 0.5) / SHARES))) for n in range(SHARES)], dtype=np.int64
)
