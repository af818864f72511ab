"""The demo company: real towns, dry ground, a year without an empty season, work that fits."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import zipcodes
from opening_hours import OpeningHours

from server.demo import files, geography, mix, people, seasons
from server.demo.company import TERRITORIES, DemoCompany, demo_company, latest_working_morning
from server.demo.mix import ANN, CLEO, EMIL

#: A summer Tuesday, a Sunday, the last day of a year, the day kiosks open, a leap day.
TODAYS = (
    date(2026, 7, 14), date(2026, 10, 11), date(2026, 12, 31), date(2027, 5, 15), date(2028, 2, 29),
)  # fmt: skip
SUMMER = TODAYS[0]
YEAR = [date(2027, 1, 1) + timedelta(days=days) for days in range(365)]
HALF_MONTHS = [date(2027, month, day) for month in range(1, 13) for day in (1, 15)]


@cache
def company(today: date = SUMMER) -> DemoCompany:
    return demo_company(today)


@pytest.fixture(params=TODAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    return request.param


def of_rep(rep: str, today: date = SUMMER) -> list[dict]:
    rows = company(today).accounts
    return [row for row in rows if row["rep"] == rep and row["status"] == "active"]


# --- accounts -----------------------------------------------------------------------------------


def test_there_are_at_least_240_accounts_of_all_ten_segments() -> None:
    accounts = company().accounts
    assert len(accounts) >= 240
    assert {row["segment"] for row in accounts} == {row["name"] for row in company().segments}
    assert len(company().segments) == 10


@pytest.mark.parametrize("column", ["account_number", "name"])
def test_no_two_accounts_share_a_number_a_name_or_a_place(column: str) -> None:
    accounts = company().accounts
    assert len({row[column] for row in accounts}) == len(accounts)
    assert len({(row["lat"], row["lon"]) for row in accounts}) == len(accounts)


def test_each_account_lies_within_500_m_of_the_point_of_its_zip() -> None:
    for row in company().accounts:
        point = zipcodes.matching(row["zip"])[0]
        centre = float(point["lat"]), float(point["long"])
        assert geography.metres(centre, (row["lat"], row["lon"])) <= 500, row


def test_each_town_is_the_town_of_its_zip() -> None:
    for row in company().accounts:
        place = zipcodes.matching(row["zip"])[0]
        assert (row["city"].lower(), row["state"]) == (place["city"].lower(), place["state"])


def test_no_account_and_no_base_lies_in_a_lake() -> None:
    points = [(row["lat"], row["lon"]) for row in company().accounts]
    points += [(row["base_lat"], row["base_lon"]) for row in reps()]
    points += [(lat, lon) for _, lat, lon in company().labels]
    assert not [point for point in points if geography.in_water(point)]


@pytest.mark.parametrize(
    ("point", "wet"),
    [
        ((42.000, -87.500), True),  # Lake Michigan off Evanston
        ((42.563, -88.460), True),  # the middle of Geneva Lake
        ((43.0788, -88.2729), True),  # the point of Pewaukee's ZIP, which therefore is not used
        ((41.882, -87.632), False),  # Chicago's Loop
        ((42.673, -88.544), False),  # Elkhorn
    ],
)
def test_the_typed_shorelines_know_land_from_water(point: tuple, wet: bool) -> None:
    assert geography.in_water(point) is wet


def test_a_zip_whose_point_is_far_out_on_the_water_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(geography, "zip_point", lambda _: (42.5, -87.3))
    with pytest.raises(ValueError, match="no dry ground"):
        geography.place(geography.Random(1), "00000")


def test_contacts_are_unmistakably_fictional() -> None:
    for row in company().accounts:
        assert " 555-01" in row["phone"]
        assert row["email"].isascii()
        assert row["email"].endswith(".example")


def test_a_few_accounts_have_no_rep_and_two_are_inactive() -> None:
    accounts = company().accounts
    assert 2 <= sum(row["rep"] is None for row in accounts) <= 4
    assert sum(row["status"] == "inactive" for row in accounts) == 2


@pytest.mark.parametrize("rep", TERRITORIES)
def test_every_town_has_exactly_the_accounts_it_was_given(rep: str) -> None:
    wanted = Counter({town.zip: town.accounts for town in TERRITORIES[rep]})
    assert wanted == Counter(row["zip"] for row in company().accounts if row["rep"] == rep)


def test_tier_a_holds_about_half_of_the_potential() -> None:
    accounts = company().accounts
    held = sum(row["potential"] for row in accounts if row["tier"] == "A")
    assert 0.45 <= held / sum(row["potential"] for row in accounts) <= 0.60


@pytest.mark.parametrize("rep", TERRITORIES)
def test_each_rep_has_every_class_and_tier_and_core_leads(rep: str) -> None:
    mine = of_rep(rep)
    classes = Counter(row["account_class"] for row in mine)
    assert set(classes) == {"core", "invest", "opportunistic", "divest", "prospect"}
    assert 0.5 <= classes["core"] / len(mine) <= 0.75
    assert {row["tier"] for row in mine} == {"A", "B", "C"}


# --- opening hours and seasons ------------------------------------------------------------------


def all_hours() -> set[str]:
    given = {row["opening_hours"] for row in company().accounts if row["opening_hours"]}
    return given | {hours for segment in seasons.SEGMENTS for hours in segment.hours}


def test_every_opening_hours_string_parses() -> None:
    for hours in all_hours():
        OpeningHours(hours)


@pytest.mark.parametrize("segment", seasons.SEGMENTS, ids=lambda segment: segment.name)
def test_whoever_is_in_season_or_in_the_ramp_receives_on_two_weekdays_a_week(segment) -> None:
    """Else the ramp's visits, which come before the public opening, could never be planned."""
    for hours in segment.hours:
        receives = {day for day in YEAR if day.weekday() < 5 and seasons.receives(hours, day)}
        for day in YEAR[:-7]:
            week = [day + timedelta(days=ahead) for ahead in range(7)]
            if all(seasons.season_state(segment.name, one) != "off" for one in week):
                assert len(receives.intersection(week)) >= 2, (hours, day)


