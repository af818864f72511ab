"""The plan moves around what other calendars fill, and says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server import database, jobs, models
from server.auth import Scope
from server.planning import store
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import TODAY
from tests.server.busy.ics import calendar, meeting

pytestmark = pytest.mark.usefixtures("short_search")

SYSTEM = Scope.system()
#: Friday: no longer frozen on Tuesday.
FRIDAY = TODAY + timedelta(days=3)


@pytest.fixture
def planned(app, cast):
    """Ann's plan with an account a day, each due this week."""
    weekly = {"tier": "A", "last_visit": TODAY - timedelta(days=9)}
    with database.write_transaction(app) as db:
        for n in range(5):
            place = {"number": f"A{n}", "name": f"Harbor Bar {n}", "lat": 42.55 + n / 50}
            factories.make_account(db, cast.ann, **place, **weekly)
        jobs.request(db, "plan", cast.ann)
    jobs.run_pending(app)


def visits(app) -> list[models.Visit]:
    with database.read_transaction(app) as db:
        query = select(models.Visit).where(models.Visit.cancelled_at.is_(None))
        return list(db.scalars(query.order_by(models.Visit.on, models.Visit.start_s)))


def on(app, day):
    return [visit for visit in visits(app) if visit.on == day]


def local(day, hour: int) -> str:
    return f"{day:%Y%m%d}T{hour:02}0000"


@ON_BOTH
def test_visits_give_way_to_a_busy_time(app, cast, ann, planned, elsewhere):
    [first, *_] = [visit for visit in visits(app) if visit.on > FRIDAY and visit.start_s]
    hour = first.start_s // 3600
    elsewhere.says(calendar(meeting(local(first.on, hour), length="PT1H")))
    elsewhere.add(ann, cast.ann)
    for visit in on(app, first.on):
        assert visit.departure_s <= hour * 3600 or visit.start_s >= (hour + 1) * 3600


def test_the_plan_says_that_busy_time_moved_a_visit(app, cast, ann, planned, elsewhere):
    [first, *_] = [visit for visit in visits(app) if visit.on > FRIDAY and visit.start_s]
    whole = meeting(local(first.on, 8), length="PT9H")
    half = meeting(local(first.on, first.start_s // 3600), length="PT4H")
    for body in (half, whole):
        elsewhere.says(calendar(body))
        elsewhere.add(ann, cast.ann)
    with database.read_transaction(app) as db:
        plans = db.scalars(select(models.Plan).order_by(models.Plan.made_at, models.Plan.id)).all()
    reasons = {change["reason"] for plan in plans for change in plan.changes or []}
    assert "busy" in reasons


def test_a_whole_day_of_leave_is_not_worked(app, cast, ann, planned, elsewhere):
    [first, *_] = [visit for visit in visits(app) if visit.on > FRIDAY]
    elsewhere.says(calendar(f"UID:1\nDTSTART;VALUE=DATE:{first.on:%Y%m%d}"))
    elsewhere.add(ann, cast.ann, name="Leave")
    assert on(app, first.on) == []
    with database.read_transaction(app) as db:
        problem = store.load_problem(db, SYSTEM, cast.ann, factories.NOW)
    assert problem.rep.days_off[first.on] == "Leave"


@ON_BOTH
def test_an_appointment_is_its_accounts_visit_at_its_time(app, cast, ann, planned, elsewhere):
    day = TODAY + timedelta(days=6)
    elsewhere.says(calendar(meeting(local(day, 10), "SUMMARY:Tasting, Harbor Bar 3")))
    elsewhere.add(ann, cast.ann)
    agreed = [visit for visit in on(app, day) if visit.held == "appointment"]
    assert [(one.start_s, one.departure_s) for one in agreed] == [(36000, 39600)]


def test_an_answer_makes_an_event_the_accounts_visit(app, cast, ann, planned, elsewhere):
    day = TODAY + timedelta(days=6)
    elsewhere.says(calendar(meeting(local(day, 10), "SUMMARY:Coffee")))
    elsewhere.add(ann, cast.ann)
    event = ann.get(f"/api/reps/{cast.ann}/busy").json["items"][0]
    account = visits(app)[0].account_id
    ann.put(f"/api/busy/{event['id']}/account", json={"account_id": str(account)})
    jobs.run_pending(app)
    assert account in {visit.account_id for visit in on(app, day) if visit.held == "appointment"}


def test_time_freed_by_removing_a_calendar_is_planned_again(app, cast, ann, planned, elsewhere):
    days = f"DTSTART;VALUE=DATE:{FRIDAY + timedelta(days=3):%Y%m%d}\nRRULE:FREQ=DAILY;COUNT=5"
    elsewhere.says(calendar(f"UID:1\n{days}"))
    added = elsewhere.add(ann, cast.ann)
    week = [FRIDAY + timedelta(days=3 + n) for n in range(5)]
    assert not any(on(app, day) for day in week)
    ann.delete(f"/api/calendars/{added['id']}")
    jobs.run_pending(app)
    assert any(on(app, day) for day in week)


def overlaps(visit, start: int, end: int) -> bool:
    return visit.start_s < end * 3600 and start * 3600 < visit.departure_s


def test_nothing_is_planned_in_the_time_of_an_appointment_that_cannot_be_placed(
    app, cast, ann, planned, elsewhere
):
    """Nobody is at an account at the hour the day begins at home, yet Ann is with them by then."""
    [first, *_] = [visit for visit in visits(app) if visit.on > FRIDAY and visit.start_s]
    meetings = meeting(local(first.on, 8), "SUMMARY:Harbor Bar 3", length="PT4H")
    elsewhere.says(calendar(meetings))
    elsewhere.add(ann, cast.ann)
    assert not any(overlaps(visit, 8, 12) for visit in on(app, first.on))


def test_rep_and_manager_read_why_an_appointment_is_not_planned(app, cast, ann, planned, elsewhere):
    day = TODAY + timedelta(days=6)
    elsewhere.says(calendar(meeting(local(day, 8), "SUMMARY:Harbor Bar 3")))
    elsewhere.add(ann, cast.ann)
    for browser in (ann, factories.caller(app, cast.bob)):
        left = browser.get(f"/api/unplanned?rep={cast.ann}").json["items"]
        assert "08:00-09:00 is kept free for it" in left[0]["sentence"]
