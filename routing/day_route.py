"""Order and times of one rep's day: OR-Tools, and the exact proof where the day is small."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from routing.domain import DAY_S, Reason, TimeWindow, Underway, WorkingDay
from routing.rotation import timing

MUST_S = 10_000_000
"""What leaving out a visit costs that has to be made: more than any day's detours."""

Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class DayRouteParams:
    """How hard one day is searched; counts, so that the same day gets the same answer.

    Up to ``exact_stops`` stops the best order is proven. Above, OR-Tools stops after ``solutions``
    improvements or ``failures`` dead ends (without these, guided local search never ends on a day
    that has one order only). ``wall_ms`` is an outer bound for the answer to a tap only: with it
    the answer may differ from run to run.
    """

    exact_stops: int = 9
    solutions: int = 200
    failures: int = 2000
    wall_ms: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.exact_stops <= 14:
            raise ValueError("exact_stops must be between 0 and 14.")
        if min(self.solutions, self.failures) < 1:
            raise ValueError("solutions and failures must be positive.")


@dataclass(frozen=True, slots=True)
class DayStop:
    """A visit wanted on this day. ``penalty_s`` is the detour its omission is worth, in seconds.

    The whole service lies inside one of ``windows``.
    """

    account_id: str
    place: int
    service_s: int
    windows: tuple[TimeWindow, ...]
    penalty_s: int = MUST_S


@dataclass(frozen=True, slots=True)
class DayProblem:
    """One working day and the visits wanted on it, in draft order. Base is where it ends."""

    day: WorkingDay
    base: int
    stops: tuple[DayStop, ...]
    travel_s: Matrix
    travel_m: Matrix
    calls_s: int = 0
    underway: Underway | None = None

    @property
    def start(self) -> int:
        """The place the day starts from: base, or wherever the rep is by now."""
        return self.underway.location if self.underway else self.base


