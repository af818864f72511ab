"""Answers to a tap about one day: what to drop when late, and who else is near the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from routing import day_route
from routing.day_route.model import MUST_S, DayProblem, DayResult, DayStop
from routing.domain import TimeWindow

QUICK = day_route.DayRouteParams(iterations=150, labels=1 << 16, solutions=20, failures=200)
"""A tap waits for the answer; days of this size are proven with it all the same."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stop given up: what it is worth, and the time that its service and its way set free."""

    account_id: str
    value_s: int
    won_s: int


@dataclass(frozen=True, slots=True)
class LessDay:
    """The day as it can still be done, and what had to go, least value first."""

    day: DayResult
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """One more stop that fits: the driving it adds to the best order, and when it begins."""

    account_id: str
    detour_s: int
    start_s: int
    value_s: int


def what_to_drop(problem: DayProblem, until_s: int | None = None) -> LessDay:
    """Returns the day of most value that keeps every window and is home in time.

    Stops worth :data:`MUST_S` or more go last. ``until_s`` is when to be home instead of the end
    of the working day, seconds after midnight.
    """
    hours = problem.day.hours
    if until_s is not None:
        end = min(hours.end_s, max(until_s, hours.start_s + 1))
        problem = replace(problem, day=_ending(problem, TimeWindow(hours.start_s, end)))
    made = day_route.day_route(problem, QUICK)
    stops = {stop.account_id: stop for stop in problem.stops}
    gone = [stops[out.account_id] for out in made.left_out]
    path = _path(problem, made)
    dropped = [
        Dropped(
            stop.account_id, stop.penalty_s, stop.service_s + _least_detour_s(problem, path, stop)
        )
        for stop in sorted(gone, key=lambda s: (s.penalty_s, s.account_id))
    ]
    return LessDay(made, tuple(dropped))


def _ending(problem: DayProblem, hours: TimeWindow):  # type: ignore[no-untyped-def]
    day = problem.day
    lunch = day.lunch
    if lunch is not None and lunch.start_s + day.lunch_s > hours.end_s:
        return replace(day, hours=hours, lunch=None, lunch_s=0)
    return replace(day, hours=hours)


def one_more(
    problem: DayProblem, candidates: Sequence[DayStop], limit_s: int = 600
) -> tuple[Extra, ...]:
    """Returns the candidates that fit beside all stops for at most ``limit_s`` of driving.

    Most valuable first (``penalty_s``), then nearest. The detour is exact: the best order with the
    stop less the best order without, wherever both are proven.
    """
    kept = replace(problem, stops=tuple(replace(s, penalty_s=MUST_S) for s in problem.stops))
    before = day_route.day_route(kept, QUICK)
    places = _path(kept, before)
    found = []
    for stop in candidates:
        if _least_way_s(kept, places, stop) > limit_s:
            continue
        extra = with_one(kept, before, stop)
        if extra is not None and extra.detour_s <= limit_s:
            found.append(extra)
    return tuple(sorted(found, key=lambda e: (-e.value_s, e.detour_s, e.account_id)))


def with_one(problem: DayProblem, before: DayResult, stop: DayStop) -> Extra | None:
    """Returns what one more stop adds to a day whose stops all stay; None where it does not fit."""
    if _needed_s(problem, before, stop) > _there_s(problem):
        return None
    wanted = replace(stop, penalty_s=MUST_S)
    after = day_route.day_route(replace(problem, stops=(*problem.stops, wanted)), QUICK)
    if len(after.left_out) > len(before.left_out):
        return None
    visits = [v for v in after.visits if v.account_id == stop.account_id]
    if not visits:
        return None
    detour = max(0, after.travel_s - before.travel_s)
    return Extra(stop.account_id, detour, visits[0].start_s, stop.penalty_s)


def _needed_s(problem: DayProblem, before: DayResult, stop: DayStop) -> int:
    """Returns the seconds that the day with one more stop needs at least."""
    driving = before.travel_s + max(0, _least_way_s(problem, _path(problem, before), stop))
    kept = {visit.account_id for visit in before.visits}
    serving = sum(s.service_s for s in problem.stops if s.account_id in kept)
    return driving + serving + stop.service_s + problem.calls_s


def _there_s(problem: DayProblem) -> int:
    day, underway = problem.day, problem.underway
    start = max(day.hours.start_s, underway.at_s) if underway else day.hours.start_s
    return day.hours.end_s - start - sum(b.end_s - b.start_s for b in day.busy)


def _path(problem: DayProblem, made: DayResult) -> list[int]:
    places = {stop.account_id: stop.place for stop in problem.stops}
    return [problem.start, *(places[v.account_id] for v in made.visits), problem.end]


def _least_detour_s(problem: DayProblem, path: list[int], stop: DayStop) -> int:
    travel, place = problem.travel_s, stop.place
    return min(travel[a][place] + travel[place][b] - travel[a][b] for a, b in pairwise(path))


def _least_way_s(problem: DayProblem, places: list[int], stop: DayStop) -> int:
    """Returns what any order of the day drives at least to take the stop in."""
    travel, place = problem.travel_s, stop.place
    return min(
        travel[a][place] + travel[place][b] - travel[a][b] for a in places[:-1] for b in places[1:]
    )
