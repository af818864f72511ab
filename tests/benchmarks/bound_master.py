"""The routes known, the linear program over them that prices visits, and the best plan of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from tests.benchmarks.bound_pricing import SCALE, Ints, Route

Floats = NDArray[np.float64]
#: The number of a working day and the numbers of the visits it makes, in order.
DayRoute = tuple[int, Route]

MILLION = 1_000_000
#: Objectives are whole seconds, far fewer than a million.
EXACT_GAP, MIP_S = 1e-7, 60


class Prices(NamedTuple):
    """What each visit is worth and each cut is fined: thousandths of a second, not below 0.

    No visit is worth more than its penalty, so that leaving one out never earns anything.
    """

    visits: Ints
    cuts: Ints

    def towards(self, others: "Prices", percent: int) -> "Prices":
        """Returns prices so much of the way to others; new cuts count as free here."""
        cuts = np.zeros_like(others.cuts)
        cuts[: len(self.cuts)] = self.cuts
        pairs = zip((self.visits, cuts), others, strict=True)
        return Prices(*((a * (100 - percent) + b * percent) // 100 for a, b in pairs))


class Solved(NamedTuple):
    """The program's value in seconds, its prices, and how much of each route it drives."""

    value: float
    prices: Prices
    millionths: Ints


class Chosen(NamedTuple):
    """A plan and its objective; ``optimal`` where no other of the routes offered makes a better."""

    value: int
    routes: list[DayRoute]
    optimal: bool


