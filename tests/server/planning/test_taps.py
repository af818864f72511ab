"""Answers to a tap: from the published plan and where the rep is, at once."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from server import database, models
from server.auth import Scope
from server.planning import store, views
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.planning import made

SYSTEM = Scope.system()
NOBODY = UUID(int=404)
HOUR = 3600
HALF_PAST_NINE = 34200


@pytest.fixture
def row(app, cast):
    """Four accounts of Ann's in a row northward, a few minutes from one to the next; due today."""
    known = {"tier": "B", "last_visit": TODAY - timedelta(days=14)}
    with database.write_transaction(app) as db:
        return [
            factories.make_account(
                db, cast.ann, number=f"A{n}", name=f"Stop {n}", lat=42.60 + n / 50, **known
            ).id
            for n in range(4)
        ]


def publish(app, rep_id, *account_ids, on=TODAY, service_s=1800):
    """Publishes a day of these visits in this order, an hour each from nine."""
    stops = [
        made.stop(one, on, (9 + n) * HOUR, departure_s=(9 + n) * HOUR + service_s)
        for n, one in enumerate(account_ids)
    ]
    with database.write_transaction(app) as db:
        made.published(db, rep_id, made.plan(rep_id, made.day(on, *stops)))
        visits = store.load_visits(db, SYSTEM, first=on, last=on, rep_id=rep_id)
        return {one.account_id: one.id for one in visits}


def report(app, cast, account_id, visit_id, outcome="made"):
    with database.write_transaction(app) as db:
        account = db.get(models.Account, account_id)
        rev = database.take_rev(db)
        factories.make_report(db, account, cast.ann, visit_id=visit_id, outcome=outcome, rev=rev)


def names(answer):
    return [one["account"] for one in answer["items"]]


# --- the rest of today ----------------------------------------------------------------------------


def test_the_rest_of_today_comes_in_its_best_order_with_times(app, ann, cast, row):
    visits = publish(app, cast.ann, row[2], row[0], row[3])
    answer = ann.get(f"/api/reps/{cast.ann}/today").json
    assert names(answer) in (["Stop 0", "Stop 2", "Stop 3"], ["Stop 3", "Stop 2", "Stop 0"])
    assert {one["visit_id"] for one in answer["items"]} == {str(one) for one in visits.values()}
    starts = [one["start_s"] for one in answer["items"]]
    assert answer["leave_s"] < starts[0] < starts[1] < starts[2] < answer["home_s"]
    assert (answer["left_out"], answer["estimate"], answer["on"]) == ([], True, str(TODAY))
    assert answer["travel_s"] > sum(one["travel_s"] for one in answer["items"]) > 0


def test_a_rep_who_says_where_they_are_is_led_on_from_there(app, ann, cast, row, clock):
    publish(app, cast.ann, row[0], row[1], row[2])
    clock.instant = NOW + timedelta(hours=3)
    answer = ann.get(f"/api/reps/{cast.ann}/today?lat=42.66&lon=-88.43").json
    assert names(answer) == ["Stop 2", "Stop 1", "Stop 0"]
    assert answer["items"][0]["start_s"] >= 10 * HOUR + 2400


def test_what_was_reported_is_over_and_the_day_goes_on_from_there(app, ann, cast, row, clock):
    visits = publish(app, cast.ann, row[0], row[1], row[2])
    report(app, cast, row[2], visits[row[2]])
    clock.instant = NOW + timedelta(hours=3)
    assert names(ann.get(f"/api/reps/{cast.ann}/today").json) == ["Stop 1", "Stop 0"]


def test_what_there_is_no_time_for_any_more_is_said_with_its_reason(app, ann, cast, row, clock):
    publish(app, cast.ann, *row)
    clock.instant = NOW.replace(hour=21, minute=0)  # 16:00 in Chicago, home at 17
    answer = ann.get(f"/api/reps/{cast.ann}/today").json
    assert len(answer["items"]) == 1
    assert len(answer["left_out"]) == 3
    for one in answer["left_out"]:
        assert one["reason"] in ("not_enough_hours", "displaced", "does_not_fit_day")
        assert "min" in one["sentence"]
        assert "due window" not in one["sentence"]


def test_a_pin_keeps_its_time_of_day(app, ann, cast, row):
    publish(app, cast.ann, row[0], row[1])
    with database.write_transaction(app) as db:
        fields = {"rep_id": cast.ann, "account_id": row[0], "kind": "pin", "on": TODAY}
        times = {"start_s": 15 * HOUR, "end_s": 16 * HOUR}
        rev = database.take_rev(db)
        db.add(models.Wish(**fields, **times, made_at=NOW, rev=rev))
    answer = ann.get(f"/api/reps/{cast.ann}/today").json
    [pinned] = [one for one in answer["items"] if one["account"] == "Stop 0"]
    assert 15 * HOUR <= pinned["start_s"] <= 15 * HOUR + 1800
    assert len(answer["items"]) == 2


