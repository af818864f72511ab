"""An appointment while it takes place: the rep is there, whatever is planned again meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.domain import Held, HeldKind, TimeWindow
from server import database, models
from server.people import store as people
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made
from tests.server.planning.test_problem import problem
from tests.server.planning.test_store import SYSTEM, account, db, next_transaction, rep, visits

__all__ = ["account", "db", "rep"]

TEN = TimeWindow(36000, 39600)


def at(db, rep, hour: float) -> datetime:
    zone = ZoneInfo(people.load_rep(db, SYSTEM, rep).zone)
    return datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=zone) + timedelta(hours=hour)


@pytest.fixture
def agreed(db, rep, account):
    """The published appointment of today, ten to eleven."""
    held = Held(str(account.id), TODAY, HeldKind.APPOINTMENT, None, TEN, 3600)
    stop = made.stop(account.id, TODAY, 36000, departure_s=39600, held=held)
    made.published(db, rep, made.plan(rep, made.day(TODAY, stop)))
    [visit] = visits(db, rep)
    next_transaction(db)
    return visit


def plan_of(rep, *days):
    return replace(made.plan(rep, *days), last_day=TODAY + timedelta(days=20))


@ON_BOTH
def test_a_new_plan_leaves_an_appointment_that_has_begun_where_it_is(db, rep, agreed):
    made.published(db, rep, plan_of(rep), at(db, rep, 10.5))
    assert visits(db, rep) == (agreed,)


def test_the_next_stop_comes_after_the_appointment_that_has_begun(db, rep, agreed):
    other = factories.make_account(db, rep, name="Quay", number="Quay")
    today = made.day(TODAY, made.stop(other.id, TODAY, 43200))
    made.published(db, rep, plan_of(rep, today), at(db, rep, 10.5))
    assert [(one.position, one.start_s) for one in visits(db, rep)] == [(1, 36000), (2, 43200)]


def test_before_it_begins_a_new_plan_may_cancel_it(db, rep, agreed):
    made.published(db, rep, plan_of(rep), at(db, rep, 9.5))
    assert visits(db, rep) == ()


def test_a_plan_that_has_it_at_its_time_does_not_double_it_when_published_late(db, rep, agreed):
    stop = made.stop(agreed.account_id, TODAY, 36000, departure_s=39600)
    made.published(db, rep, plan_of(rep, made.day(TODAY, stop)), at(db, rep, 10.5))
    [visit] = visits(db, rep)
    assert visit.id == agreed.id


def busy(db, rep, account):
    calendar = models.OtherCalendar(
        person_id=rep, name="Work", sealed="", created_at=NOW, unread=[]
    )
    db.add(calendar)
    db.flush()
    db.add(
        models.BusyTime(
            calendar_id=calendar.id, person_id=rep, series="1", account_id=account.id,
            start=at(db, rep, 10), end=at(db, rep, 11),
        )
    )  # fmt: skip
    next_transaction(db)


def test_an_appointment_that_is_reported_is_held_no_more(db, rep, account, agreed):
    busy(db, rep, account)
    [held] = problem(db, rep, at(db, rep, 10.5)).held
    assert held.window == TEN
    rev = database.take_rev(db)
    factories.make_report(db, account, rep, visit_id=agreed.id, rev=rev, on=TODAY)
    assert problem(db, rep, at(db, rep, 10.8)).held == ()
