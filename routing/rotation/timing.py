"""The arithmetic of one working day: driving, waiting, serving, lunch.

Shared by the rotation (is there room?) and the day route (the exact times), so that what one
calls feasible the other can drive. All times are seconds since midnight. Lunch and busy blocks
interrupt driving, never a visit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.domain import TimeWindow, Underway, WorkingDay

NEVER = 1 << 40
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """What a working day allows; ``lunch`` holds the moments at which lunch may begin.

    ``calls_s`` is kept free after coming home. ``lunch_s`` is 0 where no lunch is owed.
    """

    start_s: int
    end_s: int
    busy: Spans = ()
    lunch: Spans = ()
    lunch_s: int = 0
    lunch_to_s: int = 0
    calls_s: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """The exact times of a sequence of stops: one arrival, start and departure for each."""

    leave_s: int
    home_s: int
    arrivals: tuple[int, ...]
    starts: tuple[int, ...]
    departures: tuple[int, ...]
    lunch_start_s: int | None


def clock(day: WorkingDay, underway: Underway | None = None, calls_s: int = 0) -> Clock:
    """Returns what the day allows, from where it stands when it is already under way.

    A lunch that can no longer begin in its window (an afternoon shift, a meeting) is not owed.
    """
    busy = _merged(sorted((b.start_s, b.end_s) for b in day.busy))
    start = max(day.hours.start_s, underway.at_s) if underway else day.hours.start_s
    plain = Clock(start, day.hours.end_s, busy, calls_s=calls_s)
    if day.lunch is None or not day.lunch_s or (underway and underway.lunch_taken):
        return plain
    lunch = start_spans((day.lunch,), day.lunch_s, busy)
    if first_start(lunch, start) >= NEVER:
        return plain
    return replace(plain, lunch=lunch, lunch_s=day.lunch_s, lunch_to_s=day.lunch.end_s)


def _merged(blocks: Sequence[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in blocks:
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)


def start_spans(windows: Sequence[TimeWindow], service_s: int, busy: Spans = ()) -> Spans:
    """Returns the stretches in which a service may begin: it also ends in the same window."""
    spans = []
    for window in windows:
        free = window.start_s
        for start, end in (*busy, (window.end_s, window.end_s)):
            if free <= min(start, window.end_s) - service_s:
                spans.append((free, min(start, window.end_s) - service_s))
            free = max(free, end)
    return tuple(sorted(set(spans)))


def first_start(spans: Spans, ready: int) -> int:
    """Returns the first allowed start at or after ``ready``, else NEVER."""
    for first, last in spans:
        if ready <= last:
            return ready if ready > first else first
    return NEVER


def last_start(spans: Spans, limit: int) -> int:
    """Returns the last allowed start at or before ``limit``, else -1."""
    best = -1
    for first, last in spans:
        if first <= limit:
            best = limit if limit < last else last
    return best


def arrival(leave: int, drive_s: int, busy: Spans) -> int:
    """Returns when a drive ends that pauses during busy blocks."""
    for start, end in busy:
        if end <= leave:
            continue
        if leave + drive_s <= start:
            break
        drive_s -= max(0, start - leave)
        leave = end
    return leave + drive_s


def last_leave(limit: int, drive_s: int, busy: Spans) -> int:
    """Returns the latest departure for which the drive ends by ``limit``."""
    for start, end in reversed(busy):
        if start >= limit:
            continue
        if limit - drive_s >= end:
            break
        drive_s -= max(0, limit - end)
        limit = start
    return limit - drive_s


def free_s(start: int, end: int, busy: Spans) -> int:
    """Returns the seconds of a stretch outside busy blocks."""
    return (
        max(0, end - start) - sum(max(0, min(end, b) - max(start, a)) for a, b in busy)
        if busy
        else max(0, end - start)
    )


def lunch_leg(day: Clock, leave: int, drive_s: int) -> tuple[int, int, int]:
    """Returns (arrival, ready, lunch start) of a leg with lunch in it, taken at the first chance.

    Lunch begins before, during or after the drive, whichever the clock says first.
    """
    begin = first_start(day.lunch, leave)
    if begin >= NEVER:
        return NEVER, NEVER, NEVER
    there = arrival(leave, drive_s, day.busy)
    if there <= begin:
        return there, begin + day.lunch_s, begin
    left = drive_s - free_s(leave, begin, day.busy)
    there = arrival(begin + day.lunch_s, left, day.busy)
    return there, there, begin


def last_leave_with_lunch(day: Clock, limit: int, drive_s: int) -> int:
    """Returns the latest departure of a leg with lunch in it that is ready by ``limit``, or -1."""
    begin = last_start(day.lunch, limit - day.lunch_s)
    if begin < 0:
        return -1
    left = drive_s - free_s(begin + day.lunch_s, limit, day.busy)
    return last_leave(begin, max(0, left), day.busy)


def after_early_lunch(day: Clock) -> int:
    """Returns the first departure from base with lunch behind: at once where none is owed."""
    if not day.lunch_s:
        return day.start_s
    return min(NEVER, first_start(day.lunch, day.start_s) + day.lunch_s)


def last_home(day: Clock, lunch_taken: bool) -> int:
    """Returns by when to be home: the calls still fit, and a lunch not yet taken at base."""
    after = day.calls_s
    if lunch_taken or not day.lunch_s:
        return _before_calls(day, after)
    if after:
        after += day.lunch_s
    return min(day.lunch_to_s - day.lunch_s, _before_calls(day, after))


def _before_calls(day: Clock, after_s: int) -> int:
    return last_leave(day.end_s, after_s, day.busy) if after_s else day.end_s


def times(
    day: Clock, drives: Sequence[int], spans: Sequence[Spans], services: Sequence[int]
) -> Times | None:
    """Returns the exact times of stops in the given order, or None where they do not fit.

    ``drives`` has one leg more than there are stops: the last one leads home. The day is home
    as early as it can be and, given that, leaves base as late as it can, so that waiting is
    small. Lunch goes where this is soonest.
    """
    options: list[int | None] = [None]
    if day.lunch_s:
        options += range(len(drives) + 1)
    plans = [(_forward(day, day.start_s, drives, spans, services, k), k) for k in options]
    found = [(plan, k) for plan, k in plans if plan is not None]
    if not found:
        return None
    best, leg = min(found, key=lambda p: (p[0].home_s, p[0].lunch_start_s or 0))
    late = _late_leave(day, best, drives, spans, services, leg)
    return _forward(day, late, drives, spans, services, leg) or best


def is_possible(
    day: Clock, drives: Sequence[int], spans: Sequence[Spans], services: Sequence[int]
) -> bool:
    """Says whether :func:`times` has an answer, with one walk for all places of a lunch."""
    owed, taken = (day.start_s if day.lunch_s else NEVER), after_early_lunch(day)
    for k, drive_s in enumerate(drives):
        lunched = lunch_leg(day, owed, drive_s)[1] if owed < NEVER else NEVER
        owed = arrival(owed, drive_s, day.busy) if owed < NEVER else NEVER
        taken = arrival(taken, drive_s, day.busy) if taken < NEVER else NEVER
        taken = min(taken, lunched)
        if k < len(spans):
            owed, taken = (_served(spans[k], now, services[k]) for now in (owed, taken))
            if owed >= NEVER and taken >= NEVER:
                return False
    return owed <= last_home(day, lunch_taken=False) or taken <= last_home(day, lunch_taken=True)


def _served(spans: Spans, now: int, service_s: int) -> int:
    """Returns when a service that can begin from ``now`` on is done."""
    start = first_start(spans, now) if now < NEVER else NEVER
    return start + service_s if start < NEVER else NEVER


def _forward(
    day: Clock,
    leave: int,
    drives: Sequence[int],
    spans: Sequence[Spans],
    services: Sequence[int],
    leg: int | None,
) -> Times | None:
    """Returns the earliest times from ``leave`` on, or None.

    Lunch is at home where ``leg`` is None, before leaving where it is 0, else on that drive,
    the first one being 1.
    """
    lunch_at: int | None = None
    if leg == 0:
        lunch_at = first_start(day.lunch, day.start_s)
        leave = max(leave, after_early_lunch(day))
    now, ready = leave, leave
    rows: list[tuple[int, int, int]] = []
    for k, drive_s in enumerate(drives):
        if leg == k + 1:
            there, ready, lunch_at = lunch_leg(day, now, drive_s)
        else:
            there = ready = arrival(now, drive_s, day.busy)
        if k == len(spans):
            break
        start = first_start(spans[k], ready)
        if start >= NEVER:
            return None
        now = start + services[k]
        rows.append((there, start, now))
    if ready > last_home(day, lunch_taken=leg is not None):
        return None
    there_s, start_s, departure_s = zip(*rows, strict=True) if rows else ((), (), ())
    return Times(leave, ready, there_s, start_s, departure_s, lunch_at)


def _late_leave(
    day: Clock,
    plan: Times,
    drives: Sequence[int],
    spans: Sequence[Spans],
    services: Sequence[int],
    leg: int | None,
) -> int:
    """Returns the latest departure from base that is home no later than ``plan``."""
    limit = leave = plan.home_s
    for k in range(len(drives) - 1, -1, -1):
        if leg == k + 1:
            leave = last_leave_with_lunch(day, limit, drives[k])
        else:
            leave = last_leave(limit, drives[k], day.busy)
        if k:
            limit = last_start(spans[k - 1], leave - services[k - 1])
    return max(leave, plan.leave_s)
