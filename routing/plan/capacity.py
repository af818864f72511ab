"""Hours needed against hours there, week by week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from routing import cadence
from routing.domain import Account, Channel, Problem, WorkingDay

STOPS_A_DAY = 8
NEAREST = 3


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


def capacity(problem: Problem) -> tuple[WeekCapacity, ...]:
    """Returns what the cadences ask for and what the working days hold, for each week."""
    minutes = {a.id: _visit_s(problem, a) / 3600 for a in problem.accounts if a.cadence}
    return tuple(_week(problem, minutes, first, last) for first, last in _weeks(problem))


def _weeks(problem: Problem) -> Iterator[tuple[date, date]]:
    first = problem.today
    while first <= problem.last_day:
        last = min(first + timedelta(days=6 - first.weekday()), problem.last_day)
        yield first, last
        first = last + timedelta(days=1)


def _week(problem: Problem, hours: dict[str, float], first: date, last: date) -> WeekCapacity:
    end = last + timedelta(days=1)
    visits = {a.id: _required(a, first, end) for a in problem.accounts if a.id in hours}
    days = [d for d in problem.rep.working_days if first <= d.on <= last]
    return WeekCapacity(
        first,
        last,
        round(sum(visits.values()), 2),
        round(sum(hours[i] * n for i, n in visits.items()), 2),
        round(sum(map(_free_s, days)) / 3600, 2),
    )


def _required(account: Account, first: date, end: date) -> float:
    season = cadence.season_for(account.account_class, account.season)
    return cadence.required_visits(account.cadence, season, first, end)


def _free_s(day: WorkingDay) -> int:
    busy = sum(b.end_s - b.start_s for b in day.busy)
    return max(0, day.hours.end_s - day.hours.start_s - day.lunch_s - busy)


def _visit_s(problem: Problem, account: Account) -> float:
    """Returns service plus the driving to expect: from its neighbours, and a share of the way out.

    The way out and back is shared by the stops of a day (Daganzo's line haul).
    """
    wanted, place = account.cadence, account.location
    if wanted is None:
        return 0.0
    if place is None or wanted.channel is Channel.PHONE:
        return float(wanted.service_s)
    base = problem.rep.base
    others = [a.location for a in problem.accounts if a.location not in (None, place)]
    near = sorted(problem.travel_s[place][other] for other in others if other is not None)
    local = sum(near[:NEAREST]) / max(1, len(near[:NEAREST]))
    haul = problem.travel_s[base][place] + problem.travel_s[place][base]
    return wanted.service_s + local + haul / STOPS_A_DAY
