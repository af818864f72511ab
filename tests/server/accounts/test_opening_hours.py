"""Opening hours: weekly pattern, exceptions, faults that people write."""

from datetime import date

import pytest

from routing.domain import ALWAYS_OPEN, DAY_S, TimeWindow
from server.accounts import opening_hours
from server.accounts.opening_hours import problem_of

FIRST, LAST = date(2026, 5, 4), date(2026, 7, 26)
HOUR = 3600


def hours(text, first=FIRST, last=LAST, country=""):
    return opening_hours.opening_hours(text, first, last, country)


def test_a_weekly_pattern_has_no_exceptions():
    found = hours("Mo-Fr 08:00-12:00,13:00-18:00")
    assert found.week[0] == (TimeWindow(8 * HOUR, 12 * HOUR), TimeWindow(13 * HOUR, 18 * HOUR))
    assert found.week[5] == ()
    assert not found.exceptions


def test_always_open_is_one_window_a_day():
    assert hours("24/7").week == ((TimeWindow(0, DAY_S),),) * 7


def test_hours_past_midnight_count_on_both_dates():
    found = hours("Fr-Sa 20:00-02:00")
    evening, night = TimeWindow(20 * HOUR, DAY_S), TimeWindow(0, 2 * HOUR)
    assert found.week[4:] == ((evening,), (night, evening), (night,))


def test_a_night_that_began_before_the_first_date_still_counts():
    sunday = date(2026, 5, 10)
    assert hours("Sa 20:00-02:00", sunday, sunday).on(sunday) == (TimeWindow(0, 2 * HOUR),)


def test_a_season_comes_as_exceptions_to_what_most_weeks_have():
    found = hours("May-Jun: Mo-Su 09:00-22:00; Jul-Dec off; Jan-Apr off")
    assert found.on(date(2026, 6, 30)) == (TimeWindow(9 * HOUR, 22 * HOUR),)
    assert found.on(date(2026, 7, 1)) == ()
    assert date(2026, 7, 1) in found.exceptions


def test_public_holidays_of_the_country_close_where_the_text_says_so():
    christmas = date(2026, 12, 25)
    closed = hours("Mo-Fr 08:00-18:00; PH off", christmas, christmas, "US")
    assert closed.on(christmas) == ()
    assert hours("Mo-Fr 08:00-18:00", christmas, christmas, "US").on(christmas)


def test_a_country_nobody_knows_is_no_reason_to_fail():
    assert hours("Mo-Fr 08:00-18:00", country="ZZ").week[0]


@pytest.mark.parametrize("text", ["", "   ", "Mo-Fr 7:00-21"])
def test_nothing_readable_means_always_open(text):
    assert hours(text) is ALWAYS_OPEN


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("We-Fr 13:00-18:00 Sa 12:00-18:00", "semicolon"),
        ("Mo-Fr 7:00-21", "minutes too"),
        ("Mon - Fri 11am - 11pm", "0 to 24 hours"),
        ("Seasonal, only summer time", "like Mo-Fr 08:00-18:00"),
        ("Mo-Sa 09:30–19:30", "plain hyphen"),
        ("+1 555 010 4477", "phone number"),
    ],
)
def test_a_fault_names_place_and_remedy(text, remedy):
    assert text in problem_of(text)
    assert remedy in problem_of(text)


@pytest.mark.parametrize("text", ["", "24/7", "Mo-Fr 08:00-18:00; PH off", "off"])
def test_what_reads_has_no_problem(text):
    assert problem_of(text) == ""


def test_the_segments_hours_count_where_the_own_cannot_be_read():
    segment = "Mo-Fr 09:00-17:00"
    assert opening_hours.in_force("Mo-Fr 7:00-21", segment) == segment
    assert opening_hours.in_force("", segment) == segment
    assert opening_hours.in_force("Sa 10:00-12:00", segment) == "Sa 10:00-12:00"
    assert opening_hours.in_force("", "Mo-Fr 7:00-21") == ""
