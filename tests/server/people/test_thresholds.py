"""Thresholds: the defaults are those of the planner, and what a manager sets is what counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing import coverage
from routing.classification.classes import ClassRules
from routing.classification.mix import MixLimits
from routing.classification.scores import ScoreParams
from routing.classification.seasons import SeasonParams
from routing.domain import Season
from server import database, models
from server.accounts import store as accounts
from server.auth import Scope
from server.people import business, judgements, store, thresholds
from server.people.alerts import Alerts
from tests import factories

DEFAULTS = {one.key: one.default for one in business.SETTINGS}


def settings(client) -> dict:
    return {one["key"]: one for one in client.get("/api/settings").json["items"]}


def test_untouched_settings_are_the_planners_own_defaults():
    assert thresholds.season(DEFAULTS) == Season()
    assert thresholds.mix_limits(DEFAULTS) == MixLimits()
    assert thresholds.class_rules(DEFAULTS) == ClassRules()
    goods = {m.name: m.good.limit for m in coverage.METRICS.values() if m.good}
    assert thresholds.goods(DEFAULTS) == goods
    assert judgements.score_params(DEFAULTS) == ScoreParams()
    assert judgements.season_params(DEFAULTS) == SeasonParams()
    assert judgements.alerts(DEFAULTS) == Alerts()


def moved(one):
    """Returns another value the setting may have."""
    if isinstance(one.default, bool):
        return not one.default
    step = 1 if isinstance(one.default, int) else 0.01
    up = one.default + step
    return up if business.problem_of(one.key, up) == "" else one.default - step


@pytest.mark.parametrize(
    "one",
    [one for one in business.SETTINGS if one.key in {row[0] for row in judgements.rows()}],
    ids=lambda one: one.key,
)
def test_every_judgement_reaches_what_is_judged(one):
    read = (judgements.score_params, judgements.season_params, judgements.alerts)
    values = {**DEFAULTS, one.key: moved(one)}
    assert [r(values) for r in read] != [r(DEFAULTS) for r in read]


@pytest.mark.parametrize("one", business.SETTINGS, ids=lambda one: one.key)
def test_every_default_could_be_saved_and_says_what_it_does(one):
    assert business.problem_of(one.key, one.default) == ""
    assert one.sentence.endswith(".")
    assert one.group


def test_a_changed_setting_says_who_changed_it(bob):
    bob.put("/api/settings", json={"values": {"mix_lumpy": 0.7}})
    found = settings(bob)
    assert (found["mix_lumpy"]["value"], found["mix_lumpy"]["changed_by"]) == (0.7, "Bob")
    assert found["mix_stagnant"]["changed_at"] is None


def test_a_soft_off_season_asks_for_service_visits_of_every_account(app, cast, bob):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        db.add(models.SeasonWindow(account_id=account.id, state="off", start_month=4, start_day=1,
                                   end_month=9, end_day=30))  # fmt: skip
        made = factories.TODAY - timedelta(days=14)
        factories.make_report(db, account, cast.ann, on=made)
    bob.put("/api/settings", json={"values": {"off_rate": 0.25}})
    with database.read_transaction(app) as db:
        (record,) = accounts.load_accounts(db, Scope.system(), factories.TODAY)
    assert record.need.value == pytest.approx(0.25)


def test_a_ramp_of_three_visits_is_the_ramp_of_every_account(app, cast, bob):
    bob.put("/api/settings", json={"values": {"ramp_visits": 3, "ramp_days": 60}})
    with database.read_transaction(app) as db:
        assert store.load_season(db) == replace(Season(), ramp_visits=3, ramp_d=60)


@pytest.mark.parametrize(
    "values",
    [{"class_core_share_stay": 0.5}, {"ramp_days": 7}, {"good_coverage": 1.1}, {"luck": 1}],
)
def test_settings_that_contradict_each_other_are_refused_with_their_key(bob, values):
    answer = bob.put("/api/settings", json={"values": values})
    assert answer.status_code == 422
    assert answer.json["problems"][0]["column"] in {*values, "ramp_gap_days"}
    assert settings(bob)["ramp_days"]["value"] == 42


@pytest.fixture
def anchor(app, cast):
    with database.write_transaction(app) as db:
        return str(factories.make_account(db, cast.ann, tier="A").id)


def core_a(client, **changes):
    rules = client.get("/api/cadence").json["items"]
    rule = next(r for r in rules if (r["account_class"], r["tier"]) == ("core", "A"))
    return {"items": [rule | changes]}


def test_the_preview_of_a_cadence_halves_the_week_and_writes_nothing(bob, anchor):
    ask = core_a(bob, interval_d=14.0)
    (ann,) = bob.post("/api/cadence/preview", json=ask).json["items"]
    assert (ann["rep"], ann["visits_before"]) == ("Ann", pytest.approx(1.0))
    assert ann["visits_after"] == pytest.approx(0.5)
    assert ann["hours_after"] == pytest.approx(ann["hours_before"] / 2)
    assert core_a(bob)["items"][0]["interval_d"] == 7


def test_a_preview_of_nothing_changes_nothing(bob, anchor):
    (ann,) = bob.post("/api/cadence/preview", json=core_a(bob)).json["items"]
    assert ann["hours_before"] == ann["hours_after"]


def test_the_preview_says_what_saving_then_does(bob, anchor):
    ask = core_a(bob, interval_d=28.0, service_s=3600)
    (foretold,) = bob.post("/api/cadence/preview", json=ask).json["items"]
    bob.put("/api/cadence", json=ask)
    (then,) = bob.post("/api/cadence/preview", json=core_a(bob)).json["items"]
    assert then["hours_before"] == pytest.approx(foretold["hours_after"])


def test_another_teams_manager_sees_none_of_her_hours(dan, anchor):
    assert dan.post("/api/cadence/preview", json=core_a(dan, interval_d=14.0)).json["items"] == []


def test_what_is_good_on_the_board_is_the_managers_to_say(bob):
    bob.put("/api/settings", json={"values": {"good_attainment": 0.75, "good_call_rate": 8.0}})
    metrics = {one["name"]: one["good"] for one in bob.get("/api/coverage").json["metrics"]}
    assert (metrics["attainment"], metrics["call_rate"]) == ("at least 75%", "at least 8")
    assert metrics["coverage"] == "at least 90%"
