"""Three parsers of others read our calendars: icalendar, ical.js (Thunderbird's) and libical.

Each returns the same rows, so that one comparison says whether they agree.
"""

import ctypes
import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest

PWA = Path(__file__).parents[2] / "pwa"
INSTALL = "apt-get install -y libical-dev"
#: Of libical's list of kinds.
VEVENT = 4


class Read(NamedTuple):
    """An event as a parser understands it; instants in seconds, a date as its UTC midnight."""

    uid: str
    start: int
    end: int
    summary: str
    location: str
    description: str
    sequence: int


def by_icalendar(raw: bytes) -> list[Read]:
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    texts = ("SUMMARY", "LOCATION", "DESCRIPTION")
    return [
        Read(
            str(event["UID"]), *(_seconds(event.decoded(name)) for name in ("DTSTART", "DTEND")),
            *(str(event.get(name, "")) for name in texts), int(event["SEQUENCE"]),
        )
        for event in events
    ]  # fmt: skip


def ical_js(raw: bytes) -> list[dict]:
    """Reads a calendar with Thunderbird's parser."""
    found = subprocess.run(
        ["node", "tools/read-calendar.mjs"], cwd=PWA, input=raw, capture_output=True, check=True
    )
    return json.loads(found.stdout)


def by_ical_js(raw: bytes) -> list[Read]:
    return [Read(*(one[name] or "" if name in {"location", "description"} else one[name]
                   for name in Read._fields)) for one in ical_js(raw)]  # fmt: skip


def by_libical(raw: bytes) -> list[Read]:
    lib, calendar = _parsed(raw)
    found = []
    event = lib.icalcomponent_get_first_component(calendar, VEVENT)
    while event:
        texts = [
            (getattr(lib, f"icalcomponent_get_{name}")(event) or b"").decode()
            for name in ("uid", "summary", "location", "description")
        ]
        times = [
            lib.icaltime_as_timet(getattr(lib, f"icalcomponent_get_{name}")(event))
            for name in ("dtstart", "dtend")
        ]
        found.append(Read(texts[0], *times, *texts[1:], lib.icalcomponent_get_sequence(event)))
        event = lib.icalcomponent_get_next_component(calendar, VEVENT)
    return found


def faults(raw: bytes) -> int:
    """Returns how many rules of RFC 5545 and 5546 libical finds broken."""
    lib, calendar = _parsed(raw)
    lib.icalrestriction_check(calendar)
    return lib.icalcomponent_count_errors(calendar)


PARSERS = (by_icalendar, by_ical_js, by_libical)


def _seconds(moment: datetime | date) -> int:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return int(moment.timestamp())


class _Time(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in (
            "year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]  # fmt: skip


def _parsed(raw: bytes):
    lib = _library()
    calendar = lib.icalparser_parse_string(raw)
    assert calendar, "libical cannot read it at all"
    return lib, calendar


def _library():
    """Returns Debian's libical; a test without it fails, it is never skipped."""
    try:
        lib = ctypes.CDLL("libical.so.3")
    except OSError:
        pytest.fail(f"No libical to check calendars with. Please run: {INSTALL}")
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    lib.icalparser_parse_string.argtypes = [text]
    for name in ("parse_string", "get_first_component", "get_next_component"):
        prefix = "icalparser" if name == "parse_string" else "icalcomponent"
        getattr(lib, f"{prefix}_{name}").restype = pointer
    for name in ("first", "next"):
        getattr(lib, f"icalcomponent_get_{name}_component").argtypes = [pointer, ctypes.c_int]
    for name, result in (
        ("uid", text), ("summary", text), ("location", text), ("description", text),
        ("dtstart", _Time), ("dtend", _Time), ("sequence", ctypes.c_int),
    ):  # fmt: skip
        function = getattr(lib, f"icalcomponent_get_{name}")
        function.argtypes, function.restype = [pointer], result
    lib.icaltime_as_timet.argtypes, lib.icaltime_as_timet.restype = [_Time], ctypes.c_long
    lib.icalrestriction_check.argtypes = [pointer]
    lib.icalcomponent_count_errors.argtypes = [pointer]
    return lib
