"""What one cell means: values as people write them, and a sentence where they cannot be read."""

from datetime import date

import pytest

from routing.domain import MonthDay
from server.accounts import cells

MAY_TO_SEPTEMBER = ((MonthDay(5, 1), MonthDay(9, 30)),)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1234.5", ".", 1234.5),
        ("1,234.50", ".", 1234.5),
        ("1.234,50", ",", 1234.5),
        ("$1,200", ".", 1200),
        ("1.234,50 €", ",", 1234.5),
        ("EUR 12", ".", 12),
        ("1'234.50", ".", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("(12.50)", ".", -12.5),
        ("12.50-", ".", -12.5),
    ],
)
def test_a_number_loses_its_currency_and_thousands_marks(text, style, value):
    assert cells.number(text, style) == value


@pytest.mark.parametrize("text", ["much", "nan", "inf", "1e999", "12 pcs", "", "-"])
def test_what_is_no_number_says_so(text):
    with pytest.raises(ValueError, match="is not a number"):
        cells.number(text)


@pytest.mark.parametrize(
    ("values", "default", "style"),
    [
        (["1.234,50"], ".", ","),
        (["1,234.50"], ",", "."),
        (["12,5", "1.234"], ".", ","),
        (["1.234.567"], ".", ","),
        (["0.125"], ",", "."),
        (["1.234"], ",", ","),
        (["1.234"], ".", "."),
        (["12", ""], ",", ","),
    ],
)
def test_the_whole_column_decides_its_decimal_mark(values, default, style):
    assert cells.number_style(values, default) == style


@pytest.mark.parametrize(
    "text",
    ["2026-04-13", "13.04.2026", "13. 4. 2026", "13.4.26", "20260413", "13 April 2026",
     "Apr 13, 2026", "13-Apr-2026", "2026-04-13T23:30:00.000Z", "2026-04-13 00:00:00"],
)  # fmt: skip
def test_a_date_that_reads_in_one_way_needs_no_column(text):
    assert cells.day(text) == date(2026, 4, 13)


def test_the_order_of_day_and_month_decides_a_date_with_slashes():
    assert cells.day("03/04/2026", "day-first") == date(2026, 4, 3)
    assert cells.day("03/04/2026", "month-first") == date(2026, 3, 4)


def test_a_date_of_two_readings_is_refused_with_the_choice():
    with pytest.raises(ValueError, match=r"two ways.*“day first” or “month first”"):
        cells.day("03/04/2026", "ambiguous")


@pytest.mark.parametrize("text", ["2026-02-30", "31.4.2026", "soon", "13/13/2026", "00.00.0000"])
def test_a_date_outside_the_calendar_is_refused(text):
    with pytest.raises(ValueError, match="like 2022-04-03"):
        cells.day(text, "day-first")


@pytest.mark.parametrize(
    ("values", "latest", "style"),
    [
        (["03/04/2026", "13/04/2026"], None, "day-first"),
        (["03/04/2026", "04/13/2026"], None, "month-first"),
        (["13/04/2026", "04/13/2026"], None, "ambiguous"),
        (["03/04/2026"], None, "ambiguous"),
        (["03/11/2026"], date(2026, 5, 5), "month-first"),
        (["05/05/2026"], None, "day-first"),
        ([], None, "day-first"),
    ],
)
def test_all_values_of_a_column_decide_the_order_of_day_and_month(values, latest, style):
    assert cells.date_style(values, latest) == style


@pytest.mark.parametrize(
    ("text", "first", "whole"),
    [
        ("2022-10", date(2022, 10, 1), True),
        ("10/2022", date(2022, 10, 1), True),
        ("Okt 2022", date(2022, 10, 1), True),
        ("202210", date(2022, 10, 1), True),
        ("2022-10-14", date(2022, 10, 1), False),
    ],
)
def test_a_month_knows_whether_the_cell_named_all_of_it(text, first, whole):
    assert cells.month(text) == (first, whole)


@pytest.mark.parametrize(
    "text",
    ["05-01..09-30", "05-01–09-30", "01.05.-30.09.", "1.5. - 30.9.", "5/1-9/30", "May-Sep",
     "May to September", "1 May - 30 Sep", "Mai bis September", "2022-05-01..2022-09-30"],
)  # fmt: skip
def test_a_season_is_read_as_people_write_it(text):
    assert cells.season(text) == MAY_TO_SEPTEMBER


def test_a_season_may_wrap_the_year_and_be_one_of_several():
    assert cells.season("12-01..02-28; 06-01..08-31") == (
        (MonthDay(12, 1), MonthDay(2, 28)),
        (MonthDay(6, 1), MonthDay(8, 31)),
    )


@pytest.mark.parametrize("text", ["02-31..09-30", "31 Feb - 1 May"])
def test_a_season_from_31_february_is_refused(text):
    with pytest.raises(ValueError, match="no day of any year"):
        cells.season(text)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("14", (14, None)),
        ("14 days", (14, None)),
        ("every 2 weeks", (14, None)),
        ("alle 2 Wochen", (14, None)),
        ("14-tägig", (14, None)),
        ("weekly", (7, None)),
        ("every week", (7, None)),
        ("2/week", (None, 2)),
        ("2x per week", (None, 2)),
        ("twice a week", (None, 2)),
        ("1x pro Woche", (None, 1)),
        ("2/month", (15, None)),
        ("quarterly", (91, None)),
    ],
)
def test_an_interval_is_days_or_visits_a_week(text, interval):
    assert cells.interval(text) == interval


@pytest.mark.parametrize("text", ["0", "0 days", "731", "0/week", "9/week", "often"])
def test_an_impossible_interval_names_what_is_possible(text):
    with pytest.raises(ValueError, match=r"1 to 730 days|“2/week”"):
        cells.interval(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45", 2700), ("45 min", 2700), ("1:30", 5400), ("1 h 30", 5400), ("1,5 h", 5400)],
)
def test_minutes_on_site_are_seconds(text, seconds):
    assert cells.minutes(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["42.59, -88.43", "42,59; -88,43", "42.59 -88.43", "(42.59,-88.43)", "POINT (-88.43 42.59)"],
)
def test_two_coordinates_of_one_cell(text):
    assert cells.lat_lon(text) == (42.59, -88.43)


def test_a_latitude_of_91_is_refused():
    with pytest.raises(ValueError, match="latitude 91 is not between -90 and 90"):
        cells.lat("91")


@pytest.mark.parametrize("text", ["A", "a", "Tier A", "A-Kunde", "class a"])
def test_tiers_as_other_programs_write_them(text):
    assert cells.tier(text) == "A"


def test_a_spreadsheet_loses_the_leading_zero_of_a_zip_code():
    assert cells.us_zip("2134") == "02134"
    assert cells.us_zip("SW1A 1AA") == "SW1A 1AA"
