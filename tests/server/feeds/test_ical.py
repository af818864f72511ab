"""The calendar writer, checked by the parsers of others."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.feeds import ical
from tests.calendars.parsers import ical_js
from tests.factories import TODAY

NASTY = [
    "Comma, semicolon; backslash \\ and \\n as text",
    "two\nlines\r\nand a third",
    "emoji 🍦🧊 and café Zürich",
    "x" * 200,
    "BEGIN:VEVENT",
    'quote " and colon : here',
    "tab\tand bell\x07",
    "ends with backslash\\",
    "ü" * 74 + "\\;" * 40,
]


def make_event(**changes) -> ical.Event:
    start = datetime(2026, 5, 5, 14, 0, tzinfo=UTC)
    values = {
        "uid": "0190-a@rounds",
        "created": datetime(2026, 5, 1, tzinfo=UTC),
        "changed": datetime(2026, 5, 2, tzinfo=UTC),
        "sequence": 0,
        "start": start,
        "end": start + timedelta(minutes=30),
        "summary": "Pier Kiosk",
        "status": "TENTATIVE",
        "busy": True,
    }
    return ical.Event(**(values | changes))


def calendar(*events: ical.Event) -> bytes:
    return ical.calendar_text(ical.Calendar("Ann: visits", "America/Chicago"), events, TODAY)


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_back_from_both_parsers(text):
    wanted = "".join(c for c in text.replace("\r\n", "\n") if c in "\t\n" or c >= " ")
    raw = calendar(make_event(summary=text, location=text, description=text))
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == wanted
    assert str(event["LOCATION"]) == " ".join(wanted.split())
    (other,) = ical_js(raw)
    assert other["summary"] == wanted
    assert other["description"] == wanted


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_sequence_is_split(text):
    for line in calendar(make_event(summary=text)).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.text(max_size=200))
def test_a_fold_never_parts_a_backslash_from_what_it_escapes(text):
    for line in ical.folded("SUMMARY:" + ical.escaped(text)).split("\r\n "):
        bare = line.removesuffix("\r\n")
        assert (len(bare) - len(bare.rstrip("\\"))) % 2 == 0


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29)])
def test_both_parsers_see_the_same_instants_around_changes_of_daylight_saving(day):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    starts = [midnight + timedelta(hours=h) for h in range(0, 48, 3)]
    raw = calendar(
        *(make_event(uid=f"{i}@rounds", start=s, end=s + timedelta(minutes=20))
          for i, s in enumerate(starts))
    )  # fmt: skip
    theirs = {e["uid"]: (e["start"], e["end"]) for e in ical_js(raw)}
    for event in icalendar.Calendar.from_ical(raw).walk("VEVENT"):
        ours = tuple(event.decoded(k).timestamp() for k in ("DTSTART", "DTEND"))
        assert theirs[str(event["UID"])] == ours


def test_the_oldest_events_go_when_the_feed_would_be_too_large_for_google():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    events = [
        make_event(uid=f"{i}@rounds", start=start + timedelta(hours=i),
                   end=start + timedelta(hours=i, minutes=5), description="d" * 1000)
        for i in range(1200)
    ]  # fmt: skip
    raw = calendar(*events)
    assert len(raw) <= ical.MOST_BYTES
    kept = [str(e["UID"]) for e in icalendar.Calendar.from_ical(raw).walk("VEVENT")]
    assert kept[-1] == "1199@rounds"
    assert kept == [f"{i}@rounds" for i in range(1200 - len(kept), 1200)]


def test_a_call_is_a_day_long_note_that_blocks_nothing():
    raw = calendar(make_event(start=date(2026, 5, 5), end=date(2026, 5, 6), busy=False))
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2026, 5, 5)
    assert event["TRANSP"] == "TRANSPARENT"


def test_there_is_no_method_which_strict_parsers_refuse_without_an_organizer():
    assert b"METHOD" not in calendar(make_event())


def test_a_local_time_is_refused():
    with pytest.raises(ValueError, match="not in UTC"):
        calendar(make_event(start=datetime(2026, 5, 5, 9)))  # noqa: DTZ001
