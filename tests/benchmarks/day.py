"""One rep's day: our order beside OR-Tools as it comes and beside driving to the nearest."""

import random
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import TypeVar

from ortools.constraint_solver import pywrapcp

from routing import day_route, travel
from routing.day_route import DayProblem, DayStop
from routing.domain import DAY_S, Location, TimeWindow, WorkingDay
from tests.benchmarks.result import Result
from tests.routing.problems import HOUR, MONDAY, hours

SIZES, SEEDS = (8, 12, 15, 20), range(5)
COLUMNS = (
    "Stops", "Proven", "Ours, cost h", "OR-Tools / ours", "Nearest / ours",
    "Ours, CPU s", "OR-Tools, CPU s",
)  # fmt: skip

Order = list[int]
T = TypeVar("T")


def run(shared: Path | None = None) -> Result:
    """Cost is driving, plus what each stop left out is worth, in seconds; one referee for all."""
    rows, broken = [], []
    for size in SIZES:
        figures = [compared(instance(size, seed)) for seed in SEEDS]
        proven, ours, plain, nearest, our_s, plain_s = zip(*figures, strict=True)
        ratios = [b / a for a, b in zip(ours, plain, strict=True)]
        naive = [b / a for a, b in zip(ours, nearest, strict=True)]
        rows.append(
            (size, sum(proven), fmean(ours) / HOUR, fmean(ratios), fmean(naive),
             fmean(our_s), fmean(plain_s))
        )  # fmt: skip
        if min(*ratios, *naive) < 1:
            broken.append(f"{size} stops: ours is never dearer than another's")
    return Result(COLUMNS, rows, broken)


def instance(size: int, seed: int) -> DayProblem:
    """Stops around a base, half of them with hours, two appointments, values that differ."""
    dice = random.Random(100 * size + seed)
    places = [Location(42.5, -88.4)] + [
        Location(42.5 + dice.uniform(-0.25, 0.25), -88.4 + dice.uniform(-0.3, 0.3))
        for _ in range(size)
    ]
    times = travel.great_circle(places)
    stops = tuple(
        DayStop(
            f"a{place}",
            place,
            dice.choice([900, 1200, 1800]),
            (_window(dice, place),),
            day_route.MUST_S if place <= 2 else dice.randint(30, 120) * 60,
        )
        for place in range(1, size + 1)
    )
    day = WorkingDay(MONDAY, hours(8, 17))
    return DayProblem(day, 0, stops, times.duration_s, times.length_m)


def _window(dice: random.Random, place: int) -> TimeWindow:
    if place <= 2:  # an appointment in the morning, one in the afternoon
        start = dice.randint(9, 10) if place == 1 else dice.randint(13, 15)
        return hours(start, start + 0.75)
    return dice.choice([TimeWindow(0, DAY_S), hours(8, 13), hours(10, 15), hours(11, 17)])


def compared(problem: DayProblem) -> tuple[bool, int, int, int, float, float]:
    made, our_s = timed(lambda: day_route.day_route(problem))
    number = {stop.account_id: k for k, stop in enumerate(problem.stops)}
    ours = cost(problem, [number[visit.account_id] for visit in made.visits])
    plain, plain_s = timed(lambda: or_tools(problem))
    return made.proven, ours, cost(problem, plain), cost(problem, nearest(problem)), our_s, plain_s


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    made = work()
    return made, time.process_time() - began


def cost(problem: DayProblem, order: Sequence[int]) -> int:
    """Returns the driving of an order plus what is left out; an order that is late has no cost."""
    assert is_on_time(problem, order)
    stops, travel_s = problem.stops, problem.travel_s
    path = [0, *(stops[k].place for k in order), 0]
    out = set(range(len(stops))) - set(order)
    driving = sum(travel_s[a][b] for a, b in pairwise(path))
    return driving + sum(stops[k].penalty_s for k in out)


def is_on_time(problem: DayProblem, order: Sequence[int]) -> bool:
    now, at = problem.day.hours.start_s, 0
    for stop in (problem.stops[k] for k in order):
        (window,) = stop.windows
        now = max(now + problem.travel_s[at][stop.place], window.start_s) + stop.service_s
        at = stop.place
        if now > window.end_s:
            return False
    return now + problem.travel_s[at][0] <= problem.day.hours.end_s


def nearest(problem: DayProblem) -> Order:
    """Always the nearest stop from where one is, as long as the appointments can still be kept."""
    order: Order = []
    while True:
        at = problem.stops[order[-1]].place if order else 0
        held = [k for k in _appointments(problem) if k not in order]
        open_ = sorted(
            set(range(len(problem.stops))) - set(order),
            key=lambda k: problem.travel_s[at][problem.stops[k].place],
        )
        tries = ((k, [*order, k, *(h for h in held if h != k)]) for k in open_)
        following = next((k for k, whole in tries if is_on_time(problem, whole)), None)
        if following is None:
            return order
        order.append(following)


def _appointments(problem: DayProblem) -> Order:
    held = [k for k, s in enumerate(problem.stops) if s.penalty_s == day_route.MUST_S]
    return sorted(held, key=lambda k: problem.stops[k].windows[0].start_s)


def or_tools(problem: DayProblem) -> Order:
    """The routing library with its default parameters: its first solution, descended from."""
    stops, size = problem.stops, len(problem.stops) + 1
    manager = pywrapcp.RoutingIndexManager(size, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    places = [0, *(stop.place for stop in stops)]
    drive = [[problem.travel_s[a][b] for b in places] for a in places]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(drive))
    services = [0, *(stop.service_s for stop in stops)]
    spent = [[d + services[a] for d in row] for a, row in enumerate(drive)]
    routing.AddDimension(routing.RegisterTransitMatrix(spent), DAY_S, DAY_S, False, "time")
    clock = routing.GetDimensionOrDie("time")
    day = problem.day.hours
    clock.CumulVar(routing.Start(0)).SetRange(day.start_s, day.end_s)
    clock.CumulVar(routing.End(0)).SetRange(day.start_s, day.end_s)
    for node, stop in enumerate(stops, start=1):
        index, (window,) = manager.NodeToIndex(node), stop.windows
        latest = min(window.end_s, day.end_s) - stop.service_s
        clock.CumulVar(index).SetRange(max(window.start_s, day.start_s), latest)
        routing.AddDisjunction([index], stop.penalty_s)
    found = routing.SolveWithParameters(pywrapcp.DefaultRoutingSearchParameters())
    order, index = [], found.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index) - 1)
        index = found.Value(routing.NextVar(index))
    return order