@dataclass(frozen=True, slots=True)
class DayVisit:
    """A stop with its exact times; ``travel_s`` and ``travel_m`` lead from the place before."""

    account_id: str
    arrival_s: int
    start_s: int
    departure_s: int
    travel_s: int
    travel_m: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stop that is not in the day, and why."""

    account_id: str
    reason: Reason
    figures: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayResult:
    """An ordered day. ``cost_s`` is travel plus the penalties of what was left out."""

    leave_s: int
    home_s: int
    visits: tuple[DayVisit, ...]
    left_out: tuple[LeftOut, ...]
    lunch_start_s: int | None
    travel_s: int
    travel_m: int
    cost_s: int
    proven: bool


def day_route(problem: DayProblem, params: DayRouteParams | None = None) -> DayResult:
    """Returns the day with the least travel and the fewest, least valuable omissions.

    Never raises for a day that cannot be done: what does not fit is in ``left_out``.
    """
    params = params or DayRouteParams()
    model = _build(problem)
    order, proven = _solve(model, params)
    return _read(model, order, proven)


@dataclass(frozen=True, slots=True)
class _Model:
    """The day in numbers: row 0 is the start, 1 the end, the stops follow."""

    problem: DayProblem
    clock: timing.Clock
    stops: tuple[DayStop, ...]
    drive: tuple[tuple[int, ...], ...]
    spans: tuple[timing.Spans, ...]
    impossible: tuple[LeftOut, ...]

    def times(self, order: Sequence[int]) -> timing.Times | None:
        """Returns the exact times of stops ``order`` (numbers from 0), or None."""
        path = [0, *(k + 2 for k in order), 1]
        drives = [self.drive[a][b] for a, b in pairwise(path)]
        services = [self.stops[k].service_s for k in order]
        return timing.times(self.clock, drives, [self.spans[k] for k in order], services)

    def cost(self, order: Sequence[int]) -> int:
        """Returns the travel seconds of an order plus the penalties of the stops not in it."""
        path = [0, *(k + 2 for k in order), 1]
        travel = sum(self.drive[a][b] for a, b in pairwise(path))
        out = set(range(len(self.stops))) - set(order)
        return travel + sum(self.stops[k].penalty_s for k in out)


def _build(problem: DayProblem) -> _Model:
    """Sets aside the stops that fit no order of this day, each with its reason."""
    clock = timing.clock(problem.day, problem.underway, problem.calls_s)
    alone = [(stop, _why_impossible(problem, clock, stop)) for stop in problem.stops]
    stops = tuple(stop for stop, why in alone if why is None)
    places = [problem.start, problem.base, *(stop.place for stop in stops)]
    return _Model(
        problem,
        clock,
        stops,
        tuple(tuple(problem.travel_s[a][b] for b in places) for a in places),
        tuple(timing.start_spans(s.windows, s.service_s, clock.busy) for s in stops),
        tuple(why for _, why in alone if why is not None),
    )


def _why_impossible(problem: DayProblem, clock: timing.Clock, stop: DayStop) -> LeftOut | None:
    """Returns why a stop cannot be the only one of its day; None where it can."""
    if not stop.windows:
        return LeftOut(stop.account_id, Reason.CLOSED)
    drives = (
        problem.travel_s[problem.start][stop.place],
        problem.travel_s[stop.place][problem.base],
    )
    spans = timing.start_spans(stop.windows, stop.service_s, clock.busy)
    if timing.times(clock, drives, [spans], [stop.service_s]):
        return None
    needed, there = sum(drives) + stop.service_s, clock.end_s - clock.start_s - clock.calls_s
    figures = {"minutes_needed": needed // 60, "minutes_there": max(0, there) // 60}
    reason = Reason.TOO_FAR if needed > there else Reason.DOES_NOT_FIT_DAY
    return LeftOut(stop.account_id, reason, figures)


def _solve(model: _Model, params: DayRouteParams) -> tuple[list[int], bool]:
    """Returns the best order found and whether no better one exists."""
    order = _polished(model, _inserted(model))
    if len(model.stops) <= params.exact_stops:
        return _exact(model, order), True
    found = _polished(model, _or_tools(model, order, params))
    return min((order, found), key=model.cost), False


def _inserted(model: _Model) -> list[int]:
    """Returns the draft order as far as it fits, the rest put in greedily, dearest first."""
    draft = list(range(len(model.stops)))
    if model.times(draft):
        return draft
    order: list[int] = []
    for k in sorted(draft, key=lambda k: (-model.stops[k].penalty_s, k)):
        tries = [[*order[:i], k, *order[i:]] for i in range(len(order) + 1)]
        order = min((t for t in tries if model.times(t)), key=model.cost, default=order)
    return order


def _polished(model: _Model, order: list[int]) -> list[int]:
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


_Label = tuple[int, int, tuple[int, ...]]
_Layer = dict[tuple[int, int, bool], list[_Label]]


def _exact(model: _Model, known: list[int]) -> list[int]:
    """Returns an order of least cost: every set of stops, Pareto in cost and time.

    A label's cost counts every stop not yet seen as left out. It is dropped when even the
    cheapest way on (each stop reached from its nearest neighbour) is no better than ``known``.
    """
    gain = [min(0, _least_way_in(model, k) - s.penalty_s) for k, s in enumerate(model.stops)]
    back = min((row[1] for row in model.drive[2:]), default=0)
    best, best_cost = known, model.cost(known)
    layer = _first_labels(model)
    while layer:
        following: _Layer = {}
        for (seen, last, taken), labels in layer.items():
            hope = back + sum(g for k, g in enumerate(gain) if not seen >> k & 1)
            for cost, now, path in labels:
                total = cost + model.drive[last][1]
                if total < best_cost and _home_in_time(model, last, taken, now):
                    best, best_cost = list(path), total
                if cost + hope < best_cost:
                    _extend(model, following, (seen, last, taken), (cost, now, path))
        layer = following
    return best


def _least_way_in(model: _Model, k: int) -> int:
    return min(row[k + 2] for place, row in enumerate(model.drive) if place not in (1, k + 2))


def _first_labels(model: _Model) -> _Layer:
    cost = sum(stop.penalty_s for stop in model.stops)
    labels: _Layer = {(0, 0, not model.clock.lunch_s): [(cost, model.clock.start_s, ())]}
    if model.clock.lunch_s:
        labels[0, 0, True] = [(cost, timing.after_early_lunch(model.clock), ())]
    return labels


def _home_in_time(model: _Model, last: int, taken: bool, now: int) -> bool:
    drive = model.drive[last][1]
    home = timing.arrival(now, drive, model.clock.busy)
    if home <= timing.last_home(model.clock, taken):
        return True
    after_lunch = timing.lunch_leg(model.clock, now, drive)[1]
    return not taken and after_lunch <= timing.last_home(model.clock, True)


def _extend(model: _Model, layer: _Layer, state: tuple[int, int, bool], label: _Label) -> None:
    (seen, last, taken), (cost, now, path) = state, label
    for k, stop in enumerate(model.stops):
        if seen >> k & 1:
            continue
        drive = model.drive[last][k + 2]
        ways = [(timing.arrival(now, drive, model.clock.busy), taken)]
        if not taken:
            ways.append((timing.lunch_leg(model.clock, now, drive)[1], True))
        for ready, lunched in ways:
            start = timing.first_start(model.spans[k], ready)
            if start < timing.NEVER:
                new = (cost + drive - stop.penalty_s, start + stop.service_s, (*path, k))
                _keep(layer.setdefault((seen | 1 << k, k + 2, lunched), []), new)


def _keep(labels: list[_Label], new: _Label) -> None:
    """Adds a label unless another of its state is no dearer and no later; drops those it beats."""
    if any(cost <= new[0] and now <= new[1] for cost, now, _ in labels):
        return
    labels[:] = [kept for kept in labels if kept[0] < new[0] or kept[1] < new[1]]
    labels.append(new)


def _or_tools(model: _Model, draft: list[int], params: DayRouteParams) -> list[int]:
    """Returns OR-Tools' order, or the draft where it finds none that can be driven."""
    manager = pywrapcp.RoutingIndexManager(len(model.drive), 1, [0], [1])
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(list(model.drive)))
    for k, stop in enumerate(model.stops):
        routing.AddDisjunction([manager.NodeToIndex(k + 2)], stop.penalty_s)
    _add_time(model, manager, routing)
    search = _search(params)
    routing.AddSearchMonitor(routing.solver().FailuresLimit(params.failures))
    routing.CloseModelWithParameters(search)
    first = routing.ReadAssignmentFromRoutes([[manager.NodeToIndex(k + 2) for k in draft]], True)
    found = routing.SolveFromAssignmentWithParameters(first, search) if first else None
    found = found or routing.SolveWithParameters(search)
    order = _order(manager, routing, found) if found else draft
    return order if model.times(order) else draft


