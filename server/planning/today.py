"""The rest of a rep's day, as the answers to a tap take it: what is open, from here, from now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from routing import cadence, domain, plan, travel
from routing.day_route import DayProblem, DayStop
from routing.domain import (
    Account,
    Channel,
    DueState,
    Held,
    Location,
    Problem,
    Underway,
    WorkingDay,
)
from routing.rotation.demand import held_windows, service_s
from server.planning.rows import VisitRecord
from server.planning.store import Wanted
from server.planning.worth import worth_s

OPEN = (DueState.OPEN, DueState.DUE, DueState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of today: the day for the planner, and whose visits its stops are."""

    problem: DayProblem
    visits: Mapping[str, VisitRecord]
    held: Mapping[str, Held]


def rest(wanted: Wanted, visits: Iterable[VisitRecord], here: Location | None) -> Rest | None:
    """Returns what is left of today, from ``here`` or else from the last report.

    ``visits`` are those of today nobody has reported. None where today is over or not worked.
    """
    wanted = _without_left_out(wanted)
    problem, day = wanted.problem, _day(wanted)
    if day is None:
        return None
    problem = _from(wanted, day, here) if here else problem
    accounts = {one.id: one for one in problem.accounts}
    open_ = {str(one.account_id): one for one in sorted(visits, key=lambda one: one.position)
             if str(one.account_id) in accounts}  # fmt: skip
    held = {h.account_id: h for h in problem.held if h.on == day.on}
    stops = tuple(
        _stop(accounts[account_id], day.on, visit, held.get(account_id))
        for account_id, visit in open_.items()
        if visit.channel == "visit" and accounts[account_id].location is not None
    )
    calls_s = sum(one.service_s for one in open_.values() if one.channel == "phone")
    return Rest(
        DayProblem(
            day, problem.rep.base, stops, problem.travel_s, problem.travel_m, calls_s,
            problem.underway,
        ),
        open_,
        held,
    )  # fmt: skip


def _day(wanted: Wanted) -> WorkingDay | None:
    """Returns today as it is worked, ending where the plan that is followed lets it end."""
    days = wanted.problem.rep.working_days
    day = next((one for one in days if one.on == wanted.today), None)
    if day is None or wanted.followed is None:
        return day
    planned = next((one for one in wanted.followed.plan.days if one.on == day.on), None)
    return _driven(day, planned)


def as_it_stands(wanted: Wanted, open_today: Collection[str]) -> tuple[Problem, domain.Plan] | None:
    """Returns the plan that is followed, without what is over, and its days as they are driven.

    ``open_today`` are the accounts whose visit of today nobody has reported. Accounts that are no
    longer the rep's are out, nights away are where days begin and end. None before the first plan.
    """
    followed = wanted.followed
    if followed is None:
        return None
    wanted = _without_left_out(wanted)
    known = {one.id for one in wanted.problem.accounts}
    routes = tuple(
        _without(route, known & set(open_today) if route.on == wanted.today else known)
        for route in followed.plan.days
    )
    by_date = {route.on: route for route in routes}
    worked = tuple(_driven(day, by_date.get(day.on)) for day in wanted.problem.rep.working_days)
    rep = replace(wanted.problem.rep, working_days=worked)
    return replace(wanted.problem, rep=rep), replace(followed.plan, days=routes)


def _without_left_out(wanted: Wanted) -> Wanted:
    """Returns what is wanted where the time of appointments the plan does not keep is busy."""
    if wanted.followed is None:
        return wanted
    return replace(wanted, problem=plan.kept_free(wanted.problem, wanted.followed.plan))


def _without(route: domain.DayRoute, kept: Collection[str]) -> domain.DayRoute:
    return replace(
        route,
        stops=tuple(stop for stop in route.stops if stop.account_id in kept),
        calls=tuple(call for call in route.calls if call.account_id in kept),
    )


def _driven(day: WorkingDay, route: domain.DayRoute | None) -> WorkingDay:
    """Returns a working day with the nights of its route."""
    if route is None or route.start is route.end is None:
        return day
    start = day.start if route.start is None else route.start
    return replace(day, start=start, end=day.end if route.end is None else route.end)


def candidates(wanted: Wanted, planned: Collection[str]) -> tuple[DayStop, ...]:
    """Returns the accounts a rep may look in on today: due or open, and not planned today anyway.

    Nobody is offered who is closed, off season, by phone only, or to be left alone.
    """
    problem, today = wanted.problem, wanted.today
    avoided = {one.account_id for one in problem.avoided if one.on == today}
    return tuple(
        _stop(account, today, None, None)
        for account in problem.accounts
        if account.id not in planned and account.id not in avoided and _is_open(account, today)
    )


def _is_open(account: Account, today: date) -> bool:
    by_phone = account.cadence is None or account.cadence.channel is Channel.PHONE
    if by_phone or account.location is None or not account.hours.on(today):
        return False
    return cadence.due(account, today).state in OPEN


def _stop(account: Account, on: date, visit: VisitRecord | None, held: Held | None) -> DayStop:
    """Returns a visit as the day route takes it; held ones are given up last of all."""
    return DayStop(
        account.id,
        account.location or 0,
        visit.service_s if visit else service_s(account),
        held_windows(account, held) if held else account.hours.on(on),
        worth_s(account, on, held.kind if held else None),
    )


def _from(wanted: Wanted, day: WorkingDay, here: Location) -> Problem:
    """Returns the problem with the day under way from where the rep says they are."""
    times = travel.great_circle((*wanted.locations, here))
    was = wanted.problem.underway
    at_s = max(wanted.at_s, day.hours.start_s)
    return replace(
        wanted.problem,
        travel_s=times.duration_s,
        travel_m=times.length_m,
        underway=Underway(day.on, len(wanted.locations), at_s, bool(was and was.lunch_taken)),
    )
