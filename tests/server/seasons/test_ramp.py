"""The ramp radar: touches done and missing before an opening, and orders against them after it."""

from datetime import date, timedelta

import pytest

from server import database, models
from tests import factories
from tests.factories import TODAY


def season(db, account, opens: date, last: date):
    days = {"start_month": opens.month, "start_day": opens.day,
            "end_month": last.month, "end_day": last.day}  # fmt: skip
    db.add(models.SeasonWindow(account_id=account.id, state="in", **days))


@pytest.fixture
def opening(app, cast):
    """Makes an account that opens so many days from today; reports so many days before today."""

    def make(in_days: int, *visits: int, rep=None, **changes) -> str:
        opens = TODAY + timedelta(days=in_days)
        with database.write_transaction(app) as db:
            account = factories.make_account(db, rep or cast.ann, **changes)
            season(db, account, opens, opens + timedelta(days=100))
            for days in visits:
                factories.make_report(db, account, rep or cast.ann, on=TODAY - timedelta(days=days))
            return str(account.id)

    return make


def ramp(client) -> dict:
    return client.get("/api/seasons/ramp").json


def only(groups) -> dict:
    (group,) = groups
    (account,) = group["accounts"]
    return account


def test_an_opening_in_five_weeks_wants_two_touches(bob, opening):
    opening(35)
    found = only(ramp(bob)["coming"])
    assert (found["wanted"], found["done"], found["missing"]) == (2, 0, 2)
    assert found["ramp_from"] == (TODAY - timedelta(days=7)).isoformat()
    assert found["outcome"] == "ramp"


def test_a_visit_in_the_ramp_counts_one_before_it_does_not(bob, opening):
    opening(30, 5, 20)
    found = only(ramp(bob)["coming"])
    assert (found["done"], found["missing"]) == (1, 1)


def test_two_touches_complete_it(bob, opening):
    opening(14, 3, 20)
    assert only(ramp(bob)["coming"])["outcome"] == "complete"


def test_a_published_ramp_visit_is_not_missing(app, cast, bob, opening):
    key = opening(35)
    with database.write_transaction(app) as db:
        plan = factories.make_plan(db, cast.ann)
        account = db.get(models.Account, factories.UUID(key))
        factories.make_visit(db, account, plan, on=TODAY + timedelta(days=9))
        factories.make_visit(db, account, plan, on=TODAY + timedelta(days=40))  # in season
    found = only(ramp(bob)["coming"])
    assert found["planned"] == [(TODAY + timedelta(days=9)).isoformat()]
    assert found["missing"] == 1


@pytest.mark.parametrize("days", [85, 120])
def test_what_opens_later_than_in_twelve_weeks_is_not_shown(bob, opening, days):
    opening(days)
    assert ramp(bob)["coming"] == []


def test_before_its_ramp_an_account_is_ahead(bob, opening):
    opening(84)
    assert only(ramp(bob)["coming"])["outcome"] == "ahead"


def test_a_divest_account_has_no_ramp(bob, opening):
    opening(35, account_class="divest")
    assert ramp(bob)["coming"] == []


def test_groups_add_up_to_their_accounts(bob, opening):
    opening(35, 3)
    opening(35)
    (group,) = ramp(bob)["coming"]
    assert len(group["accounts"]) == 2
    assert (group["wanted"], group["done"], group["missing"]) == (4, 1, 3)


def test_a_ramp_missed_stays_in_sight_after_the_opening(bob, opening):
    opening(-10, 20)
    found = only(ramp(bob)["opened"])
    assert (found["outcome"], found["done"]) == ("missed", 1)


def order(app, key, month: date):
    with database.write_transaction(app) as db:
        db.add(models.SalesMonth(account_id=factories.UUID(key), month=month, value=99, orders=1))


@pytest.mark.parametrize(
    ("month", "told", "lag"),
    [(date(2026, 5, 1), "after", 1), (date(2026, 4, 1), "same_month", 0),
     (date(2026, 3, 1), "before", -1), (date(2026, 1, 1), "none_yet", None)],
)  # fmt: skip
def test_the_first_order_stands_against_the_first_touch(app, bob, opening, month, told, lag):
    key = opening(-10, 14, 25)  # opened 25 April, touched 10 and 21 April, ramp from 14 March
    order(app, key, month)
    found = only(ramp(bob)["opened"])
    assert (found["order"], found["lag_months"]) == (told, lag)
    assert found["outcome"] == "complete"


def test_an_order_nobody_came_for_is_told_apart(app, bob, opening):
    order(app, opening(-10), date(2026, 4, 1))
    assert only(ramp(bob)["opened"])["order"] == "no_touch"


def test_dan_sees_nothing_of_anns_openings(dan, opening):
    opening(35)
    opening(-10)
    found = ramp(dan)
    assert (found["coming"], found["opened"]) == ([], [])
