"""Periodic vehicle routing on the instances of Cordeau, Gendreau and Laporte (1997).

Each customer is visited on the days of one of its combinations; each day's vehicles start and end
at the depot. Distances are Euclidean and real-valued; a route's duration counts service, its cost
does not.
"""

import csv
import json
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from routing.rotation import core, timing
from tests.benchmarks import result
from tests.benchmarks.result import Result

SECONDS, SHORT_S = 30.0, 3.0
SHORT = ("p01", "p02", "pr01", "pr02")
PERIODIC = 1
#: Durations and loads are sums of decimal figures.
EPS = 1e-6
COLUMNS = ("Instance", "Cost", "Best known", "Gap %", "Violations", "CPU s", "Iterations")
#: The mean gap to the best known values.
MOST_GAP = 0.01


@dataclass(frozen=True, slots=True)
class PvrpInstance:
    """One instance; customers are numbered from 1, 0 is the depot.

    ``max_duration`` (0 for none) and ``capacity`` hold a figure a day; ``coords``, ``service`` and
    ``demand`` one a node. ``patterns`` holds for each node the combinations of days, numbered from
    0, on which it may be visited; the depot has none.
    """

    name: str
    days: int
    vehicles: int
    max_duration: tuple[float, ...]
    capacity: tuple[float, ...]
    coords: tuple[tuple[float, float], ...]
    service: tuple[float, ...]
    demand: tuple[float, ...]
    patterns: tuple[tuple[tuple[int, ...], ...], ...]

    def distance(self, a: int, b: int) -> float:
        return math.dist(self.coords[a], self.coords[b])


class Route(NamedTuple):
    """Customers in order, from the depot and back; ``day`` and ``vehicle`` count from 0."""

    day: int
    vehicle: int
    stops: tuple[int, ...]


def run(shared: Path) -> Result:
    """Returns a short run over the small instances."""
    files = [shared / "benchmarks" / "pvrp" / name for name in SHORT]
    return main(SHORT_S, files=files)


def main(
    seconds: float | None = None,
    seed: int = 1,
    out: Path | None = None,
    files: Sequence[Path] = (),
) -> Result:
    """Solves each file's instance; ``best_known.csv`` beside a file tells the best known costs."""
    seconds = SECONDS if seconds is None else seconds
    rows, broken, gaps = [], [], []
    for file in files:
        instance = read(file.read_text(), file.name)
        began = time.process_time()
        routes, iterations = solve(instance, seconds, seed)
        spent = time.process_time() - began
        total, faults = cost(instance, routes), list(violations(instance, routes))
        known = best_known(file)
        result.tell(instance.name, round(total, 2), known, not faults, spent, iterations)
        if out:
            _write(out, instance, total, routes)
        gap = total / known - 1 if known else math.nan
        gaps += [gap] if known else []
        rows.append(
            (instance.name, total, known or "", 100 * gap, len(faults), spent, iterations or "")
        )
        broken += [f"{instance.name}: {faults[0]}"] if faults else []
    if gaps and fmean(gaps) > MOST_GAP:
        broken.append(f"{MOST_GAP:.1%} above the best known costs, not {fmean(gaps):.2%}")
    return Result(COLUMNS, rows, broken)


def solve(instance: PvrpInstance, seconds: float, seed: int) -> tuple[Sequence[Route], int | None]:
    """Returns the routes of a search of so many CPU seconds, and its iterations.

    The rotation's own search on arrays: a customer is a graph whose paths are its patterns.
    """
    numbers = _in_numbers(instance)
    _begun(numbers, seed).improve(1, 10)  # whatever is loaded at first use is loaded now
    search = _begun(numbers, seed)
    leg = _leg(instance, search.found())
    began = time.process_time()
    _anneal(search, leg, HOT, PROBE)
    for heat, until in PHASES:
        spent = max(1e-3, time.process_time() - began)
        moves = search.moves_done / spent * (until * seconds - spent)
        _anneal(search, leg, heat, max(1, round(moves)))
    found = search.found()
    customer, day_of = numbers.slot_account.tolist(), numbers.slot_day.tolist()
    routes = []
    for number, slots in enumerate(found.stops):
        if slots:
            stops = tuple(customer[slot] + 1 for slot in slots)
            routes.append(Route(day_of[slots[0]], number % instance.vehicles, stops))
    return routes, search.moves_done


