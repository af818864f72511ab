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
