"""Which goals can be set, and how far they have come: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from routing import coverage, results
from server.people.store import Alerts

State = Literal["not_started", "unknown", "met", "missed", "ahead", "on_pace", "behind"]
SHORTEST_D, LONGEST_D = 7, 732
#: Metrics that more hours alone would raise: they are held against the hours there.
BY_HOURS = frozenset({"attainment", "coverage"})


class Measure(NamedTuple):
    """A metric a goal may have. ``adds_up``: it grows from nothing through the goal's dates."""

    name: str
    label: str
    unit: str
    higher: bool
    source: Literal["board", "results"]
    adds_up: bool = False


def measures() -> Mapping[str, Measure]:
    """Returns every metric of the board and of the results by name."""
    board = [
        Measure(m.name, m.label, m.unit, m.good.higher if m.good else False, "board")
        for m in coverage.METRICS.values()
    ]
    sold = [
        Measure(m.name, m.label, m.unit, m.higher, "results",
                m.kind == "sum" and m.unit in ("money", "count"))
        for m in results.METRICS.values()
    ]  # fmt: skip
    return {one.name: one for one in (*board, *sold)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal as somebody asks for it; anything may be missing."""

    name: str
    metric: str
    target: float | None
    by: str
    key: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """A goal that was set, with who set it and what the group is called."""

    id: UUID
    name: str
    metric: str
    target: float
    by: str
    key: str
    group: str
    first: date
    last: date
    baseline: float | None
    made_by: UUID | None
    maker: str
    made_at: datetime
    closed_at: datetime | None


class Hours(NamedTuple):
    """Hours a week that all required visits need, and those there."""

    needed: float
    there: float


Problem = tuple[str, str]


def problems(wanted: Wanted, today: date) -> list[Problem]:
    """Returns everything that makes a goal vague, each with the field to mend."""
    measure = measures().get(wanted.metric)
    found: list[Problem] = []
    if measure is None:
        found.append(("metric", "Choose the metric this goal is about."))
    if wanted.target is None:
        found.append(("target", "Say which value is to be reached."))
    elif measure and measure.unit != "change" and wanted.target < 0:
        found.append(("target", "The target cannot be below 0."))
    if wanted.by != "all" and not wanted.key:
        found.append(("key", "Say whose goal it is."))
    return found + _date_problems(wanted, measure, today)


def _date_problems(wanted: Wanted, measure: Measure | None, today: date) -> list[Problem]:
    first, last = wanted.first, wanted.last
    if first is None or last is None:
        missing = [("first", "Say when it begins."), ("last", "Say when it ends.")]
        return [m for m, on in zip(missing, (first, last), strict=True) if on is None]
    if last <= today:
        return [("last", f"The end lies in the past: today is {today}.")]
    if not SHORTEST_D <= (last - first).days + 1 <= LONGEST_D:
        return [("last", f"A goal lasts from {SHORTEST_D} days to two years.")]
    if measure and measure.source == "results" and not _is_whole_months(first, last):
        return [("first", "Sales are known by month: begin on a first and end on a last day.")]
    return []


def _is_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def baseline_problem(wanted: Wanted, baseline: float | None) -> list[Problem]:
    """Returns that a goal asks for nothing, where its target is what there is already."""
    if wanted.target is None or baseline is None or abs(wanted.target - baseline) > 0.0005:
        return []
    return [("target", "That is what it is today already. A goal asks for a change.")]


def warnings(wanted: Wanted, baseline: float | None, hours: Hours | None) -> list[str]:
    """Returns why a goal may be out of reach or ask for the wrong thing; it can be set anyway."""
    measure, target = measures()[wanted.metric], wanted.target or 0.0
    found = []
    if measure.unit == "share" and target > 1:
        found.append("A share above 100 % cannot be reached.")
    worse = baseline is not None and target != baseline and (target > baseline) != measure.higher
    if worse and not measure.adds_up and measure.name != "overdue_value":
        found.append("The target is worse than what it is today.")
    if baseline is None:
        found.append("It cannot be measured today: there is nothing to start from.")
    if hours and wanted.metric in BY_HOURS and min(target, 1.0) * hours.needed > hours.there:
        needed = min(target, 1.0) * hours.needed
        found.append(
            f"It needs about {needed:.0f} h a week on site and on the way; "
            f"there are {hours.there:.0f}."
        )
    return found


def before(first: date, last: date, today: date, measure: Measure) -> tuple[date, date]:
    """Returns the dates a baseline is measured in: as many days as the goal has, just before it.

    Of sales whole months, the complete ones before the goal or before today.
    """
    start = min(first, today)
    if measure.source == "board":
        return start - (last - first) - timedelta(days=1), start - timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    end = start.replace(day=1)
    return results.month_after(end, -months), end - timedelta(days=1)


class Progress(NamedTuple):
    """Where a goal stands: what would be on pace today, and how that compares."""

    elapsed: float
    expected: float | None
    state: State


def progress(
    goal: Record, value: float | None, today: date, near: float = Alerts().goal_near
) -> Progress:
    """Returns how far a goal has come, by dates gone and the value now.

    Within ``near``, as part of the whole way, it is on its pace.

    What adds up is expected to grow evenly from nothing, any other metric from its baseline.
    """
    days = (goal.last - goal.first).days + 1
    elapsed = min(1.0, max(0.0, ((today - goal.first).days + 1) / days))
    if today < goal.first:
        return Progress(0.0, None, "not_started")
    measure = measures().get(goal.metric)
    if value is None or measure is None:
        return Progress(elapsed, None, "unknown")
    start = 0.0 if measure.adds_up else goal.target if goal.baseline is None else goal.baseline
    expected = start + (goal.target - start) * elapsed
    ahead = (value - expected) * (1 if measure.higher else -1)
    state = _ended(goal, value, measure, today) or _pace(goal, ahead, near)
    return Progress(elapsed, expected, state)


def _ended(goal: Record, value: float, measure: Measure, today: date) -> State | None:
    """Returns how a goal ended; None while it runs."""
    higher = measure.higher
    reached = value >= goal.target if higher else value <= goal.target
    if today > goal.last:
        return "met" if reached else "missed"
    # What adds up and shall stay low is only known at its end.
    if reached and (higher or not measure.adds_up):
        return "met"
    return None


def _pace(goal: Record, ahead: float, near: float) -> State:
    if abs(ahead) <= near * max(abs(goal.target), abs(goal.target - (goal.baseline or 0.0))):
        return "on_pace"
    return "ahead" if ahead > 0 else "behind"