@pytest.mark.parametrize("day", HALF_MONTHS, ids=str)
def test_on_every_1st_and_15th_one_segment_is_off_one_in_ramp_one_in_season(day: date) -> None:
    states = {seasons.season_state(segment.name, day) for segment in seasons.SEGMENTS}
    assert states >= {"off", "ramp", "in"}


@pytest.mark.parametrize(
    ("segment", "day", "state"),
    [
        ("kiosk", date(2027, 1, 15), "off"),  # nobody sells ice cream in Chicago in January
        ("kiosk", date(2027, 4, 2), "off"),
        ("kiosk", date(2027, 4, 3), "ramp"),  # 42 days before the 15th of May
        ("kiosk", date(2027, 5, 15), "in"),
        ("kiosk", date(2027, 7, 1), "peak"),
        ("ski_slope", date(2028, 2, 29), "in"),  # a window that wraps the new year
        ("ski_slope", date(2027, 3, 16), "off"),
        ("christmas_market", date(2027, 10, 20), "ramp"),
        ("supermarket", date(2027, 2, 1), "in"),
    ],
)
def test_a_segment_has_the_state_of_its_windows(segment: str, day: date, state: str) -> None:
    assert seasons.season_state(segment, day) == state


# --- load ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", HALF_MONTHS, ids=str)
@pytest.mark.parametrize("rep", TERRITORIES)
def test_a_week_asks_for_as_many_visits_as_a_rep_can_make(rep: str, first: date) -> None:
    """About 38 to 49 stops a week and 20 to 32 hours with the hosts: the rest is the road."""
    fortnight = [first + timedelta(days=ahead) for ahead in range(14)]
    asked = [(row, sum(mix.visits_a_day(row, day) for day in fortnight) / 2) for row in of_rep(rep)]
    stops = sum(visits for row, visits in asked if not mix.by_phone(row))
    hours = sum(visits * mix.minutes(row) for row, visits in asked) / 60
    assert 38 <= stops <= 50
    assert 19.5 <= hours <= 32


# --- people -------------------------------------------------------------------------------------


def reps() -> Iterator[dict]:
    return (row for row in company().people if row["role"] == "rep")


