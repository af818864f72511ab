"""What no plan of a small problem can beat: a certified lower bound, and a plan beside it.

The model is that of ``nominal``. Beyond it, an account whose due windows overlap may be visited
twice a day, which only lowers the bound.

The method is column generation: routes of a day are the columns, visits have prices (smoothed as by
Wentges 1997), and cuts on three visits close most of the gap. What is certified is Lagrange's bound
at whole prices: all prices, less all fines, plus the least reduced cost of a route of each day. No
float decides it; the programs of OR-Tools only suggest prices.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from routing.domain import Problem, WorkingDay
from tests.benchmarks import bound_pricing as pricing
from tests.benchmarks import nominal
from tests.benchmarks.bound_master import MILLION, Chosen, DayRoute, Master, Prices
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
    routes: tuple[tuple[date, tuple[tuple[str, int], ...]], ...]

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
    upper, optimal, routes = search.plan()
    return Bound(
        search.value(search.proven), upper, search.value(search.root), optimal,
        len(search.visits), len(search.master.routes), search.rounds, len(search.master.trios),
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
            here = _day(travel, problem.rep.base, day, [visits[v] for v in spans], [*spans.values()])
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
    return int((by + between >= legs[:, None, :]).all() and (by[1:, :, 0] + back >= back[:, None]).all())


def _near(day: Day, size: int) -> Ints:
    """Returns for each place the places nearest to it, itself the first, as words of bits."""
    order = np.argsort(day.between + day.between.T, axis=1, kind="stable").tolist()
    nearest = [[p, *(q for q in row if q != p)][:size] for p, row in enumerate(order)]
    return np.array([pricing.words(some, len(order)) for some in nearest])


class Search:
    """The master, the best prices so far, and what they prove (in thousandths of a second)."""

    def __init__(self, problem: Problem) -> None:
        due = nominal.visits(problem)
        possible = works(problem, due)
        some = sorted({v for work in possible for v in work.visits.tolist()})
        self.visits = [due[v] for v in some]
        self.lost_s = sum(v.penalty_s for v in due) - sum(v.penalty_s for v in self.visits)
        self.works = works(problem, self.visits)
        penalties = np.array([visit.penalty_s for visit in self.visits], np.int64)
        accounts = np.array([visit.place for visit in self.visits], np.int64)
        self.master = Master(penalties, accounts, len(self.works))
        self.best: Prices | None = None
        self.proven = self.root = -pricing.NEVER
        self.rounds = 0
        most = max((len(work.visits) for work in self.works), default=0)
        self.labels = pricing.workspace(LABELS, most)
        self.counted = np.zeros(len(self.works), np.int64)  # cuts at work on each day

    def value(self, proven: int) -> int:
        """Returns a bound in whole seconds: no plan's objective lies between."""
        return max(0, -(-proven // SCALE)) + self.lost_s

    def prove(self, until: float) -> None:
        """Raises what is proven until cuts are of no more use or the time is over."""
        step = STEP
        while True:
            self.rounds += 1
            solved = self.master.solve()
            prices = self.best.towards(solved.prices, step) if self.best else solved.prices
            if time.process_time() < until and self._guess(prices):
                continue
            step = STEP if self._bound(prices) else min(100, step + STRIDE)
            if time.process_time() >= until:
                break
            if solved.value * SCALE - self.proven > CLOSE * solved.value * SCALE:
                continue
            self.root = max(self.root, self.proven) if not len(self.master.trios) else self.root
            if not self._cut(solved.millionths):
                break
            step = STEP
        self.root = max(self.root, self.proven) if not len(self.master.trios) else self.root

    def _guess(self, prices: Prices) -> int:
        """Adds routes found fast; returns how many."""
        found = []
        for number, limit in enumerate(self.master.limits(prices).tolist()):
            work = self.works[number]
            prizes, memory = self._prizes(number, prices), work.memories[-1]
            routes = pricing.guess(work.day, prizes, memory, limit, self.labels)
            found += [(number, work.named(route)) for route in routes]
        return self._add(found)

    def _bound(self, prices: Prices) -> bool:
        """Bounds at these prices and adds the routes found; returns whether more is proven."""
        value, found = int(prices.visits.sum() - prices.cuts.sum()), []
        for number, limit in enumerate(self.master.limits(prices).tolist()):
            work = self.works[number]
            prizes = self._prizes(number, prices)
            best = pricing.cheapest(work.day, prizes, work.memories, limit, self.labels)
            if best is None:
                value = -pricing.NEVER
                continue
            value += best.cost
            found += [(number, work.named(route)) for route in best.routes]
        self._add((number, route) for number, route in found if len({*route}) == len(route))
        if value <= self.proven:
            return False
        self.proven, self.best = value, prices
        return True

    def _add(self, routes) -> int:
        found = list(routes)
        return self.master.add(found, (drive_s(self.works[number], r) for number, r in found))

    def _prizes(self, number: int, prices: Prices) -> Prizes:
        work = self.works[number]
        place = {v: p for p, v in enumerate(work.visits.tolist())}
        trios, fines = [], []
        for trio, fine in zip(self.master.trios.tolist(), prices.cuts.tolist(), strict=False):
            here = [place[v] for v in trio if v in place]
            if fine and len(here) > 1:
                trios.append(here)
                fines.append(fine)
        member = np.zeros(len(place), np.int64)
        for cut, here in enumerate(trios):
            member[here] |= 1 << cut
        bits = [pricing.words(here, len(place)) for here in trios]
        size = len(pricing.words((), len(place)))
        return Prizes(
            np.ascontiguousarray(prices.visits[work.visits]), member,
            np.array(bits, np.int64).reshape(-1, size), np.array(fines, np.int64),
        )  # fmt: skip

    def _cut(self, millionths: Ints) -> int:
        """Adds the cuts broken most by what the program drives; returns how many."""
        used = np.flatnonzero(millionths > 0)
        broken = pricing.crowded(self.master.counts[used], millionths[used], LEAST_MILLIONTHS)
        known, taken = set(map(tuple, self.master.trios.tolist())), []
        uses = np.zeros(len(self.visits), np.int64)
        for _, trio in broken:
            at_work = np.array([np.isin(trio, work.visits).sum() > 1 for work in self.works])
            full = (self.counted + at_work).max() > pricing.MOST_CUTS
            if trio in known or full or uses[[*trio]].max() == CUTS_A_VISIT:
                continue
            uses[[*trio]] += 1
            self.counted += at_work
            taken.append(trio)
            if len(taken) == CUTS_A_ROUND:
                break
        if taken:
            self.master.cut(taken)
        return len(taken)

    # A plan

    def plan(self):
        """Returns the objective of a plan, whether none is better, and its routes.

        A route of a better plan costs no more beyond its day's least than that plan is beyond
        what is proven; so all routes up to a gap are listed, and the gap grows until it holds the
        plan found.
        """
        everything = np.arange(len(self.master.routes))
        chosen = None
        gap = int(FIRST_GAP * self.proven) + SCALE
        while self.best and self._list(gap):
            beyond = self.master.reduced(self.best) - self.master.limits(self.best)[self.master.day]
            found = self.master.plan(np.flatnonzero(beyond <= gap))
            if chosen is None or found.value < chosen.value:
                chosen = found
            need = chosen.value * SCALE - self.proven
            if not found.best or need <= gap:
                return *self._told(chosen.routes)[:1], found.best, self._told(chosen.routes)[1]
            gap = min(2 * gap, need)
        if chosen is None:
            chosen = self.master.plan(everything)
        upper, routes = self._told(chosen.routes)
        return upper, False, routes

    def _list(self, gap: int) -> bool:
        """Adds all routes up to a gap beyond their day's least; returns whether it could."""
        found: list[DayRoute] = []
        for number, limit in enumerate(self.master.limits(self.best).tolist()):
            work = self.works[number]
            routes = pricing.every(
                work.day, self._prizes(number, self.best), work.memories, limit + gap + 1,
                self.labels[:, :ROUTE_LABELS],
            )  # fmt: skip
            if routes is None or len(found) + len(routes) > MOST_ROUTES:
                return False
            found += [(number, work.named(route)) for route in routes]
        self._add(found)
        return True

    def _told(self, routes: Sequence[DayRoute]):
        """Returns the objective and the routes, each visit in the first route that makes it."""
        made: set[int] = set()
        total, told = self.lost_s, []
        for number, route in sorted(routes):
            left = tuple(v for v in route if v not in made)
            made.update(left)
            total += drive_s(self.works[number], left)
            ids = tuple((self.visits[v].account.id, self.visits[v].due.number) for v in left)
            told.append((self.works[number].on, ids))
        total += sum(v.penalty_s for k, v in enumerate(self.visits) if k not in made)
        return total, tuple((on, ids) for on, ids in told if ids)


def drive_s(work: Work, route: Route) -> int:
    """Returns the driving of a route from base to base."""
    if not route:
        return 0
    stops = np.searchsorted(work.visits, route).tolist()
    legs = sum(int(work.day.between[a, b]) for a, b in pairwise(stops))
    return int(work.day.out[stops[0]]) + legs + int(work.day.back[stops[-1]])
