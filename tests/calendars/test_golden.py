"""Our calendars, byte for byte, and as the parsers of others understand them."""

import re
from datetime import timedelta

import icalendar
import pytest

from tests.calendars import golden, parsers
from tests.calendars.golden import NASTY, NOW, TODAY, feed, manager_feed, text, visit, visits

NAMES = list(golden.GOLDEN)
RAW = {name: made() for name, made in golden.GOLDEN.items()}


def walked(raw: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(raw).walk("VEVENT")


def by_summary(raw: bytes) -> dict[str, icalendar.Event]:
    return {str(event["SUMMARY"]): event for event in walked(raw)}


@pytest.mark.parametrize("name", NAMES)
def test_a_calendar_is_byte_for_byte_as_it_was(name):
    assert RAW[name] == (golden.FOLDER / f"{name}.ics").read_bytes()


def test_no_golden_calendar_is_left_over():
    assert {file.stem for file in golden.FOLDER.glob("*.ics")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_three_parsers_read_the_same_events(name):
    ours, *others = (sorted(parser(RAW[name])) for parser in parsers.PARSERS)
    assert ours
    for other in others:
        assert other == ours


@pytest.mark.parametrize("name", NAMES)
def test_libical_finds_no_rule_broken(name):
    assert parsers.faults(RAW[name]) == 0


def test_libical_would_find_one():
    with_method = RAW["rep"].replace(b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE")
    assert parsers.faults(with_method) > 0


@pytest.mark.parametrize("zone", golden.ZONES)
def test_every_parser_sees_the_right_instants_around_both_changes_of_the_clocks(zone):
    wanted = {f"{one.id}@rounds": int(at.timestamp())
              for one, at in golden.around_the_changes(zone)}  # fmt: skip
    raw = RAW[zone.rpartition("/")[2].lower()]
    for parser in parsers.PARSERS:
        assert {event.uid: event.start for event in parser(raw)} == wanted


@pytest.mark.parametrize("name", NASTY)
def test_every_parser_gets_an_awkward_name_back(name):
    wanted = NASTY[name].replace("\r\n", "\n")
    for parser in parsers.PARSERS:
        assert wanted in {event.summary for event in parser(RAW["rep"])}


# --- what is told -----------------------------------------------------------------------------


def test_planned_is_tentative_and_held_or_due_today_is_firm():
    firm = {name: str(event["STATUS"]) for name, event in by_summary(RAW["rep"]).items()}
    assert firm["Planned"] == "TENTATIVE"
    assert {firm[name] for name in ("Held to its day", "Agreed", "Today", "Yesterday")} == {
        "CONFIRMED"
    }
    assert firm["Cancelled: Given up"] == "CANCELLED"


def test_a_cancelled_visit_and_a_call_block_no_time():
    told = by_summary(RAW["rep"])
    free = {name for name, event in told.items() if event["TRANSP"] == "TRANSPARENT"}
    assert free == {"Cancelled: Given up", "Call By phone"}


@pytest.mark.parametrize("name", ["rep-busy", "team-busy"])
def test_busy_tells_nothing_of_accounts(name):
    telling = {"LOCATION", "DESCRIPTION", "GEO", "URL", "X-APPLE-STRUCTURED-LOCATION"}
    for event in walked(RAW[name]):
        assert not telling & event.keys()
        assert str(event["SUMMARY"]).rpartition(": ")[2] == "Busy"


def test_a_team_has_a_category_and_a_colour_for_each_rep():
    colors = {str(e["CATEGORIES"].cats[0]): str(e["COLOR"]) for e in walked(RAW["team"])}
    assert colors == {"Ann Ward": "teal", "Cleo Ott; Süd": "darkorange"}


def test_clock_times_of_a_team_are_in_the_zone_of_each_rep():
    told = by_summary(RAW["team"])
    ann, cleo = told["Ann Ward: Planned"], told["Cleo Ott; Süd: Strandbad"]
    assert ann.decoded("DTSTART") - cleo.decoded("DTSTART") == timedelta(hours=7)


def test_a_link_opens_the_phone_for_a_rep_and_the_desk_for_a_manager():
    assert str(walked(RAW["rep"])[0]["URL"]).startswith("https://rounds.example.com/v/")
    assert str(walked(RAW["team"])[0]["URL"]).startswith("https://rounds.example.com/desk/v/")


def test_a_german_calendar_speaks_german_and_rings():
    event = by_summary(RAW["rep-german"])["Planned"]
    assert "Fällig am 5. Mai" in str(event["DESCRIPTION"])
    assert "Verschieben, absagen, hinfahren: https://" in str(event["DESCRIPTION"])
    assert event.walk("VALARM")[0].decoded("TRIGGER") == timedelta(minutes=-15)


def test_a_calendar_says_its_name_and_how_often_to_ask():
    head = RAW["rep"].partition(b"BEGIN:VEVENT")[0].decode().split("\r\n")
    assert head[1] == "VERSION:2.0"
    for line in ("NAME:Ann Ward: visits", "X-WR-CALNAME:Ann Ward: visits", "COLOR:teal",
                 "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"):  # fmt: skip
        assert line in head


# --- known refusals ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_folding_thunderbird_drops_an_event_whose_line_breaks_inside_a_character(name):
    for line in RAW[name].split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert not re.search(rb"[^\r]\n|\r[^\n]", RAW[name])


@pytest.mark.parametrize("name", NAMES)
def test_vtimezone_thunderbird_is_an_hour_off_by_and_outlook_cannot_read(name):
    """Times are plain UTC: no zone has to be told, and none can be read wrongly."""
    assert b"VTIMEZONE" not in RAW[name]
    assert b"TZID" not in RAW[name]


CHANGES = {
    "time": {"start_s": 40000, "departure_s": 41000},
    "date": {"on": TODAY + timedelta(days=4)},
    "place": {"lat": 42.6, "lon": -88.5},
    "address": {"address": "13 Main Street"},
    "firm": {"held": "pin"},
    "cancelled": {"cancelled_at": NOW},
}


@pytest.mark.parametrize("change", CHANGES)
def test_sequence_google_keeps_the_old_event_unless_it_grows(change):
    told = {}
    (before,) = walked(text(feed(), (visit(1),), told=told))
    (after,) = walked(text(feed(), (visit(1, **CHANGES[change]),), told=told))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTAMP") == after.decoded("LAST-MODIFIED") == NOW


def test_sequence_grows_on_the_way_back_as_well():
    told, numbers = {}, []
    for held in (None, "pin", None, "pin"):
        (event,) = walked(text(feed(), (visit(1, held=held),), told=told))
        numbers.append(event["SEQUENCE"])
    assert numbers == sorted(set(numbers))


def test_sequence_stays_where_only_words_change_but_the_change_is_dated():
    told = {}
    (before,) = walked(text(feed(), (visit(1),), told=told))
    (after,) = walked(text(feed(), (visit(1, phone="555"),), told=told))
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") == NOW


def test_bytes_stay_the_same_while_nothing_changes():
    told = {}
    before = text(feed(), visits(), told=told)
    assert text(feed(), visits(), told=told, now=NOW + timedelta(hours=5)) == before


def test_size_google_refuses_a_megabyte_so_a_giant_team_loses_its_past_first():
    shown = tuple(
        visit(n, on=TODAY + timedelta(days=n % 50 - 10), account=f"Account {n}")
        for n in range(1, 3000)
    )
    raw = text(manager_feed(), shown)
    days = [event.decoded("DTSTART").date() for event in walked(raw)]
    assert 900_000 < len(raw) <= 950_000
    assert min(days) == TODAY
    assert days == sorted(days)
