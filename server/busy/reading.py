"""Reads a calendar of others into the times it fills: pure.

What cannot be read is named and left out, never the whole calendar. Floating times and dates are
the rep's own; free, cancelled and declined events fill nothing, nor do visits of our own feeds,
which may well stand in a calendar that subscribes to them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from server.busy import cost, parts
from server.busy.parts import Series

#: UIDs of our own visits end so (server/feeds).
OURS = "@rounds"
#: Names listed of what could not be read.
MOST_UNREAD = 50
LONGEST_TEXT = 200
_ONE_DAY = timedelta(days=1)
#: A fault in one of these changes when an event is, or whether it counts.
_TELLING = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "FREEBUSY"}
)


class TooMany(Exception):
    """The calendar fills more stretches than anybody's can."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of time a calendar fills; a whole day from midnight to midnight of the rep."""

    series: str
    start: datetime
    end: datetime
    all_day: bool = False
    title: str = ""
    location: str = ""
    mails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unread:
    """An event that could not be read. ``code`` is ``faulty`` or ``too_often``."""

    code: str
    title: str
    begins: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What was read: the times in their order, and what could not be."""

    taken: tuple[Taken, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose calendar it is and which stretch of time counts."""

    zone: str
    first: datetime
    last: datetime
    own_mail: str = ""


class _Faulty(Exception):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read(body: bytes, frame: Frame, alive: Callable[[], None] = lambda: None) -> Calendar:
    """Returns what a calendar fills between two instants.

    Raises NotCalendar for what is none and TooMany beyond 5,000 stretches. ``alive`` is called
    between two series and may raise to end the reading.
    """
    taken: list[Taken] = []
    unread: list[Unread] = []
    for one in parts.series(body):
        alive()
        if one.uid.endswith(OURS):
            continue
        try:
            taken += _times(one, frame)
        except _Faulty as fault:
            unread.append(_named(one, fault.code))
        # Whatever a library makes of a text nobody has checked: this series is unread.
        except Exception:
            unread.append(_named(one, "faulty"))
        if len(taken) > cost.MOST_TIMES:
            raise TooMany
    return Calendar(tuple(sorted(set(taken), key=_order)), tuple(unread[:MOST_UNREAD]))


def merged(taken: Iterable[Taken]) -> tuple[tuple[datetime, datetime], ...]:
    """Returns the stretches as intervals that neither touch nor overlap."""
    found: list[tuple[datetime, datetime]] = []
    for one in sorted(taken, key=_order):
        if found and one.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.start, one.end))
    return tuple(found)


def _times(one: Series, frame: Frame) -> list[Taken]:
    begins = _begin(one.value("DTSTART"))
    if cost.is_too_much(_rules(one), begins, frame.first.date()):
        raise _Faulty("too_often")
    calendar = icalendar.Calendar.from_ical(one.text)
    if any(name in _TELLING for part in calendar.walk() for name, _ in part.errors):
        raise _Faulty("faulty")
    found = _free_busy(calendar, frame) if one.kind == "VFREEBUSY" else _events(calendar, frame)
    return [_inside(t, one, frame) for t in found if t.start < frame.last and t.end > frame.first]


def _inside(one: Taken, of: Series, frame: Frame) -> Taken:
    """Returns the part of a stretch that counts: a hundred years are as many days to go through."""
    start, end = max(one.start, frame.first), min(one.end, frame.last)
    return replace(one, series=of.key, start=start, end=end)


def _rules(one: Series) -> list[str]:
    names = ("RRULE", "EXRULE")
    pairs = (line.partition(":") for line in one.lines)
    return [value for name, _, value in pairs if name.partition(";")[0].upper() in names]


def _begin(text: str) -> date | None:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 - only a date
    except ValueError:
        return None


def _events(calendar: icalendar.Component, frame: Frame) -> Iterator[Taken]:
    # Zones lie up to fourteen hours away: floating times are placed below, so a day more is asked.
    wide = (frame.first - _ONE_DAY, frame.last + _ONE_DAY)
    for event in recurring_ical_events.of(calendar).between(*wide):
        if not _fills(event, frame):
            continue
        stretch = _stretch(event, frame.zone)
        if stretch.start < stretch.end:
            yield stretch


def _stretch(event: Any, zone: str) -> Taken:
    start, end = event.start, event.end
    said = str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper()
    whole = not isinstance(start, datetime) or said == "TRUE"
    begins, ends = _instant(start, zone), _instant(end, zone)
    if ends <= begins and start < end:
        # It begins in the hour the clock leaves out: later by the clock, earlier in time.
        ends = begins + (end - start)
    return Taken(
        "",
        begins,
        ends,
        whole,
        _text(event.get("SUMMARY")),
        _text(event.get("LOCATION")),
        frozenset(_mails(event)),
    )


def _free_busy(calendar: icalendar.Component, frame: Frame) -> Iterator[Taken]:
    for part in calendar.walk("VFREEBUSY"):
        told = part.get("FREEBUSY", [])
        for period in told if isinstance(told, list) else [told]:
            if str(period.params.get("FBTYPE", "BUSY")).upper() == "FREE":
                continue
            start, end = period.dt
            end = start + end if isinstance(end, timedelta) else end
            if start < end:
                yield Taken("", _instant(start, frame.zone), _instant(end, frame.zone))


def _fills(event: Any, frame: Frame) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return False
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE":
        return False
    return not any(
        str(one.params.get("PARTSTAT", "")).upper() == "DECLINED"
        for one in _attendees(event)
        if frame.own_mail and _mail(one) == frame.own_mail.casefold()
    )


def _instant(at: date, zone: str) -> datetime:
    """Returns when something is; what names no zone is meant in the rep's.

    A clock time that the change to summer time leaves out is read by the offset before it
    (RFC 5545, section 3.3.5).
    """
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _attendees(event: Any) -> list[Any]:
    told = event.get("ATTENDEE", [])
    return told if isinstance(told, list) else [told]


def _mails(event: Any) -> Iterator[str]:
    organizer = [event["ORGANIZER"]] if "ORGANIZER" in event else []
    for one in [*_attendees(event), *organizer]:
        if mail := _mail(one):
            yield mail


def _mail(one: Any) -> str:
    scheme, _, mail = str(one).partition(":")
    return mail.strip().casefold() if scheme.casefold() == "mailto" else ""


def _text(value: Any) -> str:
    return " ".join(str(value or "").split())[:LONGEST_TEXT]


def _named(one: Series, code: str) -> Unread:
    return Unread(code, _text(one.value("SUMMARY")), one.value("DTSTART")[:16])


def _order(one: Taken) -> tuple[datetime, datetime, str]:
    return one.start, one.end, one.series
