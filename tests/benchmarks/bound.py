"""What no plan of a small problem can beat: a certified lower bound, and a plan beside it.

The model: each account's due visits on the grid of their targets; a visit on a working day inside
its due window and the account's hours, one route a day from base to base within working hours.
The objective: seconds of driving and 7,200 x priority for each visit not made. Lunch, meetings and
calls are left out, which only lowers the bound.

The method: Dantzig and Wolfe's columns are the routes of a day; prices of visits are smoothed as by
Wentges (1997); subset-row cuts of three visits (Jepsen et al. 2008) close most of the gap. The value
is Lagrange's bound at whole prices: no float decides it.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from routing import cadence
from routing.domain import Account, Channel, Problem, WorkingDay
from tests.benchmarks import bound_pricing as pricing
from tests.benchmarks.bound_pricing import SCALE, Day, Ints, Prizes

PENALTY_S = 7200
LABELS = 1_500_000
#: A pass of little memory, then one of more, then all: each bounds the next.
MEMORIES = (3, 7, pricing.MOST_PLACES)
SMOOTHED = 80
CLOSE = 2e-4
MOST_CUTS, CUTS_A_ROUND, CUTS_A_VISIT, LEAST_VIOLATION = 400, 24, 4, 0.04


@dataclass(frozen=True, slots=True)
class Bound:
    """``value`` is certified; ``upper`` is the objective of ``routes``, a plan that keeps the model.

    ``root`` is the bound before any cut. ``routes`` holds for each working day driven the visits
    in order, as (account id, number of the due visit). ``seconds`` are CPU seconds.
    """

    value: int
    upper: int
    root: int
    visits: int
    columns: int
    rounds: int
    cuts: int
    seconds: float
    routes: tuple[tuple[date, tuple[tuple[str, int], ...]], ...] = ()

    @property
    def gap(self) -> float:
        """Returns by what share of it the plan found may lie above the best one."""
        return (self.upper - self.value) / max(1, self.upper)

    @property
    def gap_closed(self) -> float:
        """Returns the share of the gap before cuts that the cuts closed."""
        return (self.value - self.root) / max(1, self.upper - self.root)


class Visit(NamedTuple):
    """A due visit, what missing it costs, and by working day when its service may begin."""

    account: Account
    number: int
    penalty_s: int
    spans: dict[int, tuple[tuple[int, int], ...]]


class Work(NamedTuple):
    """A working day, the visits it may make by their numbers, and memories for each pass."""

    on: date
    day: Day
    visits: Ints
    near: tuple[Ints, ...]


class Prices(NamedTuple):
    """Whole thousandths of a second: for each visit, and (not below 0) for each cut."""

    visits: Ints
    cuts: Ints


def lower_bound(problem: Problem, seconds: float | None = None) -> Bound:
    """Returns a certified bound; it ends early, with what is proven by then, after CPU seconds."""
    began = time.process_time()
    visits, lost = due(problem)
    works = [w for w in _works(problem, visits) if len(w.visits)]
    search = _Search(visits, works, began + seconds if seconds is not None else float("inf"))
    search.run()
    upper, routes = search.plan()
    named = tuple(
        (on, tuple((visits[v].account.id, visits[v].number) for v in route)) for on, route in routes
    )
    spent = time.process_time() - began
    value, root = (max(0, -(-found // SCALE)) + lost for found in (search.proven, search.root))
    return Bound(
        value, upper + lost, root, len(visits), len(search.routes), search.rounds,
        len(search.trios), spent, named,
    )  # fmt: skip


def due(problem: Problem) -> tuple[list[Visit], int]:
    """Returns the due visits some day can make, and what the others cost in any plan."""
    days = worked(problem)
    visits, lost = [], 0
    for account in problem.accounts:
        for state, visit in _grid(account, problem):
            penalty = round(PENALTY_S * cadence.priority(state, visit.target))
            spans = {
                d: _spans(account, day)
                for d, day in enumerate(days)
                if visit.earliest <= day.on <= visit.latest
            }
            spans = {d: found for d, found in spans.items() if found}
            if spans and account.location is not None:
                visits.append(Visit(account, visit.number, penalty, spans))
            else:
                lost += penalty
    return visits, lost


def worked(problem: Problem) -> list[WorkingDay]:
    days = sorted(problem.rep.working_days, key=lambda day: day.on)
    return [day for day in days if problem.today <= day.on <= problem.last_day]


def _grid(account: Account, problem: Problem):
    if account.cadence is None or account.cadence.channel is Channel.PHONE:
        return
    number, state = 0, account
    while visit := cadence.due_visit(state, problem.today, problem.last_day, number):
        if visit.target > problem.last_day:
            return
        yield state, visit
        state, number = cadence.visited(state, visit.target), number + 1


def _spans(account: Account, day: WorkingDay) -> tuple[tuple[int, int], ...]:
    service = account.cadence.service_s
    spans = []
    for window in account.hours.on(day.on):
        first = max(window.start_s, day.hours.start_s)
        last = min(window.end_s, day.hours.end_s) - service
        if first <= last:
            spans.append((first, last))
    return tuple(sorted(spans))


def _works(problem: Problem, visits: Sequence[Visit]) -> Iterator[Work]:
    travel = np.array(problem.travel_s, dtype=np.int64)
    for d, day in enumerate(worked(problem)):
        some = np.array([v for v, visit in enumerate(visits) if d in visit.spans], dtype=np.int64)
        if len(some) > pricing.MOST_PLACES:
            raise ValueError(f"{len(some)} visits may fall on {day.on}: too many to bound.")
        here = _day(problem, day, travel, [(visits[v], visits[v].spans[d]) for v in some])
        yield Work(day.on, here, some, tuple(_near(here, size) for size in MEMORIES))


def _day(problem, day, travel, placed) -> Day:
    places = [visit.account.location for visit, _ in placed]
    base = [problem.rep.base if at is None else at for at in (day.start, day.end)]
    service = np.array([v.account.cadence.service_s for v, _ in placed], dtype=np.int64)
    spans = [span for _, found in placed for span in found]
    first, last = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    between = travel[np.ix_(places, places)]
    out, back = travel[base[0], places], travel[places, base[1]]
    # A detour by k: in at any place, k served, on to any place or home.
    legs = np.vstack([out, between])
    ways = np.hstack([between, back[:, None]])
    straight = np.hstack([legs, np.append(NEVER_LATE, back)[:, None]])
    detour = legs[:, :, None] + service[None, :, None] + ways[None, :, :]
    metric = int((detour >= straight[:, None, :]).all())
    at = np.cumsum([0, *(len(found) for _, found in placed)])
    return Day(
        *map(np.ascontiguousarray, (out, between, back, first, last)), at.astype(np.int64),
        service, day.hours.start_s, day.hours.end_s, metric,
    )  # fmt: skip


#: From base straight back to base: no leg that could be late.
NEVER_LATE = -1


def _near(day: Day, size: int) -> Ints:
    """Returns for each place the ``size`` places nearest to it, itself included, as bits."""
    around = day.between + day.between.T
    order = np.argsort(around, axis=1, kind="stable")
    masks = []
    for place, row in enumerate(order):
        others = [int(p) for p in row if p != place][: size - 1]
        masks.append(sum(1 << p for p in (place, *others)))
    return np.array(masks, dtype=np.int64)


class _Search:
    """Column generation with cuts: the routes known, the best prices, what they prove."""

    def __init__(self, visits: Sequence[Visit], works: Sequence[Work], until: float) -> None:
        self.visits, self.works, self.until = visits, works, until
        self.penalty = np.array([v.penalty_s for v in visits], dtype=np.int64)
        self.labels = pricing.workspace(LABELS)
        self.routes: list[tuple[int, tuple[int, ...]]] = []
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.cost = np.zeros(0, np.int64)
        self.of_day = np.zeros(0, np.int64)
        self.counts = np.zeros((0, len(visits)), np.int64)
        self.trios: list[tuple[int, int, int]] = []
        self.rounds = 0
        self.proven = self.root = 0
        self.centre = Prices(SCALE * self.penalty, np.zeros(0, np.int64))
        self._open_master()

    # The master: a price for every row.

    def _open_master(self) -> None:
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        inf = self.lp.infinity()
        self.visit_rows = [self.lp.RowConstraint(1, inf, "") for _ in self.visits]
        self.day_rows = [self.lp.RowConstraint(-inf, 1, "") for _ in self.works]
        self.cut_rows = []
        self.columns = []
        self.lp.Objective().SetMinimization()
        for row, penalty in zip(self.visit_rows, self.penalty, strict=True):
            missed = self.lp.NumVar(0, inf, "")
            row.SetCoefficient(missed, 1)
            self.lp.Objective().SetCoefficient(missed, float(penalty))

    def add(self, found) -> int:
        new = [r for r in dict.fromkeys(found) if r not in self.known]
        if not new:
            return 0
        counts = np.zeros((len(new), len(self.visits)), np.int64)
        cost = np.zeros(len(new), np.int64)
        for k, (d, route) in enumerate(new):
            np.add.at(counts[k], list(route), 1)
            cost[k] = _drive(self.works[d], route)
        self.known.update(new)
        self.routes += new
        self.cost = np.append(self.cost, cost)
        self.of_day = np.append(self.of_day, [d for d, _ in new])
        self.counts = np.vstack([self.counts, counts])
        twos = self.halves(counts)
        for k, (d, _) in enumerate(new):
            x = self.lp.NumVar(0, self.lp.infinity(), "")
            self.lp.Objective().SetCoefficient(x, float(cost[k]))
            self.day_rows[d].SetCoefficient(x, 1)
            for v in np.flatnonzero(counts[k]):
                self.visit_rows[v].SetCoefficient(x, float(counts[k, v]))
            for c in np.flatnonzero(twos[k]):
                self.cut_rows[c].SetCoefficient(x, float(twos[k, c]))
            self.columns.append(x)
        return len(new)

    def halves(self, counts) -> NDArray[np.int64]:
        trios = np.array(self.trios, dtype=np.int64).reshape(-1, 3)
        return counts[:, trios].sum(axis=2) // 2

    def cut(self, trios) -> None:
        start = len(self.trios)
        self.trios += trios
        twos = self.halves(self.counts)[:, start:]
        for c in range(len(trios)):
            row = self.lp.RowConstraint(-self.lp.infinity(), 1, "")
            for k in np.flatnonzero(twos[:, c]):
                row.SetCoefficient(self.columns[k], float(twos[k, c]))
            self.cut_rows.append(row)
        self.centre = Prices(
            self.centre.visits, np.append(self.centre.cuts, np.zeros(len(trios), np.int64))
        )

    def solve(self) -> tuple[float, Prices]:
        self.lp.Solve()
        self.shares = np.array([x.solution_value() for x in self.columns])
        visits = [row.dual_value() for row in self.visit_rows]
        cuts = [-row.dual_value() for row in self.cut_rows]
        whole = np.rint(np.array(visits) * SCALE).astype(np.int64)
        fines = np.rint(np.array(cuts) * SCALE).astype(np.int64)
        return self.lp.Objective().Value(), Prices(
            np.clip(whole, 0, SCALE * self.penalty), np.maximum(fines, 0)
        )

    # Pricing.

    def reduced(self, prices: Prices) -> Ints:
        """Returns what each known route costs beyond the prices it earns."""
        fines = self.halves(self.counts) @ prices.cuts
        return SCALE * self.cost - self.counts @ prices.visits + fines

    def limits(self, prices: Prices) -> list[int]:
        best = np.zeros(len(self.works), np.int64)
        np.minimum.at(best, self.of_day, self.reduced(prices))
        return best.tolist()

    def prizes(self, work: Work, prices: Prices) -> Prizes:
        place = {int(v): p for p, v in enumerate(work.visits)}
        trio, fine = [], []
        for c in np.argsort(-prices.cuts, kind="stable"):
            here = [place[v] for v in self.trios[c] if v in place]
            if prices.cuts[c] and len(here) > 1 and len(trio) < pricing.MOST_PLACES:
                trio.append(sum(1 << p for p in here))
                fine.append(prices.cuts[c])
        member = [
            sum(1 << c for c, mask in enumerate(trio) if mask >> p & 1) for p in place.values()
        ]
        return Prizes(
            np.ascontiguousarray(prices.visits[work.visits]), np.array(member, dtype=np.int64),
            np.array(trio, dtype=np.int64), np.array(fine, dtype=np.int64),
        )  # fmt: skip

    def guess(self, prices: Prices) -> int:
        found = []
        for d, (work, limit) in enumerate(zip(self.works, self.limits(prices), strict=True)):
            prizes = self.prizes(work, prices)
            for route in pricing.guess(work.day, prizes, limit, self.labels):
                found.append((d, tuple(int(v) for v in work.visits[list(route)])))
        return self.add(found)

    def prove(self, prices: Prices) -> tuple[int, int]:
        value = int(prices.visits.sum() - prices.cuts.sum())
        found = []
        for d, (work, limit) in enumerate(zip(self.works, self.limits(prices), strict=True)):
            best = pricing.cheapest(
                work.day, self.prizes(work, prices), work.near, limit, self.labels
            )
            value += best.cost
            found += [(d, tuple(int(v) for v in work.visits[list(r)])) for r in best.routes]
        return value, self.add(found)

    # The search.

    def run(self) -> None:
        import os
        dbg = os.environ.get("DBG")
        t0 = time.process_time()
        smoothed = SMOOTHED
        while True:
            self.rounds += 1
            value, prices = self.solve()
            mixed = _mix(self.centre, prices, smoothed)
            ta = time.process_time()
            if n := self.guess(mixed):
                if dbg: print(f"{self.rounds} lp {value:.0f} guess {n} cols {len(self.routes)} {time.process_time()-ta:.2f} t {time.process_time()-t0:.1f}")
                continue
            tb = time.process_time()
            proven, n = self.prove(mixed)
            if dbg: print(f"{self.rounds} lp {value:.0f} L {proven/SCALE:.0f} best {self.proven/SCALE:.0f} new {n} guess {tb-ta:.2f} prove {time.process_time()-tb:.2f} smooth {smoothed} cuts {len(self.trios)} t {time.process_time()-t0:.1f}")
            if proven > self.proven:
                self.proven, self.centre = proven, mixed
                smoothed = SMOOTHED
            else:
                smoothed = max(0, smoothed - 20)
            if time.process_time() > self.until:
                break
            if value * SCALE - self.proven > CLOSE * value * SCALE:
                continue
            if not self.root:
                self.root = self.proven
            trios = self.violated()
            if not trios:
                break
            self.cut(trios)
        self.root = self.root or self.proven

    def violated(self):
        shares = self.shares
        used = np.flatnonzero(shares > 1e-6)
        counts, shares = self.counts[:len(shares)][used], shares[used]
        pairs = (counts > 0).astype(float)
        together = (pairs * shares[:, None]).T @ pairs
        n = len(self.visits)
        have, found = set(self.trios), []
        for i in range(n):
            for j in range(i + 1, n):
                for k in range(j + 1, n):
                    if together[i, j] + together[i, k] + together[j, k] <= 1 + LEAST_VIOLATION:
                        continue
                    over = shares @ ((counts[:, i] + counts[:, j] + counts[:, k]) // 2) - 1
                    if over > LEAST_VIOLATION and (i, j, k) not in have:
                        found.append((-over, (i, j, k)))
        taken, uses = [], np.zeros(n, int)
        for _, trio in sorted(found):
            if len(taken) == CUTS_A_ROUND or len(taken) + len(self.trios) == MOST_CUTS:
                break
            if max(uses[list(trio)]) < CUTS_A_VISIT:
                uses[list(trio)] += 1
                taken.append(trio)
        return taken

    # A plan.

    def plan(self):
        t0 = time.process_time()
        total, chosen, optimal = self.mip(np.arange(len(self.routes)))
        print("  first", total, f"{time.process_time()-t0:.1f}")
        self.optimal = False
        gap = max(self.proven // 1000, 10 * SCALE)
        while True:
            need = total * SCALE - self.proven
            gap = min(gap, need)
            t0 = time.process_time()
            n = self.every(gap)
            print("  gap %.2f%%" % (100 * gap / self.proven), "routes", n, f"{time.process_time()-t0:.1f}")
            if n is None:
                break
            t0 = time.process_time()
            rc = self.reduced(self.centre) - np.array(self.limits(self.centre))[self.of_day]
            t, c, optimal = self.mip(np.flatnonzero(rc <= gap))
            print("  mip", t, optimal, f"{time.process_time()-t0:.1f}")
            if t < total:
                total, chosen = t, c
            if not optimal:
                break
            if total * SCALE - self.proven <= gap:
                self.optimal = True
                break
            gap *= 2
        made, routes = set(), []
        total = 0
        for k in chosen:
            d, route = self.routes[k]
            left = tuple(v for v in route if v not in made)
            made.update(left)
            if left:
                routes.append((self.works[d].on, left))
            total += _drive(self.works[d], left)
        total += sum(int(p) for v, p in enumerate(self.penalty) if v not in made)
        return total, sorted(routes)

    def every(self, gap):
        found = []
        for d, (work, limit) in enumerate(zip(self.works, self.limits(self.centre), strict=True)):
            some = pricing.every(work.day, self.prizes(work, self.centre), work.near, limit + gap + 1, self.labels[:, :300000])
            if some is None:
                return None
            found += [(d, tuple(int(v) for v in work.visits[list(r)])) for r in some]
            if len(found) > 60000:
                return None
        print("   new", self.add(found))
        return len(found)

    def mip(self, some):
        mip = pywraplp.Solver.CreateSolver("SCIP")
        mip.SetSolverSpecificParametersAsString("limits/nodes = 5000\ntiming/clocktype = 1\n")
        mip.SetTimeLimit(60000)
        inf = mip.infinity()
        rows = [mip.RowConstraint(1, inf, "") for _ in self.visits]
        days = [mip.RowConstraint(-inf, 1, "") for _ in self.works]
        cuts = [mip.RowConstraint(-inf, 1, "") for _ in self.trios]
        mip.Objective().SetMinimization()
        for row, penalty in zip(rows, self.penalty, strict=True):
            y = mip.NumVar(0, 1, "")
            row.SetCoefficient(y, 1)
            mip.Objective().SetCoefficient(y, float(penalty))
        some = some[self.counts[some].max(axis=1, initial=0) <= 1]
        twos = self.halves(self.counts[some])
        xs = {}
        for k, row in zip(some, twos):
            x = mip.BoolVar("")
            mip.Objective().SetCoefficient(x, float(self.cost[k]))
            days[self.of_day[k]].SetCoefficient(x, 1)
            for v in np.flatnonzero(self.counts[k]):
                rows[v].SetCoefficient(x, 1)
            for c in np.flatnonzero(row):
                cuts[c].SetCoefficient(x, 1)
            xs[k] = x
        status = mip.Solve()
        return round(mip.Objective().Value()), [k for k, x in xs.items() if x.solution_value() > 0.5], status == mip.OPTIMAL


def _mix(centre: Prices, prices: Prices, percent: int) -> Prices:
    return Prices(*((percent * a + (100 - percent) * b) // 100 for a, b in zip(centre, prices, strict=True)))


def _drive(work: Work, route: Sequence[int]) -> int:
    if not len(route):
        return 0
    place = {int(v): p for p, v in enumerate(work.visits)}
    stops = [place[v] for v in route]
    legs = sum(int(work.day.between[a, b]) for a, b in pairwise(stops))
    return int(work.day.out[stops[0]]) + legs + int(work.day.back[stops[-1]])
