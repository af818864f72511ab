"""PyVRP on the rep benchmark's model: a vehicle type a day, an optional client a due visit.

A client for every day of a visit's window, in a group, is the obvious model and a weak one: ten
times the clients, and the search changes a group's member only by chance. Here a client is a visit
with one stretch of clock time; on the days that are not its own its distances are out of reach.
Only visits with several stretches (closed for lunch) need groups.
"""

import time
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pyvrp

from routing.domain import Problem, TimeWindow
from tests.benchmarks import nominal
from tests.benchmarks.referee import Days

OUT_OF_REACH = 1 << 24
SEED = 1


class Spot(NamedTuple):
    """A stretch of clock time in which a visit may begin, and the days it is open on."""

    number: int
    window: TimeWindow
    days: frozenset[int]


class CpuSeconds:
    """Stops when the process has worked for so long, whatever else the machine does."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.process_time() + seconds

    def __call__(self, best_cost: int) -> bool:
        return time.process_time() > self.ends


def solved(problem: Problem, seconds: float) -> Days:
    """Returns the best days found; a prize not collected costs what a missed visit does."""
    visits, days = nominal.visits(problem), nominal.days(problem)
    spots = _spots(problem)
    made = pyvrp.solve(_data(problem, spots), CpuSeconds(seconds), SEED, collect_stats=False)
    found = {day.on: [] for day in days}
    for route in made.best.routes():
        stops = [spots[stop.idx] for stop in route if stop.is_client()]
        found[days[route.vehicle_type()].on] = [visits[s.number].account.id for s in stops]
    return found


def _spots(problem: Problem) -> list[Spot]:
    found = []
    for number, visit in enumerate(nominal.visits(problem)):
        days: dict[TimeWindow, set[int]] = defaultdict(set)
        for d, windows in nominal.starts(problem, visit).items():
            for window in windows:
                days[window].add(d)
        found += [Spot(number, window, frozenset(some)) for window, some in days.items()]
    return found


def _data(problem: Problem, spots: list[Spot]) -> pyvrp.ProblemData:
    visits, days = nominal.visits(problem), nominal.days(problem)
    places = np.array([problem.rep.base, *(visits[spot.number].place for spot in spots)])
    travel_s = np.array(problem.travel_s, dtype=np.int64)[np.ix_(places, places)]
    group_of, groups = _groups(spots)
    clients = [
        pyvrp.Client(
            location,
            service_duration=visits[spot.number].service_s,
            tw_early=spot.window.start_s,
            tw_late=spot.window.end_s,
            prize=visits[spot.number].penalty_s,
            required=False,
            group=group_of.get(spot.number),
        )
        for location, spot in enumerate(spots, start=1)
    ]
    vehicles = [
        pyvrp.VehicleType(tw_early=day.hours.start_s, tw_late=day.hours.end_s, profile=d)
        for d, day in enumerate(days)
    ]
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0)] * len(places),
        clients,
        [pyvrp.Depot(0)],
        vehicles,
        [_distances(travel_s, spots, d) for d in range(len(days))],
        [travel_s] * len(days),
        groups,
    )


def _groups(spots: list[Spot]) -> tuple[dict[int, int], list[pyvrp.ClientGroup]]:
    """Returns the group of each visit with several clients, and the groups."""
    clients: dict[int, list[int]] = defaultdict(list)
    for client, spot in enumerate(spots):
        clients[spot.number].append(client)
    several = {number: some for number, some in clients.items() if len(some) > 1}
    groups = [pyvrp.ClientGroup(some, required=False) for some in several.values()]
    return {number: group for group, number in enumerate(several)}, groups


def _distances(travel_s: np.ndarray, spots: list[Spot], d: int) -> np.ndarray:
    closed = np.array([False, *(d not in spot.days for spot in spots)])
    found = np.where(closed[:, None] | closed[None, :], OUT_OF_REACH, travel_s)
    np.fill_diagonal(found, 0)
    return found
