"""The first screen: facts with their lists, and every number equals its list."""

import pytest

from server import database
from tests import factories
from tests.server.review import planted


@pytest.fixture
def week(app, cast, ann):
    """Ann's healthy accounts and two neglected ones; one account of Cleo's."""
    with database.write_transaction(app) as db:
        planted.healthy(db, cast.ann)
        planted.neglected(db, cast.ann)
        factories.make_account(db, cast.cleo)


def monday(client) -> dict:
    return client.get("/api/monday").json


def board(client) -> dict:
    figures = client.get("/api/coverage").json["total"]["figures"]
    return {one["metric"]: one for one in figures}


def test_attainment_is_the_boards_and_its_list_adds_up_to_it(bob, week):
    data, figure = monday(bob), board(bob)["attainment"]
    rows = data["lists"]["required"]
    assert data["attainment"] == figure["value"]
    assert sum(one["adds"] for one in rows) == pytest.approx(figure["numerator"])
    assert sum(one["of"] for one in rows) == pytest.approx(figure["denominator"])


def test_overdue_value_is_the_boards_and_a_reps_is_that_of_the_own_rows(bob, week):
    data = monday(bob)
    rows = data["lists"]["overdue"]
    assert sum(one["adds"] for one in rows) == pytest.approx(board(bob)["overdue_value"]["value"])
    (ann,) = data["reps"]
    mine = [one for one in rows if one["rep_id"] == ann["rep_id"]]
    assert (ann["overdue"], ann["overdue_value"]) == (
        len(mine), pytest.approx(sum(one["adds"] for one in mine)),
    )  # fmt: skip


def test_the_sentence_counts_the_core_accounts_of_its_list(bob, week):
    data = monday(bob)
    core = [one for one in data["lists"]["overdue"] if one["account_class"] == "core"]
    (fact,) = [one for one in data["sentence"] if one["list"] == "overdue"]
    assert fact["text"] == f"{len(core)} core overdue"


def test_every_part_of_the_sentence_leads_somewhere(bob, week):
    assert all(one["list"] or one["screen"] for one in monday(bob)["sentence"])


def test_the_strip_has_thirteen_weeks_from_this_monday(bob, week):
    (ann,) = monday(bob)["reps"]
    assert [one["first"] for one in ann["weeks"]][::12] == ["2026-05-04", "2026-07-27"]


def test_a_planned_visit_of_a_past_day_without_a_report_is_not_sent(app, bob, cast, week):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        plan = factories.make_plan(db, cast.ann)
        factories.make_visit(db, account, plan, on=factories.date(2026, 5, 4))
        told = factories.make_visit(db, account, plan, on=factories.date(2026, 4, 30))
        factories.make_report(db, account, cast.ann, visit_id=told.id)
        factories.make_visit(db, account, plan)
    data = monday(bob)
    assert [one["on"] for one in data["lists"]["unreported"]] == ["2026-05-04"]
    assert data["reps"][0]["unreported"] == 1


def test_a_season_about_to_ramp_is_in_the_sentence(app, bob, cast, week):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann, city="Fontana")
        opens = factories.TODAY.replace(month=6, day=25)
        planted.season(db, account, opens, opens.replace(month=9))
    assert "ramp for Fontana starts in 9 days" in {one["text"] for one in monday(bob)["sentence"]}


def test_another_teams_manager_sees_nothing_of_it(dan, week):
    data = monday(dan)
    assert [one["rep"] for one in data["reps"]] == ["Cleo"]
    assert not any(one["rep"] == "Ann" for rows in data["lists"].values() for one in rows)


def test_a_company_without_reps_has_a_first_screen(bob):
    data = monday(bob)
    assert data["decisions"] == []
