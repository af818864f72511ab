"""The exact proof of a day: no order, whichever stops it leaves out, costs less.

Dynamic programming over (stops visited, last stop, lunch taken or not), Pareto in time and cost.
What keeps it small are bounds from relaxations in which a stop may be visited again unless it lies
near (ng-routes, Baldacci, Mingozzi and Roberti 2011), priced by multipliers (a bounded subgradient
ascent) and run alternately from both ends of the day, so that each run guides the next.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from routing.day_route import labels
from routing.day_route.course import NEVER, Course, Numbers, turned
from routing.day_route.labels import Guide, Prices

MOST = 62
"""Stops that fit the bits of a whole number."""

FAR = 1 << 60
WHOLE_S = 1 << 20

FIRST_LABELS = 1 << 14
"""A plain run this small settles most days at once."""

ROUNDS = ((2, 40, 15), (3, 60, 15))
"""Multipliers: neighbours remembered, grains of time a day, steps."""

LADDER = ((4, 100), (6, 400), (8, 0), (12, 0))
"""Bounds: neighbours remembered, grains of time a day (0: to the second)."""

FEW_LABELS = 300
STEP = 1024


def proven(
    day: Course,
    penalties: list[int],
    order: list[int],
    cost: int,
    most_labels: int,
) -> tuple[list[int], int]:
    """Returns the best order known and a bound no order costs less than.

    Where the two meet the order is proven. ``order`` costs ``cost``; ``most_labels`` bounds memory
    and effort, so that the same day gets the same answer.
    """
    if cost <= 0:
        return order, 0
    search = _Proof(day, np.array(penalties, dtype=np.int64), order, cost, most_labels)
    search.run_all()
    return search.order, search.bound_s()


class _Proof:
    """Costs are scaled up by a power of two, so that multipliers in whole numbers are fine."""

    def __init__(
        self, day: Course, penalty: Numbers, order: list[int], cost: int, most_labels: int
    ) -> None:
        self.n = n = len(day.service)
        self.sides = (day, turned(day, WHOLE_S))
        self.opening = int(min(day.gates[0])), int(min(self.sides[1].gates[0]))
        self.length = int(max(day.gates[1])) - self.opening[0]
        self.scale = 1
        while cost * self.scale < 1 << 18:
            self.scale *= 2
        self.penalty = penalty * self.scale
        self.order, self.known = order, cost
        self.best = cost * self.scale
        self.lower = 0
        self.most = most_labels
        self.room = min(1 << 12, most_labels)
        self.hurry = (hurry(self.sides[0]), hurry(self.sides[1]))
        drive = day.drive[:n, :n]
        self.close = np.argsort(drive + drive.T, axis=1, kind="stable")
        self.lates = [self._latest(side) for side in (0, 1)]
        self._masks: dict[tuple[int, int], Numbers] = {}
        self._paper()

    def bound_s(self) -> int:
        """Returns the bound in seconds, rounded up, since costs are whole seconds."""
        return min(self.known, -(-self.lower // self.scale))

    def _latest(self, side: int) -> Numbers:
        day = self.sides[side]
        return latest(day, self.hurry[side], self.opening[side] + self.length)

    def _paper(self) -> None:
        """Makes room for labels and the table that finds them."""
        self.store = np.empty((self.room, 8), dtype=np.int64)
        self.table = np.zeros(1 << (2 * self.room - 1).bit_length(), dtype=np.int64)

    def run_all(self) -> bool:
        """Says whether the proof was brought to its end; the best order is known then."""
        drive = self.sides[0].drive
        into = [min(int(drive[i, j]) for i in range(self.n + 1) if i != j) for j in range(self.n)]
        profit = np.minimum(self.penalty, np.array(into, dtype=np.int64) * self.scale)
        guide = self._plain_guide(profit)
        if self._exact(0, profit, guide, min(FIRST_LABELS, self.most)):
            return self._is_proven()
        side = 0
        priced = self._multipliers(np.minimum(self.penalty, self.best // self.n))
        if priced:
            (profit, guide), side = priced, 1
        for memory, parts in LADDER:
            grain = self._grain(memory, parts) if parts else 0
            used, least, _, whole = self._run(side, profit, memory, grain, guide)
            if whole:
                self._bounded(profit, least)
                guide, side = self._guide(used), 1 - side
                if used < FEW_LABELS:
                    break
        return self._exact(side, profit, guide, self.most) and self._is_proven()

    def _is_proven(self) -> bool:
        self.lower = self.best
        return True

    def _bounded(self, profit: Numbers, least: int) -> None:
        self.lower = max(self.lower, min(self.best, int(profit.sum()) + least))

    def _exact(self, side: int, profit: Numbers, guide: Guide, most: int) -> bool:
        """Runs over sets of stops; says whether it came to its end, and keeps what is better."""
        _, least, label, whole = self._run(side, profit, 0, 0, guide, exact=True, most=most)
        found = int(profit.sum()) + least
        if label >= 0 and found < self.best:
            path = self._path(label)
            self.order = path if side == 0 else path[::-1]
            self.best = found
            self.known = found // self.scale
        return whole

    def _run(
        self,
        side: int,
        profit: Numbers,
        memory: int,
        grain: int,
        guide: Guide | None,
        exact: bool = False,
        most: int | None = None,
    ) -> tuple[int, int, int, bool]:
        """Returns (labels made, least cost, its label, whether it came to its end)."""
        most = most or self.most
        day, length = self.sides[side], self.length
        width = grain or max(1, length // 400)
        opening = self.opening[side]
        if grain:
            opening = opening // grain * grain
        heads = np.empty((2, (self.opening[side] + length - opening) // width + 2), dtype=np.int64)
        all_stops = np.full(self.n, (1 << self.n) - 1, dtype=np.int64)
        near = all_stops if exact else self._near(memory, grain)
        bounded = guide is not None or exact
        slack = self.best - int(profit.sum()) if bounded else FAR
        nothing = np.zeros(self.n * 2 + 2, dtype=np.int64)
        known = guide or Guide(nothing, nothing, nothing, nothing)
        prices = Prices(profit, self.penalty - profit, near, self.hurry[side], self.lates[side])
        numbers = np.array(
            [slack, WHOLE_S, self.scale, exact, grain, guide is not None, width, opening],
            dtype=np.int64,
        )
        while True:
            self.table[:] = 0
            used, least, label, _, whole = labels.explore(
                day, prices, known, numbers, self.store, self.table, heads
            )
            if whole or self.room >= most:
                return used, int(least), int(label), bool(whole)
            self.room = min(most, self.room * 8)
            self._paper()

    def _path(self, label: int) -> list[int]:
        """Returns the stops of a label, first to last."""
        out: list[int] = []
        while label >= 0 and len(out) < 3 * self.n:
            stop = int(self.store[label, labels.PLACE]) // 2
            if stop < self.n:
                out.append(stop)
            label = int(self.store[label, labels.PARENT])
        return out[::-1]

    def _guide(self, used: int) -> Guide:
        """Returns what the labels of a run say about the rest of a day run the other way."""
        kept = self.store[:used]
        kept = kept[(kept[:, labels.SAME] != labels.GONE) & (kept[:, labels.PARENT] >= 0)]
        kept = kept[np.lexsort((kept[:, labels.COST], kept[:, labels.PLACE]))]
        at = np.searchsorted(kept[:, labels.PLACE], np.arange(2 * self.n + 1)).astype(np.int64)
        columns = (labels.COST, labels.TIME, labels.MASK)
        return Guide(at, *(np.ascontiguousarray(kept[:, c]) for c in columns))

    def _plain_guide(self, profit: Numbers) -> Guide:
        """Returns the cheapest way home from each stop, whatever else is visited on it."""
        n = self.n
        drive = self.sides[0].drive[:n, :n] * self.scale - profit
        np.fill_diagonal(drive, FAR >> 8)
        way = self.sides[0].drive[:n, n + 1] * self.scale
        while True:
            again = np.minimum(way, (drive + way).min(axis=1))
            if (again == way).all():
                break
            way = again
        return Guide(
            np.arange(2 * n + 1, dtype=np.int64),
            np.repeat(way - profit, 2),
            np.full(2 * n, -NEVER),
            np.repeat(np.int64(1) << np.arange(n, dtype=np.int64), 2),
        )

    def _multipliers(self, profit: Numbers) -> tuple[Numbers, Guide] | None:
        """Raises the price of stops the relaxation leaves out, lowers that of those it repeats.

        None where the relaxation itself did not come to its end: half a run bounds nothing.
        """
        kept = profit
        for memory, parts, rounds in ROUNDS:
            grain = self._grain(memory, parts)
            kept = self._ascent(kept, memory, grain, rounds)
        used, least, _, whole = self._run(0, kept, memory, grain, None)
        if not whole:
            return None
        self._bounded(kept, least)
        return kept, self._guide(used)

    def _ascent(self, profit: Numbers, memory: int, grain: int, rounds: int) -> Numbers:
        kept, lower, theta, stale = profit, -FAR, STEP, 0
        last = np.zeros(self.n, dtype=np.int64)
        for _ in range(rounds):
            _, least, label, whole = self._run(0, profit, memory, grain, None)
            if not whole:
                break
            now = int(profit.sum()) + least
            if now > lower:
                lower, kept, stale = now, profit, 0
            elif (stale := stale + 1) >= 3:
                theta, stale = theta * 3 // 4, 0
            visits = np.bincount(np.array(self._path(label), dtype=np.int64), minlength=self.n)
            spread: Any = 256 * (1 - visits) + last * 7 // 10
            last = spread.copy()
            spread[(profit >= self.penalty) & (spread > 0)] = 0
            norm = int((spread**2).sum()) >> 8
            if norm == 0 or lower >= self.best:
                break
            step = theta * max(1, self.best * 101 // 100 - now)
            profit = np.minimum(self.penalty, profit + step * spread // norm // STEP)
        return kept

    def _grain(self, memory: int, parts: int) -> int:
        """Returns a grain of time, fine enough that few more stops need remembering."""
        grain = max(1, self.length // parts)
        while grain > 1 and int(np.bitwise_count(self._near(memory, grain)).max()) > memory + 3:
            grain = grain * 2 // 3
        return grain

    def _near(self, size: int, grain: int) -> Numbers:
        """Returns for each stop those it remembers: the nearest, and any within one grain."""
        if (size, grain) not in self._masks:
            masks = [self._remembered(j, size, grain) for j in range(self.n)]
            self._masks[size, grain] = np.array(masks, dtype=np.int64)
        return self._masks[size, grain]

    def _remembered(self, stop: int, size: int, grain: int) -> int:
        others = [int(k) for k in self.close[stop] if k != stop][:size]
        if grain:
            ways = np.minimum(self.hurry[0][stop, : self.n], self.hurry[1][stop, : self.n])
            others += np.flatnonzero(ways + self.sides[0].service < grain).tolist()
        mask = 1 << stop
        for other in others:
            mask |= 1 << other
        return mask


def hurry(day: Course) -> Numbers:
    """Returns the least time between the end of one service and the start of another."""
    n = len(day.service)
    least = day.drive.copy()
    for m in range(n):
        least = np.minimum(least, least[:, m : m + 1] + day.service[m] + least[m : m + 1, :])
    return np.ascontiguousarray(least)


def latest(day: Course, hurry: Numbers, end: int) -> Numbers:
    """Returns the latest start of each stop from which the day can still be over by ``end``."""
    n = len(day.service)
    last = [int(day.last[day.at[j] : day.at[j + 1]].max()) for j in range(n)]
    home = end - hurry[:n, n + 1] - day.service
    return np.asarray(np.minimum(np.array(last, dtype=np.int64), home))


def complete(
    day: Course, width: int, share: int = 4, around: Sequence[int] = (), reach: int = 0
) -> list[int]:
    """Returns an order of all stops, none where the ``width`` best beginnings lead to no end.

    Dynamic programming with few states of each size kept (Malandraki and Dial 1996). Where every
    stop has to be made and windows are tight, what can no longer be completed goes at once and
    few are enough. ``around`` an order no stop moves by more than ``reach`` places (Balas and
    Simonetti 2001, for orders of their kind).
    """
    least = hurry(day)
    late = latest(day, least, int(max(day.gates[1])))
    n = len(day.service)
    best, turn = np.zeros(n, dtype=np.int64), np.zeros((2, n), dtype=np.int64)
    turn[1] = n
    for place, stop in enumerate(around, start=1):
        turn[:, stop] = place - reach, place + reach
    found = labels.layered(day, _priced(day, late), least, late, turn, width, share, best)
    return [int(stop) for stop in best] if found else []


def _priced(day: Course, late: Numbers) -> Numbers:
    """Returns the drives less what reaching and leaving each stop costs at least.

    An order of all stops pays these once each, so the difference between two stays the same; but
    beginnings of different stops can be told apart by it. Only legs that windows allow count.
    """
    n = len(day.service)
    ready = np.append(day.first[day.at[:n]] + day.service, min(day.gates[0]))
    price = day.drive.copy()
    allowed = np.zeros(price.shape, dtype=np.bool_)
    allowed[: n + 1, :n] = ready[:, None] + day.drive[: n + 1, :n] <= late
    allowed[:n, n + 1] = True
    np.fill_diagonal(allowed, False)
    for _ in range(4):
        for axis in (0, 1):
            least = np.where(allowed, price, FAR).min(axis=axis, keepdims=True)
            price -= np.where(least < FAR, least, 0)
    return price