@pytest.mark.parametrize("hours", [15, 24 * 4])
def test_when_today_is_over_or_not_worked_nothing_is_left_of_it(app, ann, cast, row, clock, hours):
    publish(app, cast.ann, *row)
    clock.instant = NOW + timedelta(hours=hours)
    answer = ann.get(f"/api/reps/{cast.ann}/today").json
    assert (answer["items"], answer["left_out"], answer["home_s"]) == ([], [], None)


@pytest.mark.parametrize("where", ["lat=42.6", "lat=95&lon=0", "lat=here&lon=there"])
def test_half_a_place_is_none(ann, cast, where):
    assert ann.get(f"/api/reps/{cast.ann}/today?{where}").status_code == 422


def test_a_planner_that_is_still_being_loaded_says_so(app, ann, cast, row, monkeypatch):
    monkeypatch.setattr(views, "WARM_S", 0)
    app.extensions["rounds"].warm = threading.Event()
    answer = ann.get(f"/api/reps/{cast.ann}/today")
    assert (answer.status_code, "set up" in answer.json["detail"]) == (503, True)
    app.extensions["rounds"].warm.set()
    assert ann.get(f"/api/reps/{cast.ann}/today").status_code == 200


# --- what to drop ---------------------------------------------------------------------------------


def test_what_is_worth_least_is_dropped_first_to_be_home_in_time(app, ann, cast, row):
    """Stop 1 is a core account of tier A, the others B: it stays. A pin stays before all."""
    with database.write_transaction(app) as db:
        db.get(models.Account, row[1]).tier = "A"
        fields = {"rep_id": cast.ann, "account_id": row[2], "kind": "pin", "on": TODAY}
        db.add(models.Wish(**fields, made_at=NOW, rev=database.take_rev(db)))
    visits = publish(app, cast.ann, *row)
    answer = ann.get(f"/api/reps/{cast.ann}/today/drop?until={HALF_PAST_NINE}").json
    kept = names(answer["rest"])
    assert set(kept) == {"Stop 1", "Stop 2"}
    assert answer["rest"]["home_s"] <= HALF_PAST_NINE
    assert {one["visit_id"] for one in answer["items"]} == {
        str(visits[row[0]]),
        str(visits[row[3]]),
    }
    for one in answer["items"]:
        assert (one["held"], one["worth_s"] > 0) == ("frozen", True)
        assert one["won_s"] >= 1800
    later = ann.get(f"/api/reps/{cast.ann}/today/drop").json
    assert (later["items"], len(later["rest"]["items"])) == ([], 4)


def test_a_pin_that_has_to_go_says_that_a_person_holds_it(app, ann, cast, row):
    publish(app, cast.ann, row[0])
    with database.write_transaction(app) as db:
        fields = {"rep_id": cast.ann, "account_id": row[0], "kind": "pin", "on": TODAY}
        db.add(models.Wish(**fields, made_at=NOW, rev=database.take_rev(db)))
    [one] = ann.get(f"/api/reps/{cast.ann}/today/drop?until={8 * HOUR + 60}").json["items"]
    assert (one["held"], one["worth_s"]) == ("pin", None)


def test_nothing_is_dropped_of_a_day_that_is_over(app, ann, cast, row, clock):
    publish(app, cast.ann, *row)
    clock.instant = NOW + timedelta(hours=15)
    answer = ann.get(f"/api/reps/{cast.ann}/today/drop").json
    assert (answer["items"], answer["rest"]["items"]) == ([], [])


# --- who is near ----------------------------------------------------------------------------------