PROBE = 2000
#: Lengths are whole numbers of so many parts.
PARTS = 1000
#: A move may make things worse by so much of an average leg of the draft.
HOT, WARM, COLD = 2.0, 0.3, 0.015
#: How hot each phase begins, and the share of the time when it ends. The short ones find out which
#: days go together, each anew because of the heat; the last one betters the best of them.
PHASES = ((HOT, 1 / 8), (HOT, 2 / 8), (HOT, 3 / 8), (HOT, 4 / 8), (WARM, 1.0))
NEVER_DUE = 1 << 30


def _begun(numbers: core.Instance, seed: int) -> core.Search:
    search = core.Search(numbers, seed)
    search.place([])
    search.fill(sorted(range(len(numbers.place)), key=lambda c: -int(numbers.worth[0, c])))
    return search


def _anneal(search: core.Search, leg: float, heat: float, moves: int) -> None:
    """Makes one round of so many moves, from the best so far."""
    search.heat = core.Heat(max(1, round(heat * leg)), max(1, round(COLD * leg)))
    search.improve(1, moves)


def _leg(instance: PvrpInstance, found: core.Found) -> float:
    """Returns the average way between two visits of a draft."""
    return _driven(instance, found) * PARTS / max(1, sum(map(len, found.stops)))


def _driven(instance: PvrpInstance, found: core.Found) -> float:
    numbers = _in_numbers(instance)
    customer = numbers.slot_account.tolist()
    paths = ([0, *(customer[slot] + 1 for slot in slots), 0] for slots in found.stops)
    return sum(instance.distance(a, b) for path in paths for a, b in pairwise(path))


@cache
def _in_numbers(instance: PvrpInstance) -> core.Instance:
    """Returns the instance as the search takes it, whole numbers throughout."""
    many = range(len(instance.coords))
    # Rounded up where a duration is limited: what fits in parts then fits.
    whole = math.ceil if any(instance.max_duration) else round
    travel = [[whole(PARTS * instance.distance(a, b)) for b in many] for a in many]
    end = [int(PARTS * limit) if limit else NEVER_DUE for limit in instance.max_duration]
    days = [core.Day(timing.Clock(0, last), 0, 0, instance.vehicles) for last in end]
    capacity = int(min(instance.capacity)) if min(instance.capacity) else 1 << 40
    customers = [_customer(instance, number) for number in many[1:]]
    return core.build(customers, days, travel, core.Params(capacity=capacity))


