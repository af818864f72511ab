"""What the planner on the phone is sent, and when: travel times, what a day allows."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing import travel
from routing.domain import Location
from server import database, models
from server.auth import Scope
from server.busy import store as busy_times
from server.people import store as people
from server.planning import store
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.planning import made
from tests.server.planning.test_store import db, later, next_transaction, rep, visits
from tests.server.visits.phone import of_type, synced

__all__ = ["db", "rep"]

SYSTEM = Scope.system()
TOMORROW = TODAY + timedelta(days=1)
BASE = (42.58, -88.43)
KENOSHA, RACINE = Location(42.58, -87.82), Location(42.73, -87.78)


@pytest.fixture
def two(db, rep):
    return [
        factories.make_account(db, rep, name=name, number=name, lat=at.lat, lon=at.lon).id
        for name, at in (("Pier", KENOSHA), ("Quay", RACINE))
    ]


def day_rows(db, rep):
    days = store.load_days(db, SYSTEM, TODAY, TODAY + timedelta(days=60), rep)
    return {row.on: row for row in store.phone_day_rows(db, rep, days)}


def revisions(db, rep):
    return {on: row.rev for on, row in day_rows(db, rep).items()}


def route(on, *account_ids):
    stops = [made.stop(one, on, 36000 + 7200 * at) for at, one in enumerate(account_ids)]
    return made.day(on, *stops)


def publish(db, rep, *days, today=TODAY, now=NOW):
    made.published(db, rep, made.plan(rep, *days, today=today), now)
    next_transaction(db)


def test_a_day_has_the_plan_s_travel_times_between_its_ends_and_visits(db, rep, two):
    publish(db, rep, route(TODAY, *two))
    sent, base = day_rows(db, rep)[TODAY].travel, Location(*BASE)
    times = travel.great_circle((base, base, KENOSHA, RACINE))
    assert sent.places == ["start", "end", *(str(visit.id) for visit in visits(db, rep))]
    assert sent.s == [list(row) for row in times.duration_s]
    assert sent.m == [list(row) for row in times.length_m]


def test_a_reported_visit_stays_among_the_places_as_the_rep_may_stand_there(db, rep, two):
    publish(db, rep, route(TODAY, *two))
    first = visits(db, rep)[0]
    rev = database.take_rev(db)
    account = db.get(models.Account, two[0])
    factories.make_report(db, account, rep, visit_id=first.id, rev=rev)
    next_transaction(db)
    publish(db, rep, route(TODAY, two[1]), now=later())
    assert str(first.id) in day_rows(db, rep)[TODAY].travel.places


def test_a_day_says_hours_and_lunch_of_its_date(db, rep, two):
    publish(db, rep, route(TODAY, *two))
    allows = day_rows(db, rep)[TODAY].allows
    assert (allows.hours, allows.lunch) == ((28800, 61200), (39600, 50400))
    assert (allows.lunch_s, allows.busy) == (1800, [])


def test_only_a_week_from_the_plan_s_first_day_has_travel_times(db, rep, two):
    publish(db, rep, *(route(TODAY + timedelta(days=n), two[0]) for n in (0, 6, 7)))
    assert [row.travel is not None for row in day_rows(db, rep).values()] == [True, True, False]


def test_a_day_that_comes_within_the_week_is_sent_again_and_no_other(db, rep, two):
    days = [route(TODAY + timedelta(days=n), two[0]) for n in (1, 6, 7, 8)]
    publish(db, rep, *days)
    before = revisions(db, rep)
    publish(db, rep, *days, today=TOMORROW, now=later(days=1))
    after = revisions(db, rep)
    assert [on for on in before if before[on] != after[on]] == [TODAY + timedelta(days=7)]


def test_another_visit_in_the_same_frame_sends_the_day_again_within_the_week_only(db, rep, two):
    near, far = TODAY + timedelta(days=2), TODAY + timedelta(days=20)
    publish(db, rep, route(near, two[0]), route(far, two[0]))
    before = revisions(db, rep)
    publish(db, rep, route(near, two[1]), route(far, two[1]), now=later())
    after = revisions(db, rep)
    assert (before[near] != after[near], before[far] != after[far]) == (True, False)


def test_a_visit_that_leaves_a_day_in_the_same_frame_sends_the_day_again(db, rep, two):
    publish(db, rep, route(TOMORROW, *two))
    before = revisions(db, rep)[TOMORROW]
    days = [route(TOMORROW, two[0]), route(TOMORROW + timedelta(days=1), two[1])]
    publish(db, rep, *days, now=later())
    assert revisions(db, rep)[TOMORROW] != before


def test_a_day_left_with_reported_visits_only_is_sent_again(db, rep, two):
    publish(db, rep, route(TODAY, *two))
    account = db.get(models.Account, two[0])
    visit = next(one for one in visits(db, rep) if one.account_id == two[0])
    factories.make_report(db, account, rep, visit_id=visit.id, rev=database.take_rev(db))
    next_transaction(db)
    before = revisions(db, rep)[TODAY]
    publish(db, rep, route(TOMORROW, two[1]), now=later())
    assert revisions(db, rep)[TODAY] != before


def test_a_phone_gets_its_days_again_when_its_rep_s_hours_change_and_else_not(app, cast):
    with database.write_transaction(app) as session:
        account = factories.make_account(session, cast.ann).id
        made.published(session, cast.ann, made.week(cast.ann, account, 0))
    ann = factories.caller(app, cast.ann)
    first = synced(ann)
    known = {"cursor": first["cursor"], "epoch": first["epoch"]}
    assert of_type(synced(ann, **known), "day") == []
    with database.write_transaction(app) as session:
        people.save_rep(session, SYSTEM, cast.ann, {"lunch_s": 2700}, NOW)
    [day] = of_type(synced(ann, **known), "day")
    assert day["allows"]["lunch_s"] == 2700


def busy(db, rep, on, start: int, end: int, account_id=None):
    calendar = models.OtherCalendar(person_id=rep, name="Work", sealed="", created_at=NOW)
    db.add(calendar)
    db.flush()
    zone = ZoneInfo(people.load_rep(db, SYSTEM, rep).zone)
    at = [datetime.combine(on, time(hour), zone) for hour in (start, end)]
    db.add(
        models.BusyTime(
            calendar_id=calendar.id, person_id=rep, series="1", start=at[0], end=at[1],
            account_id=account_id,
        )
    )  # fmt: skip
    next_transaction(db)


def test_a_day_says_what_other_calendars_take_of_it(db, rep, two):
    busy(db, rep, TODAY, 14, 15)
    publish(db, rep, route(TODAY, *two))
    assert day_rows(db, rep)[TODAY].allows.busy == [(50400, 54000)]


def test_an_appointment_that_is_not_planned_takes_its_time_on_the_phone_too(db, rep, two):
    busy(db, rep, TODAY, 14, 15, account_id=two[0])
    publish(db, rep, route(TODAY, two[1]))
    assert day_rows(db, rep)[TODAY].allows.busy == [(50400, 54000)]


def test_the_time_of_a_planned_appointment_is_its_visit_s_alone(db, rep, two):
    busy(db, rep, TODAY, 10, 12, account_id=two[0])
    publish(db, rep, route(TODAY, *two))
    first = db.get(models.Visit, visits(db, rep)[0].id)
    first.held, first.start_s, first.departure_s = "appointment", 36000, 39600
    next_transaction(db)
    assert day_rows(db, rep)[TODAY].allows.busy == [(39600, 43200)]


def test_a_phone_gets_its_days_again_when_another_calendar_fills_one(app, cast):
    with database.write_transaction(app) as session:
        account = factories.make_account(session, cast.ann).id
        made.published(session, cast.ann, made.week(cast.ann, account, 0))
        calendar = models.OtherCalendar(
            person_id=cast.ann, name="Work", sealed="", created_at=NOW, unread=[]
        )
        session.add(calendar)
        session.flush()
        calendar_id = calendar.id
    ann = factories.caller(app, cast.ann)
    first = synced(ann)
    known = {"cursor": first["cursor"], "epoch": first["epoch"]}
    meeting = busy_times.ReadTime("1", NOW, NOW + timedelta(hours=1), False, "", None, ())
    with database.write_transaction(app) as session:
        horizon = NOW + timedelta(days=80)
        busy_times.save_reading(session, calendar_id, [meeting], [], NOW, horizon)
    [day] = of_type(synced(ann, **known), "day")
    assert len(day["allows"]["busy"]) == 1
