"""One rep's day, exact or nearly: our order beside other engines, under one referee.

The short form sets it beside OR-Tools as it comes and beside driving to the nearest, the long one
beside the opponents of the rep benchmark, on days of their model.
"""

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple, TypeVar

from ortools.constraint_solver import pywrapcp

from routing import day_route, json_format, travel
from routing.day_route import DayProblem, DayResult, DayRouteParams, DayStop
from routing.domain import (
    DAY_S,
    Account,
    AccountClass,
    Cadence,
    Location,
    Need,
    OpeningHours,
    Problem,
    Rep,
    Tier,
    TimeWindow,
    WorkingDay,
)
from tests.benchmarks import nominal, opponents, referee, result, written
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


# Beside the opponents

SECONDS, VROOM_LEVEL = 1.0, 5
#: How many days of so many stops.
LONG = {15: 100, 20: 60, 25: 40}
#: CPU seconds within which a share of the days of so many stops is proven.
PROMISED = {15: (1.0, 0.99), 20: (2.0, 0.90)}
LONG_COLUMNS = (
    "Stops", "Days", "Proven", "Proven in 1 s %", "in 2 s %", "CPU s", "longest",
    "OR-Tools / ours", "worse", "PyVRP / ours", "worse", "VROOM / ours", "worse",
)  # fmt: skip
#: Two windows for half of the accounts, then one, then the whole day.
OPENING = (
    (hours(9, 12), hours(14, 18)),
    (hours(8, 11), hours(13, 17)),
    (hours(9.5, 11.5), hours(15, 17)),
    (hours(8, 13),),
    (hours(11, 17),),
    (TimeWindow(0, DAY_S),),
)


class Case(NamedTuple):
    """A rep's problem of one working day, whose accounts are all due and none has to be made."""

    name: str
    problem: Problem


@dataclass(frozen=True)
class Run:
    """Ours and, by engine, what the others' orders cost; infinite where they break a rule."""

    stops: int
    cost: float
    is_proven: bool
    seconds: float
    others: Mapping[str, float]


def main(
    seconds: float | None = None,
    seed: int = 1,
    out: Path | None = None,
    files: Sequence[Path] = (),
) -> Result:
    """Sets ours beside OR-Tools and PyVRP with so many CPU seconds, and VROOM.

    The days are those of the files, problems of one working day each, or made from the seed.
    """
    cases = [_read(file) for file in files] or [*_generated(seed)]
    engines = opponents.engines(SECONDS if seconds is None else seconds, (VROOM_LEVEL,))
    day_route.day_route(instance(8, 1))  # what is loaded or compiled at first use is so now
    runs = [_run(case, engines, out) for case in cases]
    return Result(LONG_COLUMNS, _rows(runs), broken(runs))


def _generated(seed: int) -> Iterator[Case]:
    for size, days in LONG.items():
        for k in range(days):
            yield Case(f"day-{size}-seed{seed}-{k + 1}", one_day(size, f"{seed} {k}"))


def _read(file: Path) -> Case:
    problem = json_format.read_problem(file.read_text())
    if strange := nominal.unknown(problem):
        raise ValueError(f"{file}: the benchmark's model does not know {', '.join(strange)}.")
    if len(nominal.days(problem)) != 1:
        raise ValueError(f"{file} has {len(nominal.days(problem))} working days, not one.")
    return Case(file.name.removesuffix(".json").removesuffix(".problem"), problem)


def one_day(size: int, seed: str) -> Problem:
    """A day of nine hours around a base; a visit is worth half an hour to two hours of driving."""
    dice = random.Random(f"{size} {seed}")
    places = [Location(42.5, -88.4)] + [
        Location(42.5 + dice.uniform(-0.25, 0.25), -88.4 + dice.uniform(-0.3, 0.3))
        for _ in range(size)
    ]
    times = travel.great_circle(places)
    accounts = tuple(_account(dice, place) for place in range(1, size + 1))
    rep = Rep("ann", "Ann", 0, (WorkingDay(MONDAY, hours(8, 17)),))
    return Problem(rep, accounts, MONDAY, MONDAY, times.duration_s, times.length_m)


