"""What a calendar fills, event by event, and what happens to what cannot be read."""

import time
from datetime import UTC, datetime

import pytest

from server.busy import cost, parts, reading
from server.busy.reading import Frame
from tests.server.busy.ics import calendar, meeting

FRAME = Frame(
    "America/Chicago", datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 10, 28, tzinfo=UTC),
    "Ann@Example.com",
)  # fmt: skip
CUSTOM = "Customized Time Zone"
TOMORROW = datetime(2026, 5, 6, 15, tzinfo=UTC)


def starts(*events: str, before: str = "") -> list[datetime]:
    return [one.start for one in reading.read(calendar(*events, before=before), FRAME).taken]


def zone(name: str, offset: str) -> str:
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.com",
    ],
)
def test_what_is_free_cancelled_or_declined_fills_nothing(line):
    assert starts(meeting("20260506T150000Z", line)) == []


def test_what_somebody_else_declined_is_still_busy():
    other = "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.com"
    assert starts(meeting("20260506T150000Z", other)) == [TOMORROW]


@pytest.mark.parametrize(
    ("written", "before"),
    [
        ("DTSTART:20260506T100000", ""),
        ("DTSTART;TZID=Central Standard Time:20260506T100000", ""),
        ('DTSTART;TZID="W. Europe Standard Time":20260506T170000', ""),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260506T170000", ""),
        ("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260506T110000", ""),
        (
            "DTSTART;TZID=Customized Time Zone:20260506T180000",
            zone("Customized Time Zone", "+0300"),
        ),
        ("DTSTART;TZID=Nobody/Knows:20260506T100000", ""),
    ],
)
def test_every_spelling_of_a_zone_is_understood(written, before):
    assert starts(f"UID:1\n{written}\nDURATION:PT1H", before=before) == [TOMORROW]


def test_two_calendars_may_mean_different_zones_by_the_same_name():
    event = "UID:1\nDTSTART;TZID=Customized Time Zone:20260506T180000\nDURATION:PT1H"
    for offset, hour in (("+0300", 15), ("+0500", 13)):
        [start] = starts(event, before=zone(CUSTOM, offset))
        assert start.hour == hour


def test_a_whole_day_lasts_from_midnight_to_midnight_of_the_rep():
    [day] = reading.read(calendar("UID:1\nDTSTART;VALUE=DATE:20260506"), FRAME).taken
    assert (day.start.hour, (day.end - day.start).days, day.all_day) == (5, 1, True)


@pytest.mark.parametrize("broken", ["DTSTART:soon", "DTSTART:20260506T150000Z\nRRULE:FREQ=NOW"])
def test_a_faulty_event_is_named_and_the_others_are_read(broken):
    read = reading.read(calendar(f"UID:2\nSUMMARY:Bad\n{broken}", meeting()), FRAME)
    assert [one.start for one in read.taken] == [TOMORROW]
    assert [(one.code, one.title) for one in read.unread] == [("faulty", "Bad")]


def test_a_line_that_is_none_does_not_spoil_its_event():
    assert starts(meeting("20260506T150000Z", "what is this")) == [TOMORROW]


def test_visits_of_our_own_feed_fill_nothing():
    assert starts(meeting(uid="0190-1@rounds")) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=HOURLY;BYMINUTE=0,30",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40,50",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_that_repeats_too_often_is_left_out_at_once(rule):
    began = time.monotonic()
    read = reading.read(calendar(meeting("20260506T150000Z", f"RRULE:{rule}")), FRAME)
    assert [one.code for one in read.unread] == ["too_often"]
    assert time.monotonic() - began < 1


def test_an_hour_by_hour_series_stays_below_the_limit():
    read = reading.read(calendar(meeting("20260506T150000Z", "RRULE:FREQ=HOURLY")), FRAME)
    assert 4000 < len(read.taken) <= cost.MOST_TIMES


def test_more_than_five_thousand_times_are_refused():
    hourly = [meeting("20260506T150000Z", "RRULE:FREQ=HOURLY", uid=f"u{n}") for n in range(2)]
    with pytest.raises(reading.TooMany):
        reading.read(calendar(*hourly), FRAME)


def test_a_hundred_thousand_days_of_repetition_are_not_counted_through():
    ancient = meeting("00010101T000000Z", "RRULE:FREQ=DAILY")
    assert [one.code for one in reading.read(calendar(ancient), FRAME).unread] == ["too_often"]


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"BEGIN:VCARD\nEND:VCARD", b"\xff"])
def test_what_is_no_calendar_is_refused(body):
    with pytest.raises(parts.NotCalendar):
        reading.read(body, FRAME)


def test_a_calendar_with_a_byte_order_mark_and_without_events_is_empty():
    assert reading.read(b"\xef\xbb\xbf" + calendar(), FRAME) == reading.Calendar((), ())


def test_folded_lines_are_one_line_also_inside_a_zone_name():
    folded = 'UID:1\nDTSTART;TZID="W. Europe\n  Standard Time":20260506T170000\nDURATION:PT1H'
    assert starts(folded) == [TOMORROW]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY;BYHOUR=1,2;BYMINUTE=1,2,3"]
)
def test_a_zone_whose_clock_changes_all_the_time_is_not_gone_through(rule):
    told = zone(CUSTOM, "+0300").replace("TZOFFSETFROM", f"RRULE:{rule}\nTZOFFSETFROM", 1)
    began = time.monotonic()
    event = f"UID:1\nDTSTART;TZID={CUSTOM}:20260506T100000\nDURATION:PT1H"
    assert starts(event, before=told) == [TOMORROW]
    assert time.monotonic() - began < 1


def test_an_event_of_a_hundred_years_counts_only_within_the_half_year():
    ages = "UID:1\nDTSTART:19500101T000000Z\nDTEND:20500101T000000Z"
    [one] = reading.read(calendar(ages), FRAME).taken
    assert (one.start, one.end) == (FRAME.first, FRAME.last)
