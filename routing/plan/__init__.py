"""The plan of one rep, read top to bottom: rotation, day routes, second chances, reasons.

What is due and what the hours allow is decided in the rotation; here each day gets its exact order
and times, and whatever a day cannot hold is tried on another day before it is given a reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from routing import day_route, rotation
from routing.domain import (
    Call,
    DayRoute,
    DueVisit,
    HeldKind,
    Plan,
    Problem,
    Reason,
    Stop,
    Unplanned,
    WorkingDay,
)
from routing.plan.capacity import WeekCapacity, capacity
from routing.plan.words import REASON_TEXT, sentence, why
from routing.rotation import Draft, Planned

__all__ = [
    "REASON_TEXT",
    "PlanParams",
    "WeekCapacity",
    "capacity",
    "make_plan",
    "sentence",
    "today_route",
]

Progress = Callable[[int, int], None]

HELD_S = {
    HeldKind.FROZEN: 2 * day_route.MUST_S,
    HeldKind.PIN: 4 * day_route.MUST_S,
    HeldKind.APPOINTMENT: 8 * day_route.MUST_S,
}
"""What leaving a held visit out costs: when two clash, the stronger one stays."""

SECOND_CHANCES = 5
"""Other days tried for a visit its own day cannot hold; each costs a day route."""


@dataclass(frozen=True, slots=True)
class PlanParams:
    """The knobs of the two solvers."""

    search: rotation.RotationParams = field(default_factory=rotation.RotationParams)
    day: day_route.DayRouteParams = field(default_factory=day_route.DayRouteParams)


def make_plan(
    problem: Problem, params: PlanParams | None = None, progress: Progress | None = None
) -> Plan:
    """Returns the plan of the horizon: every working day, and each due visit on one or explained.

    Infeasible wishes are answers, never errors. Same problem, same parameters, same plan.

    Parameters
    ----------
    problem
        With ``underway`` set, that day starts there and then with its held visits in best order.
    progress
        Hears (weeks done, weeks in all).
    """
    params = params or PlanParams()
    tell = _in_weeks(problem, progress)
    found = rotation.rotation(problem, params.search, lambda done, all_: tell(done, 2 * all_))
    drafts, hopeless = _with_unfit(found)
    days, returned = _ordered(problem, params, drafts, tell)
    days, refused = _second_chances(problem, params, drafts, days, returned)
    routes = tuple(_day(problem, drafts[on], made) for on, made in sorted(days.items()))
    unplanned = sorted([*found.unplanned, *hopeless, *refused], key=_by_date)
    return Plan(
        problem.rep.id,
        problem.today,
        problem.last_day,
        routes,
        tuple(unplanned),
        problem.travel_source,
    )


def today_route(problem: Problem, plan: Plan, params: PlanParams | None = None) -> DayRoute | None:
    """Returns the day under way again, from where the rep is now, without planning the rest.

    The visits are those ``problem.held`` names for that date; None where it is not worked. A visit
    that no longer fits is missing from the route.
    """
    underway = problem.underway
    if underway is None:
        return next((day for day in plan.days if day.on == problem.today), None)
    held = tuple(h for h in problem.held if h.on == underway.on)
    only = replace(problem, today=underway.on, last_day=underway.on, held=held)
    made = make_plan(only, params)
    return made.days[0] if made.days else None


def _in_weeks(problem: Problem, progress: Progress | None) -> Progress:
    weeks = -(-((problem.last_day - problem.today).days + 1) // 7)

    def tell(done: int, steps: int) -> None:
        if progress:
            progress(weeks * done // max(1, steps), weeks)

    return tell


def _with_unfit(found: rotation.RotationResult) -> tuple[dict[date, Draft], list[Unplanned]]:
    """Gives held stops the draft had no room for a second hearing by the day route.

    What fails for another reason than room is hopeless.
    """
    drafts, hopeless = dict(found.days), []
    for planned, unplanned in found.unfit:
        on = unplanned.visit.latest
        if unplanned.reason is Reason.DOES_NOT_FIT_DAY and planned.windows and not planned.is_call:
            drafts[on] = Draft((*drafts[on].stops, planned), drafts[on].calls)
        else:
            hopeless.append(unplanned)
    return drafts, hopeless


Made = tuple[WorkingDay, day_route.DayResult]
Returned = tuple[date, Planned, day_route.LeftOut]


def _ordered(
    problem: Problem, params: PlanParams, drafts: Mapping[date, Draft], tell: Progress
) -> tuple[dict[date, Made], list[Returned]]:
    """Returns each day in its best order, and what did not fit with the day it came from."""
    days: dict[date, Made] = {}
    returned: list[Returned] = []
    for done, (day, draft) in enumerate(_worked(problem, drafts)):
        made = day_route.day_route(_day_problem(problem, day, draft), params.day)
        days[day.on] = day, made
        by_id = {p.account.id: p for p in draft.stops}
        returned += [(day.on, by_id[out.account_id], out) for out in made.left_out]
        tell(len(drafts) + done + 1, 2 * len(drafts))
    return days, returned


def _worked(problem: Problem, drafts: Mapping[date, Draft]) -> list[tuple[WorkingDay, Draft]]:
    days = sorted(problem.rep.working_days, key=lambda day: day.on)
    return [(day, drafts[day.on]) for day in days if day.on in drafts]


def _day_problem(problem: Problem, day: WorkingDay, draft: Draft) -> day_route.DayProblem:
    underway = problem.underway
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
    place = planned.account.location
    return day_route.DayStop(
        planned.account.id, place if place is not None else 0, planned.service_s,
        planned.windows, penalty,
    )  # fmt: skip


def _second_chances(
    problem: Problem,
    params: PlanParams,
    drafts: dict[date, Draft],
    days: dict[date, Made],
    returned: list[Returned],
) -> tuple[dict[date, Made], list[Unplanned]]:
    """Tries what a day could not hold on other days of its window; explains what fits none."""
    refused: list[Unplanned] = []
    for on, planned, _ in returned:
        stops = tuple(p for p in drafts[on].stops if p is not planned)
        drafts[on] = Draft(stops, drafts[on].calls)
    for on, planned, out in returned:
        if planned.held or not _moved(problem, params, drafts, days, planned):
            refused.append(_refused(on, planned, out))
    return days, refused


def _moved(
    problem: Problem,
    params: PlanParams,
    drafts: dict[date, Draft],
    days: dict[date, Made],
    planned: Planned,
) -> bool:
    """Says whether another day of the window took the visit without giving up one of its own."""
    for day in _other_days(problem, drafts, planned)[:SECOND_CHANCES]:
        there = replace(planned, windows=planned.account.hours.on(day.on))
        draft = Draft((*drafts[day.on].stops, there), drafts[day.on].calls)
        made = day_route.day_route(_day_problem(problem, day, draft), params.day)
        if not made.left_out:
            drafts[day.on], days[day.on] = draft, (day, made)
            return True
    return False


def _other_days(
    problem: Problem, drafts: Mapping[date, Draft], planned: Planned
) -> list[WorkingDay]:
    due, account_id = planned.due, planned.account.id
    if due is None:
        return []
    avoided = {a.on for a in problem.avoided if a.account_id == account_id}
    avoided |= {h.on for h in problem.held if h.account_id == account_id}
    if problem.underway:
        avoided.add(problem.underway.on)
    free = [
        day
        for day, draft in _worked(problem, drafts)
        if due.earliest <= day.on <= due.latest
        and day.on not in avoided
        and all(p.account.id != account_id for p in (*draft.stops, *draft.calls))
    ]
    return sorted(free, key=lambda day: (abs((day.on - due.target).days), day.on))


def _refused(on: date, planned: Planned, out: day_route.LeftOut) -> Unplanned:
    visit = planned.due or DueVisit(planned.account.id, rotation.NOT_ASKED_FOR, on, on, on)
    if planned.held:
        figures = {"held": planned.held.kind.value, "on": on.isoformat(), **out.figures}
        return Unplanned(visit, Reason.DOES_NOT_FIT_DAY, figures)
    return Unplanned(visit, out.reason, out.figures)


def _by_date(unplanned: Unplanned) -> tuple[date, str, int]:
    return unplanned.visit.target, unplanned.visit.account_id, unplanned.visit.number


def _day(problem: Problem, draft: Draft, made: Made) -> DayRoute:
    """Turns an ordered day into the plan's own nouns, each stop with its reason."""
    day, result = made
    start = _day_problem(problem, day, draft).start
    by_id = {planned.account.id: planned for planned in draft.stops}
    stops = tuple(
        Stop(
            visit.account_id,
            by_id[visit.account_id].due,
            visit.arrival_s,
            visit.start_s,
            visit.departure_s,
            visit.travel_s,
            visit.travel_m,
            by_id[visit.account_id].held,
            why(problem, by_id[visit.account_id], day.on, detour_s),
        )
        for visit, detour_s in zip(
            result.visits, _detours(problem, start, by_id, result), strict=True
        )
    )
    calls = tuple(
        Call(p.account.id, p.due, p.service_s, p.held, why(problem, p, day.on, None))
        for p in draft.calls
    )
    return DayRoute(
        day.on,
        result.leave_s,
        result.home_s,
        stops,
        calls,
        result.lunch_start_s,
        result.travel_s,
        result.travel_m,
        result.proven,
    )


def _detours(
    problem: Problem, start: int, by_id: Mapping[str, Planned], result: day_route.DayResult
) -> list[int]:
    """Returns how much driving each stop adds to the day without it, seconds."""
    travel, base = problem.travel_s, problem.rep.base
    places = [by_id[visit.account_id].account.location or 0 for visit in result.visits]
    path = [start, *places, base]
    return [
        travel[a][b] + travel[b][c] - travel[a][c]
        for a, b, c in zip(path, path[1:], path[2:], strict=False)
    ]
