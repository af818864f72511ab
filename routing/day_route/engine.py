"""OR-Tools' routing library on one day: a contender where the proof does not end."""

from dataclasses import dataclass
from itertools import pairwise

from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from routing.day_route.model import Model
from routing.domain import DAY_S
from routing.rotation import timing


@dataclass(frozen=True, slots=True)
class EngineParams:
    """When it stops: after so many improvements or dead ends; ``wall_ms`` only bounds a tap.

    Without a bound on dead ends guided local search never ends on a day that has one order only.
    """

    solutions: int
    failures: int
    wall_ms: int | None = None


def best_found(model: Model, draft: list[int], params: EngineParams) -> list[int]:
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
    model: Model, manager: pywrapcp.RoutingIndexManager, routing: pywrapcp.RoutingModel
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


def _search(params: EngineParams) -> "routing_parameters_pb2.RoutingSearchParameters":
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
