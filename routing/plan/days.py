"""Each day in its best order, and in the plan's own nouns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routing import day_route
from routing.domain import (
    AccountClass,
    Call,
    DayRoute,
    HeldKind,
    Problem,
    Stop,
    Why,
    WorkingDay,
)
from routing.plan import agreed, words
from routing.rotation import Draft, Planned

Figures = dict[str, int | float | str]

HELD_S = {
    HeldKind.FROZEN: 2 * day_route.MUST_S,
    HeldKind.PIN: 4 * day_route.MUST_S,
    HeldKind.APPOINTMENT: 8 * day_route.MUST_S,
}
"""What leaving a held visit out costs: when two clash, the stronger one stays."""

AGREED_S = 100 * day_route.MUST_S
"""What leaving an agreed time out costs: more than all else a day can hold, as the rep is there."""

HELD_WHY = {
    HeldKind.FROZEN: Why.FROZEN,
    HeldKind.PIN: Why.PIN,
    HeldKind.APPOINTMENT: Why.APPOINTMENT,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A working day with what was wanted on it, and its best order."""

    day: WorkingDay
    draft: Draft
    result: day_route.DayResult


def made(problem: Problem, day: WorkingDay, draft: Draft, params: day_route.DayRouteParams) -> Made:
    """Returns a day in its best order; what does not fit is in its ``left_out``."""
    return Made(day, draft, day_route.day_route(day_problem(problem, day, draft), params))


def day_problem(problem: Problem, day: WorkingDay, draft: Draft) -> day_route.DayProblem:
    """Returns the day as the day route takes it; all visits of the draft are wanted."""
    underway = problem.underway
    if draft.start is not None or draft.end is not None:
        start = day.start if draft.start is None else draft.start
        day = replace(day, start=start, end=day.end if draft.end is None else draft.end)
    return day_route.DayProblem(
        day,
        problem.rep.base,
        tuple(_day_stop(planned) for planned in draft.stops),
        problem.travel_s,
        problem.travel_m,
        sum(planned.service_s for planned in draft.calls),
        underway if underway and underway.on == day.on else None,
    )


def _day_stop(planned: Planned) -> day_route.DayStop:
    penalty = HELD_S[planned.held.kind] if planned.held else day_route.MUST_S
    if planned.held and agreed.agreed_time(planned.held):
        penalty = AGREED_S
    place = planned.account.location
    return day_route.DayStop(
        planned.account.id, place if place is not None else 0, planned.service_s,
        planned.windows, penalty,
    )  # fmt: skip


def worked(problem: Problem, drafts: Mapping[date, Draft]) -> list[tuple[WorkingDay, Draft]]:
    """Returns the working days that have a draft, in order."""
    days = sorted(problem.rep.working_days, key=lambda day: day.on)
    return [(day, drafts[day.on]) for day in days if day.on in drafts]


def day(problem: Problem, one: Made, values: Mapping[str, float] | None = None) -> DayRoute:
    """Turns an ordered day into the plan's own nouns, each stop with its reason.

    ``values`` are those of the accounts before any policy weighed them.
    """
    values = values or {a.id: a.value for a in problem.accounts}
    draft, result, on = one.draft, one.result, one.day.on
    by_id = {planned.account.id: planned for planned in draft.stops}
    stops = tuple(
        _stop(problem, by_id[visit.account_id], on, visit, detour_s, values)
        for visit, detour_s in zip(result.visits, _detours(problem, one, by_id), strict=True)
    )
    return DayRoute(
        on, result.leave_s, result.home_s, stops,
        tuple(_call(problem, planned, on, values) for planned in draft.calls),
        result.lunch_start_s, result.travel_s, result.travel_m, result.proven,
        draft.start, draft.end, max(0, result.bound_s - (result.cost_s - result.travel_s)),
    )  # fmt: skip


def _stop(
    problem: Problem,
    planned: Planned,
    on: date,
    visit: day_route.DayVisit,
    detour_s: int,
    values: Mapping[str, float],
) -> Stop:
    reason, figures = _why(problem, planned, on, values)
    figures["detour_s"] = detour_s
    window = _window(planned, visit.start_s, visit.departure_s)
    if window and (reason is Why.APPOINTMENT or planned.held is None):
        figures["window"] = window
    return Stop(
        visit.account_id, planned.due, visit.arrival_s, visit.start_s, visit.departure_s,
        visit.travel_s, visit.travel_m, planned.held, words.why(problem, planned, on, detour_s),
        reason, figures,
    )  # fmt: skip


def _call(problem: Problem, planned: Planned, on: date, values: Mapping[str, float]) -> Call:
    reason, figures = _why(problem, planned, on, values)
    why = words.why(problem, planned, on, None)
    return Call(
        planned.account.id, planned.due, planned.service_s, planned.held, why, reason, figures
    )


def _why(
    problem: Problem, planned: Planned, on: date, values: Mapping[str, float]
) -> tuple[Why, Figures]:
    """Returns the code of why a visit is on its day, and the dates behind it."""
    if planned.held is not None:
        return HELD_WHY[planned.held.kind], {"held_on": planned.held.on.isoformat()}
    due = planned.due
    if due is None:
        raise ValueError(f"account {planned.account.id} is planned without being due or held.")
    since = words.due_date(problem, planned)
    figures: Figures = {
        "due": since.isoformat(),
        "earliest": due.earliest.isoformat(),
        "latest": due.latest.isoformat(),
        "days": (on - since).days,
    }
    if on > due.latest:
        return Why.LATE, figures
    if due.ramp:
        return Why.RAMP, figures
    if planned.account.account_class is AccountClass.PROSPECT and problem.prospecting_share:
        return Why.PROSPECTING, {**figures, "value": values[planned.account.id]}
    return Why.DUE, figures


def _window(planned: Planned, start_s: int, end_s: int) -> str:
    """Returns "09:00-12:00", the window that holds a service; "" where none does."""
    holding = [w for w in planned.windows if w.start_s <= start_s and end_s <= w.end_s]
    return f"{words.clock(holding[0].start_s)}-{words.clock(holding[0].end_s)}" if holding else ""


def _detours(problem: Problem, one: Made, by_id: Mapping[str, Planned]) -> Sequence[int]:
    """Returns how much driving each stop adds to the day without it, seconds."""
    travel = problem.travel_s
    ends = day_problem(problem, one.day, one.draft)
    places = [by_id[visit.account_id].account.location or 0 for visit in one.result.visits]
    path = [ends.start, *places, ends.end]
    return [
        travel[a][b] + travel[b][c] - travel[a][c]
        for a, b, c in zip(path, path[1:], path[2:], strict=False)
    ]
