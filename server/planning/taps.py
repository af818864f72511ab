"""Answers to a tap: the rest of today, what to drop, who is near the way, which day is best."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from routing import cadence, day_route, find_day, plan
from routing.day_route import LeftOut, taps
from routing.domain import DueVisit, Plan, Problem, Reason, Unplanned
from server import travel, wire
from server.planning import today
from server.planning.rows import VisitRecord
from server.planning.store import Wanted
from server.planning.today import Rest

#: Eight weeks, today included.
DAYS_SHOWN = timedelta(weeks=8, days=-1)

#: What a reason says of one date; the planner's own sentences speak of a due window.
OF_A_DAY = {
    Reason.NOT_ENOUGH_HOURS: "Not enough hours that day",
    Reason.CLOSED: "Closed to us that day",
    Reason.NO_WORKING_DAY: "No working day",
}
TAKEN = "It has a visit that day already."


def rest_of_day(wanted: Wanted, rest: Rest | None) -> wire.RestOfDay:
    """Returns the rest of today in its best order."""
    return _rest_row(wanted, rest, day_route.day_route(rest.problem, taps.QUICK) if rest else None)


def drops(wanted: Wanted, rest: Rest | None, until_s: int | None) -> wire.DropsOut:
    """Returns what to leave out so that the rep is home in time, least worth first."""
    found = taps.what_to_drop(rest.problem, until_s) if rest else None
    return wire.DropsOut(
        items=[_drop(one, rest) for one in found.dropped] if found and rest else [],
        rest=_rest_row(wanted, rest, found.day if found else None),
    )


def nearby(wanted: Wanted, rest: Rest | None, limit_s: int) -> list[wire.NearbyOut]:
    """Returns who wants a visit within a detour of the rest of the day, most worth first."""
    if rest is None:
        return []
    found = taps.one_more(rest.problem, today.candidates(wanted, rest.visits.keys()), limit_s)
    accounts = {one.id: one for one in wanted.problem.accounts}
    return [
        wire.NearbyOut(
            account_id=UUID(one.account_id),
            account=accounts[one.account_id].name,
            detour_s=one.detour_s,
            start_s=one.start_s,
            worth_s=one.value_s,
            due=cadence.due(accounts[one.account_id], wanted.today).state.value,
        )
        for one in found
    ]


def days(
    problem: Problem, followed: Plan, account_id: str, ask: wire.FindDayQuery
) -> list[wire.DayOfferOut]:
    """Returns what each date would cost the account, or why it cannot have a visit on it.

    Dates that are over or not planned yet are left out.
    """
    first = max(ask.from_ or problem.today, problem.today)
    last = min(ask.to or first + DAYS_SHOWN, followed.last_day, problem.last_day)
    offers = find_day.find_day(problem, followed, account_id, first, last, ask.moving)
    return [
        wire.DayOfferOut(
            on=one.on,
            detour_s=one.detour_s,
            start_s=one.start_s,
            reason=one.reason.value if one.reason else None,
            sentence=_why_not(account_id, one),
        )
        for one in offers
    ]


def _why_not(account_id: str, offer: find_day.DayOffer) -> str:
    if offer.reason is Reason.DOES_NOT_FIT_DAY:
        return TAKEN
    return _sentence(account_id, offer.on, offer.reason, {}) if offer.reason else ""


def _rest_row(
    wanted: Wanted, rest: Rest | None, found: day_route.DayResult | None
) -> wire.RestOfDay:
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


def _drop(one: taps.Dropped, rest: Rest) -> wire.DropOut:
    visit, held = rest.visits[one.account_id], rest.held.get(one.account_id)
    return wire.DropOut(
        visit_id=visit.id,
        account_id=visit.account_id,
        account=visit.account,
        held=held.kind.value if held else None,
        worth_s=None if one.value_s >= day_route.MUST_S else one.value_s,
        won_s=one.won_s,
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
    said = plan.sentence(Unplanned(DueVisit(account_id, 0, on, on, on), reason, figures))
    text = plan.REASON_TEXT[reason]
    return said.replace(text, OF_A_DAY.get(reason, text), 1)