def near(client, cast, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.get(f"/api/reps/{cast.ann}/today/nearby?{query}").json["items"]


def test_who_is_due_within_the_detour_is_near_unless_planned_or_closed(app, ann, cast, row):
    """Between the stops lies the next one; the fourth is five minutes on, a far one an hour."""
    publish(app, cast.ann, row[0], row[2])
    known = {"tier": "B", "last_visit": TODAY - timedelta(days=14), "lat": 42.61}
    with database.write_transaction(app) as db:
        for rep_id, number, name, differs in (
            (cast.ann, "F", "Far", {"lon": -89.4}),
            (cast.ann, "C", "Shut", {"opening_hours": "Mo-Su off"}),
            (cast.ann, "V", "Visited", {"last_visit": TODAY - timedelta(days=1)}),
            (cast.cleo, "O", "Cleo's", {}),
        ):
            factories.make_account(db, rep_id, number=number, name=name, **(known | differs))
    found = near(ann, cast, minutes=12)
    assert [one["account"] for one in found] == ["Stop 1", "Stop 3"]
    assert (found[0]["due"], found[0]["detour_s"] < 300 < found[1]["detour_s"] <= 720) == (
        "due",
        True,
    )
    assert [one["account"] for one in near(ann, cast, minutes=5)] == ["Stop 1"]


def test_near_is_near_to_where_the_rep_is(app, ann, cast, row):
    """Without a plan for today the way leads from there to base."""
    elsewhere = near(ann, cast, minutes=3, lat=42.66, lon=-88.43)
    assert "Stop 3" in [one["account"] for one in elsewhere]
    assert [one["account"] for one in near(ann, cast, minutes=3)] == []


@pytest.mark.parametrize("minutes", [0, 121, "ten"])
def test_a_detour_is_1_to_120_minutes(ann, cast, minutes):
    assert ann.get(f"/api/reps/{cast.ann}/today/nearby?minutes={minutes}").status_code == 422


# --- a day for an account -------------------------------------------------------------------------


def offers(client, account_id, query=""):
    answer = client.get(f"/api/accounts/{account_id}/days?{query}")
    assert answer.status_code == 200, answer.text
    return {one["on"]: one for one in answer.json["items"]}


def test_a_day_with_stops_nearby_costs_less_than_one_without(app, ann, cast, row):
    wednesday, thursday, saturday = (TODAY + timedelta(days=n) for n in (1, 2, 4))
    stops = made.stop(row[0], wednesday), made.stop(row[2], wednesday, 11 * HOUR)
    days = made.day(wednesday, *stops), made.day(thursday), made.day(saturday)
    with database.write_transaction(app) as db:
        made.published(db, cast.ann, made.plan(cast.ann, *days))
    found = offers(ann, row[1])
    near, far = found[str(wednesday)], found[str(thursday)]
    assert near["detour_s"] < far["detour_s"]
    assert (near["reason"], near["sentence"], near["start_s"] > 8 * HOUR) == (None, "", True)
    assert (found[str(saturday)]["reason"], found[str(saturday)]["start_s"]) == (
        "no_working_day",
        None,
    )
    assert found[str(saturday)]["sentence"].startswith("No working day")
    # The plan ends on Saturday, and so do the offers; today began without a route.
    assert list(found) == [str(TODAY + timedelta(days=n)) for n in range(5)]
    assert list(offers(ann, row[1], f"from={thursday}&to={thursday}")) == [str(thursday)]


def test_a_visit_that_moves_does_not_stand_in_its_own_way(app, ann, cast, row):
    on = TODAY + timedelta(days=1)
    with database.write_transaction(app) as db:
        plan = made.plan(cast.ann, made.day(on, made.stop(row[0], on)))
        made.published(db, cast.ann, plan)
    [taken] = offers(ann, row[0], f"from={on}&to={on}").values()
    [free] = offers(ann, row[0], f"from={on}&to={on}&moving={on}").values()
    assert (taken["reason"], free["reason"]) == ("does_not_fit_day", None)
    assert taken["sentence"] == "It has a visit that day already."


def test_accounts_that_left_and_visits_made_today_are_not_in_the_way(app, ann, cast, row, clock):
    visits = publish(app, cast.ann, row[0], row[1], row[2])
    report(app, cast, row[0], visits[row[0]])
    with database.write_transaction(app) as db:
        db.get(models.Account, row[1]).active = False
        database.take_rev(db)
    clock.instant = NOW + timedelta(hours=3)
    [today] = offers(ann, row[3]).values()
    assert today["start_s"] > 10 * HOUR


def test_without_a_plan_or_a_rep_there_is_no_day_to_find(app, ann, bob, cast, row):
    assert ann.get(f"/api/accounts/{row[0]}/days").status_code == 422
    with database.write_transaction(app) as db:
        nobodys = factories.make_account(db, None).id
    assert bob.get(f"/api/accounts/{nobodys}/days").status_code == 422
    publish(app, cast.ann, row[0])
    with database.write_transaction(app) as db:
        db.get(models.Account, row[1]).active = False
    assert ann.get(f"/api/accounts/{row[1]}/days").status_code == 422


@pytest.mark.parametrize(
    "path", ["/api/reps/{}/today", "/api/reps/{}/today/drop", "/api/reps/{}/today/nearby"]
)
@pytest.mark.parametrize("who", ["cleo", "dan"])
def test_the_other_team_gets_the_same_bytes_as_for_nobody(request, cast, row, who, path):
    client = request.getfixturevalue(who)
    hers, none = (client.get(path.format(one)) for one in (cast.ann, NOBODY))
    assert (hers.status_code, hers.data) == (404, none.data)
