"""What an account's period comes to: leave, closures, minutes, reasons, a season's edges."""

from datetime import timedelta

import pytest

from server import database
from server.auth import Scope
from server.coverage import store
from server.coverage.counting import Period, period
from tests import factories
from tests.factories import TODAY
from tests.server.coverage.conftest import CLOSED, OPENED

#: Four weeks of twenty working days.
WEEKS = Period(TODAY - timedelta(days=27), TODAY)


def loaded(app, asked=WEEKS):
    with database.read_transaction(app) as db:
        return store.load_period(db, Scope.system(), asked)


def record(app, asked=WEEKS):
    (row,) = loaded(app, asked).rows
    return row.record


def go_away(app, rep_id, first_ago, last_ago):
    with database.write_transaction(app) as db:
        first, last = (TODAY - timedelta(days=ago) for ago in (first_ago, last_ago))
        db.add(factories.models.DayOff(person_id=rep_id, first=first, last=last, reason="leave"))


def test_a_week_of_four_off_takes_a_quarter_of_what_is_required(app, cast, add):
    add(1)
    before = record(app)
    go_away(app, cast.ann, 15, 9)
    after = record(app)
    assert after.required == pytest.approx(before.required * 0.75)
    assert after.required + after.away == pytest.approx(before.required)


def test_off_the_whole_period_nothing_is_required(app, cast, add):
    add(40)
    go_away(app, cast.ann, 30, 0)
    assert record(app).required == 0


def test_a_weekend_off_takes_nothing(app, cast, add):
    add(1)
    before = record(app).required
    go_away(app, cast.ann, 10, 9)
    assert (TODAY - timedelta(days=10)).weekday() == 5
    assert record(app).required == before


def test_an_account_closed_for_a_week_requires_less(app, cast, add):
    add(1, opening_hours="Mo-Fr 08:00-18:00; 2026 Apr 20-2026 Apr 24 off")
    assert record(app).away == pytest.approx(record(app).required / 3)


def test_late_for_days_off_alone_is_not_overdue(app, cast, add):
    add(18)
    assert record(app).overdue
    go_away(app, cast.ann, 4, 0)
    kept = record(app)
    assert (kept.overdue, kept.overdue_days, kept.overdue_value) == (False, 0, 0)


def test_a_day_off_does_not_excuse_what_was_late_before_it(app, cast, add):
    add(30)
    go_away(app, cast.ann, 1, 0)
    assert record(app).overdue


def test_made_late_after_days_off_is_in_time(app, cast, add):
    add(60, 46, 32, 14)
    assert (record(app).due, record(app).on_time) == (1, 0)
    go_away(app, cast.ann, 18, 15)
    assert (record(app).due, record(app).on_time) == (1, 1)


@pytest.mark.parametrize(
    ("reason", "excused", "unexcused"),
    [("closed", 1, 0), ("refused", 1, 0), ("no_time", 0, 1), ("Asked to come next week.", 1, 0)],
)
def test_what_the_customer_called_off_is_told_from_what_the_rep_missed(
    app, cast, add, reason, excused, unexcused
):
    account_id = add()
    with database.write_transaction(app) as db:
        account = db.get(factories.models.Account, account_id)
        missed = {"outcome": "missed", "result": reason}
        report = factories.make_report(db, account, cast.ann, **missed)
        db.add(factories.models.FrozenStop(rep_id=cast.ann, on=TODAY, visit_id=report.id,
                                           account_id=account_id))  # fmt: skip
    kept = record(app)
    assert (kept.frozen, kept.excused, kept.unexcused) == (1, excused, unexcused)


def test_minutes_nobody_told_are_the_median_of_those_told(app, cast, add):
    account_id = add(1)
    with database.write_transaction(app) as db:
        account = db.get(factories.models.Account, account_id)
        for minutes in (20, 40, 90):
            factories.make_report(db, account, cast.ann, minutes=minutes)
    (day, today) = loaded(app).days
    assert (day.on_site_min, day.imputed) == (40, 1)
    assert (today.on_site_min, today.imputed) == (150, 0)
    assert record(app).minutes == 190


def test_where_nobody_tells_minutes_the_cadence_says_them(app, add):
    add(1)
    assert record(app).minutes == 30


def test_the_way_of_a_day_leads_from_base_to_the_stops_and_back(app, add):
    add(1, lat=42.58, lon=-88.43)
    (day,) = loaded(app).days
    assert day.travel_min == 0
    add(1, lat=42.68, lon=-88.43)
    (day,) = loaded(app).days
    assert 25 < day.travel_min < 40


@pytest.mark.parametrize(("days_ago", "ramps"), [((40, 20), 1), ((20,), 0), ((60, 5), 0)])
def test_a_ramp_is_complete_with_all_its_visits_before_the_opening(app, add, days_ago, ramps):
    add(*days_ago, season=OPENED)
    assert (record(app).openings, record(app).ramps) == (1, ramps)


def test_an_opening_before_the_period_is_not_of_it(app, add):
    add(40, 20, season=OPENED)
    assert record(app, Period(TODAY - timedelta(days=5), TODAY)).openings == 0


@pytest.mark.parametrize(("days_ago", "missed"), [((5,), 0), ((40,), 1)])
def test_a_season_is_missed_when_a_visit_is_overdue_at_its_closing(app, add, days_ago, missed):
    add(*days_ago, season=CLOSED)
    assert (record(app).closings, record(app).missed_seasons) == (1, missed)


def test_half_the_potential_lies_with_the_largest(app, add):
    for potential in (100.0, 60.0, 40.0, None):
        add(potential=potential, number=str(potential))
    focal = {row.account.number: row.record.focal for row in loaded(app).rows}
    assert focal == {"100.0": True, "60.0": False, "40.0": False, "None": None}


def test_nothing_after_today_is_judged():
    assert period(None, TODAY + timedelta(days=9), TODAY).last == TODAY
