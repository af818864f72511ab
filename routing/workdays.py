"""Dates worked, and the one place where local clock time and instants meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.domain import DAY_S, Rep, TimeWindow, WorkingDay

ONE_DAY = timedelta(days=1)


def dates(first: date, last: date) -> Iterator[date]:
    """Yields each date from first to last, both included; none when last precedes first."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def working_days(
    first: date,
    last: date,
    week: Sequence[TimeWindow | None],
    lunch: TimeWindow | None,
    lunch_s: int,
    days_off: Mapping[date, str],
    busy: Mapping[date, tuple[TimeWindow, ...]],
) -> tuple[WorkingDay, ...]:
    """Returns the dates a rep works, with that day's hours, lunch and what else fills it.

    A day off, a weekday without hours and a day that is busy from start to end are not worked.
    Lunch is clipped to the hours; a day too short for it has none.

    Parameters
    ----------
    first, last
        Both included.
    week
        Hours of each weekday, Monday first; None where the weekday is not worked.
    lunch, lunch_s
        The window lunch must lie in, and how long it takes; None or 0 for no lunch.
    days_off
        Date to its reason (holiday, leave).
    busy
        Stretches taken by something else; merged and clipped to the hours.
    """
    if len(week) != 7:
        raise ValueError(f"a working week has 7 weekdays, not {len(week)}.")
    days = (
        _working_day(day, hours, lunch, lunch_s, busy.get(day, ()))
        for day in dates(first, last)
        if day not in days_off and (hours := week[day.weekday()]) is not None
    )
    return tuple(day for day in days if day is not None)


def _working_day(
    day: date,
    hours: TimeWindow,
    lunch: TimeWindow | None,
    lunch_s: int,
    busy: Iterable[TimeWindow],
) -> WorkingDay | None:
    taken = merged(clipped(busy, hours))
    if hours in taken:
        return None
    pause = _overlap(lunch, hours) if lunch and lunch_s > 0 else None
    if pause is None or pause.end_s - pause.start_s < lunch_s:
        return WorkingDay(day, hours, busy=taken)
    return WorkingDay(day, hours, pause, lunch_s, taken)


def _overlap(one: TimeWindow, other: TimeWindow) -> TimeWindow | None:
    start, end = max(one.start_s, other.start_s), min(one.end_s, other.end_s)
    return TimeWindow(start, end) if start < end else None


def clipped(windows: Iterable[TimeWindow], to: TimeWindow) -> tuple[TimeWindow, ...]:
    """Returns the parts of some windows that lie inside another one."""
    return tuple(part for one in windows if (part := _overlap(one, to)))


def merged(windows: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
    """Returns the same time in order, each moment once."""
    found: list[TimeWindow] = []
    for window in sorted(windows, key=lambda w: (w.start_s, w.end_s)):
        if found and window.start_s <= found[-1].end_s:
            last = found.pop()
            window = TimeWindow(last.start_s, max(last.end_s, window.end_s))
        found.append(window)
    return tuple(found)


def without(windows: Iterable[TimeWindow], out: TimeWindow) -> tuple[TimeWindow, ...]:
    """Returns what is left of some windows when another one's time is taken out."""
    edges = (
        edge
        for one in windows
        for edge in (
            (one.start_s, min(one.end_s, out.start_s)),
            (max(one.start_s, out.end_s), one.end_s),
        )
    )
    return tuple(TimeWindow(start, end) for start, end in edges if start < end)


def working_days_after(day: date, n: int, rep: Rep) -> date:
    """Returns the n-th working day after a date; with n = 0 the date itself.

    Beyond the rep's last known working day, Monday to Friday count unless they are days off.
    """
    if n < 0:
        raise ValueError(f"{n} working days after a date is before it.")
    if n == 0:
        return day
    known = sorted(worked.on for worked in rep.working_days)
    later = [on for on in known if on > day]
    if n <= len(later):
        return later[n - 1]
    on, missing = max([day, *known]), n - len(later)
    while missing:
        on += ONE_DAY
        missing -= on.weekday() < 5 and on not in rep.days_off
    return on


def local_date(instant: datetime, zone: str) -> date:
    """Returns the date on the wall calendar of a zone at an instant."""
    return _local(instant, zone).date()


def seconds_of_day(instant: datetime, zone: str) -> int:
    """Returns what the wall clock of a zone shows, as seconds after its 00:00.

    On a day of changing clocks this is not the time elapsed since midnight; time windows are
    clock times, so this is what they are compared with.
    """
    clock = _local(instant, zone)
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def instant(day: date, seconds: int, zone: str) -> datetime:
    """Returns the aware UTC instant at which a zone's wall clock shows ``seconds`` of ``day``.

    A clock time that a change of clocks skips is read with the offset before the change (02:30
    becomes 03:30); one that happens twice is the first of the two. Both as RFC 5545, 3.3.5 asks
    of calendars. 24:00 is the next day's 00:00.
    """
    if not 0 <= seconds <= DAY_S:
        raise ValueError(f"{seconds} s is not in a day.")
    clock = datetime.combine(day, time.min) + timedelta(seconds=seconds)
    # fold stays 0: zoneinfo then takes the offset before the gap and the first of a repeated hour.
    return clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _local(instant: datetime, zone: str) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} is no instant: it has no zone.")
    return instant.astimezone(ZoneInfo(zone))
