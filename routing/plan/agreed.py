"""Appointments their day cannot hold: the visit is left out and said so, its time stays taken.

The rep is there all the same, whatever the plan thinks of it. Where two agreed times overlap, the
rep is at the one that is planned.
"""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date

from routing import rotation, workdays
from routing.domain import (
    DAY_S,
    DayRoute,
    Held,
    HeldKind,
    Plan,
    Problem,
    TimeWindow,
    Unplanned,
    WorkingDay,
)
from routing.plan.words import clock

KEPT_FREE = "kept_free"
"""The figure that says which time of an appointment left out nothing else may take."""


def agreed_time(held: Held) -> TimeWindow | None:
    """Returns from when to when an appointment lasts; None where only a day or a span is agreed."""
    if held.kind is not HeldKind.APPOINTMENT or held.window is None or held.service_s is None:
        return None
    start, end = held.window.start_s, held.window.start_s + held.service_s
    return TimeWindow(start, min(DAY_S, end)) if held.window.end_s <= end else None


def absent(problem: Problem, days: Iterable[DayRoute]) -> frozenset[Held]:
    """Returns the appointments that no stop of these days keeps, on the dates that are worked."""
    worked = {day.on for day in problem.rep.working_days}
    stops = {(day.on, stop.account_id): stop for day in days for stop in day.stops}

    def is_kept(held: Held, agreed: TimeWindow) -> bool:
        stop = stops.get((held.on, held.account_id))
        return bool(stop and stop.start_s < agreed.end_s and agreed.start_s < stop.departure_s)

    return frozenset(
        held
        for held in problem.held
        if held.on in worked and (agreed := agreed_time(held)) and not is_kept(held, agreed)
    )


def kept_free(problem: Problem, out: Set[Held]) -> Problem:
    """Returns the problem with the time of the appointments left out as busy."""
    if not out:
        return problem
    blocks: defaultdict[date, list[TimeWindow]] = defaultdict(list)
    planned: defaultdict[date, list[TimeWindow]] = defaultdict(list)
    for held in problem.held:
        agreed = agreed_time(held)
        if agreed:
            (blocks if held in out else planned)[held.on].append(agreed)
    days = tuple(_filled(day, blocks[day.on], planned[day.on]) for day in problem.rep.working_days)
    return replace(problem, rep=replace(problem.rep, working_days=days))


def _filled(
    day: WorkingDay, blocks: Iterable[TimeWindow], planned: Iterable[TimeWindow]
) -> WorkingDay:
    left = tuple(blocks)
    for one in planned:
        left = workdays.without(left, one)
    clipped = workdays.clipped(left, day.hours)
    return replace(day, busy=workdays.merged((*day.busy, *clipped))) if clipped else day


def settled(problem: Problem) -> frozenset[Held]:
    """Returns the appointments that find no room beside one another, before all else is planned.

    Where every one has room, that is known at once. Otherwise the time of those without is taken,
    which can be in the way of a further one; whoever then fits again is let in.
    """
    agreed = tuple(held for held in problem.held if agreed_time(held))
    named = {held.account_id for held in agreed}
    only = replace(
        problem,
        accounts=tuple(one for one in problem.accounts if one.id in named),
        held=agreed,
        published=(),
    )
    out: frozenset[Held] = frozenset()
    while more := _without_room(only, out) - out:
        out |= more
    while fitting := _fits_again(only, out):
        out -= {fitting}
    return out


def _without_room(problem: Problem, out: frozenset[Held]) -> frozenset[Held]:
    return rotation.without_room(kept_free(problem, out)) if problem.held else frozenset()


def _fits_again(problem: Problem, out: frozenset[Held]) -> Held | None:
    order = sorted(out, key=lambda held: (held.on, held.window.start_s if held.window else 0))
    return next((one for one in order if _without_room(problem, out - {one}) <= out - {one}), None)


def explained(plan: Plan, out: Set[Held]) -> Plan:
    """Returns the plan whose reasons also say what time is kept free for whom."""
    times = {(held.account_id, held.on.isoformat()): agreed_time(held) for held in out}

    def said(one: Unplanned) -> Unplanned:
        on = one.figures.get("on", one.visit.target.isoformat())
        agreed = times.get((one.visit.account_id, str(on)))
        if agreed is None or "held" not in one.figures:
            return one
        span = f"{clock(agreed.start_s)}-{clock(agreed.end_s)}"
        return replace(one, figures={**one.figures, KEPT_FREE: span})

    return replace(plan, unplanned=tuple(said(one) for one in plan.unplanned))
