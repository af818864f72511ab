"""What no plan of a small problem can beat: a certified lower bound, and a plan beside it.

The model is that of ``nominal``. Beyond it, an account whose due windows overlap may be visited
twice a day, which only lowers the bound.

The method is column generation: routes of a day are the columns, visits have prices (smoothed as by
Wentges 1997), and cuts on three visits close most of the gap. What is certified is Lagrange's bound
at whole prices: all prices, less all fines, plus the least reduced cost of a route of each day. No
float decides it; the programs of OR-Tools only suggest prices.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from routing.domain import Problem, WorkingDay
from tests.benchmarks import bound_pricing as pricing
from tests.benchmarks import nominal
from tests.benchmarks.bound_master import Chosen, DayRoute, Master, Prices
from tests.benchmarks.bound_pricing import SCALE, Day, Ints, Prizes, Route
from tests.benchmarks.nominal import Visit

#: Labels of one pass; about 100 MB.
LABELS = 1_200_000
#: How many near places each pass remembers; after the last one, all of them.
NEAR = (3, 7)
#: Percent of the way from the best prices to the program's, and how much farther after a failure.
STEP, STRIDE = 20, 20
#: Bound and program agree to this share: time for cuts.
CLOSE = 2e-4
CUTS_A_ROUND, CUTS_A_VISIT, LEAST_MILLIONTHS = 24, 4, 40_000
#: A plan is looked for among all routes within this share of the bound, then twice, ... as many.
FIRST_GAP, MOST_ROUTES, ROUTE_LABELS = 0.004, 40_000, 300_000


#: Dates and what is visited on them, in order: account ids and numbers of their due visits.
Told = tuple[tuple[date, tuple[tuple[str, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """``value`` is certified; ``upper`` is the objective of ``routes``, a plan without violation.

    ``root`` is the bound before any cut. ``optimal`` says that CBC found no better plan among all
    routes that one could have, which is proven but for its floats. ``routes`` holds the visits of
    each day driven, in order, as (account id, number of the due visit). ``seconds`` are of CPU.
    """

    value: int
    upper: int
    root: int
    optimal: bool
    visits: int
    columns: int
    rounds: int
    cuts: int
    seconds: float
    routes: Told

    @property
    def gap(self) -> float:
        """Returns by what share of it ``upper`` may lie above the best objective."""
        return (self.upper - self.value) / max(1, self.upper)

    @property
    def gap_closed(self) -> float:
        """Returns the share of the gap before cuts that the cuts closed."""
        return (self.value - self.root) / max(1, self.upper - self.root)


def lower_bound(problem: Problem, seconds: float | None = None) -> Bound:
    """Returns a certified bound on the objective of any plan.

    After so many CPU seconds the bound proven by then is returned; a plan is still looked for.
    """
    began = time.process_time()
    if unknown := nominal.unknown(problem):
        raise ValueError(f"no bound is known for {', '.join(unknown)}.")
    search = Search(problem)
    search.prove(began + seconds if seconds is not None else float("inf"))
    chosen = search.plan()
    upper, routes = search.told(chosen.routes)
    root = search.proven if search.root is None else search.root
    return Bound(
        search.value(search.proven), upper, search.value(root), chosen.optimal, len(search.visits),
        len(search.master.routes), search.rounds, len(search.master.trios),
        time.process_time() - began, routes,
    )  # fmt: skip


class Work(NamedTuple):
    """A working day, the numbers of the visits it may make, and the memories of its places."""

    on: date
    day: Day
    visits: Ints
    memories: tuple[Ints, ...]

    def named(self, route: Route) -> Route:
        """Returns a route of the day's places as one of visits."""
        return tuple(self.visits[list(route)].tolist())


def works(problem: Problem, visits: Sequence[Visit]) -> list[Work]:
    """Returns the working days on which any visit is possible."""
    found = []
    travel = np.array(problem.travel_s, np.int64)
    for day in nominal.days(problem):
        spans = {v: some for v, visit in enumerate(visits) if (some := _spans(visit, day))}
        if spans:
            here = _day(
                travel, problem.rep.base, day, [visits[v] for v in spans], [*spans.values()]
            )
            memories = (*(_near(here, size) for size in NEAR), _near(here, len(spans)))
            found.append(Work(day.on, here, np.array([*spans], np.int64), memories))
    return found


def _spans(visit: Visit, day: WorkingDay) -> list[tuple[int, int]]:
    """Returns when a visit may begin on a day so that it ends in the same opening window."""
    if not visit.due.earliest <= day.on <= visit.due.latest:
        return []
    spans = (
        (max(w.start_s, day.hours.start_s), min(w.end_s, day.hours.end_s) - visit.service_s)
        for w in visit.account.hours.on(day.on)
    )
    return sorted((first, last) for first, last in spans if first <= last)


