"""Reps: working days, holidays, days off; business settings; who may change what."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from server import database, errors
from server.auth import Scope
from server.models import AuditEntry, Company, RepSettings, Request
from server.people import business, holidays, store
from tests import factories
from tests.factories import NOW


@pytest.fixture
def team(session):
    return factories.make_cast(session)


def test_a_rep_works_the_week_without_holidays_and_days_off(session, team):
    """Memorial Day is Monday 25 May; Wednesday is taken off; the weekend is no day off."""
    store.add_day_off(
        session, Scope.system(), team.ann, date(2026, 5, 27), date(2026, 5, 27), "dentist", NOW
    )
    rep = store.load_rep(session, Scope.system(), team.ann)
    days, off = store.working_days(rep, date(2026, 5, 25), date(2026, 5, 31))
    assert [day.on.day for day in days] == [26, 28, 29]
    assert off == {date(2026, 5, 25): "Memorial Day", date(2026, 5, 27): "dentist"}
    assert days[0].lunch_s == 1800


def test_an_own_day_off_names_its_reason_before_the_holiday(session, team):
    rep = store.load_rep(session, Scope.system(), team.ann)
    off = store.DayOffRecord(uuid4(), date(2026, 5, 24), date(2026, 5, 26), "")
    _, reasons = store.working_days(replace(rep, days_off=(off,)), date(2026, 5, 25), off.last)
    assert reasons == {date(2026, 5, 25): "day off", date(2026, 5, 26): "day off"}


def test_holidays_differ_by_subdivision_and_a_wrong_country_has_none():
    corpus_christi = date(2026, 6, 4)
    assert corpus_christi in holidays.public_holidays("DE", "BY", corpus_christi, corpus_christi)
    assert not holidays.public_holidays("DE", "BE", corpus_christi, corpus_christi)
    assert not holidays.public_holidays("ZZ", None, date(2026, 1, 1), date(2026, 12, 31))
    assert "It has:" in holidays.problem_of("US", "Bavaria")


def test_holidays_over_new_year_come_from_both_years():
    found = holidays.public_holidays("US", None, date(2026, 12, 25), date(2027, 1, 1))
    assert list(found) == [date(2026, 12, 25), date(2027, 1, 1)]


def test_another_teams_rep_is_unknown(session, team):
    bob = Scope(team.bob, "manager", frozenset({team.ann}), team.north)
    assert [rep.name for rep in store.load_reps(session, bob)] == ["Ann"]
    with pytest.raises(errors.NotFound):
        store.load_rep(session, bob, team.cleo)
    with pytest.raises(errors.NotFound):
        store.load_rep(session, Scope.system(), team.bob)


def test_a_rep_without_working_time_has_the_companys(session, team):
    eve = factories.make_person(session, "Eve", "rep")
    rep = store.load_rep(session, Scope.system(), eve.id)
    assert (rep.zone, rep.week[0], rep.base_lat) == (factories.ZONE, (28800, 61200), None)


def test_every_default_of_a_setting_is_a_possible_value():
    assert [s.key for s in business.SETTINGS if business.problem_of(s.key, s.default)] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("horizon_weeks", 0), ("horizon_weeks", True), ("auto_publish", 1), ("retry_days", 0),
     ("retry_days", [2, 5]), ("frozen_days", "2"), ("frozen_days", 1.5), ("shoe_size", 44),
     ("prospecting_share", 1.01), ("prospecting_share", True), ("prospecting_share", None)],
)  # fmt: skip
def test_an_impossible_setting_is_refused(session, team, key, value):
    with pytest.raises(errors.Invalid):
        store.save_setting(session, Scope.system(), key, value, NOW)
    if key in business.BY_KEY:
        assert store.load_setting(session, key) == business.BY_KEY[key].default


def test_a_saved_setting_is_read_back(session, team):
    store.save_setting(session, Scope.system(), "retry_days", 3, NOW)
    assert store.load_setting(session, "retry_days") == 3


# --- over HTTP -----------------------------------------------------------------------------------


def asked_for(app, rep_id):
    with database.read_transaction(app) as db:
        return db.get(Request, ("plan", str(rep_id))) is not None


def test_changed_working_time_asks_for_a_plan_and_takes_a_revision(app, bob, cast):
    change = {"week": [[28800, 43200], None, None, None, None, None, None], "lunch_s": 0}
    row = bob.patch(f"/api/reps/{cast.ann}", json=change).json
    assert row["week"] == [[28800, 43200]] + [None] * 6
    with database.read_transaction(app) as db:
        rev = db.get(RepSettings, cast.ann).rev
        assert rev == db.get(Company, 1).rev == 2
    assert asked_for(app, cast.ann)


def test_days_off_come_and_go(app, ann, cast):
    off = {"first": "2026-05-11", "last": "2026-05-15", "reason": "holiday"}
    added = ann.post(f"/api/reps/{cast.ann}/days-off", json=off)
    assert (added.status_code, asked_for(app, cast.ann)) == (201, True)
    row = added.json["days_off"][0]
    assert row["last"] == "2026-05-15"
    assert ann.delete(f"/api/days-off/{row['id']}").status_code == 204
    assert ann.get("/api/reps").json["items"][0]["days_off"] == []


def test_cleo_gets_for_anns_working_time_what_she_gets_for_nobodys(ann, cleo, cast):
    off = {"first": "2026-05-11", "last": "2026-05-11"}
    mine = ann.post(f"/api/reps/{cast.ann}/days-off", json=off).json["days_off"][0]["id"]
    for method, path, body in (
        ("patch", "/api/reps/{}", {"lunch_s": 0}),
        ("post", "/api/reps/{}/days-off", off),
        ("delete", "/api/days-off/{}", None),
    ):
        known = mine if "days-off/" in path else cast.ann
        hers = getattr(cleo, method)(path.format(known), json=body)
        none = getattr(cleo, method)(path.format(uuid4()), json=body)
        assert (hers.status_code, hers.data) == (404, none.data)


def test_a_rep_does_not_decide_about_publishing(ann, bob, cast):
    change = {"auto_publish": False}
    assert ann.patch(f"/api/reps/{cast.ann}", json=change).status_code == 403
    assert bob.patch(f"/api/reps/{cast.ann}", json=change).json["auto_publish"] is False


INN = {"label": "Inn", "lat": 43.07, "lon": -89.4}


def test_a_rep_says_where_weekdays_begin_and_where_nights_away_are_fine(app, ann, cast):
    ends = [{"start": INN, "end": None}] + [None] * 6
    change = {"ends": ends, "nights": {"places": [INN], "a_week": 2}}
    row = ann.patch(f"/api/reps/{cast.ann}", json=change).json
    assert row["ends"] == ends
    # What was left out has its default, and is kept.
    assert row["nights"] == {"places": [INN], "a_week": 2, "least_s": 3600}
    assert asked_for(app, cast.ann)
    row = ann.patch(f"/api/reps/{cast.ann}", json={"ends": None, "nights": None}).json
    assert (row["ends"], row["nights"]) == ([None] * 7, None)


@pytest.mark.parametrize(
    "change",
    [
        {"ends": [None] * 6},
        {"ends": [{"start": {"lat": 91, "lon": 0}}] + [None] * 6},
        {"nights": {"places": []}},
        {"nights": {"places": [INN], "a_week": 8}},
        {"nights": {"places": [INN], "least_s": -1}},
        {"nights": {"places": [{"lat": "43", "lon": -89.4}]}},
    ],
)
def test_places_that_cannot_be_are_refused(ann, cast, change):
    assert ann.patch(f"/api/reps/{cast.ann}", json=change).status_code == 422


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"zone": "Chicago"}, "zone"),
        ({"subdivision": "Bavaria"}, "country"),
        ({"week": [[61200, 28800], None, None, None, None, None, None]}, "week"),
        ({"lunch_start_s": 43200, "lunch_end_s": 43260}, "lunch_s"),
        ({"base_lat": None}, "base_lat"),
        ({"zone": None}, "zone"),
    ],
)
def test_impossible_working_time_names_the_field(bob, cast, change, column):
    answer = bob.patch(f"/api/reps/{cast.ann}", json=change)
    assert answer.status_code == 422
    assert column in [problem["column"] for problem in answer.json["problems"]]


def test_settings_are_the_managers_and_change_all_or_none(ann, bob):
    assert ann.get("/api/settings").status_code == 403
    wrong = {"values": {"frozen_days": 3, "horizon_weeks": 0}}
    assert bob.put("/api/settings", json=wrong).status_code == 422
    kept = {item["key"]: item["value"] for item in bob.get("/api/settings").json["items"]}
    assert (kept["frozen_days"], kept["horizon_weeks"]) == (2, 12)
    bob.put("/api/settings", json={"values": {"frozen_days": 3}})
    changed = {item["key"]: item["value"] for item in bob.get("/api/settings").json["items"]}
    assert changed["frozen_days"] == 3


# --- policies -------------------------------------------------------------------------------------


def policies(client):
    return {row["account_class"]: row for row in client.get("/api/policies").json["items"]}


def test_a_manager_decides_what_may_happen_to_a_class(app, bob, ann):
    before = policies(bob)
    assert before["opportunistic"] == {
        "account_class": "opportunistic",
        "overload": "stretch",
        "stretch_to": 1.5,
    }
    change = {"account_class": "invest", "overload": "lapse"}
    answer = bob.put("/api/policies", json={"items": [change]})
    assert {row["account_class"]: row for row in answer.json["items"]} == policies(bob)
    assert policies(bob) == before | {"invest": change | {"stretch_to": 1.0}}
    with database.read_transaction(app) as db:
        entry = db.query(AuditEntry).filter_by(action="policies_changed").one()
        assert entry.details == {"invest": {"overload": "lapse", "stretch_to": 1.0}}
    assert ann.get("/api/policies").status_code == 403


@pytest.mark.parametrize(
    "row",
    [
        {"account_class": "invest", "overload": "ignore"},
        {"account_class": "everybody", "overload": "lapse"},
        {"account_class": "invest", "overload": "stretch", "stretch_to": 0.9},
        {"account_class": "invest", "overload": "stretch", "stretch_to": 4.1},
    ],
)
def test_a_policy_that_cannot_be_changes_nothing(bob, row):
    before = policies(bob)
    good = {"account_class": "core", "overload": "lapse"}
    assert bob.put("/api/policies", json={"items": [good, row]}).status_code == 422
    assert policies(bob) == before
