"""Order and times of one rep's day: the best of our own search, an exact proof and OR-Tools."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from routing.day_route import engine, proof, search
from routing.day_route.course import Course, course
from routing.day_route.model import (
    MUST_S,
    DayProblem,
    DayResult,
    DayStop,
    DayVisit,
    LeftOut,
    Model,
    build,
)
from routing.domain import Reason
from routing.rotation import timing

__all__ = [
    "MUST_S",
    "DayProblem",
    "DayResult",
    "DayRouteParams",
    "DayStop",
    "DayVisit",
    "LeftOut",
    "day_route",
]

FEW, AT_ONCE = 10, 1 << 12
"""Stops of a day proven before any search, and labels of that proof: it takes a fifth as long."""

SOON = 1 << 15
"""Labels of a proof so short that it is tried before the day is searched for longer."""

ROUNDS, LONGER = 6, 8
"""Searches of a day that is not proven soon, and by how much each is longer than the first.

Where 25 stops were not proven, one search of 1,000 moves was up to 9 % above the best order; these
at most 0.04 %.
"""

WIDTH = 64
"""Beginnings of each size kept in the first order of what must be made."""


@dataclass(frozen=True, slots=True)
class DayRouteParams:
    """How hard one day is searched; counts, so that the same day gets the same answer.

    Our own search makes ``iterations`` moves. The proof gives up where it would need more than
    ``labels`` partial days at once (0: no proof). Only then OR-Tools is asked, too: it stops after
    ``solutions`` improvements (0: not asked) or ``failures`` dead ends. ``wall_ms`` bounds OR-Tools
    for the answer to a tap: with it the answer may differ from run to run.
    """

    iterations: int = 1000
    labels: int = 1 << 18
    solutions: int = 200
    failures: int = 2000
    wall_ms: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.labels <= 1 << 24:
            raise ValueError("labels must be between 0 and 16,777,216.")
        if self.iterations < 0:
            raise ValueError("iterations must be at least 0.")
        if self.solutions < 0 or self.failures < 1:
            raise ValueError("solutions must be at least 0, failures must be positive.")


def day_route(problem: DayProblem, params: DayRouteParams | None = None) -> DayResult:
    """Returns the day with the least travel and the fewest, least valuable omissions.

    Never raises for a day that cannot be done: what does not fit is in ``left_out``.
    """
    params = params or DayRouteParams()
    model = build(problem)
    order, bound_s = _solve(model, params)
    return _read(model, order, bound_s)


def _solve(model: Model, params: DayRouteParams) -> tuple[list[int], int]:
    """Returns the best order found and a cost that none can be below."""
    order = _opening(model)
    if not model.stops:
        return order, model.cost(order)
    day = _course(model, range(len(model.stops)))
    if len(model.stops) <= FEW:
        order, bound_s = _proof(model, day, order, min(AT_ONCE, params.labels))
        if bound_s >= model.cost(order):
            return order, bound_s
    penalties = [stop.penalty_s for stop in model.stops]
    order = search.improved(day, penalties, order, params.iterations)
    bound_s = 0
    if len(order) <= proof.MOST:
        order, bound_s = _proven(model, day, order, params)
    if params.solutions and bound_s < model.cost(order):
        effort = engine.EngineParams(params.solutions, params.failures, params.wall_ms)
        found = _polished(model, engine.best_found(model, order, effort))
        order = min((order, found), key=model.cost)
    return order, min(bound_s, model.cost(order))


def _proof(model: Model, day: Course, order: list[int], labels: int) -> tuple[list[int], int]:
    """Returns the best order known and a cost that none can be below: 0 where no proof is tried."""
    if not labels:
        return order, 0
    penalties = [stop.penalty_s for stop in model.stops]
    return proof.proven(day, penalties, order, model.cost(order), labels)


def _proven(
    model: Model, day: Course, order: list[int], params: DayRouteParams
) -> tuple[list[int], int]:
    """Returns the best order known and a cost that none can be below.

    Where a short proof does not end a better order is looked for first: it shortens the long one.
    """
    soon = min(SOON, params.labels)
    order, bound_s = _proof(model, day, order, soon)
    if soon == params.labels or bound_s >= model.cost(order):
        return order, bound_s
    order = _searched_again(model, day, order, params.iterations)
    order, again_s = _proof(model, day, order, params.labels)
    return order, max(bound_s, again_s)


def _searched_again(model: Model, day: Course, order: list[int], iterations: int) -> list[int]:
    """Returns the best order of longer searches, of which half begin warmer."""
    penalties = [stop.penalty_s for stop in model.stops]
    for seed in range(1, ROUNDS + 1):
        warmth_s = search.WARMTH_S * (3 if seed % 2 else 1)
        found = search.improved(day, penalties, order, LONGER * iterations, seed, warmth_s)
        order = min((order, found), key=model.cost)
    return order


def _course(model: Model, stops: Sequence[int]) -> Course:
    """Returns the day of some of the stops as arrays: stops first, then start and end."""
    places = [*(k + 2 for k in stops), 0, 1]
    drive = [[model.drive[a][b] for b in places] for a in places]
    services = [model.stops[k].service_s for k in stops]
    return course(model.clock, drive, services, [model.spans[k] for k in stops])


def _opening(model: Model) -> list[int]:
    """Returns the cheaper of two first orders: the draft, and of what must be made all at once.

    Stop by stop, greedily, appointments can bar one another's way though all of them fit.
    """
    order = _inserted(model)
    musts = [k for k, stop in enumerate(model.stops) if stop.penalty_s >= MUST_S]
    if not musts:
        return order
    found = [musts[k] for k in proof.complete(_course(model, musts), WIDTH)]
    return min((order, found), key=model.cost)


def _inserted(model: Model) -> list[int]:
    """Returns the draft order as far as it fits, the rest put in greedily, dearest first."""
    draft = list(range(len(model.stops)))
    if model.times(draft):
        return draft
    order: list[int] = []
    for k in sorted(draft, key=lambda k: (-model.stops[k].penalty_s, k)):
        tries = [[*order[:i], k, *order[i:]] for i in range(len(order) + 1)]
        order = min((t for t in tries if model.times(t)), key=model.cost, default=order)
    return order


def _polished(model: Model, order: list[int]) -> list[int]:
    """Returns the order after every single move or reversal that shortens it."""
    best, better = model.cost(order), True
    while better:
        better = False
        for candidate in _neighbours(order, len(model.stops)):
            cost = model.cost(candidate)
            if cost < best and model.times(candidate):
                order, best, better = candidate, cost, True
                break
    return order


def _neighbours(order: list[int], size: int) -> list[list[int]]:
    n = len(order)
    out = sorted(set(range(size)) - set(order))
    added = [[*order[:i], k, *order[i:]] for k in out for i in range(n + 1)]
    removed = [order[:i] + order[i + 1 :] for i in range(n)]
    moved = [[*r[:j], order[i], *r[j:]] for i, r in enumerate(removed) for j in range(n) if i != j]
    turned = [
        order[:i] + order[i:j][::-1] + order[j:] for i in range(n) for j in range(i + 2, n + 1)
    ]
    return added + moved + turned + removed


def _read(model: Model, order: list[int], bound_s: int) -> DayResult:
    """Turns an order into exact times, and every stop not in it into a reason."""
    problem, times = model.problem, model.times(order)
    path = [problem.start, *(model.stops[k].place for k in order), problem.end]
    legs = list(pairwise(path))
    leave = times.leave_s if times else model.clock.start_s
    straight_home = timing.arrival(leave, model.drive[0][1], model.clock.busy)
    return DayResult(
        leave_s=leave,
        home_s=times.home_s if times else straight_home,
        visits=_visits(model, order, legs, times) if times else (),
        left_out=(*model.impossible, *_left_out(model, order)),
        lunch_start_s=times.lunch_start_s if times else None,
        travel_s=sum(problem.travel_s[a][b] for a, b in legs),
        travel_m=sum(problem.travel_m[a][b] for a, b in legs),
        cost_s=model.cost(order),
        proven=bound_s >= model.cost(order),
        bound_s=bound_s,
    )


def _visits(
    model: Model, order: list[int], legs: list[tuple[int, int]], times: timing.Times
) -> tuple[DayVisit, ...]:
    return tuple(
        DayVisit(
            model.stops[k].account_id,
            times.arrivals[i],
            times.starts[i],
            times.departures[i],
            model.problem.travel_s[legs[i][0]][legs[i][1]],
            model.problem.travel_m[legs[i][0]][legs[i][1]],
        )
        for i, k in enumerate(order)
    )


def _left_out(model: Model, order: list[int]) -> tuple[LeftOut, ...]:
    """Returns the stops that fit alone but not beside the others, with the minutes they need."""
    out = sorted(set(range(len(model.stops))) - set(order))
    return tuple(_no_room(model, order, k) for k in out)


def _no_room(model: Model, order: list[int], k: int) -> LeftOut:
    """Returns why one more stop is not in the day: displaced means it fits but costs too much."""
    path = [0, *(i + 2 for i in order), 1]
    detours = [
        model.drive[a][k + 2] + model.drive[k + 2][b] - model.drive[a][b] for a, b in pairwise(path)
    ]
    needed = min(detours) + model.stops[k].service_s
    used = sum(model.drive[a][b] for a, b in pairwise(path))
    used += sum(model.stops[i].service_s for i in order) + model.clock.lunch_s
    left = model.clock.end_s - model.clock.start_s - model.clock.calls_s - used
    figures = {"minutes_needed": needed // 60, "minutes_there": max(0, left) // 60}
    tries = ([*order[:i], k, *order[i:]] for i in range(len(order) + 1))
    if any(model.times(order_with) for order_with in tries):
        worth = {"minutes_worth": model.stops[k].penalty_s // 60}
        return LeftOut(model.stops[k].account_id, Reason.DISPLACED, {**figures, **worth})
    reason = Reason.NOT_ENOUGH_HOURS if needed > left else Reason.DOES_NOT_FIT_DAY
    return LeftOut(model.stops[k].account_id, reason, figures)
