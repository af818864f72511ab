"""One day in numbers: what is wanted, what it allows, and what fits no order of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from routing.domain import Reason, TimeWindow, Underway, WorkingDay
from routing.rotation import timing

MUST_S = 10_000_000
"""What leaving out a visit costs that has to be made: more than any day's detours."""

Matrix = Sequence[Sequence[int]]


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
    """One working day and the visits wanted on it, in draft order.

    It starts and ends at base, unless the day itself says otherwise, or is under way.
    """

    day: WorkingDay
    base: int
    stops: tuple[DayStop, ...]
    travel_s: Matrix
    travel_m: Matrix
    calls_s: int = 0
    underway: Underway | None = None

    @property
    def start(self) -> int:
        """The place the day starts from: where the rep is by now, its own, or base."""
        if self.underway:
            return self.underway.location
        return self.base if self.day.start is None else self.day.start

    @property
    def end(self) -> int:
        """The place the day ends at: its own, else base."""
        return self.base if self.day.end is None else self.day.end


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
    """An ordered day. ``cost_s`` is travel plus the penalties of what was left out.

    ``bound_s`` is a cost no order can be below; where the day is ``proven`` it is ``cost_s``.
    """

    leave_s: int
    home_s: int
    visits: tuple[DayVisit, ...]
    left_out: tuple[LeftOut, ...]
    lunch_start_s: int | None
    travel_s: int
    travel_m: int
    cost_s: int
    proven: bool
    bound_s: int = 0


@dataclass(frozen=True, slots=True)
class Model:
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


def build(problem: DayProblem) -> Model:
    """Sets aside the stops that fit no order of this day, each with its reason."""
    clock = timing.clock(problem.day, problem.underway, problem.calls_s)
    alone = [(stop, _why_impossible(problem, clock, stop)) for stop in problem.stops]
    stops = tuple(stop for stop, why in alone if why is None)
    places = [problem.start, problem.end, *(stop.place for stop in stops)]
    return Model(
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
        problem.travel_s[stop.place][problem.end],
    )
    spans = timing.start_spans(stop.windows, stop.service_s, clock.busy)
    if timing.times(clock, drives, [spans], [stop.service_s]):
        return None
    needed, there = sum(drives) + stop.service_s, clock.end_s - clock.start_s - clock.calls_s
    figures = {"minutes_needed": needed // 60, "minutes_there": max(0, there) // 60}
    reason = Reason.TOO_FAR if needed > there else Reason.DOES_NOT_FIT_DAY
    return LeftOut(stop.account_id, reason, figures)