def _customer(instance: PvrpInstance, number: int) -> core.Account:
    """Returns a customer's patterns as paths with common beginnings; none is a last way out."""
    service, load = round(PARTS * instance.service[number]), int(instance.demand[number])
    used = sorted({day for pattern in instance.patterns[number] for day in pattern})
    slots = [core.Slot(day, service, ((0, NEVER_DUE),)) for day in used]
    nodes: list[core.Node] = []
    begun: dict[tuple[int, ...], int] = {}
    ends = []
    for pattern in instance.patterns[number]:
        before = -1
        for k, day in enumerate(pattern):
            key = tuple(pattern[: k + 1])
            if key not in begun:
                begun[key] = len(nodes)
                nodes.append(core.Node(used.index(day), 0, [(before, 0)]))
            before = begun[key]
        ends.append((before, 0))
    nodes.append(core.Node(core.NO_SLOT, NEVER_DUE // 200 + PARTS * load, [(-1, 0)], True))
    nodes.append(core.Node(core.NO_SLOT, 0, [*ends, (len(nodes) - 1, 0)]))
    return core.Account(number, slots, nodes, load)


# The format


def read(text: str, name: str) -> PvrpInstance:
    """Returns the instance of a file; blank lines at its end are allowed."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    kind, vehicles, customers, days = map(int, rows[0])
    if kind != PERIODIC:
        raise ValueError(f"{name} is of type {kind}; periodic vehicle routing is {PERIODIC}.")
    limits = [tuple(map(float, row)) for row in rows[1 : days + 1]]
    nodes = rows[days + 1 :]
    if [int(row[0]) for row in nodes] != [*range(customers + 1)]:
        raise ValueError(f"{name} has not the nodes 0 to {customers} in order.")
    return PvrpInstance(
        name,
        days,
        vehicles,
        tuple(duration for duration, _ in limits),
        tuple(capacity for _, capacity in limits),
        tuple((float(row[1]), float(row[2])) for row in nodes),
        tuple(float(row[3]) for row in nodes),
        tuple(float(row[4]) for row in nodes),
        tuple(tuple(_patterns(row, days, name)) for row in nodes),
    )


def _patterns(row: Sequence[str], days: int, name: str) -> Iterator[tuple[int, ...]]:
    """Yields the days of each bit code; the leftmost of its ``days`` bits is the first day.

    The codes decide, not the number of visits told before them: p11 tells of a customer without
    visits that may be visited on any one day.
    """
    many, codes = int(row[6]), [int(code) for code in row[7:]]
    if len(codes) != many:
        raise ValueError(f"{name}: node {row[0]} announces {many} combinations, has {len(codes)}.")
    for code in codes:
        if code >> days:
            raise ValueError(f"{name}: node {row[0]}: code {code} has more than {days} days.")
        yield tuple(d for d in range(days) if code >> (days - 1 - d) & 1)


def best_known(file: Path) -> float | None:
    """Returns the cost that the table beside an instance knows."""
    table = file.parent / "best_known.csv"
    if not table.exists():
        return None
    with table.open(newline="") as lines:
        costs = {row["instance"]: float(row["cost"]) for row in csv.DictReader(lines)}
    return costs.get(file.stem)


def _write(out: Path, instance: PvrpInstance, total: float, routes: Sequence[Route]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    told = [
        {"day": route.day + 1, "vehicle": route.vehicle + 1, "stops": [*route.stops]}
        for route in sorted(routes)
        if route.stops
    ]
    document = {"instance": instance.name, "cost": total, "routes": told}
    (out / f"{instance.name}.json").write_text(json.dumps(document) + "\n")


# The referee


def cost(instance: PvrpInstance, routes: Sequence[Route]) -> float:
    """Returns the length of all routes."""
    return math.fsum(_length(instance, route) for route in routes)


def _length(instance: PvrpInstance, route: Route) -> float:
    path = (0, *route.stops, 0) if route.stops else ()
    return math.fsum(instance.distance(a, b) for a, b in pairwise(path))


def violations(instance: PvrpInstance, routes: Sequence[Route]) -> Iterator[str]:
    """Yields every rule that the routes break."""
    for (day, vehicle), times in Counter((r.day, r.vehicle) for r in routes if r.stops).items():
        if not (0 <= day < instance.days and 0 <= vehicle < instance.vehicles):
            yield f"there is no vehicle {vehicle + 1} on day {day + 1}"
        if times > 1:
            yield f"vehicle {vehicle + 1} drives {times} routes on day {day + 1}"
    for route in routes:
        yield from _route_violations(instance, route)
    yield from _customer_violations(instance, routes)


def _route_violations(instance: PvrpInstance, route: Route) -> Iterator[str]:
    if not 0 <= route.day < instance.days:
        return
    stops = [stop for stop in route.stops if 0 < stop < len(instance.coords)]
    if len(stops) < len(route.stops):
        yield f"day {route.day + 1}: a stop that is no customer"
        return
    load, most = math.fsum(instance.demand[s] for s in stops), instance.capacity[route.day]
    if load > most + EPS:
        yield f"day {route.day + 1}, vehicle {route.vehicle + 1}: a load of {load:g}, not {most:g}"
    spent = _length(instance, route) + math.fsum(instance.service[s] for s in stops)
    longest = instance.max_duration[route.day]
    if longest and spent > longest + EPS:
        yield f"day {route.day + 1}, vehicle {route.vehicle + 1}: {spent:g} long, not {longest:g}"


def _customer_violations(instance: PvrpInstance, routes: Sequence[Route]) -> Iterator[str]:
    for customer in range(1, len(instance.coords)):
        days = sorted(r.day for r in routes for stop in r.stops if stop == customer)
        if tuple(days) not in instance.patterns[customer]:
            told = ", ".join(str(day + 1) for day in days) or "no day"
            yield f"customer {customer} is visited on {told}"
