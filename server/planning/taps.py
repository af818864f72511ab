"""Answers to a tap: the rest of today, what to drop, who is near the way, which day is best."""

from collections.abc import Mapping
from datetime import date

from routing import day_route, plan
from routing.day_route import LeftOut
from routing.domain import DueVisit, Reason, Unplanned
from server import travel, wire
from server.planning.rows import VisitRecord
from server.planning.store import Wanted
from server.planning.today import Rest


def rest_of_day(wanted: Wanted, rest: Rest | None) -> wire.RestOfDay:
    """Returns the rest of today in its best order."""
    found = day_route.day_route(rest.problem) if rest else None
    visits = rest.visits if rest else {}
    return wire.RestOfDay(
        on=wanted.today,
        leave_s=found.leave_s if found else None,
        home_s=found.home_s if found else None,
        lunch_start_s=found.lunch_start_s if found else None,
        travel_s=found.travel_s if found else 0,
        travel_m=found.travel_m if found else 0,
        proven=bool(found and found.proven),
        estimate=travel.is_estimate(wanted.problem.travel_source),
        items=[_stop(one, visits) for one in found.visits] if found else [],
        left_out=[_left_out(one, visits) for one in found.left_out] if found else [],
    )


def _stop(one: day_route.DayVisit, visits: Mapping[str, VisitRecord]) -> wire.RestStop:
    visit = visits[one.account_id]
    return wire.RestStop(
        visit_id=visit.id,
        account_id=visit.account_id,
        account=visit.account,
        arrival_s=one.arrival_s,
        start_s=one.start_s,
        departure_s=one.departure_s,
        travel_s=one.travel_s,
        travel_m=one.travel_m,
    )


def _left_out(one: LeftOut, visits: Mapping[str, VisitRecord]) -> wire.LeftOutOut:
    visit = visits[one.account_id]
    return wire.LeftOutOut(
        visit_id=visit.id,
        account_id=visit.account_id,
        account=visit.account,
        reason=one.reason.value,
        sentence=_sentence(one.account_id, visit.on, one.reason, one.figures),
        figures=dict(one.figures),
    )


def _sentence(
    account_id: str, on: date, reason: Reason, figures: Mapping[str, int | float | str]
) -> str:
    return plan.sentence(Unplanned(DueVisit(account_id, 0, on, on, on), reason, figures))
