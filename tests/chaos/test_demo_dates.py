"""The demo opened on days that are unlike each other: every one has something to see."""

from datetime import date, timedelta

import pytest

from server import database, jobs
from server.models import Visit
from tests.server.demo.test_setup import SUNDAY, assert_worth_a_look, demo_on, desk

#: The last day of the year, a day of high summer, a leap day, the first working day of a year.
DATES = [date(2026, 12, 31), date(2026, 7, 14), date(2028, 2, 29), date(2027, 1, 4)]

pytestmark = pytest.mark.usefixtures("short_search")


@pytest.mark.parametrize("today", DATES, ids=str)
def test_every_day_the_demo_opens_on_has_something_to_see(app, clock, today):
    demo_on(app, clock, today)
    assert_worth_a_look(app)


def test_it_has_so_also_when_its_clock_has_moved(app, clock):
    """The lakes wake up: ramp visits say which opening they are for, nothing lies in the past."""
    demo_on(app, clock, SUNDAY)
    april = date(2026, 4, 1)
    answer = desk(app).post("/api/clock", json={"to": april.isoformat()})
    assert answer.json["today"] == april.isoformat()
    jobs.run_pending(app)
    clock.instant += timedelta(seconds=5)  # the morning's copy waits for the plans
    jobs.run_pending(app)
    with database.read_transaction(app) as db:
        standing = db.query(Visit).filter(Visit.cancelled_at.is_(None)).all()
    ramps = [visit.why for visit in standing if visit.ramp]
    assert any("season opens 15 Apr" in why for why in ramps)
    assert not any("off season" in why for why in ramps)
    assert min(visit.on for visit in standing) == april
    assert_worth_a_look(app)
