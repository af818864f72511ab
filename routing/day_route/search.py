"""Ruin and recreate for one day, after Christiaens and Vanden Berghe 2020.

Strings of neighbouring stops leave the day, and come back one by one where they cost least;
accepted by a threshold that falls to nothing. Whole numbers and a seed: the same answer anywhere.
"""

from collections.abc import Sequence

import numpy as np

from routing.compiled import compiled
from routing.day_route.course import (
    NEVER,
    Course,
    Numbers,
    after_lunch,
    arrival,
    first_start,
    turned,
)


@compiled
def _roll(dice: Numbers, limit: int) -> int:
    x = dice[0]
    x ^= x << 13
    x ^= (x >> 7) & 0x01FFFFFFFFFFFFFF
    x ^= x << 17
    dice[0] = x
    return ((x >> 11) & 0x1FFFFFFFFFFFFF) % limit


@compiled
def _step(day: Course, k: int, t: int, state: int, j: int, out: Numbers):
    """Earliest departures of j from a departure at k; merges into out[0..1]."""
    d = day.drive[k, j]
    start = first_start(day, j, arrival(day.busy, t, d))
    if start < NEVER:
        out[state] = min(out[state], start + day.service[j])
    if state == 0:
        ready = after_lunch(day, t, d)
        if ready < NEVER:
            start = first_start(day, j, ready)
            if start < NEVER:
                out[1] = min(out[1], start + day.service[j])


@compiled
def _forward(day: Course, order: Numbers, m: int, since: int, early: Numbers):
    """early[i] for i from since on; early[0] is the start."""
    n = len(day.service)
    if since == 0:
        early[0, 0], early[0, 1] = day.gates[0, 0], day.gates[0, 1]
        since = 1
    for i in range(since, m + 1):
        early[i, 0], early[i, 1] = NEVER, NEVER
        k = n if i == 1 else order[i - 2]
        for state in range(2):
            if early[i - 1, state] < NEVER:
                _step(day, k, early[i - 1, state], state, order[i - 1], early[i])


@compiled
def _backward(back: Course, whole: int, order: Numbers, m: int, upto: int, late: Numbers):
    """late[i, s]: latest start at position i (0..m-1) in state s; late[m] is the end."""
    n = len(back.service)
    if upto >= m:
        for s in range(2):
            g = back.gates[0, 1 - s]
            late[m, s] = whole - g if g < NEVER else -1
        upto = m - 1
    spare = np.empty(2, np.int64)
    for i in range(upto, -1, -1):
        spare[0], spare[1] = NEVER, NEVER
        k = n if i == m - 1 else order[i + 1]
        for s in range(2):
            if late[i + 1, s] >= 0:
                _step(back, k, whole - late[i + 1, s], 1 - s, order[i], spare)
        late[i, 0] = whole - spare[1] if spare[1] < NEVER else -1
        late[i, 1] = whole - spare[0] if spare[0] < NEVER else -1


@compiled
def _fits(day: Course, k: int, stop: int, after: int, early: Numbers, late: Numbers) -> bool:
    """Says whether stop fits between k (departures early) and after (latest starts late)."""
    d, e = day.drive[k, stop], day.drive[stop, after]
    for state in range(2):
        t = early[state]
        if t >= NEVER:
            continue
        for way in range(2):
            if way == 0:
                ready, s = arrival(day.busy, t, d), state
            else:
                if state == 1:
                    break
                ready, s = after_lunch(day, t, d), 1
                if ready >= NEVER:
                    continue
            start = first_start(day, stop, ready)
            if start >= NEVER:
                continue
            leave = start + day.service[stop]
            if arrival(day.busy, leave, e) <= late[s]:
                return True
            if s == 0 and after_lunch(day, leave, e) <= late[1]:
                return True
    return False


@compiled
def _recreate(
    day: Course,
    back: Course,
    whole: int,
    penalty: Numbers,
    order: Numbers,
    m: int,
    absent: Numbers,
    missing: int,
    early: Numbers,
    late: Numbers,
    dice: Numbers,
    blink: int,
):
    """Puts the absent stops in, in their order, each where it costs least; returns the sizes."""
    n = len(day.service)
    _forward(day, order, m, 0, early)
    _backward(back, whole, order, m, m, late)
    kept = 0
    for a in range(missing):
        stop = absent[a]
        best, where = penalty[stop], -1
        for i in range(m + 1):
            k = order[i - 1] if i > 0 else n
            after = order[i] if i < m else n + 1
            detour = day.drive[k, stop] + day.drive[stop, after] - day.drive[k, after]
            if detour >= best or (blink and _roll(dice, 128) == 0):
                continue
            if _fits(day, k, stop, after, early[i], late[i]):
                best, where = detour, i
        if where < 0:
            absent[kept] = stop
            kept += 1
            continue
        for i in range(m, where, -1):
            order[i] = order[i - 1]
            late[i + 1, 0], late[i + 1, 1] = late[i, 0], late[i, 1]
        order[where] = stop
        late[where + 1, 0], late[where + 1, 1] = late[where, 0], late[where, 1]
        m += 1
        _forward(day, order, m, where + 1, early)
        # late[i] for i > where is shifted already
        _backward(back, whole, order, m, where, late)
    return m, kept


@compiled
def _cost(
    day: Course, penalty: Numbers, order: Numbers, m: int, absent: Numbers, missing: int
) -> int:
    n = len(day.service)
    k, total = n, 0
    for i in range(m):
        total += day.drive[k, order[i]]
        k = order[i]
    total += day.drive[k, n + 1]
    for a in range(missing):
        total += penalty[absent[a]]
    return total


