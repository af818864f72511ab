"""The year planner: required minutes beside those there, and who causes what is too much."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import (
    AccountClass,
    Cadence,
    Channel,
    MonthDay,
    Season,
    SeasonState,
    SeasonWindow,
)
from routing.plan import year
from routing.plan.year import Asked, Hours

MONDAY = date(2026, 1, 5)
WEEK_MIN = 40 * 60.0
WEEKLY = Cadence(7, service_s=1800)
ALL_YEAR = Season()


def season(start: tuple[int, int], end: tuple[int, int]) -> Season:
    window = SeasonWindow(SeasonState.IN, MonthDay(*start), MonthDay(*end))
    return Season((window,), ramp_visits=0)


def crowd(size: int, name: str, when: Season = ALL_YEAR, **changes) -> list[Asked]:
    fields = {"segment": name, "town": "Burlington", "account_class": AccountClass.CORE} | changes
    return [Asked(id=f"{name}{n}", cadence=WEEKLY, season=when, **fields) for n in range(size)]


def hours(**changes: Hours) -> dict[date, Hours]:
    """A year of forty-hour weeks, but for those named by their number (w0 ...)."""
    weeks = enumerate(year.mondays(MONDAY))
    return {monday: changes.get(f"w{n}", Hours(WEEK_MIN)) for n, monday in weeks}


def test_talley_s_vector():
    """Formulas, 4.1: 20 x 48 x 45, 60 x 24 x 30, 120 x 12 x 20 minutes, 18 on the way."""
    visits = {(20, 48): 45, (60, 24): 30, (120, 12): 20}
    minutes = sum(many * calls * (on_site + 18) for (many, calls), on_site in visits.items())
    assert sum(many * calls for many, calls in visits) == 3840
    assert minutes / 60 == 3072
    assert round(year.reps_needed(minutes), 2) == 2.57


def test_a_year_begins_with_the_week_of_today_and_has_52():
    found = year.mondays(date(2026, 5, 7))
    assert (found[0], found[-1], len(found)) == (date(2026, 5, 4), date(2027, 4, 26), 52)


def test_a_week_requires_its_visits_with_the_way_and_a_call_without():
    call = Asked(
        "c", AccountClass.CORE, Cadence(14, service_s=600, channel=Channel.PHONE), Season()
    )
    [week] = year.year([*crowd(10, "inns"), call], {MONDAY: Hours(WEEK_MIN)}, 18).weeks
    assert week.all_min == pytest.approx(10 * (30 + 18) + 0.5 * 10)
    assert week.share == pytest.approx(485 / 2400)


@pytest.mark.parametrize(("logged", "minutes"), [(29, 18), (30, 7)])
def test_the_median_leg_counts_once_thirty_are_logged(logged, minutes):
    assert year.travel_min(18, [7] * logged) == minutes


def test_two_segments_in_season_together_are_found_and_nothing_else():
    """Each alone fits forty hours with the grocers; both together do not."""
    bait = crowd(30, "bait shops", season((5, 4), (8, 16)))
    resorts = crowd(32, "resorts", season((6, 1), (9, 27)))
    steady = crowd(5, "grocers")
    found = year.year([*bait, *resorts, *steady], hours(), 18)
    [one] = found.collisions
    assert (one.by, one.causes) == ("segment", ("bait shops", "resorts"))
    over = [week.first for week in found.weeks if week.is_over]
    assert (over[0], over[-1]) == (one.first, one.last - timedelta(days=6))
    assert one.sentence == "Weeks 23-33: bait shops and resorts are in season together, 134 %."


def test_a_year_without_seasons_names_none():
    assert year.year(crowd(40, "grocers"), hours(), 18).collisions == ()
    [always] = year.year(crowd(60, "grocers"), hours(), 18).collisions
    assert (always.kind, always.causes) == ("always", ())
    assert "cadences ask for more" in always.sentence


def test_the_town_is_named_where_one_town_explains_what_several_segments_do():
    summer = season((6, 1), (8, 31))
    kinds = [crowd(15, f"kind {n}", summer, town="Delavan") for n in range(4)]
    [one] = year.year([a for kind in kinds for a in kind], hours(), 18).collisions
    assert (one.by, one.causes) == ("town", ("Delavan",))
    assert "Delavan in season" in one.sentence


def test_a_short_week_is_blamed_on_what_takes_its_hours():
    short = hours(w3=Hours(WEEK_MIN / 2, ("Dentist",)))
    [one] = year.year(crowd(40, "grocers"), short, 18).collisions
    assert one.sentence == "Week 5: fewer hours than usual (Dentist), 160 %."


def test_a_week_nobody_works_in_has_no_share_and_collides_with_nothing():
    found = year.year(crowd(10, "grocers"), hours(w3=Hours(0, ("leave",))), 18)
    assert (found.weeks[3].share, found.collisions) == (None, ())


@pytest.mark.parametrize(
    ("share", "flag"),
    [(None, ""), (0.79, "slack"), (0.8, ""), (1, ""), (1.05, "over"), (1.1, "over"),
     (1.11, "overload")],
)  # fmt: skip
def test_flags_are_overload_above_110_and_slack_below_80_percent(share, flag):
    assert year.flag(share, year.Limits()) == flag


def test_prospects_fill_no_more_than_their_share():
    many = crowd(100, "new", account_class=AccountClass.PROSPECT)
    [week] = year.year(many, {MONDAY: Hours(1000)}, 18, prospecting=0.15).weeks
    assert week.required_min[AccountClass.PROSPECT] == pytest.approx(150)
    assert year.prospects_kept(100, 1000, 0.15) == year.prospects_kept(900, 1000, 0) == 1


@given(st.integers(0, 40), st.integers(1, 12), st.floats(0, 60))
def test_the_off_season_asks_for_nothing_and_weeks_add_up(size, month, way):
    """One month's window: other months are empty, and minutes are those of each account."""
    asked = crowd(size, "stands", season((month, 1), (month, 28)))
    found = year.year(asked, hours(), way)
    for week in found.weeks:
        sunday = week.first + timedelta(days=6)
        listed = sum(year.week_min(one, week.first, way) for one in asked)
        assert week.all_min == pytest.approx(listed)
        if month not in (week.first.month, sunday.month):
            assert week.all_min == 0


def test_without_accounts_or_hours_nothing_is_over():
    assert year.year([], hours(), 18).share == 0
    assert year.year([], {}, 18).share is None
