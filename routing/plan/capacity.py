"""Hours required against hours there, week by week and in all, and what would make them fit."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from routing import cadence
from routing.domain import Account, AccountClass, Overload, Policy, Problem
from routing.plan.driving import driving_s, free_s

FILL = 0.97
"""So much of the hours there a plan can use: some waiting and some ends of days are lost."""

LONGEST_INTERVAL_D = 730
MOST_STRETCH = 4.0
STEPS = 100
"""Factors are whole hundredths, so that the figure in a plan is exactly what it was made with."""

Factors = Mapping[AccountClass, float]


@dataclass(frozen=True, slots=True)
class WeekCapacity:
    """One calendar week from ``first`` to ``last``, as far as it lies in the horizon.

    ``needed_h`` counts visits (unrounded) with an estimate of their driving, before any route is
    known; ``there_h`` working hours without lunch and busy blocks.
    """

    first: date
    last: date
    visits: float
    needed_h: float
    there_h: float


@dataclass(frozen=True, slots=True)
class Load:
    """Hours required by class, service and driving, and hours there, from first to last date.

    Prospects that have a share of the hours require no more than it.
    """

    first: date
    last: date
    required_h: Mapping[AccountClass, float]
    available_h: float

    @property
    def all_h(self) -> float:
        """The hours required by all classes together."""
        return math.fsum(self.required_h.values())

    @property
    def fits(self) -> bool:
        """Says whether the hours there suffice, waiting and the ends of days counted as lost."""
        return self.all_h <= FILL * self.available_h


@dataclass(frozen=True, slots=True)
class CapacityTruth:
    """Whether the cadences can be kept, and by how much intervals would have to grow if not.

    ``stretch`` is the factor for the classes whose policy allows one, each at most its own bound;
    ``stretch_all`` the factor for every class alike. Both are 1 where everything fits, and None
    where no factor is enough.
    """

    weeks: tuple[Load, ...]
    total: Load
    stretch: float | None
    stretch_all: float | None


def capacity(problem: Problem) -> tuple[WeekCapacity, ...]:
    """Returns what the cadences ask for and what the working days hold, for each week."""
    hours = visit_h(problem)
    return tuple(_week(problem, hours, first, last) for first, last in _weeks(problem))


def truth(problem: Problem) -> CapacityTruth:
    """Returns the hours required by class beside those there, and the stretch that would fit."""
    hours = visit_h(problem)
    total = load(problem, hours)
    return CapacityTruth(
        tuple(load(problem, hours, first, last) for first, last in _weeks(problem)),
        total,
        1.0 if total.fits else needed_stretch(problem, hours, allowed(problem)),
        1.0 if total.fits else needed_stretch(problem, hours, _everybody),
    )


def visit_h(problem: Problem) -> dict[str, float]:
    """Returns the hours to expect of one visit to each account with a cadence: service, driving."""
    end = problem.last_day + timedelta(days=1)
    asked = {a.id: _required(a, problem.today, end) for a in problem.accounts if a.cadence}
    driving = driving_s(problem, asked)
    return {
        a.id: (a.cadence.service_s + driving[a.id]) / 3600 for a in problem.accounts if a.cadence
    }


def load(
    problem: Problem,
    hours: Mapping[str, float],
    first: date | None = None,
    last: date | None = None,
    factors: Factors | None = None,
) -> Load:
    """Returns the hours required and there, of the horizon or a part of it.

    ``hours`` are those of a visit (:func:`visit_h`); ``factors`` let the intervals of a class grow.
    """
    first, last = first or problem.today, last or problem.last_day
    there = _there_h(problem, first, last)
    required = {account_class: 0.0 for account_class in AccountClass}
    for account in problem.accounts:
        if account.cadence:
            grown = slower(account, (factors or {}).get(account.account_class, 1.0))
            visits = _required(grown, first, last + timedelta(days=1))
            required[account.account_class] += visits * hours[account.id]
    if problem.prospecting_share:
        share_h = problem.prospecting_share * there
        required[AccountClass.PROSPECT] = min(required[AccountClass.PROSPECT], share_h)
    return Load(first, last, required, there)


def slower(account: Account, factor: float) -> Account:
    """Returns an account whose interval has grown; its need stays what it is."""
    if account.cadence is None or factor == 1:
        return account
    interval = min(account.cadence.interval_d * factor, LONGEST_INTERVAL_D)
    return replace(account, cadence=replace(account.cadence, interval_d=interval))


def needed_stretch(
    problem: Problem, hours: Mapping[str, float], factors: Callable[[float], Factors]
) -> float | None:
    """Returns the least common factor, in hundredths, with which the hours suffice, or None.

    ``factors`` says what a common factor means for each class.
    """

    def fits(step: int) -> bool:
        return load(problem, hours, factors=factors(step / STEPS)).fits

    low, high = STEPS, round(MOST_STRETCH * STEPS)
    if not fits(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low / STEPS


def allowed(problem: Problem) -> Callable[[float], Factors]:
    """Returns what a common factor means: classes that may stretch do, each up to its bound."""
    bounds = {
        account_class: math.floor(policy.stretch_to * STEPS + 1e-9) / STEPS
        for account_class, policy in problem.policies.items()
        if policy.overload is Overload.STRETCH
    }
    return lambda factor: {name: min(factor, bound) for name, bound in bounds.items()}


def policy_of(problem: Problem, account_class: AccountClass) -> Policy:
    """Returns what may happen to a class: it is protected unless a policy says otherwise."""
    return problem.policies.get(account_class, Policy())


def _everybody(factor: float) -> Factors:
    return {account_class: factor for account_class in AccountClass}


def _weeks(problem: Problem) -> Iterator[tuple[date, date]]:
    first = problem.today
    while first <= problem.last_day:
        last = min(first + timedelta(days=6 - first.weekday()), problem.last_day)
        yield first, last
        first = last + timedelta(days=1)


def _week(problem: Problem, hours: Mapping[str, float], first: date, last: date) -> WeekCapacity:
    end = last + timedelta(days=1)
    visits = {a.id: _required(a, first, end) for a in problem.accounts if a.id in hours}
    return WeekCapacity(
        first,
        last,
        round(sum(visits.values()), 2),
        round(sum(hours[i] * n for i, n in visits.items()), 2),
        round(_there_h(problem, first, last), 2),
    )


def _required(account: Account, first: date, end: date) -> float:
    season = cadence.season_for(account.account_class, account.season)
    return cadence.required_visits(account.cadence, season, first, end)


def _there_h(problem: Problem, first: date, last: date) -> float:
    return sum(free_s(d) for d in problem.rep.working_days if first <= d.on <= last) / 3600
