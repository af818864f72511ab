"""Calendars of others fill the times two independent libraries agree on."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.busy import reading
from server.busy.reading import Frame
from tests.server.busy.ics import calendar
from tests.server.busy.other_reader import IcalJs

FOLDER = Path(__file__).parents[2] / "calendars" / "busy"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())


@pytest.fixture(scope="module")
def ical_js():
    with IcalJs() as other:
        yield other


def frame_of(told: dict) -> Frame:
    first, last = (
        datetime.fromisoformat(told[end]).replace(tzinfo=UTC) for end in ("first", "last")
    )
    return Frame(told["zone"], first, last)


def expected_of(told: dict):
    return tuple(tuple(datetime.fromisoformat(at) for at in pair) for pair in told["busy"])


def test_every_calendar_of_the_folder_has_its_expected_times():
    assert {file.stem for file in FOLDER.glob("*.ics")} == set(EXPECTED)
    assert all(f"`{name}.ics`" in (FOLDER / "README.md").read_text() for name in EXPECTED
               if not name.startswith("made-"))  # fmt: skip
    agreed = [name for name, told in EXPECTED.items() if not told.get("ours_alone")]
    assert len([name for name in agreed if not name.startswith("made-")]) >= 12


@pytest.mark.parametrize("name", EXPECTED)
def test_a_calendar_fills_the_expected_times(name):
    told = EXPECTED[name]
    read = reading.read((FOLDER / f"{name}.ics").read_bytes(), frame_of(told))
    assert reading.merged(read.taken) == expected_of(told)
    assert read.unread == ()


@pytest.mark.parametrize("name", [n for n, told in EXPECTED.items() if not told.get("ours_alone")])
def test_ical_js_finds_the_same_times(name, ical_js):
    told = EXPECTED[name]
    body = (FOLDER / f"{name}.ics").read_bytes()
    assert ical_js.busy(body, frame_of(told)) == expected_of(told)


# --- recurring events around changes of the clock -------------------------------------------------

#: Zone, its VTIMEZONE's offsets and rules, the dates of its two changes of 2026.
ZONES = {
    "America/Chicago": ("-0600", "-0500", "11;BYDAY=1SU", "3;BYDAY=2SU", "0200", "0200",
                        date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/Berlin": ("+0100", "+0200", "10;BYDAY=-1SU", "3;BYDAY=-1SU", "0300", "0200",
                      date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Sydney": ("+1000", "+1100", "4;BYDAY=1SU", "10;BYDAY=1SU", "0300", "0200",
                         date(2026, 10, 4), date(2026, 4, 5)),
    "America/Santiago": ("-0400", "-0300", "4;BYDAY=1SU", "9;BYDAY=1SU", "0000", "0000",
                         date(2026, 9, 6), date(2026, 4, 5)),
}  # fmt: skip


def vtimezone(zone: str) -> str:
    standard, summer, to_standard, to_summer, at_standard, at_summer, *_ = ZONES[zone]
    return (
        f"BEGIN:VTIMEZONE\nTZID:{zone}\n"
        f"BEGIN:DAYLIGHT\nTZOFFSETFROM:{standard}\nTZOFFSETTO:{summer}\n"
        f"DTSTART:19700101T{at_summer}00\nRRULE:FREQ=YEARLY;BYMONTH={to_summer}\nEND:DAYLIGHT\n"
        f"BEGIN:STANDARD\nTZOFFSETFROM:{summer}\nTZOFFSETTO:{standard}\n"
        f"DTSTART:19700101T{at_standard}00\nRRULE:FREQ=YEARLY;BYMONTH={to_standard}\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rules(begins: datetime) -> list[tuple[str, list[datetime]]]:
    """Rules with their nine dates. The first one is the event's own, or they mean nothing sure."""
    own, other = DAYS[begins.weekday()], DAYS[(begins.weekday() + 3) % 7]
    steps = {
        "DAILY": range(9),
        "DAILY;INTERVAL=2": range(0, 18, 2),
        "WEEKLY": range(0, 63, 7),
        f"WEEKLY;BYDAY={own},{other}": [0, 3, 7, 10, 14, 17, 21, 24, 28],
    }
    return [(rule, [begins + timedelta(days=n) for n in days]) for rule, days in steps.items()]


def stamp(name: str, at: datetime, zone: str | None) -> str:
    """A time of a zone, or a floating one."""
    return f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}" if zone else f"{name}:{at:%Y%m%dT%H%M%S}"


def overrides(days: list[datetime], zone: str | None, minutes: int) -> list[str]:
    """Those days an hour later and longer."""
    return [
        "\n".join(
            (
                "UID:s",
                stamp("RECURRENCE-ID", day, zone),
                stamp("DTSTART", day + timedelta(hours=1), zone),
                f"DURATION:PT{minutes + 15}M",
            )
        )
        for day in days
    ]


@st.composite
def series(draw) -> tuple[bytes, Frame]:
    """A recurring event that meets a change of its zone's clock, with exceptions."""
    home = draw(st.sampled_from(sorted(ZONES)))
    zone = home if draw(st.booleans()) else None
    change = draw(st.sampled_from(ZONES[home][-2:]))
    first = change - timedelta(days=draw(st.integers(0, 9)))
    # An hour that the clock skips or repeats, and a length across it, are read alike by few (by
    # ours as RFC 5545 says: exact): nobody meets at night.
    begins = datetime.combine(first, time()) + timedelta(minutes=15 * draw(st.integers(16, 74)))
    minutes = draw(st.sampled_from([15, 60, 150]))
    rule, days = draw(st.sampled_from(rules(begins)))
    gone = draw(st.sets(st.sampled_from(days[1:]), max_size=3))
    moved = draw(st.sets(st.sampled_from(days[1:]), max_size=2)) - gone
    master = [
        "UID:s",
        stamp("DTSTART", begins, zone),
        f"DURATION:PT{minutes}M",
        f"RRULE:FREQ={rule};COUNT=9",
        *(stamp("EXDATE", day, zone) for day in sorted(gone)),
    ]
    others = overrides(sorted(moved), zone, minutes)
    body = calendar("\n".join(master), *others, before=vtimezone(home))
    around = datetime.combine(change, time(), UTC)
    return body, Frame(home, around - timedelta(days=20), around + timedelta(days=40))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(series())
def test_two_libraries_agree_on_exceptions_around_a_change_of_the_clock(ical_js, drawn):
    body, frame = drawn
    assert reading.merged(reading.read(body, frame).taken) == ical_js.busy(body, frame)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(ZONES)),
    st.integers(-6, 0),
    st.integers(0, 95),
    st.sets(st.integers(0, 11), max_size=4),
)
def test_a_daily_event_stays_at_its_clock_time_across_a_change(zone, offset, quarter, gone):
    there = ZoneInfo(zone)
    for change in ZONES[zone][-2:]:
        begins = datetime.combine(change + timedelta(days=offset), time())
        days = [begins + timedelta(days=n, minutes=15 * quarter) for n in range(12)]
        lines = [stamp("EXDATE", days[n], zone) for n in sorted(gone)]
        rule = ("DURATION:PT15M", "RRULE:FREQ=DAILY;COUNT=12")
        body = calendar("\n".join(["UID:d", stamp("DTSTART", days[0], zone), *rule, *lines]))
        around = datetime.combine(change, time(), UTC)
        frame = Frame(zone, around - timedelta(days=30), around + timedelta(days=30))
        kept = [day for n, day in enumerate(days) if n not in gone]
        wanted = [day.replace(tzinfo=there).astimezone(UTC) for day in kept]
        assert sorted(one.start for one in reading.read(body, frame).taken) == wanted
