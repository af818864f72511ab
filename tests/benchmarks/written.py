"""Days of the rep benchmark as a plan in the documented format, for any other referee."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from routing.domain import (
    Account,
    DayRoute,
    DueVisit,
    Plan,
    Problem,
    Reason,
    Stop,
    Unplanned,
    WorkingDay,
)
from tests.benchmarks import nominal, referee
from tests.benchmarks.nominal import Visit
from tests.benchmarks.referee import Days

Answers = Mapping[tuple[date, str], DueVisit]


def plan(problem: Problem, days: Days) -> Plan:
    """Returns the plan of days that break no rule; visits begin as early as they can."""
    answers = referee.answers(problem, days)
    made = set(answers.values())
    missed = [visit for visit in nominal.visits(problem) if visit.due not in made]
    return Plan(
        problem.rep.id,
        problem.today,
        problem.last_day,
        tuple(_route(problem, day, days, answers) for day in nominal.days(problem)),
        tuple(_unplanned(problem, visit, days) for visit in missed),
        problem.travel_source,
    )


def _stops(problem: Problem, on: date, days: Days) -> list[Account]:
    accounts = {account.id: account for account in problem.accounts}
    return [accounts[id_] for id_ in days.get(on, ())]


def _route(problem: Problem, day: WorkingDay, days: Days, answers: Answers) -> DayRoute:
    base, stops = problem.rep.base, []
    at, now = base, day.hours.start_s
    for account in _stops(problem, day.on, days):
        travel_s = problem.travel_s[at][account.location]
        travel_m = problem.travel_m[at][account.location]
        at, arrival = account.location, now + travel_s
        start = referee.begins(account, day.on, arrival) or arrival
        now = start + account.cadence.service_s
        due = answers.get((day.on, account.id))
        stops.append(Stop(account.id, due, arrival, start, now, travel_s, travel_m))
    path = [base, *(stop.location for stop in _stops(problem, day.on, days)), base]
    return DayRoute(
        day.on,
        leave_s=day.hours.start_s,
        home_s=now + problem.travel_s[at][base],
        stops=tuple(stops),
        travel_s=sum(problem.travel_s[a][b] for a, b in pairwise(path)),
        travel_m=sum(problem.travel_m[a][b] for a, b in pairwise(path)),
    )


def _unplanned(problem: Problem, visit: Visit, days: Days) -> Unplanned:
    """Returns why a visit is left out: hopeless, no room on any day, or not worth its detour."""
    numbers, worked = nominal.starts(problem, visit), nominal.days(problem)
    if not numbers:
        return _hopeless(problem, visit)
    ways = [way for number in numbers for way in _ways(problem, visit, worked[number], days)]
    if not ways:
        return Unplanned(visit.due, Reason.NOT_ENOUGH_HOURS)
    detour_s, on = min(ways)
    figures = {"detour_s": detour_s, "worth_s": visit.penalty_s, "on": f"{on}"}
    return Unplanned(visit.due, Reason.TOO_FAR, figures)


def _hopeless(problem: Problem, visit: Visit) -> Unplanned:
    inside = [d for d in nominal.days(problem) if visit.due.earliest <= d.on <= visit.due.latest]
    if not inside:
        return Unplanned(visit.due, Reason.NO_WORKING_DAY)
    base, place = problem.rep.base, visit.place
    needed = visit.service_s + problem.travel_s[base][place] + problem.travel_s[place][base]
    there = max(day.hours.end_s - day.hours.start_s for day in inside)
    if needed <= there:
        return Unplanned(visit.due, Reason.CLOSED)
    figures = {"minutes_needed": needed // 60, "minutes_there": there // 60}
    return Unplanned(visit.due, Reason.TOO_FAR, figures)


def _ways(
    problem: Problem, visit: Visit, day: WorkingDay, days: Days
) -> Iterator[tuple[int, date]]:
    """Yields what each possible place in a day adds to its driving."""
    stops = _stops(problem, day.on, days)
    if visit.account in stops:
        return
    before, _ = referee.driven(problem, day, stops)
    for k in range(len(stops) + 1):
        order: Sequence[Account] = [*stops[:k], visit.account, *stops[k:]]
        after, faults = referee.driven(problem, day, order)
        if not faults:
            yield after - before, day.on
