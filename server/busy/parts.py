"""Cuts a calendar's text into series that can be read one by one: pure text.

One faulty event made libraries give up on the whole file in 7 of 45 real calendars, so each series
(the events of one UID) is handed to them alone. Time zones come along under names of our own:
libraries remember a "Customized Time Zone" by its name, and the next calendar means another one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_FOLD = re.compile(r"\r?\n[ \t]")
_TZID = re.compile(r'(?<=;TZID=)("[^"]*"|[^:;]*)', re.IGNORECASE)
_NAME = re.compile(r"[A-Z0-9-]+", re.IGNORECASE)
#: What a rule of a time zone may be: a few dates a year, at one time of the day. Libraries go
#: through all of its centuries.
_ZONE_RULE = re.compile(
    r"FREQ=YEARLY"
    r"(;(BYMONTH|BYDAY|BYMONTHDAY|INTERVAL|UNTIL|COUNT|WKST)=[^;]{1,40}"
    r"|;BY(HOUR|MINUTE|SECOND)=\d{1,2})*"
)
#: Thunderbird tells all of a zone's history: 200 lines and more.
_MOST_ZONE_LINES = 1000
_WANTED = frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE"})


#: The name of zones nobody tells: no library knows it, so that its times float.
UNKNOWN = "rounds-unknown"


class NotCalendar(Exception):
    """What an address answered is no calendar."""


@dataclass(frozen=True, slots=True)
class Series:
    """The events of one UID as a calendar of their own; ``key`` tells it from all others."""

    key: str
    kind: str
    uid: str
    lines: tuple[str, ...]
    text: str

    def value(self, name: str) -> str:
        """Returns the first value of a property, as written; empty without one."""
        found = (line for line in self.lines if _property(line) == name)
        return next(found, "").partition(":")[2].strip()


def series(body: bytes) -> tuple[Series, ...]:
    """Returns the series of a calendar in the order of their first event."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise NotCalendar
    zones: dict[str, tuple[str, ...]] = {}
    groups: dict[tuple[str, str], list[str]] = {}
    for kind, lines in _components(_FOLD.sub("", text).splitlines()):
        if kind == "VTIMEZONE":
            zones[_value(lines, "TZID")] = tuple(lines)
        else:
            uid = _value(lines, "UID") or _digest("\n".join(lines))
            groups.setdefault((kind, uid), []).extend(lines)
    return tuple(_series(kind, uid, lines, zones) for (kind, uid), lines in groups.items())


def _components(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yields the events, free-busy answers and time zones, each with all its lines.

    Whatever is nested in them stays with them; one that never ends is left out.
    """
    depth, kind, found = 0, "", list[str]()
    for line in lines:
        word, _, name = line.strip().upper().partition(":")
        if word == "BEGIN" and depth == 0 and name in _WANTED:
            kind, found = name, []
        if kind:
            found.append(line)
            depth += (word == "BEGIN") - (word == "END")
            if depth == 0:
                yield kind, found
                kind = ""


def _series(kind: str, uid: str, lines: Iterable[str], zones: dict[str, tuple[str, ...]]) -> Series:
    named: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        tzid = found[0].strip('"')
        named[tzid] = _zone_name(tzid, "\n".join(zones.get(tzid, ())))
        return f'"{named[tzid]}"'

    own = tuple(_with_zone(line, rename) for line in lines)
    told = [line for tzid, name in named.items() for line in _zone(zones.get(tzid), name)]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rounds//Busy//EN")
    text = "\r\n".join((*head, *told, *own, "END:VCALENDAR", ""))
    return Series(_digest(uid)[:32], kind, uid, own, text)


def _with_zone(line: str, rename) -> str:
    """Returns the line with its zone's new name, and a rule without the spaces Exchange writes."""
    if _property(line) == "RRULE":
        return "".join(line.split())
    return _TZID.sub(rename, line, count=1) if _is_dated(line) else line


def _is_dated(line: str) -> bool:
    return _property(line) in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")


@lru_cache(maxsize=1024)
def _zone_name(tzid: str, told: str) -> str:
    """Returns the zone as the time zone database has it, else a name of what the file tells.

    Known are its own names, those of Windows, and both behind a vendor's prefix (RFC 5545,
    section 3.2.19). What nobody tells is unknown, and its times are the rep's own.
    """
    pieces = tzid.strip().strip("/").split("/")
    for start in range(len(pieces)):
        name = "/".join(pieces[start:])
        name = WINDOWS_TO_OLSON.get(name, name)
        if name in available_timezones():
            return name
    return f"rounds-{_digest(told)[:24]}" if _is_zone(told.splitlines()) else UNKNOWN


def _is_zone(told: list[str]) -> bool:
    """Says whether what a file tells of a zone can be gone through."""
    rules = (line.partition(":")[2] for line in told if _property(line) == "RRULE")
    return 0 < len(told) <= _MOST_ZONE_LINES and all(map(_ZONE_RULE.fullmatch, rules))


def _zone(told: tuple[str, ...] | None, name: str) -> Iterator[str]:
    if told is None or name == UNKNOWN or not name.startswith("rounds-"):
        return
    for line in told:
        yield f"TZID:{name}" if _property(line) == "TZID" else line


def _value(lines: Iterable[str], name: str) -> str:
    found = (line for line in lines if _property(line) == name)
    return next(found, "").partition(":")[2].strip()


def _property(line: str) -> str:
    found = _NAME.match(line)
    return found[0].upper() if found else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
