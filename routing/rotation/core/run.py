"""A search from its first draft on: rounds of annealing, each from the best so far."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from routing.deadline import Deadline
from routing.rotation.core import arrays, moves, patterns
from routing.rotation.core.arrays import Instance, Ints

CHUNK = 500
"""Moves between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Heat:
    """How much worse a move may make things, in whole cost: from ``hot`` down to ``cold``."""

    hot: int = 900
    cold: int = 10


@dataclass(frozen=True, slots=True)
class Found:
    """The best state: by route its slots in order, by account the nodes of its path (from 0)."""

    stops: tuple[tuple[int, ...], ...]
    calls: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[int, ...], ...]
    ends: tuple[tuple[int, int], ...]
    cost: int


class Search:
    """One search; the same instance, seed and number of moves give the same answer anywhere."""

    def __init__(
        self, instance: Instance, seed: int = 1, heat: Heat | None = None, most_stops: int = 120
    ) -> None:
        self.instance = instance
        self.moves_done = 0
        self.heat = heat or Heat()
        self._state = arrays.state(instance, most_stops, seed)
        self._best = arrays.state(instance, most_stops, seed)
        self._journal = arrays.journal(instance, self._state)
        self._at = 0
        days = len(instance.route_first) - 1
        same = {0} if len(instance.route_day) > days else set()
        self._reaches = np.array(sorted({*same, 1, 2, 5, max(5, days)}), dtype=np.int64)

    def place(self, slots: Sequence[int]) -> list[bool]:
        """Puts slots in before the search begins; says which of them found room."""
        if not self.moves_done:
            moves.wake(self.instance, self._state)
        numbers = np.array(slots, dtype=np.int64)
        fitted = np.zeros(len(numbers), dtype=np.int64)
        moves.place(self.instance, self._state, numbers, fitted)
        moves.keep(self._state, self._best)
        return [bool(one) for one in fitted]

    def fill(self, order: Sequence[int]) -> None:
        """Lets every account choose its path, one after the other: the first draft."""
        state, count = self._state, self._state.count
        numbers = np.array(order, dtype=np.int64)
        moves.fill(self.instance, state, self._journal, numbers)
        nights = int((state.night >= 0).sum()) * int(self.instance.limits[0])
        count[1] = count[2] = int(state.path_cost.sum()) + self._routes_cost() + nights
        moves.keep(state, self._best)

    def improve(
        self,
        rounds: int,
        length: int,
        deadline: Deadline | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Makes rounds of annealing, ``length`` moves in the first, each one after twice as long.

        Each begins with the best so far, so a longer search begins like the shorter one and is
        never worse. Stops early only by the deadline.
        """
        if not len(self.instance.free):
            return
        iterations = left = length * ((1 << rounds) - 1)
        while left > 0 and not (deadline and deadline.over()):
            many = min(CHUNK, left, length - self._at)
            self._anneal(self._at, many, length)
            self._at += many
            left -= many
            self.moves_done += many
            if progress:
                progress(iterations - left, iterations)
            if self._at >= length:
                self._at = 0
                length *= 2
                self._restart()
        self._restart()

    def _anneal(self, at: int, many: int, length: int) -> None:
        hot, cold = self.heat.hot, self.heat.cold
        heats = [round(hot * math.pow(cold / hot, (at + n) / length)) for n in range(many)]
        moves.steps(
            self.instance, self._state, self._journal, np.array(heats, dtype=np.int64),
            moves.SHARE_TABLE, self._reaches, self._best,
        )  # fmt: skip

    def _restart(self) -> None:
        """Goes back to the best state."""
        state, best = self._state, self._best
        for name in ("size", "stops", "calls_n", "calls", "path_cost", "given_up", "night"):
            getattr(state, name)[:] = getattr(best, name)
        state.path[:, 0], state.path[:, -1] = best.path[:, 0], best.path[:, -1]
        state.count[1] = state.count[2]
        moves.wake(self.instance, state)

    def _routes_cost(self) -> int:
        state, crowd = self._state, self.instance.crowd
        many = state.size + state.calls_n
        return int(state.driven.sum()) + sum(int(crowd[:n].sum()) for n in many)

    @property
    def cost(self) -> int:
        """What the best state costs."""
        return int(self._state.count[2])

    def found(self) -> Found:
        """Returns the best state."""
        self._restart()
        state = self._state
        routes = range(len(state.size))
        return Found(
            stops=tuple(tuple(state.stops[r, 1 : state.size[r] + 1].tolist()) for r in routes),
            calls=tuple(tuple(state.calls[r, : state.calls_n[r]].tolist()) for r in routes),
            paths=tuple(map(self._path, range(len(self.instance.place)))),
            ends=tuple((int(state.path[r, 0]), int(state.path[r, -1])) for r in routes),
            cost=self.cost,
        )

    def _path(self, account: int) -> tuple[int, ...]:
        """Returns the nodes of an account's cheapest path through exactly the slots it has."""
        instance, journal = self.instance, self._journal
        nodes: Ints = np.zeros(len(journal.best), dtype=np.int64)
        many = patterns.read(instance, self._state, account, journal.best, journal.back, nodes)
        return tuple(nodes[:many][::-1].tolist())
