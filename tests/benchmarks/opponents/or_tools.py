"""OR-Tools routing on the rep benchmark's model: a vehicle a day, a disjunction a due visit.

As for VROOM all days lie on one long axis. Guided local search starts from local insertion; from
parallel insertion it ends a little better, but that alone can take longer than 30 seconds here.
Further operators changed nothing.
"""

import time
from itertools import pairwise

from ortools.constraint_solver import pywrapcp
from ortools.constraint_solver.routing_enums_pb2 import (
    FirstSolutionStrategy,
    LocalSearchMetaheuristic,
)

from routing.domain import DAY_S, Problem
from tests.benchmarks import nominal
from tests.benchmarks.referee import Days

#: A wall limit is asked for; that of CPU seconds is reached first.
WALL = 20


def solved(problem: Problem, seconds: float) -> Days:
    """Returns the best days found in so many CPU seconds of search."""
    visits, days = nominal.visits(problem), nominal.days(problem)
    manager = pywrapcp.RoutingIndexManager(len(visits) + 1, len(days), 0)
    routing = pywrapcp.RoutingModel(manager)
    _add_driving(problem, routing)
    _add_visits(problem, manager, routing)
    params = pywrapcp.DefaultRoutingSearchParameters()
    params.first_solution_strategy = FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
    params.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    params.time_limit.seconds = max(1, round(WALL * seconds))
    ends = time.process_time() + seconds
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() > ends))
    found = routing.SolveWithParameters(params)
    orders = (_order(manager, routing, found, d) if found else [] for d in range(len(days)))
    return {
        day.on: [visits[number].account.id for number in order]
        for day, order in zip(days, orders, strict=True)
    }


def _add_driving(problem: Problem, routing: pywrapcp.RoutingModel) -> None:
    """Adds the cost of driving and the long axis, on which each vehicle has its own day."""
    visits, days = nominal.visits(problem), nominal.days(problem)
    places = [problem.rep.base, *(visit.place for visit in visits)]
    services = [0, *(visit.service_s for visit in visits)]
    drive = [[problem.travel_s[a][b] for b in places] for a in places]
    spent = [[leg + services[a] for leg in row] for a, row in enumerate(drive)]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(drive))
    axis = len(days) * DAY_S
    routing.AddDimension(routing.RegisterTransitMatrix(spent), DAY_S, axis, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for d, day in enumerate(days):
        for end in (routing.Start(d), routing.End(d)):
            hours = day.hours
            clock.CumulVar(end).SetRange(d * DAY_S + hours.start_s, d * DAY_S + hours.end_s)


def _add_visits(
    problem: Problem, manager: pywrapcp.RoutingIndexManager, routing: pywrapcp.RoutingModel
) -> None:
    clock = routing.GetDimensionOrDie("time")
    for node, visit in enumerate(nominal.visits(problem), start=1):
        index, starts = manager.NodeToIndex(node), nominal.starts(problem, visit)
        routing.AddDisjunction([index], visit.penalty_s)
        routing.VehicleVar(index).SetValues([-1, *sorted(starts)])
        spans = [
            (d * DAY_S + w.start_s, d * DAY_S + w.end_s) for d, some in starts.items() for w in some
        ]
        if spans:
            clock.CumulVar(index).SetRange(spans[0][0], spans[-1][1])
        for (_, closes), (opens, _) in pairwise(spans):
            clock.CumulVar(index).RemoveInterval(closes + 1, opens - 1)


def _order(
    manager: pywrapcp.RoutingIndexManager,
    routing: pywrapcp.RoutingModel,
    found: pywrapcp.Assignment,
    d: int,
) -> list[int]:
    order, index = [], found.Value(routing.NextVar(routing.Start(d)))
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index) - 1)
        index = found.Value(routing.NextVar(index))
    return order