class Master:
    """Columns are routes. Each visit is made at least once or paid for, each day driven once.

    Cuts (Jepsen et al. 2008) say of three visits that at most one route makes two or more of them.
    """

    def __init__(self, penalties: Ints, accounts: Sequence[str], days: int) -> None:
        self.penalties, self.days = penalties, days
        # A column an account, to tell routes that visit one twice.
        owners = sorted({*accounts})
        self.owned = np.zeros((len(accounts), len(owners)), np.int64)
        self.owned[np.arange(len(accounts)), [owners.index(a) for a in accounts]] = 1
        self.routes: list[DayRoute] = []
        self.known: set[DayRoute] = set()
        self.trios = np.zeros((0, 3), np.int64)
        self.drive_s, self.day = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.counts = np.zeros((0, len(penalties)), np.int64)
        self.program = _Program("GLOP", penalties, days)

    def add(self, routes: Iterable[DayRoute], drives_s: Iterable[int]) -> int:
        """Takes the routes not yet known; returns how many they were."""
        offered = dict(zip(routes, drives_s, strict=True))
        new = {route: drive for route, drive in offered.items() if route not in self.known}
        counts = np.zeros((len(new), len(self.penalties)), np.int64)
        for row, (_, visits) in zip(counts, new, strict=True):
            np.add.at(row, list(visits), 1)
        self.routes += new
        self.known.update(new)
        self.drive_s = np.append(self.drive_s, np.array([*new.values()], np.int64))
        self.day = np.append(self.day, np.array([day for day, _ in new], np.int64))
        self.counts = np.vstack([self.counts, counts])
        first = len(self.routes) - len(new)
        self._offer(self.program, range(first, len(self.routes)), False)
        return len(new)

    def cut(self, trios: Sequence[Route]) -> None:
        """Adds cuts."""
        self.trios = np.vstack([self.trios, np.array(trios, np.int64).reshape(-1, 3)])
        for pairs in self._pairs(self.counts)[:, -len(trios) :].T:
            self.program.cut(pairs)

    def solve(self) -> Solved:
        """Returns the least value and its prices, rounded and kept inside their limits."""
        value, visits, cuts, shares = self.program.solve()
        prices = Prices(
            np.clip(_whole(visits * SCALE), 0, SCALE * self.penalties),
            np.maximum(_whole(-cuts * SCALE), 0),
        )
        return Solved(value, prices, _whole(shares * MILLION))

    def reduced(self, prices: Prices) -> Ints:
        """Returns what each route costs beyond what it earns."""
        fines = self._pairs(self.counts)[:, : len(prices.cuts)] @ prices.cuts
        return SCALE * self.drive_s - self.counts @ prices.visits + fines

    def limits(self, prices: Prices) -> Ints:
        """Returns for each day the least of its known routes, at most 0: it may stay empty."""
        least = np.zeros(self.days, np.int64)
        np.minimum.at(least, self.day, self.reduced(prices))
        return least

    def plan(self, some: Ints) -> Chosen:
        """Returns the best plan of some routes, none that visits an account twice."""
        some = some[(self.counts[some] @ self.owned).max(axis=1, initial=0) <= 1]
        program = _Program("CBC", self.penalties, self.days)
        for _ in self.trios:
            program.cut(np.zeros(0, np.int64))
        self._offer(program, some.tolist(), True)
        taken = some[program.solve()[3] > 0.5]
        missed = self.counts[taken].sum(axis=0) == 0
        value = self.drive_s[taken].sum() + self.penalties[missed].sum()
        return Chosen(int(value), [self.routes[k] for k in taken], program.optimal)

    def _offer(self, program: "_Program", some: Iterable[int], whole: bool) -> None:
        some = list(some)
        for k, pairs in zip(some, self._pairs(self.counts[some]), strict=True):
            program.column(int(self.drive_s[k]), int(self.day[k]), self.counts[k], pairs, whole)

    def _pairs(self, counts: Ints) -> Ints:
        """Returns for each route and cut how many pairs of the three it makes."""
        return np.asarray(counts[:, self.trios].sum(axis=2) // 2)


class _Program:
    """The rows of the master in an engine of OR-Tools, linear or whole."""

    def __init__(self, engine: str, penalties: Ints, days: int) -> None:
        self.engine = pywraplp.Solver.CreateSolver(engine)
        self.goal, self.inf = self.engine.Objective(), self.engine.infinity()
        self.goal.SetMinimization()
        self.visits = [self.engine.RowConstraint(1, self.inf, "") for _ in penalties]
        self.day_rows = [self.engine.RowConstraint(-self.inf, 1, "") for _ in range(days)]
        self.cuts: list = []
        self.columns: list = []
        self.optimal = False
        for row, penalty in zip(self.visits, penalties, strict=True):
            missed = self.engine.NumVar(0, self.inf, "")
            row.SetCoefficient(missed, 1)
            self.goal.SetCoefficient(missed, float(penalty))

    def column(self, drive_s: int, day: int, counts: Ints, pairs: Ints, whole: bool) -> None:
        column = self.engine.Var(0, self.inf, whole, "")
        self.goal.SetCoefficient(column, float(drive_s))
        self.day_rows[day].SetCoefficient(column, 1)
        for rows, times in ((self.visits, counts), (self.cuts, pairs)):
            for k in np.flatnonzero(times):
                rows[k].SetCoefficient(column, float(times[k]))
        self.columns.append(column)

    def cut(self, pairs: Ints) -> None:
        row = self.engine.RowConstraint(-self.inf, 1, "")
        for k in np.flatnonzero(pairs):
            row.SetCoefficient(self.columns[k], float(pairs[k]))
        self.cuts.append(row)

    def solve(self) -> tuple[float, Floats, Floats, Floats]:
        """Returns the value, duals of visits and cuts (of a linear one), and columns' values."""
        options = pywraplp.MPSolverParameters()
        options.SetDoubleParam(options.RELATIVE_MIP_GAP, EXACT_GAP)
        self.engine.SetTimeLimit(1000 * MIP_S)
        status = self.engine.Solve(options)
        self.optimal = status == self.engine.OPTIMAL
        if status not in (self.engine.OPTIMAL, self.engine.FEASIBLE):
            none = [np.zeros(len(rows)) for rows in (self.visits, self.cuts, self.columns)]
            return 0.0, none[0], none[1], none[2]
        shares = np.array([column.solution_value() for column in self.columns])
        if self.engine.IsMip():
            return self.goal.Value(), shares[:0], shares[:0], shares
        visits, cuts = (
            np.array([row.dual_value() for row in rows]) for rows in (self.visits, self.cuts)
        )
        return self.goal.Value(), visits, cuts, shares


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)
