"""The time of an appointment that the plan leaves out: the rep is there, so nothing else may be.

Counted once more by the referee itself. Where two agreed times overlap, a planned one comes first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from routing import workdays
from routing.domain import DAY_S, Held, HeldKind, Plan, Problem, TimeWindow, WorkingDay


def kept_free(problem: Problem, plan: Plan, beside: Held | None = None) -> Problem:
    """Returns the problem in which the time of each appointment left out is busy.

    ``beside`` names one whose own time stays free, to see whether it would have fitted.
    """
    times = [(held, at) for held in problem.held for at in _lasts(held)]
    if not times:
        return problem
    made = {
        (route.on, stop.account_id): (stop.start_s, stop.departure_s)
        for route in plan.days
        for stop in route.stops
    }
    planned: dict[date, list[TimeWindow]] = {}
    out: dict[date, list[TimeWindow]] = {}
    for held, at in times:
        start, end = made.get((held.on, held.account_id), (0, 0))
        if start < at.end_s and at.start_s < end:
            planned.setdefault(held.on, []).append(at)
        elif held != beside:
            out.setdefault(held.on, []).append(at)
    days = tuple(
        _with(day, out.get(day.on, []), planned.get(day.on, [])) for day in problem.rep.working_days
    )
    return replace(problem, rep=replace(problem.rep, working_days=days))


def _lasts(held: Held) -> Iterator[TimeWindow]:
    """Yields from when to when an appointment lasts, where its window leaves no choice."""
    window, service_s = held.window, held.service_s
    if held.kind is not HeldKind.APPOINTMENT or window is None or service_s is None:
        return
    if window.end_s - window.start_s <= service_s:
        yield TimeWindow(window.start_s, min(DAY_S, window.start_s + service_s))


def _with(day: WorkingDay, out: list[TimeWindow], planned: list[TimeWindow]) -> WorkingDay:
    left = tuple(out)
    for one in planned:
        left = workdays.without(left, one)
    inside = workdays.clipped(left, day.hours)
    return replace(day, busy=workdays.merged((*day.busy, *inside))) if inside else day
