"""Why a visit is planned: dates, detour and window as the referee finds them.

A visit without a reason is of an older file and says nothing that could be wrong.
"""

from collections.abc import Iterator
from datetime import date

from routing.check.base import Day, Violation
from routing.domain import (
    DAY_S,
    AccountClass,
    Call,
    DueVisit,
    Held,
    Stop,
    TimeWindow,
    Why,
)

HELD = (Why.FROZEN, Why.PIN, Why.APPOINTMENT)
Value = int | float | str


def whys(day: Day) -> Iterator[Violation]:
    """Each planned visit is there for the reason it names, with the figures it names."""
    detours = _detours(day)
    for number, stop in enumerate(day.route.stops):
        for fault in _faults(day, stop, detours[number] if detours else None):
            yield Violation("why_wrong", day.at(stop.account_id), f"{stop.reason}: {fault}")
    for call in day.route.calls:
        for fault in _faults(day, call, None):
            yield Violation("why_wrong", day.at(call.account_id), f"{call.reason}: {fault}")


def _detours(day: Day) -> list[int] | None:
    """Returns the driving each stop adds to its day; None where a place is unknown."""
    path, travel = day.path(), day.problem.travel_s
    if path is None:
        return None
    legs = zip(path, path[1:], path[2:], strict=False)
    return [travel[a][b] + travel[b][c] - travel[a][c] for a, b, c in legs]


def _faults(day: Day, visit: Stop | Call, detour_s: int | None) -> Iterator[str]:
    if visit.reason is None or visit.account_id not in day.accounts:
        return
    held = day.held(visit.account_id)
    if held is not None:
        yield from _held_faults(day, visit, held)
    elif visit.reason in HELD:
        yield f"nobody holds it on {day.route.on}."
        return
    else:
        yield from _due_faults(day, visit)
    if detour_s is not None:
        yield from _differs(visit, "detour_s", detour_s)


def _held_faults(day: Day, visit: Stop | Call, held: Held) -> Iterator[str]:
    if visit.reason is None or visit.reason.value != held.kind.value:
        yield f"it is held as {held.kind}."
        return
    yield from _differs(visit, "held_on", held.on.isoformat())
    named = visit.figures.get("window")
    promised = held.window and visit.reason is Why.APPOINTMENT and isinstance(visit, Stop)
    if named is None and not promised:
        return
    if held.window is None:
        yield from _window_faults(day, visit)
    elif str(named).removeprefix("agreed ") not in _agreed(visit, held.window):
        yield f"window is {named}, agreed is {_span(held.window)}."


def _agreed(visit: Stop | Call, window: TimeWindow) -> tuple[str, str]:
    """Returns an agreed time as it may be said: one too short for the visit also as long as it."""
    seconds = visit.departure_s - visit.start_s if isinstance(visit, Stop) else visit.service_s
    end = min(DAY_S, max(window.end_s, window.start_s + seconds))
    return _span(window), _span(TimeWindow(window.start_s, end))


def _due_faults(day: Day, visit: Stop | Call) -> Iterator[str]:
    due = visit.due
    if due is None:
        yield "no due visit stands behind it."
        return
    yield from _kind_faults(day, visit, due)
    yield from _differs(visit, "earliest", due.earliest.isoformat())
    yield from _differs(visit, "latest", due.latest.isoformat())
    yield from _due_date_faults(day, visit, due)
    yield from _window_faults(day, visit)


def _kind_faults(day: Day, visit: Stop | Call, due: DueVisit) -> Iterator[str]:
    """Checks late against the due window, ramp against the due visit, prospects against share."""
    on, account = day.route.on, day.accounts[visit.account_id]
    if on < due.earliest:
        yield f"its window opens on {due.earliest}."
    is_prospect = account.account_class is AccountClass.PROSPECT
    sharing = is_prospect and day.problem.prospecting_share > 0
    if (visit.reason is Why.LATE) != (on > due.latest):
        yield f"its window ends on {due.latest}."
    if visit.reason is Why.LATE:
        return
    if (visit.reason is Why.RAMP) != due.ramp:
        yield "the due visit is one of a ramp." if due.ramp else "the due visit is none of a ramp."
    elif visit.reason is Why.PROSPECTING:
        yield from _differs(visit, "value", account.value)
    if visit.reason is Why.DUE and sharing:
        yield "a prospect is planned inside its share."
    if visit.reason is Why.PROSPECTING and not sharing:
        yield "it is no prospect inside a share."


def _due_date_faults(day: Day, visit: Stop | Call, due: DueVisit) -> Iterator[str]:
    """The need reached 1 on the target, or before where the window began with it."""
    try:
        reached = date.fromisoformat(str(visit.figures.get("due")))
    except ValueError:
        yield f"due is {visit.figures.get('due')}, no date."
        return
    if reached != due.target and not (reached < due.target == due.earliest):
        yield f"due is {reached}, the due window aims at {due.target}."
    yield from _differs(visit, "days", (day.route.on - reached).days)


def _window_faults(day: Day, visit: Stop | Call) -> Iterator[str]:
    """The opening window named is one of that date, and holds the service."""
    named = visit.figures.get("window")
    windows = day.accounts[visit.account_id].hours.on(day.route.on)
    if isinstance(visit, Stop):
        windows = tuple(
            w for w in windows if w.start_s <= visit.start_s and visit.departure_s <= w.end_s
        )
    elif named is None:
        return
    if named not in [_span(window) for window in windows]:
        yield f"no opening window {named} holds the visit."


def _differs(visit: Stop | Call, name: str, expected: Value) -> Iterator[str]:
    given = visit.figures.get(name)
    if given != expected:
        yield f"{name} is {given}, it should be {expected}."


def _span(window: TimeWindow) -> str:
    return f"{_minutes(window.start_s)}-{_minutes(window.end_s)}"


def _minutes(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