def _account(dice: random.Random, place: int) -> Account:
    opening = dice.choice(OPENING)
    return Account(
        f"a{place}",
        f"Account {place}",
        place,
        AccountClass.CORE,
        Tier.B,
        Cadence(28, 0.25, dice.choice([900, 1200, 1800])),
        Need(MONDAY, 1.0),
        value=dice.randint(10, 40) / 20,
        hours=OpeningHours((opening,) * 5 + ((), ())),
    )


def day_problem(problem: Problem) -> DayProblem:
    """Returns the problem's only working day, each due visit of it wanted."""
    (day,) = nominal.days(problem)
    stops = tuple(
        DayStop(v.account.id, v.place, v.service_s, v.account.hours.on(day.on), v.penalty_s)
        for v in nominal.visits(problem)
        if v.due.earliest <= day.on <= v.due.latest
    )
    return DayProblem(day, problem.rep.base, stops, problem.travel_s, problem.travel_m)


def _run(case: Case, engines: Sequence[opponents.Engine], out: Path | None) -> Run:
    made, spent = timed(lambda: day_route.day_route(day_problem(case.problem)))
    total = _objective(case.problem, _days(case.problem, made))
    feasible = total < math.inf
    others = {
        engine.name.split(" level")[0]: _objective(
            case.problem, opponents.asked(case.problem, engine).days
        )
        for engine in engines
    }
    result.tell(case.name, total, None, feasible, spent, DayRouteParams().iterations)
    if out and feasible:
        _write(out, case, made)
    return Run(len(case.problem.accounts), total, made.proven, spent, others)


def _days(problem: Problem, made: DayResult) -> referee.Days:
    return {nominal.days(problem)[0].on: [visit.account_id for visit in made.visits]}


def _objective(problem: Problem, days: referee.Days) -> float:
    verdict = referee.judge(problem, days)
    return math.inf if verdict.violations else verdict.objective


def _write(out: Path, case: Case, made: DayResult) -> None:
    out.mkdir(parents=True, exist_ok=True)
    plan = written.plan(case.problem, _days(case.problem, made))
    (out / f"{case.name}.problem.json").write_text(json_format.problem_json(case.problem))
    (out / f"{case.name}.plan.json").write_text(json_format.plan_json(plan))


def _rows(runs: Sequence[Run]) -> list[tuple[result.Cell, ...]]:
    return [_row(size, [r for r in runs if r.stops == size]) for size in _sizes(runs)]


def _sizes(runs: Sequence[Run]) -> list[int]:
    return sorted({run.stops for run in runs})


def _row(size: int, runs: Sequence[Run]) -> tuple[result.Cell, ...]:
    shares = [100 * _proven_within(runs, limit) for limit in (1.0, 2.0)]
    spent = [run.seconds for run in runs]
    beside: list[result.Cell] = []
    for engine in ("OR-Tools", "PyVRP", "VROOM"):
        ratios = [run.others[engine] / run.cost for run in runs if run.others[engine] < math.inf]
        worse = sum(run.cost > run.others[engine] for run in runs)
        beside += [f"{fmean(ratios):.3f}" if ratios else "", worse]
    return (
        size, len(runs), sum(run.is_proven for run in runs), *shares, fmean(spent), max(spent),
        *beside,
    )  # fmt: skip


def _proven_within(runs: Sequence[Run], limit_s: float) -> float:
    return fmean(run.is_proven and run.seconds <= limit_s for run in runs)


def broken(runs: Sequence[Run]) -> list[str]:
    """Returns each promise that these runs do not keep."""
    found = []
    for size in _sizes(runs):
        these = [run for run in runs if run.stops == size]
        if any(run.cost == math.inf for run in these):
            found.append(f"{size} stops: ours breaks no rule")
        if size <= max(LONG) and (worse := sum(r.cost > min(r.others.values()) for r in these)):
            found.append(f"{size} stops: never dearer than another's, but {worse} times")
        limit_s, share = PROMISED.get(size, (0.0, 0.0))
        if (there := _proven_within(these, limit_s)) < share:
            found.append(f"{size} stops: {share:.0%} proven within {limit_s:g} s, not {there:.0%}")
    return found