def _day(travel: Ints, base: int, day: WorkingDay, visits: Sequence[Visit], spans) -> Day:
    places = [visit.place for visit in visits]
    out, between, back = (
        np.ascontiguousarray(part)
        for part in (travel[base, places], travel[np.ix_(places, places)], travel[places, base])
    )
    service = np.array([visit.service_s for visit in visits], np.int64)
    first, last = np.array([span for some in spans for span in some], np.int64).reshape(-1, 2).T
    at = np.cumsum([0, *map(len, spans)]).astype(np.int64)
    return Day(
        out, between, back, np.ascontiguousarray(first), np.ascontiguousarray(last), at, service,
        day.hours.start_s, day.hours.end_s, _is_metric(out, between, back, service),
    )  # fmt: skip


def _is_metric(out: Ints, between: Ints, back: Ints, service: Ints) -> int:
    """Says whether driving by another place and serving there is never faster than driving."""
    legs = np.vstack([out, between])
    by = (legs + service)[:, :, None]
    return int(
        (by + between >= legs[:, None, :]).all() and (by[1:, :, 0] + back >= back[:, None]).all()
    )


def _near(day: Day, size: int) -> Ints:
    """Returns for each place the places nearest to it, itself the first, as words of bits."""
    order = np.argsort(day.between + day.between.T, axis=1, kind="stable").tolist()
    nearest = [[p, *(q for q in row if q != p)][:size] for p, row in enumerate(order)]
    return np.array([pricing.words(some, len(order)) for some in nearest])


