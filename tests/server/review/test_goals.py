"""Goals: clear ones are set, vague ones refused, and progress is the board's own number."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from server import database, models
from server.review.goals import rules
from server.review.goals.rules import Hours, Record, Wanted
from tests import factories
from tests.factories import NOW, TODAY

NEXT = {"first": "2026-05-01", "last": "2026-07-31"}
REACH = {"metric": "reach", "target": 0.9, **NEXT}
GOAL = Record(
    UUID(int=1), "Reach", "reach", 0.9, "all", "", "", TODAY - timedelta(days=9),
    TODAY + timedelta(days=10), 0.5, None, "", NOW, None,
)  # fmt: skip


@pytest.fixture
def accounts(app, cast):
    """Two accounts of Ann's, one visited today; one of Cleo's."""
    with database.write_transaction(app) as db:
        seen, _ = (factories.make_account(db, cast.ann) for _ in range(2))
        factories.make_account(db, cast.cleo)
        factories.make_report(db, seen, cast.ann)


def columns(answer) -> set[str]:
    return {problem["column"] for problem in answer.json["problems"]}


def test_a_goal_of_nothing_is_told_all_it_lacks_at_once(bob):
    answer = bob.post("/api/goals", json={})
    assert answer.status_code == 422
    assert columns(answer) == {"metric", "target", "first", "last"}


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"metric": "luck"}, "metric"),
        ({"target": None}, "target"),
        ({"target": -1.0}, "target"),
        ({"by": "rep"}, "key"),
        ({"last": "2026-05-05"}, "last"),
        ({"first": "2026-07-30"}, "last"),
        ({"metric": "sales", "first": "2026-05-02"}, "first"),
    ],
)
def test_each_vague_goal_names_the_field_to_mend(bob, change, column):
    answer = bob.post("/api/goals/check", json=REACH | change)
    assert columns(answer) == {column}


def test_a_target_that_is_reached_already_is_no_goal(bob, accounts):
    answer = bob.post("/api/goals/check", json=REACH | {"target": 0.0})
    assert answer.json["baseline"] == 0.0
    assert columns(answer) == {"target"}


def test_progress_is_the_metric_of_the_board_over_the_goals_dates(bob, accounts):
    goal = bob.post("/api/goals", json=REACH).json
    board = bob.get("/api/coverage?first=2026-05-01&last=2026-05-05").json["total"]["figures"]
    (reach,) = (figure for figure in board if figure["metric"] == "reach")
    assert goal["value"] == reach["value"] == 0.5
    assert goal["baseline"] == 0.0


def test_a_reps_goal_is_measured_by_the_reps_accounts(admin, cast, accounts):
    goal = admin.post("/api/goals", json=REACH | {"by": "rep", "key": str(cast.cleo)}).json
    assert (goal["group"], goal["value"]) == ("Cleo", 0.0)


def test_a_sum_of_sales_grows_through_the_goals_months(app, cast, bob):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        db.add(models.SalesMonth(account_id=account.id, month=date(2026, 5, 1), value=20.0))
    goal = bob.post("/api/goals", json=REACH | {"metric": "sales", "target": 900.0}).json
    assert goal["value"] == 20.0
    assert goal["expected"] == pytest.approx(900 * 5 / 92)
    assert goal["state"] == "behind"


def test_another_teams_manager_neither_sees_nor_sets_her_goals(bob, dan, cast, accounts):
    goal = bob.post("/api/goals", json=REACH).json
    assert dan.get("/api/goals").json["items"] == []
    assert dan.delete(f"/api/goals/{goal['id']}").status_code == 404
    hers = REACH | {"by": "rep", "key": str(cast.ann)}
    assert dan.post("/api/goals", json=hers).status_code == 404


def test_an_admin_sees_a_managers_goal_with_the_managers_number(admin, bob, accounts):
    bob.post("/api/goals", json=REACH)
    (goal,) = admin.get("/api/goals").json["items"]
    assert (goal["value"], goal["same_people"]) == (0.5, False)


def test_a_deleted_goal_comes_back_as_it_was(bob, accounts):
    goal = bob.post("/api/goals", json=REACH).json
    bob.delete(f"/api/goals/{goal['id']}")
    assert bob.get("/api/goals").json["items"] == []
    assert bob.post(f"/api/goals/{goal['id']}/restore").json == goal


def test_a_deleted_goal_comes_back_once_and_only_for_whom_deleted_it(admin, bob, accounts):
    path = f"/api/goals/{bob.post('/api/goals', json=REACH).json['id']}"
    bob.delete(path)
    assert admin.post(f"{path}/restore").status_code == 404
    assert bob.post(f"{path}/restore").status_code == 200
    assert bob.post(f"{path}/restore").status_code == 404


def test_another_target_keeps_the_baseline_another_metric_measures_anew(bob, accounts):
    path = f"/api/goals/{bob.post('/api/goals', json=REACH).json['id']}"
    assert bob.put(path, json=REACH | {"target": 0.8}).json["baseline"] == 0.0
    assert bob.put(path, json=REACH | {"metric": "overdue_median_days"}).json["baseline"] is None


def test_a_closed_goal_can_be_opened_again(bob, accounts):
    path = f"/api/goals/{bob.post('/api/goals', json=REACH).json['id']}/close"
    assert bob.post(path, json={"closed": True}).json["closed_at"] is not None
    assert bob.post(path, json={"closed": False}).json["closed_at"] is None


def test_more_visits_than_hours_are_warned_against(app, cast, bob):
    with database.write_transaction(app) as db:
        for _ in range(60):
            factories.make_account(db, cast.ann, tier="A")
    check = bob.post("/api/goals/check", json=REACH | {"metric": "attainment"}).json
    assert check["hours_needed"] > check["hours_there"] > 30
    assert "h a week" in " ".join(check["warnings"])
    assert check["problems"] == []


def wanted(**changes) -> Wanted:
    base = Wanted("", "attainment", 0.9, "all", "", TODAY, TODAY + timedelta(days=30))
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("goal", "hours", "word"),
    [
        (wanted(target=1.2), None, "100 %"),
        (wanted(target=0.3), None, "worse"),
        (wanted(), Hours(60.0, 38.0), "54 h a week"),
    ],
)
def test_what_is_out_of_reach_is_warned_against_in_words(goal, hours, word):
    assert word in " ".join(rules.warnings(goal, 0.5, hours))


def test_a_goal_within_reach_is_not_warned_against():
    assert rules.warnings(wanted(), 0.5, Hours(38.0, 38.0)) == []


@pytest.mark.parametrize(
    ("value", "today", "state"),
    [
        (0.50, TODAY - timedelta(days=10), "not_started"),
        (None, TODAY, "unknown"),
        (0.95, TODAY, "met"),
        (0.80, TODAY, "ahead"),
        (0.70, TODAY, "on_pace"),
        (0.55, TODAY, "behind"),
        (0.90, TODAY + timedelta(days=11), "met"),
        (0.89, TODAY + timedelta(days=11), "missed"),
    ],
)
def test_half_way_through_half_the_way_is_expected(value, today, state):
    made = rules.progress(GOAL, value, today)
    assert made.state == state
    if today == TODAY and value is not None:
        assert made.expected == pytest.approx(0.7)


def test_a_cost_that_shall_stay_low_is_not_met_before_its_end():
    goal = replace(GOAL, metric="cost_to_serve", target=100.0, baseline=200.0)
    assert rules.progress(goal, 10.0, TODAY).state == "ahead"
    assert rules.progress(goal, 90.0, TODAY + timedelta(days=11)).state == "met"


def test_a_target_worse_than_the_start_is_not_reached_by_being_worse_still():
    goal = replace(GOAL, metric="overdue_share", target=0.05, baseline=0.04)
    assert rules.progress(goal, 0.11, TODAY).state == "behind"


def test_an_overdue_share_is_ahead_when_it_falls():
    goal = replace(GOAL, metric="overdue_share", target=0.1, baseline=0.3)
    assert rules.progress(goal, 0.12, TODAY).state == "ahead"
