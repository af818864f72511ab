"""The demo as a stranger finds it, whatever the day: a full day, a ramp, reasons, one late."""

from datetime import date, timedelta

import pytest
from flask import Flask

from server import database
from server.clock import FixedClock, local_instant
from server.demo import setup
from server.models import FrozenStop, Person, Visit
from tests import factories

#: A Sunday in the ramp of the lakes. tests/chaos looks at other days of the year.
SUNDAY = date(2026, 3, 22)

pytestmark = pytest.mark.usefixtures("short_search")


def demo_on(app: Flask, clock: FixedClock, today: date) -> None:
    clock.instant = local_instant(today, setup.MORNING_S, factories.ZONE)
    setup.set_up(app, today)


def desk(app: Flask):
    with database.read_transaction(app) as db:
        admin = db.query(Person).filter_by(role="admin").one().id
    return factories.caller(app, admin, "desk")


def assert_worth_a_look(app: Flask) -> None:
    """What every demo must have: a full day, a ramp visit, an unplanned one, an overdue one."""
    client = desk(app)
    today = client.get("/api/about").json["today"]
    reps = client.get("/api/reps").json["items"]
    stops, unplanned, ramps = [], [], 0
    for rep in reps:
        days = client.get(f"/api/days?rep={rep['id']}&first={today}&last={today}").json["items"]
        stops += [sum(v["channel"] == "visit" for v in day["visits"]) for day in days]
        unplanned += client.get(f"/api/unplanned?rep={rep['id']}").json["items"]
    with database.read_transaction(app) as db:
        ramps = db.query(Visit).filter(Visit.ramp, Visit.cancelled_at.is_(None)).count()
        assert db.query(FrozenStop).filter(FrozenStop.on == date.fromisoformat(today)).count()
    assert any(6 <= count <= 12 for count in stops), stops
    assert ramps > 0
    assert unplanned
    assert all(item["sentence"] for item in unplanned)
    assert_a_story(client, today)
    states = {row["due"]["state"] for row in client.get("/api/due").json["items"]}
    assert "overdue" in states


def assert_a_story(client, today: str) -> None:
    """Of those visited today one has a service ticket of yesterday, one a promise for today."""
    rows = [r for r in client.get("/api/accounts").json["items"] if r["next_visit"] == today]
    yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    told = [(touch["kind"], touch["on"]) for row in rows for touch in row["touches"]]
    assert ("ticket", yesterday) in told
    assert today in {visit["next_step_on"] for row in rows for visit in row["history"]}


def test_the_demo_has_something_to_see(app, clock):
    demo_on(app, clock, SUNDAY)
    assert_worth_a_look(app)