class Search:
    """The routes known, the best prices so far, and what they prove in thousandths of a second."""

    def __init__(self, problem: Problem) -> None:
        due = nominal.visits(problem)
        possible = {v for work in works(problem, due) for v in work.visits.tolist()}
        self.visits = [visit for v, visit in enumerate(due) if v in possible]
        self.lost_s = sum(visit.penalty_s for v, visit in enumerate(due) if v not in possible)
        self.works = works(problem, self.visits)
        penalties = np.array([visit.penalty_s for visit in self.visits], np.int64)
        accounts = [visit.account.id for visit in self.visits]
        self.master = Master(penalties, accounts, len(self.works))
        self.best: Prices | None = None
        self.proven = -pricing.NEVER
        self.root: int | None = None
        self.rounds = 0
        self.at_work = np.zeros(len(self.works), np.int64)  # cuts on each day
        most = max((len(work.visits) for work in self.works), default=0)
        self.labels = pricing.workspace(LABELS, most)

    def value(self, proven: int) -> int:
        """Returns a bound in whole seconds, as objectives are."""
        return max(0, -(-proven // SCALE)) + self.lost_s

    def prove(self, until: float) -> None:
        """Raises what is proven until cuts are of no more use or the CPU time is over."""
        step = STEP
        while True:
            self.rounds += 1
            solved = self.master.solve()
            prices = self.best.towards(solved.prices, step) if self.best else solved.prices
            if time.process_time() < until and self._guess(prices):
                continue
            raised, new = self._bound(prices)
            if time.process_time() >= until:
                return
            stuck = step == 100 and not raised and not new
            step = STEP if raised else min(100, step + STRIDE)
            if stuck or solved.value * (1 - CLOSE) - 1 <= self.proven / SCALE:
                if not self._cut(solved.millionths):
                    return
                step = STEP

    def _guess(self, prices: Prices) -> int:
        """Adds routes found fast; returns how many."""
        found: list[DayRoute] = []
        for number, (work, prizes, limit) in enumerate(self._days(prices)):
            routes = pricing.guess(work.day, prizes, work.memories[-1], limit, self.labels)
            found += [(number, work.named(route)) for route in routes]
        return self._add(found)

    def _bound(self, prices: Prices) -> tuple[bool, int]:
        """Returns whether these prices prove more than known, and how many routes they add."""
        value, found = int(prices.visits.sum() - prices.cuts.sum()), []
        for number, (work, prizes, limit) in enumerate(self._days(prices)):
            best = pricing.cheapest(work.day, prizes, work.memories, limit, self.labels)
            value += best.cost
            found += [(number, work.named(route)) for route in best.routes]
        raised = value > self.proven
        if raised:
            self.proven, self.best = value, prices
        return raised, self._add(route for route in found if len({*route[1]}) == len(route[1]))

    def _add(self, routes: Iterable[DayRoute]) -> int:
        found = list(routes)
        return self.master.add(found, [drive_s(self.works[number], r) for number, r in found])

    def _days(self, prices: Prices) -> Iterator[tuple[Work, Prizes, int]]:
        limits = self.master.limits(prices).tolist()
        for work, limit in zip(self.works, limits, strict=True):
            yield work, self._prizes(work, prices), limit

    def _prizes(self, work: Work, prices: Prices) -> Prizes:
        place = {v: p for p, v in enumerate(work.visits.tolist())}
        member = np.zeros(len(place), np.int64)
        trios: list[Ints] = []
        fines: list[int] = []
        for trio, fine in zip(self.master.trios.tolist(), prices.cuts.tolist(), strict=False):
            here = [place[v] for v in trio if v in place]
            if fine and len(here) > 1:
                member[here] |= 1 << len(trios)
                trios.append(pricing.words(here, len(place)))
                fines.append(fine)
        shape = (len(trios), len(pricing.words((), len(place))))
        return Prizes(
            np.ascontiguousarray(prices.visits[work.visits]), member,
            np.array(trios, np.int64).reshape(shape), np.array(fines, np.int64),
        )  # fmt: skip

    def _cut(self, millionths: Ints) -> int:
        """Adds the cuts broken most by what the program drives; returns how many."""
        if self.root is None:
            self.root = self.proven
        used = np.flatnonzero(millionths > 0)
        broken = pricing.crowded(self.master.counts[used], millionths[used], LEAST_MILLIONTHS)
        known, taken = set(map(tuple, self.master.trios.tolist())), []
        uses = np.zeros(len(self.visits), np.int64)
        for trio in broken:
            days = np.array([np.isin(trio, work.visits).sum() > 1 for work in self.works])
            full = (self.at_work + days).max() > pricing.MOST_CUTS
            if trio in known or full or uses[[*trio]].max() == CUTS_A_VISIT:
                continue
            uses[[*trio]] += 1
            self.at_work += days
            taken.append(trio)
            if len(taken) == CUTS_A_ROUND:
                break
        self.master.cut(taken)
        return len(taken)

    def plan(self) -> Chosen:
        """Returns a plan of the routes known, the best one where they can all be listed.

        A route of a better plan costs no more beyond its day's least than that plan costs beyond
        what is proven. So all routes up to a gap are listed, and the gap grows until it reaches
        the best plan of them.
        """
        chosen = None
        gap = int(FIRST_GAP * max(0, self.proven)) + SCALE
        while self.best and self._list(self.best, gap):
            beyond = self.master.reduced(self.best)
            beyond -= self.master.limits(self.best)[self.master.day]
            found = self.master.plan(np.flatnonzero(beyond <= gap))
            if chosen is None or found.value < chosen.value:
                chosen = found
            missing = chosen.value * SCALE - self.proven
            if not found.optimal or missing <= gap:
                return chosen._replace(optimal=found.optimal)
            gap = min(2 * gap, missing)
        chosen = chosen or self.master.plan(np.arange(len(self.master.routes)))
        return chosen._replace(optimal=False)

    def _list(self, best: Prices, gap: int) -> bool:
        """Adds all routes up to a gap beyond their day's least; returns whether they are few."""
        found: list[DayRoute] = []
        labels = self.labels[:, :ROUTE_LABELS]
        for number, (work, prizes, limit) in enumerate(self._days(best)):
            routes = pricing.every(work.day, prizes, work.memories, limit + gap + 1, labels)
            if routes is None or len(found) + len(routes) > MOST_ROUTES:
                return False
            found += [(number, work.named(route)) for route in routes]
        self._add(found)
        return True

    def told(self, routes: Sequence[DayRoute]) -> tuple[int, Told]:
        """Returns objective and routes of a plan, each visit in the first route that makes it."""
        made: set[int] = set()
        objective, told = self.lost_s, []
        for number, route in sorted(routes):
            left = tuple(v for v in route if v not in made)
            made.update(left)
            objective += drive_s(self.works[number], left)
            ids = tuple((self.visits[v].account.id, self.visits[v].due.number) for v in left)
            told.append((self.works[number].on, ids))
        objective += sum(visit.penalty_s for v, visit in enumerate(self.visits) if v not in made)
        return objective, tuple((on, ids) for on, ids in told if ids)


def drive_s(work: Work, route: Route) -> int:
    """Returns the driving of a route from base to base."""
    if not route:
        return 0
    stops = np.searchsorted(work.visits, route).tolist()
    legs = sum(int(work.day.between[a, b]) for a, b in pairwise(stops))
    return int(work.day.out[stops[0]]) + legs + int(work.day.back[stops[-1]])