@compiled
def ruin_and_recreate(
    day: Course,
    back: Course,
    whole: int,
    penalty: Numbers,
    near: Numbers,
    best: Numbers,
    size: int,
    numbers: Numbers,
    dice: Numbers,
):
    """Improves the order in ``best``; returns its size and cost.

    ``numbers`` are moves, warmth, most strings a move, longest string.
    """
    n = len(day.service)
    iterations, warmth, most, longest = numbers[0], numbers[1], numbers[2], numbers[3]
    early, late = np.empty((n + 2, 2), np.int64), np.empty((n + 2, 2), np.int64)
    order, absent = np.empty(n + 1, np.int64), np.empty(n, np.int64)
    now, now_absent = np.empty(n + 1, np.int64), np.empty(n, np.int64)
    rank, out = np.empty(n, np.int64), np.zeros(n, np.int64)
    width = np.empty(n, np.int64)
    for k in range(n):
        width[k] = day.last[day.at[k + 1] - 1] - day.first[day.at[k]]
    m = size
    out[:] = 1
    for i in range(m):
        now[i] = best[i]
        out[best[i]] = 0
    missing = 0
    for k in range(n):
        if out[k]:
            now_absent[missing] = k
            missing += 1
    now_m, now_missing = m, missing
    now_cost = _cost(day, penalty, now, now_m, now_absent, now_missing)
    best_cost = now_cost
    for it in range(iterations):
        # ruin
        order[:now_m] = now[:now_m]
        m, missing = now_m, now_missing
        absent[:missing] = now_absent[:missing]
        seed = _roll(dice, n)
        strings = 1 + _roll(dice, most)
        taken = 0
        for c in range(n):
            if taken == strings or m == 0:
                break
            stop = near[seed, c]
            where = -1
            for i in range(m):
                if order[i] == stop:
                    where = i
                    break
            if where < 0:
                continue
            taken += 1
            length = 1 + _roll(dice, min(longest, m))
            skip = 0
            if length > 1 and length < m and _roll(dice, 2):
                skip = 1 + _roll(dice, m - length)
                while skip > 1 and _roll(dice, 4) == 0:
                    skip //= 2
            span = min(m, length + skip)
            lo = max(0, where - span + 1)
            hi = min(where, m - span)
            at = lo + _roll(dice, hi - lo + 1)
            hold = at + _roll(dice, length + 1) if skip else at + span
            w = at
            for i in range(at, m):
                inside = i < at + span and not (skip and hold <= i < hold + skip)
                if inside:
                    absent[missing] = order[i]
                    missing += 1
                else:
                    order[w] = order[i]
                    w += 1
            m = w
        # order of insertion
        how = _roll(dice, 8)
        for a in range(missing):
            k = absent[a]
            if how < 3:
                rank[a] = _roll(dice, 1 << 40)
            elif how == 3:
                rank[a] = -penalty[k]
            elif how == 4:
                rank[a] = -day.drive[n, k] - day.drive[k, n + 1]
            elif how == 5:
                rank[a] = day.drive[n, k] + day.drive[k, n + 1]
            elif how == 6:
                rank[a] = width[k]
            else:
                rank[a] = -penalty[k] * 1000 // (day.service[k] + 600)
            if penalty[k] > 1000000 and how < 3:
                rank[a] -= 1 << 39
        for a in range(1, missing):
            k, r, i = absent[a], rank[a], a
            while i > 0 and rank[i - 1] > r:
                absent[i], rank[i] = absent[i - 1], rank[i - 1]
                i -= 1
            absent[i], rank[i] = k, r
        m, missing = _recreate(
            day, back, whole, penalty, order, m, absent, missing, early, late, dice, 1
        )
        cost = _cost(day, penalty, order, m, absent, missing)
        heat = warmth * (iterations - it) // iterations
        if cost < now_cost + (heat * _roll(dice, 1024) >> 10):
            now[:m] = order[:m]
            now_absent[:missing] = absent[:missing]
            now_m, now_missing, now_cost = m, missing, cost
            if cost < best_cost:
                best_cost, size = cost, m
                best[:m] = order[:m]
    return size, best_cost


WHOLE_S = 1 << 20
"""The moment a day is turned round at; beyond any day."""

WARMTH_S, STRINGS, LONGEST = 600, 3, 10
SEED = 0x2545F4914F6CDD1D


def improved(
    day: Course,
    penalties: Sequence[int],
    order: list[int],
    iterations: int,
    seed: int = 0,
    warmth_s: int = WARMTH_S,
) -> list[int]:
    """Returns an order that costs no more than the one given; stops may come in and go out.

    A move may at first make things worse by ``warmth_s``, in the end by nothing.
    """
    n = len(day.service)
    if not iterations or n == 0:
        return order
    both = day.drive[:n, :n] + day.drive[:n, :n].T
    near = np.ascontiguousarray(np.argsort(both, axis=1, kind="stable").astype(np.int64))
    best = np.zeros(n + 1, dtype=np.int64)
    best[: len(order)] = order
    size, _ = ruin_and_recreate(
        day, turned(day, WHOLE_S), WHOLE_S, np.array(penalties, dtype=np.int64), near, best,
        len(order), np.array([iterations, warmth_s, STRINGS, LONGEST], dtype=np.int64),
        np.array([SEED ^ seed], dtype=np.int64),
    )  # fmt: skip
    return [int(stop) for stop in best[:size]]