def _add_time(
    model: _Model, manager: pywrapcp.RoutingIndexManager, routing: pywrapcp.RoutingModel
) -> None:
    """Adds the clock: windows on the start of each service, lunch and busy blocks as breaks."""
    services = [0, 0, *(stop.service_s for stop in model.stops)]
    spent = [tuple(d + services[a] for d in row) for a, row in enumerate(model.drive)]
    routing.AddDimension(routing.RegisterTransitMatrix(spent), DAY_S, DAY_S, False, "time")
    time = routing.GetDimensionOrDie("time")
    for k, spans in enumerate(model.spans):
        start = time.CumulVar(manager.NodeToIndex(k + 2))
        start.SetRange(spans[0][0], spans[-1][1])
        for (_, last), (first, _) in pairwise(spans):
            start.RemoveInterval(last + 1, first - 1)
    time.CumulVar(routing.Start(0)).SetMin(model.clock.start_s)
    time.CumulVar(routing.End(0)).SetMax(max(0, timing.last_home(model.clock, True)))
    time.SetBreakIntervalsOfVehicle(_breaks(model.clock, routing.solver()), 0, services)


def _breaks(clock: timing.Clock, solver: pywrapcp.Solver) -> list[pywrapcp.IntervalVar]:
    fixed = [
        solver.FixedDurationIntervalVar(a, a, b - a, False, f"busy {a}") for a, b in clock.busy
    ]
    if not clock.lunch_s:
        return fixed
    earliest, latest = clock.lunch[0][0], clock.lunch[-1][1]
    lunch = solver.FixedDurationIntervalVar(earliest, latest, clock.lunch_s, False, "lunch")
    return [*fixed, lunch]


def _search(params: DayRouteParams) -> "routing_parameters_pb2.RoutingSearchParameters":
    search = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    search.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    heuristics = routing_enums_pb2.LocalSearchMetaheuristic
    search.local_search_metaheuristic = heuristics.GUIDED_LOCAL_SEARCH
    search.solution_limit = params.solutions
    if params.wall_ms is not None:
        search.time_limit.FromMilliseconds(params.wall_ms)
    return search


def _order(
    manager: pywrapcp.RoutingIndexManager,
    routing: pywrapcp.RoutingModel,
    found: pywrapcp.Assignment,
) -> list[int]:
    order, index = [], found.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index) - 2)
        index = found.Value(routing.NextVar(index))
    return order


def _read(model: _Model, order: list[int], proven: bool) -> DayResult:
    """Turns an order into exact times, and every stop not in it into a reason."""
    problem, times = model.problem, model.times(order)
    path = [problem.start, *(model.stops[k].place for k in order), problem.base]
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
        proven=proven,
    )


def _visits(
    model: _Model, order: list[int], legs: list[tuple[int, int]], times: timing.Times
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


def _left_out(model: _Model, order: list[int]) -> tuple[LeftOut, ...]:
    """Returns the stops that fit alone but not beside the others, with the minutes they need."""
    out = sorted(set(range(len(model.stops))) - set(order))
    return tuple(_no_room(model, order, k) for k in out)


def _no_room(model: _Model, order: list[int], k: int) -> LeftOut:
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
