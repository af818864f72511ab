"""The manager's board: every number opens exactly the accounts and visits that made it."""

from datetime import timedelta
from math import fsum

import pytest

from server import database
from server.auth import Role, Scope
from server.coverage import board as listing
from server.coverage import narrowing, store
from server.coverage.counting import period
from tests import factories
from tests.factories import TODAY

WINTER = {"state": "in", "start_month": 11, "start_day": 1, "end_month": 2, "end_day": 28}


@pytest.fixture
def accounts(app, cast):
    """Ann has one visited, one neglected and one off season; Cleo has one."""
    with database.write_transaction(app) as db:
        made = factories.make_account(db, cast.ann, number="made", name="Visited")
        late = factories.make_account(db, cast.ann, number="late", name="Neglected", tier="A")
        off = factories.make_account(db, cast.ann, number="off", name="Ski hut")
        theirs = factories.make_account(db, cast.cleo, number="cleo", name="Cleo's")
        db.add(factories.models.SeasonWindow(account_id=off.id, **WINTER))
        for days in (70, 56, 42, 28, 14, 1):
            on = TODAY - timedelta(days=days)
            factories.make_report(db, made, cast.ann, on=on, note=f"{days}")
        factories.make_report(db, late, cast.ann, on=TODAY - timedelta(days=60))
        factories.make_report(db, off, cast.ann, on=TODAY - timedelta(days=90))
        return {row.number: str(row.id) for row in (made, late, off, theirs)}


def figures(group) -> dict:
    return {figure["metric"]: figure for figure in group["figures"]}


def test_the_board_counts_only_bobs_team_and_nothing_off_season(bob, accounts):
    board = bob.get("/api/coverage").json
    assert [group["label"] for group in board["groups"]] == ["Ann"]
    total = figures(board["total"])
    # Core B wants 2 visits in 28 days, core A 4; one account had its 2, the other none.
    assert total["attainment"]["denominator"] == pytest.approx(6)
    assert total["attainment"]["numerator"] == pytest.approx(2)
    assert total["coverage"]["value"] == 0.5


@pytest.mark.parametrize("by", narrowing.DIMENSIONS)
def test_every_number_equals_its_list(app, cast, bob, accounts, by):
    board = bob.get(f"/api/coverage?by={by}").json
    with database.read_transaction(app) as db:
        scope = Scope(cast.bob, Role.MANAGER, frozenset({cast.ann}), cast.north)
        loaded = store.load_period(db, scope, period(None, None, TODAY))
    for group in [board["total"], *board["groups"]]:
        key = None if group is board["total"] else group["key"]
        for metric, shown in figures(group).items():
            assert_same(listing.metric_list(loaded, metric, by, key, {}), shown)


def assert_same(listed, shown):
    rows = [*listed.accounts, *listed.days]
    assert listed.figure.value == shown["value"]
    for mine, side in (("adds", "numerator"), ("of", "denominator")):
        if shown[side] is not None:
            assert fsum(getattr(row, mine) for row in rows) == shown[side]


@pytest.mark.parametrize("metric", ["attainment", "call_rate"])
def test_the_address_of_a_list_gives_the_number_that_was_clicked(bob, accounts, metric):
    (group,) = bob.get("/api/coverage?by=rep").json["groups"]
    listed = bob.get(f"/api/coverage/list?by=rep&key={group['key']}&metric={metric}").json
    assert listed["figure"]["numerator"] == figures(group)[metric]["numerator"]
    assert {row["account_id"] for row in listed["accounts"]} <= set(accounts.values())
    assert accounts["cleo"] not in {row["account_id"] for row in listed["accounts"]}


def test_the_list_of_attainment_adds_up_to_the_number(bob, accounts):
    listed = bob.get("/api/coverage/list?metric=attainment").json
    rows = listed["accounts"]
    assert sum(min(r["made"], r["required"]) for r in rows) == listed["figure"]["numerator"]
    assert sum(r["required"] for r in rows) == listed["figure"]["denominator"]
    assert [r["name"] for r in rows] == ["Neglected", "Visited"]  # what falls short comes first


def test_a_day_falls_short_of_what_the_manager_calls_good(bob, accounts):
    address = "/api/coverage/list?metric=call_rate"
    assert all(day["short"] for day in bob.get(address).json["days"])
    bob.put("/api/settings", json={"values": {"good_call_rate": 1.0}})
    assert not any(day["short"] for day in bob.get(address).json["days"])


def test_a_click_on_the_number_shows_the_visit(bob, accounts):
    rows = bob.get("/api/coverage/list?metric=coverage").json["accounts"]
    visited = next(row for row in rows if row["name"] == "Visited")
    assert [visit["note"] for visit in visited["visits"]] == ["1", "14"]


def test_a_new_report_moves_attainment(app, cast, bob, accounts):
    before = figures(bob.get("/api/coverage").json["total"])["attainment"]["value"]
    with database.write_transaction(app) as db:
        late = db.get(factories.models.Account, factories.UUID(accounts["late"]))
        factories.make_report(db, late, cast.ann, on=TODAY)
    after = figures(bob.get("/api/coverage").json["total"])["attainment"]["value"]
    assert after > before


def test_a_withdrawn_report_does_not_count(app, cast, bob, accounts):
    before = figures(bob.get("/api/coverage").json["total"])["attainment"]["value"]
    with database.write_transaction(app) as db:
        late = db.get(factories.models.Account, factories.UUID(accounts["late"]))
        factories.make_report(db, late, cast.ann, on=TODAY, withdrawn_at=factories.NOW)
    assert figures(bob.get("/api/coverage").json["total"])["attainment"]["value"] == before


def test_an_empty_company_has_a_board_of_dashes(bob):
    total = figures(bob.get("/api/coverage").json["total"])
    assert {f["value"] for f in total.values()} == {None}


def test_reps_have_no_board(ann, cleo, accounts):
    assert ann.get("/api/coverage").status_code == cleo.get("/api/coverage").status_code == 403


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("first=2026-02-31", "first"),
        ("by=colour", "by"),
        ("colour=red", "colour"),
        ("first=2026-05-04&last=2026-05-01", "begin"),
        ("first=2020-01-01", "two years"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_with_a_word_why(bob, query, word):
    answer = bob.get(f"/api/coverage?{query}")
    assert answer.status_code == 422
    assert word in answer.text


def test_an_unknown_metric_names_the_known_ones(bob):
    answer = bob.get("/api/coverage/list?metric=luck")
    assert answer.status_code == 422
    assert "attainment" in answer.text
