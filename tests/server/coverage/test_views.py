"""The manager's board: every number opens exactly the accounts and visits that made it."""

from datetime import timedelta

import pytest

from routing.coverage import METRICS
from server import database
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


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("by", ["rep", "team", "account_class", "tier", "segment"])
def test_every_number_equals_its_list(bob, accounts, metric, by):
    board = bob.get(f"/api/coverage?by={by}").json
    for group in [board["total"], *board["groups"]]:
        key = "" if group is board["total"] else f"&key={group['key']}"
        listed = bob.get(f"/api/coverage/list?by={by}&metric={metric}{key}").json
        shown = figures(group)[metric]
        assert listed["figure"]["value"] == shown["value"]
        assert listed["figure"]["numerator"] == shown["numerator"]
        ids = {row["account_id"] for row in listed["accounts"]}
        assert accounts["off"] not in ids
        assert accounts["cleo"] not in ids


def test_the_list_of_attainment_adds_up_to_the_number(bob, accounts):
    listed = bob.get("/api/coverage/list?metric=attainment").json
    rows = listed["accounts"]
    assert sum(min(r["made"], r["required"]) for r in rows) == listed["figure"]["numerator"]
    assert sum(r["required"] for r in rows) == listed["figure"]["denominator"]
    assert [r["name"] for r in rows] == ["Neglected", "Visited"]  # what falls short comes first


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