def test_three_reps_work_in_two_teams_and_each_team_has_a_manager() -> None:
    assert {row["email"] for row in reps()} == {ANN, CLEO, EMIL}
    assert {row["team"] for row in reps()} == set(company().teams)
    managers = [row for row in company().people if row["role"] == "manager"]
    assert {row["team"] for row in managers} == set(company().teams)


def test_one_rep_leaves_early_on_fridays_and_nobody_works_on_weekends() -> None:
    assert [row["email"] for row in reps() if row["week"][4] != row["week"][0]] == [EMIL]
    assert all(row["week"][5:] == [None, None] for row in reps())


def test_days_off_lie_around_today_on_working_days_and_never_on_it(today: date) -> None:
    for row in company(today).people:
        for off in row.get("days_off", ()):
            first, last = date.fromisoformat(off["first"]), date.fromisoformat(off["last"])
            assert people.is_working_day(first, row["subdivision"])
            assert not first <= today <= last
        if row["role"] == "rep":
            assert sum(off["first"] > today.isoformat() for off in row["days_off"]) >= 2


# --- visits -------------------------------------------------------------------------------------


def test_visits_fill_the_91_days_before_today_and_none_is_in_the_future(today: date) -> None:
    dates = [visit["date"] for visit in company(today).visits]
    assert dates == sorted(dates)
    assert dates[0] >= (today - timedelta(days=91)).isoformat()
    assert dates[-1] < today.isoformat()
    assert 1000 < len(dates) < 2000


def test_no_visit_falls_off_season_or_on_a_day_the_rep_does_not_work(today: date) -> None:
    rows = company(today).people
    segment = {row["account_number"]: row["segment"] for row in company(today).accounts}
    for visit in company(today).visits:
        day = date.fromisoformat(visit["date"])
        assert seasons.season_state(segment[visit["account_number"]], day) != "off"
        assert people.work_share(rows, visit["rep"], day) > 0


def test_nobody_was_visited_on_a_day_the_door_is_shut() -> None:
    hours = {row["account_number"]: row["opening_hours"] for row in company().accounts}
    for visit in company().visits:
        given = hours[visit["account_number"]]
        assert given is None or seasons.receives(given, date.fromisoformat(visit["date"])), visit


def test_most_visits_are_made_some_by_phone_and_the_missed_ones_say_why(today: date) -> None:
    visits = company(today).visits
    outcomes = Counter(visit["outcome"] for visit in visits)
    assert outcomes["made"] > 0.8 * len(visits)
    assert min(outcomes["phone"], outcomes["missed"]) > 40
    assert all(bool(visit["reason"]) == (visit["outcome"] == "missed") for visit in visits)


def test_no_rep_reports_more_than_ten_stops_on_a_day(today: date) -> None:
    stops = Counter(
        (visit["rep"], visit["date"])
        for visit in company(today).visits
        if visit["outcome"] != "phone"
    )
    assert max(stops.values()) <= 10


@pytest.mark.parametrize("rep", TERRITORIES)
def test_every_rep_has_something_overdue_and_something_due_whatever_the_day(rep, today) -> None:
    needs = [(need_of(row, today), mix.tolerance(row)) for row in of_rep(rep, today)]
    overdue = sum(need > 1 + slack for need, slack in needs)
    assert 5 <= overdue <= 25
    assert sum(1 <= need <= 1 + slack for need, slack in needs) >= 3


def need_of(account: dict, today: date) -> float:
    """Computes afresh what has come together since the last visit; nothing off season."""
    last = account["last_visit"]
    if not last or seasons.season_state(account["segment"], today) == "off":
        return 0.0
    need, day = 0.0, date.fromisoformat(last)
    while day < today:
        day += timedelta(days=1)
        off = seasons.season_state(account["segment"], day) == "off"
        need = 0.0 if off else need + mix.visits_a_day(account, day)
    return round(need, 9)


def test_the_last_visit_is_the_latest_one_that_counts(today: date) -> None:
    accounts = {row["account_number"]: row for row in company(today).accounts}
    made: dict[str, str] = {}
    for visit in company(today).visits:
        if visit["outcome"] == "made":
            made[visit["account_number"]] = visit["date"]
    assert len(made) > 150
    assert all(accounts[number]["last_visit"] == day for number, day in made.items())


