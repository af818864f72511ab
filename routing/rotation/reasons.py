"""Why a due visit has no day, with the figures that show it."""

from datetime import date

from routing.domain import ALWAYS_OPEN, DueVisit, Reason, Unplanned
from routing.rotation import timing
from routing.rotation.demand import PHONE, Demand, Task, working
from routing.rotation.route import Route
from routing.rotation.timing import Spans

NOT_ASKED_FOR = -1
"""The number of the due visit that stands for a held one no cadence asked for."""

Figures = dict[str, int | float | str]


def unplanned(demand: Demand, task: Task, routes: list[Route]) -> Unplanned:
    """Returns the first reason that holds, from the plainest to the most crowded."""
    reason, figures = _reason(demand, task, routes)
    return Unplanned(task.due or _held_due(task), reason, figures)


def _held_due(task: Task) -> DueVisit:
    """Returns the due visit that stands for a held one no cadence asked for."""
    on = task.held.on if task.held else date.min
    return DueVisit(task.account.id, NOT_ASKED_FOR, on, on, on)


def _reason(demand: Demand, task: Task, routes: list[Route]) -> tuple[Reason, Figures]:
    if task.place < PHONE:
        return Reason.NO_LOCATION, {}
    if task.held is not None:
        return _held_reason(demand, task)
    due = task.due or _held_due(task)
    days = working(demand.days, due.earliest, due.latest)
    if not days:
        return Reason.NO_WORKING_DAY, _days_off(demand, due)
    kept = [d for d in days if not demand.is_closed_to_due(task.account.id, d)]
    if not kept:
        avoided = sum(demand.is_avoided(task.account.id, day) for day in days)
        if avoided:
            return Reason.DROPPED, {"days_avoided": avoided}
        return Reason.DOES_NOT_FIT_DAY, {"days_already_set": len(days)}
    if not any(task.account.hours.on(day.on) for day in kept):
        return Reason.CLOSED, {"working_days": len(kept)}
    return _no_room(demand, task, routes, [demand.number_of[day.on] for day in kept])


def _held_reason(demand: Demand, task: Task) -> tuple[Reason, Figures]:
    held = task.held
    if held is None or held.on not in demand.number_of:
        off = demand.problem.rep.days_off.get(held.on, "") if held else ""
        return Reason.NO_WORKING_DAY, {"why": off} if off else {}
    if not task.account.hours.on(held.on):
        return Reason.DOES_NOT_FIT_DAY, {"held": held.kind.value, "open_minutes": 0}
    if not task.spans:
        return Reason.OFF_SEASON, {"held": held.kind.value}
    return Reason.DOES_NOT_FIT_DAY, {
        "held": held.kind.value,
        "minutes_needed": task.service_s // 60,
    }


def _days_off(demand: Demand, due: DueVisit) -> Figures:
    reasons = [
        why
        for on, why in sorted(demand.problem.rep.days_off.items())
        if due.earliest <= on <= due.latest
    ]
    return {"why": reasons[0]} if reasons else {}


def _no_room(
    demand: Demand, task: Task, routes: list[Route], days: list[int]
) -> tuple[Reason, Figures]:
    """Tells apart: too far, never open when it could be, cut by lunch, no hours left."""
    needed = task.service_s + _least_drive_s(demand, task)
    longest = max(_free_s(_empty(demand, day)) for day in days)
    if needed > longest:
        return Reason.TOO_FAR, {"minutes_needed": needed // 60, "minutes_there": longest // 60}
    if not any(_fits_alone(demand, task, day, task.spans.get(day, ())) for day in days):
        if any(_fits_alone(demand, task, day, _all_day(demand, task, day)) for day in days):
            return Reason.CLOSED, {"working_days": len(days)}
        return Reason.DOES_NOT_FIT_DAY, {"minutes_needed": needed // 60}
    detours = [d for d in (_detour_s(task, routes[day]) for day in days) if d is not None]
    left = max((_free_s(routes[day]) for day in days), default=0)
    return Reason.NOT_ENOUGH_HOURS, {
        "hours_needed": _hours(task.service_s + min(detours, default=0)),
        "hours_there": _hours(left),
    }


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


def _empty(demand: Demand, day: int) -> Route:
    problem = demand.problem
    return Route(demand.days[day], problem.rep.base, problem.travel_s, None)


def _least_drive_s(demand: Demand, task: Task) -> int:
    if task.place == PHONE:
        return 0
    base, travel = demand.problem.rep.base, demand.problem.travel_s
    return travel[base][task.place] + travel[task.place][base]


def _free_s(route: Route) -> int:
    """Returns the working seconds of a day that no visit, drive, call, lunch or meeting takes."""
    clock = route.clock
    hours = timing.free_s(clock.start_s, clock.end_s, clock.busy)
    return max(0, hours - route.work_s() - route.calls_s - clock.lunch_s)


def _all_day(demand: Demand, task: Task, day: int) -> Spans:
    busy = _empty(demand, day).clock.busy
    return timing.start_spans(ALWAYS_OPEN.week[0], task.service_s, busy)


def _fits_alone(demand: Demand, task: Task, day: int, spans: Spans) -> bool:
    route = _empty(demand, day)
    if task.place == PHONE:
        return route.has_time_for(task.service_s)
    return route.fits(task.place, spans, task.service_s, 0)


def _detour_s(task: Task, route: Route) -> int | None:
    if task.place == PHONE:
        return 0
    return min(route.detour_s(task.place, i) for i in range(len(route.tasks) + 1))
