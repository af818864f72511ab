"""What the desk reads and decides, and what Cleo gets."""

from uuid import UUID

import pytest

from server import database
from server.auth import Scope
from server.planning import store
from tests import factories
from tests.factories import NOW
from tests.server.planning import made

NOBODY = UUID(int=404)


@pytest.fixture
def ids(app, cast):
    """Ann's published plan, a draft after it, and what belongs to them."""
    with database.write_transaction(app) as db:
        account, left_out = (factories.make_account(db, cast.ann) for _ in range(2))
        visit = made.stop(account.id, made.TODAY)
        plan = made.plan(cast.ann, made.day(made.TODAY, visit), left_out=[left_out.id])
        published, _ = made.published(db, cast.ann, plan)
        rev = database.current_rev(db)
        draft = store.save_draft(db, cast.ann, made.week(cast.ann, account.id, 1), rev, 1.0, NOW)
        [row] = store.load_visits(db, Scope.system())
        return {"ann": cast.ann, "published": published, "draft": draft, "visit": row.id}


def test_plans_are_listed_newest_first(bob, ids):
    items = bob.get("/api/plans").json["items"]
    assert [one["state"] for one in items] == ["draft", "published"]


def test_a_plan_shows_what_it_left_out_in_a_sentence(bob, ids):
    plan = bob.get(f"/api/plans/{ids['published']}").json
    assert plan["unplanned"][0]["sentence"].startswith("Not enough hours")
    assert bob.get("/api/unplanned").json["items"] == plan["unplanned"]


def test_a_manager_publishes_a_draft(bob, ids):
    assert bob.post(f"/api/plans/{ids['draft']}/publish").json["state"] == "published"
    assert bob.get(f"/api/visits/{ids['visit']}").json["on"] == "2026-05-06"


def test_a_manager_refuses_a_draft(bob, ids):
    assert bob.post(f"/api/plans/{ids['draft']}/refuse").json["state"] == "refused"
    assert bob.post(f"/api/plans/{ids['draft']}/publish").status_code == 409


def test_days_come_with_their_visits(ann, ids):
    [item] = ann.get("/api/days?first=2026-05-01&last=2026-05-31").json["items"]
    assert item["day"]["on"] == "2026-05-05"
    assert [visit["id"] for visit in item["visits"]] == [str(ids["visit"])]
    assert item["visits"][0]["windows"]


@pytest.mark.parametrize("dates", ["first=tomorrow", "first=2026-05-02&last=2026-05-01"])
def test_dates_that_cannot_be_read_are_said(ann, dates):
    assert ann.get(f"/api/days?{dates}").status_code == 422


def test_a_plan_is_asked_for_and_the_request_is_shown(bob, ids):
    response = bob.post("/api/plans", json={"rep_id": str(ids["ann"])})
    assert (response.status_code, response.json["state"]) == (202, "waiting")
    [shown] = bob.get("/api/requests").json["items"]
    assert (shown["about"], shown["task"]) == ("Ann", "plan")
    assert bob.post(f"/api/requests/plan/{ids['ann']}/again").status_code == 202


OF_ANN = [
    ("cleo", "get", "/api/visits/{visit}"),
    ("cleo", "get", "/api/plans/{published}"),
    ("cleo", "post", "/api/plans"),
    ("dan", "get", "/api/plans/{published}"),
    ("dan", "post", "/api/plans/{draft}/publish"),
    ("dan", "post", "/api/plans/{draft}/refuse"),
    ("dan", "post", "/api/requests/plan/{ann}/again"),
]


@pytest.mark.parametrize(("who", "method", "path"), OF_ANN)
def test_the_other_team_gets_the_same_bytes_as_for_what_does_not_exist(
    request, ids, bob, who, method, path
):
    bob.post("/api/plans", json={"rep_id": str(ids["ann"])})
    client = request.getfixturevalue(who)
    hers, unknown = (
        getattr(client, method)(
            path.format(**named),
            **({"json": {"rep_id": str(named["ann"])}} if method == "post" else {}),
        )
        for named in (ids, dict.fromkeys(ids, NOBODY))
    )
    assert hers.status_code == unknown.status_code == 404
    assert hers.data == unknown.data


@pytest.mark.parametrize("path", ["/api/days", "/api/unplanned"])
def test_cleo_s_lists_hold_nothing_of_ann_s(cleo, ids, path):
    assert cleo.get(f"{path}?rep={ids['ann']}").json["items"] == []
    assert cleo.get(path).json["items"] == []


def test_a_rep_neither_publishes_nor_lists_plans(ann, ids):
    assert ann.get("/api/plans").status_code == 403
    assert ann.post(f"/api/plans/{ids['draft']}/publish").status_code == 403