# --- sales --------------------------------------------------------------------------------------


def test_sales_cover_the_36_whole_months_before_today(today: date) -> None:
    months = sorted({row["month"] for row in company(today).sales})
    assert len(months) == 36
    assert months[-1] == f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def test_prospects_buy_nothing_and_everyone_else_something() -> None:
    buyers = {row["account_number"] for row in company().sales}
    for row in company().accounts:
        assert (row["account_number"] in buyers) == (row["account_class"] != "prospect"), row


def test_sales_follow_the_seasons() -> None:
    segment = {row["account_number"]: row["segment"] for row in company().accounts}
    sold: Counter = Counter()
    for row in company().sales:
        sold[segment[row["account_number"]], row["month"][5:]] += row["value"]
    assert sold["kiosk", "01"] == 0 < sold["kiosk", "05"] < sold["kiosk", "07"]
    assert sold["ski_slope", "07"] == 0 < sold["ski_slope", "01"]
    assert sold["cafe", "01"] < sold["cafe", "07"]


def test_some_accounts_have_lapsed_and_some_have_grown() -> None:
    last: dict[str, str] = {}
    for row in company().sales:
        last[row["account_number"]] = row["month"]
    all_year = {r["account_number"] for r in company().accounts if r["segment"] == "restaurant"}
    assert any(last.get(number, "9") < "2026-04" for number in all_year)
    year = {year: sum(r["value"] for r in company().sales if r["month"][:4] == year)
            for year in ("2024", "2025")}  # fmt: skip
    assert year["2024"] != year["2025"]


# --- the whole ----------------------------------------------------------------------------------


def test_the_same_date_and_seed_give_the_same_company() -> None:
    assert demo_company(SUMMER) == company()


def test_another_seed_gives_other_accounts() -> None:
    assert demo_company(SUMMER, seed=1).accounts != company().accounts


def test_the_accounts_are_the_same_whatever_the_date(today: date) -> None:
    def lasting(rows: tuple) -> list[dict]:
        return [row | {"last_visit": None} for row in rows]

    assert lasting(company(today).accounts) == lasting(company().accounts)


def test_the_notice_says_what_is_simulated() -> None:
    assert "Names, classes, sales and past visits are simulated." in company().notice
    assert "fictional" in company().notice


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (files.accounts_csv, "accounts"),
        (files.visits_csv, "visits"),
        (files.sales_csv, "sales"),
        (lambda made: files.touches_csv(made.touches), "touches"),
    ],
)
def test_a_csv_file_holds_every_row(text, rows: str) -> None:
    read = list(csv.DictReader(io.StringIO(text(company()))))
    assert len(read) == len(getattr(company(), rows))
    assert {row["account_number"] for row in read} <= {
        row["account_number"] for row in company().accounts
    }


def test_the_sample_spreadsheet_has_twelve_rows_of_which_two_are_faulty() -> None:
    rows = list(csv.DictReader(io.StringIO(files.sample_spreadsheet()), delimiter=";"))
    assert len(rows) == 12
    faulty = [row for row in rows if not row["Customer"] or abs(float(row["Latitude"])) > 90]
    assert [row["Customer No"] for row in faulty] == ["C-7006", "C-7010"]


# --- the demo's clock ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-07-14T18:00", "2026-07-14"),  # a Tuesday afternoon
        ("2026-07-14T12:40", "2026-07-14"),  # 07:40 in Chicago, to the minute
        ("2026-07-14T12:39", "2026-07-13"),  # a minute before
        ("2026-07-12T18:00", "2026-07-10"),  # a Sunday
        ("2026-07-04T18:00", "2026-07-02"),  # the holiday is kept on Friday
        ("2026-12-31T18:00", "2026-12-30"),  # Wisconsin keeps New Year's Eve
        ("2026-01-15T13:50", "2026-01-15"),  # winter time
    ],
)
def test_the_demo_opens_at_7_40_of_the_latest_day_everybody_works(now: str, morning: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    local = latest_working_morning(instant, "America/Chicago")
    assert local <= instant
    assert f"{local:%Y-%m-%dT%H:%M}" == f"{morning}T07:40"
