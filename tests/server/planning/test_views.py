"""What the desk reads and decides, and what Cleo gets."""

from dataclasses import replace
from uuid import UUID

import pytest

from routing import domain
from routing.domain import DueVisit, Reason, Unplanned, Why
from server import database, models
from server.auth import Scope
from server.people import store as people
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


def test_no_plan_is_asked_for_a_paused_rep_or_without_a_base(app, bob, ids):
    ask = {"rep_id": str(ids["ann"])}
    with database.write_transaction(app) as db:
        db.get(models.RepSettings, ids["ann"]).base_lat = None
    told = bob.post("/api/plans", json=ask)
    assert (told.status_code, "no base yet" in told.text) == (422, True)
    with database.write_transaction(app) as db:
        db.get(models.Person, ids["ann"]).active = False
    assert bob.post("/api/plans", json=ask).status_code == 409


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


def test_capacity_is_told_by_class_and_week_with_what_would_fit(app, ann, cast):
    """A hundred places a week, each half an hour, are more than forty hours hold."""
    with database.write_transaction(app) as db:
        people.save_setting(db, Scope.system(), "horizon_weeks", 2, NOW)
        for number in range(100):
            factories.make_account(db, cast.ann, number=f"A{number}", tier="A",
                                   lat=42.5 + number / 1000)  # fmt: skip
    found = ann.get(f"/api/reps/{cast.ann}/capacity").json
    total = found["total"]
    assert (total["fits"], total["required_h"]["prospect"]) == (False, 0)
    assert total["required_h"]["core"] == total["all_h"] > total["available_h"] == 85
    assert found["stretch"] is None
    assert found["stretch_all"] > 1
    assert [week["first"] for week in found["weeks"]] == ["2026-05-05", "2026-05-11", "2026-05-18"]
    spans = sum(week["available_h"] for week in found["weeks"])
    assert spans == pytest.approx(total["available_h"])


def test_why_a_visit_is_planned_is_told_as_code_figures_and_sentence(app, bob, ann, cast):
    with database.write_transaction(app) as db:
        account, left_out = (factories.make_account(db, cast.ann) for _ in range(2))
        figures = {"due": "2026-05-05", "days": 0, "detour_s": 420}
        due = made.stop(account.id, made.TODAY, why="due 5 May", reason=Why.DUE, figures=figures)
        plan = made.plan(cast.ann, made.day(made.TODAY, due))
        late = DueVisit(str(left_out.id), 1, *[made.TODAY] * 3)
        hours = {"hours_needed": 1.5, "hours_there": 0.5}
        unplanned = (Unplanned(late, Reason.NOT_ENOUGH_HOURS, hours),)
        stretch = {domain.AccountClass.OPPORTUNISTIC: 1.25}
        plan_id, _ = made.published(
            db, cast.ann, replace(plan, unplanned=unplanned, stretch=stretch)
        )
    [visit] = ann.get(f"/api/accounts/{account.id}/plan").json["visits"]
    assert (visit["reason"], visit["figures"], visit["why"]) == ("due", figures, "due 5 May")
    [out] = ann.get(f"/api/accounts/{left_out.id}/plan").json["unplanned"]
    assert (out["reason"], out["figures"]) == ("not_enough_hours", hours)
    assert out["sentence"].startswith("Not enough hours")
    assert bob.get(f"/api/plans/{plan_id}").json["summary"]["stretch"] == {"opportunistic": 1.25}
