from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import workdays
from routing.domain import Rep, TimeWindow, WorkingDay
from tests import strategies

HOUR = 3600
NINE_TO_FIVE = TimeWindow(9 * HOUR, 17 * HOUR)
NOON = TimeWindow(12 * HOUR, 14 * HOUR)
WEEK = (*[NINE_TO_FIVE] * 5, None, None)
MONDAY = date(2024, 7, 1)
CHICAGO = "America/Chicago"


def working_days(last=6, week=WEEK, lunch=NOON, lunch_s=1800, off=None, busy=None):
    end = MONDAY + timedelta(days=last)
    return workdays.working_days(MONDAY, end, week, lunch, lunch_s, off or {}, busy or {})


def test_dates_include_both_ends():
    assert list(workdays.dates(date(2024, 2, 28), date(2024, 3, 1))) == [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]


def test_no_dates_lie_before_their_start():
    assert list(workdays.dates(MONDAY, MONDAY - timedelta(days=1))) == []


def test_weekends_and_days_off_are_not_worked():
    worked = [day.on.day for day in working_days(off={date(2024, 7, 4): "Independence Day"})]
    assert worked == [1, 2, 3, 5]


def test_a_week_has_seven_weekdays():
    with pytest.raises(ValueError, match="7 weekdays"):
        working_days(week=WEEK[:5])


def test_lunch_is_clipped_to_the_hours():
    short = TimeWindow(8 * HOUR, 13 * HOUR)
    day = working_days(week=(short, *[None] * 6))[0]
    assert (day.lunch, day.lunch_s) == (TimeWindow(12 * HOUR, 13 * HOUR), 1800)


def test_a_day_too_short_for_lunch_has_none():
    short = TimeWindow(8 * HOUR, 12 * HOUR + 600)
    day = working_days(week=(short, *[None] * 6))[0]
    assert (day.lunch, day.lunch_s) == (None, 0)


def test_busy_times_are_merged_and_clipped():
    busy = (
        TimeWindow(10 * HOUR, 11 * HOUR),
        TimeWindow(8 * HOUR, 10 * HOUR),
        TimeWindow(18 * HOUR, 19 * HOUR),
    )
    day = working_days(last=0, busy={MONDAY: busy})[0]
    assert day.busy == (TimeWindow(9 * HOUR, 11 * HOUR),)


def test_a_day_busy_throughout_is_not_worked():
    assert working_days(last=0, busy={MONDAY: (TimeWindow(0, 24 * HOUR),)}) == ()


def rep(*worked, off=None):
    days = tuple(WorkingDay(day, NINE_TO_FIVE) for day in worked)
    return Rep("ann", "Ann", 0, days, off or {})


def test_working_days_after_counts_the_reps_own_days():
    ann = rep(MONDAY, date(2024, 7, 3), date(2024, 7, 6))
    assert workdays.working_days_after(MONDAY, 2, ann) == date(2024, 7, 6)
    assert workdays.working_days_after(MONDAY, 0, ann) == MONDAY


def test_beyond_the_horizon_weekdays_that_are_not_off_count():
    ann = rep(MONDAY, off={date(2024, 7, 4): "Independence Day"})
    assert workdays.working_days_after(MONDAY, 4, ann) == date(2024, 7, 8)


@pytest.mark.parametrize(
    ("seconds", "utc"),
    [
        (90 * 60, (7, 30)),  # 01:30, still CST
        (150 * 60, (8, 30)),  # 02:30 does not exist: 03:30 CDT
        (210 * 60, (8, 30)),  # 03:30 CDT itself
    ],
)
def test_a_skipped_clock_time_takes_the_offset_before_the_gap(seconds, utc):
    found = workdays.instant(date(2024, 3, 10), seconds, CHICAGO)
    assert found == datetime(2024, 3, 10, *utc, tzinfo=UTC)


def test_a_repeated_clock_time_is_the_first_of_the_two():
    found = workdays.instant(date(2024, 11, 3), 90 * 60, CHICAGO)
    assert found == datetime(2024, 11, 3, 6, 30, tzinfo=UTC)


def test_24_00_is_the_next_midnight():
    assert workdays.instant(date(2024, 7, 1), 24 * HOUR, CHICAGO) == workdays.instant(
        date(2024, 7, 2), 0, CHICAGO
    )


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        workdays.local_date(datetime(2024, 7, 1, 12), CHICAGO)  # noqa: DTZ001


@pytest.mark.parametrize("seconds", [-1, 24 * HOUR + 1])
def test_clock_times_lie_within_a_day(seconds):
    with pytest.raises(ValueError, match="not in a day"):
        workdays.instant(MONDAY, seconds, CHICAGO)


@given(strategies.days, st.integers(4 * HOUR, 24 * HOUR - 1))
def test_clock_time_survives_the_way_to_utc_and_back(day, seconds):
    found = workdays.instant(day, seconds, "Europe/Berlin")
    assert found.tzinfo is UTC
    assert workdays.local_date(found, "Europe/Berlin") == day
    assert workdays.seconds_of_day(found, "Europe/Berlin") == seconds
