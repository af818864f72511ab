"""Results add up to what was imported, whoever looks and however they are cut."""

from datetime import date, timedelta
from itertools import product

import pytest

from routing.results import METRICS
from server import database, models
from tests import factories
from tests.factories import TODAY

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
#: The twelve complete months before the month of today.
FIRST, LAST = date(2025, 5, 1), date(2026, 4, 30)


def sold(db, account, **months):
    """Writes sales by month: ``m2026_01=100``; a pair tells the margin too."""
    for name, told in months.items():
        value, margin = told if isinstance(told, tuple) else (told, None)
        month = date(int(name[1:5]), int(name[6:]), 1)
        db.add(models.SalesMonth(account_id=account.id, month=month, value=value, margin=margin,
                                 orders=1))  # fmt: skip


@pytest.fixture
def accounts(app, cast):
    """Two accounts of Ann's, one of Cleo's, one nobody has; sales since 2023."""
    with database.write_transaction(app) as db:
        one = factories.make_account(db, cast.ann, name="Anchor", account_class="core")
        two = factories.make_account(db, cast.ann, name="Bait", account_class="invest")
        hers = factories.make_account(db, cast.cleo, name="Castle")
        free = factories.make_account(db, name="Dock")
        gone = factories.make_account(db, cast.ann, name="Ebb", active=False)
        sold(db, one, m2023_01=5.0, m2025_01=80.0, m2026_01=(100.0, 40.0), m2026_04=50.0)
        sold(db, two, m2026_02=(30.0, 9.0))
        sold(db, hers, m2026_01=1000.0)
        sold(db, free, m2026_01=7.0)
        sold(db, gone, m2026_01=3.0)
        for days, result in ((40, "order"), (60, "interest"), (80, "")):
            on = TODAY - timedelta(days=days)
            factories.make_report(db, one, cast.ann, on=on, minutes=30, result=result)
        return {a.name: str(a.id) for a in (one, two, hers, free, gone)}


def figures(group) -> dict:
    return {figure["metric"]: figure for figure in group["figures"]}


def total(client, query=""):
    return figures(client.get(f"/api/results{query}").json["total"])


def test_sales_are_the_sum_of_what_was_imported_of_the_accounts_in_sight(admin, bob, accounts):
    assert total(admin)["sales"]["value"] == 1190.0
    assert total(bob)["sales"]["value"] == 190.0


def test_another_teams_manager_sees_no_sales_of_hers(dan, accounts):
    answer = dan.get("/api/results/list?metric=sales").json
    assert {one["name"] for one in answer["accounts"]} == {"Castle", "Dock"}


@pytest.mark.parametrize("by", ["rep", "team", "account_class", "tier", "segment"])
def test_the_groups_add_up_to_the_total(bob, accounts, by):
    board = bob.get(f"/api/results?by={by}").json
    whole = figures(board["total"])["sales"]["value"]
    assert sum(figures(group)["sales"]["value"] or 0 for group in board["groups"]) == whole


@pytest.mark.parametrize("by", ["rep", "account_class"])
def test_the_list_behind_each_number_adds_up_to_it(bob, accounts, by):
    board = bob.get(f"/api/results?by={by}").json
    for group, metric in product((None, *board["groups"]), METRICS):
        chosen = f"&by={by}&key={group['key']}" if group else ""
        found = bob.get(f"/api/results/list?metric={metric}{chosen}").json
        shown = figures(group or board["total"])[metric]
        above = sum(one["above"] for one in found["accounts"])
        below = sum(one["below"] for one in found["accounts"])
        assert (metric, found["figure"]["value"]) == (metric, shown["value"])
        assert shown["numerator"] in (None, pytest.approx(above)), metric
        assert shown["denominator"] in (None, pytest.approx(below)), metric


def test_an_order_within_the_days_set_counts_for_the_visit(app, cast, bob, accounts):
    with database.write_transaction(app) as db:
        account = db.query(models.Account).filter_by(name="Anchor").one()
        made = TODAY - timedelta(days=60)
        factories.make_report(db, account, cast.ann, on=made + timedelta(days=7), outcome="phone",
                              order_value=90.0)  # fmt: skip
    rate = total(bob)["strike_rate"]
    assert (rate["numerator"], rate["denominator"], rate["few"]) == (2, 3, True)


def test_from_how_many_a_result_is_no_mere_hint_is_the_managers_to_say(bob, accounts):
    assert total(bob)["strike_rate"]["few"]
    bob.put("/api/settings", json={"values": {"few_results": 2}})
    assert not total(bob)["strike_rate"]["few"]
    listed = bob.get("/api/results/list?metric=strike_rate").json["figure"]
    assert not listed["few"]


def test_growth_holds_the_months_against_a_year_before(bob, accounts):
    growth = total(bob, "?first=2026-01-01&last=2026-01-31")["growth"]
    assert (growth["numerator"], growth["denominator"]) == (110.0, 80.0)


def test_the_year_before_is_no_comparison_where_nobody_told_of_it(bob, accounts):
    assert total(bob)["sales"]["before"] == 80.0
    assert total(bob, "?first=2023-05-01&last=2023-12-31")["sales"]["before"] is None


def test_the_months_of_the_chart_add_up_to_the_sales(bob, accounts):
    board = bob.get("/api/results").json
    assert (board["first"], board["last"]) == (FIRST.isoformat(), LAST.isoformat())
    assert sum(month["sales"] for month in board["months"]) == 190.0


def test_the_cost_of_a_minute_is_the_managers_to_set(bob, accounts):
    before = total(bob)["cost_to_serve"]["value"]
    bob.put("/api/settings", json={"values": {"cost_per_minute": 1.5}})
    assert total(bob)["cost_to_serve"]["value"] == pytest.approx(2 * before)


def test_a_margin_nobody_told_is_said_to_be_unknown(bob, accounts):
    facts = bob.get("/api/results?first=2026-01-01&last=2026-02-28").json["facts"]
    assert facts["margin_known"] == pytest.approx(130 / 140)


def test_without_sales_every_number_is_nothing_or_a_dash(bob):
    assert {f["value"] for f in total(bob).values()} == {None}


def test_an_unknown_metric_names_the_known_ones(bob):
    answer = bob.get("/api/results/list?metric=luck")
    assert answer.status_code == 422
    assert "growth" in answer.text


@pytest.mark.parametrize("query", ["first=2026-04-01&last=2026-01-01", "first=2020-01-01"])
def test_months_that_make_no_sense_are_refused(bob, query):
    assert bob.get(f"/api/results?{query}").status_code == 422
