"""Plans made by hand, so that a test says what a plan holds instead of solving for it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from routing import domain
from routing.domain import Call, DayRoute, DueVisit, Held, Reason, Stop, Unplanned
from server import database
from server.auth import Scope
from server.planning import store
from tests.factories import NOW, TODAY


def stop(account_id: UUID, on: date, start_s: int = 36000, **changes):
    """A half-hour stop, ten minutes from the place before."""
    due = DueVisit(str(account_id), 1, on - timedelta(days=2), on, on + timedelta(days=2))
    fields = {
        "due": due,
        "arrival_s": start_s,
        "start_s": start_s,
        "departure_s": start_s + 1800,
        "travel_s": 600,
        "travel_m": 8000,
        "why": "due",
    } | changes
    return Stop(str(account_id), **fields)


def call(account_id: UUID) -> Call:
    return Call(str(account_id), None, 900, why="by phone")


def day(on: date, *visits: Stop | Call) -> DayRoute:
    """A day of these visits; it leaves at 8 and is home at 16."""
    stops = tuple(one for one in visits if isinstance(one, Stop))
    calls = tuple(one for one in visits if isinstance(one, Call))
    return DayRoute(on, 28800, 57600, stops, calls, None, 1200, 16000)


def replaced(route: DayRoute, **changes) -> DayRoute:
    return replace(route, **changes)


def plan(rep_id: UUID, *days: DayRoute, today: date = TODAY, left_out=()) -> domain.Plan:
    unplanned = tuple(
        Unplanned(DueVisit(str(one), 1, today, today, today), Reason.NOT_ENOUGH_HOURS)
        for one in left_out
    )
    last_day = max([one.on for one in days], default=today)
    return domain.Plan(str(rep_id), today, last_day, tuple(days), unplanned)


def week(rep_id: UUID, account_id: UUID, *offsets: int, today: date = TODAY) -> domain.Plan:
    """A plan that visits one account at ten, so many days from today."""
    days = [day(today + timedelta(days=n), _at(account_id, today, n)) for n in offsets]
    return plan(rep_id, *days, today=today)


def _at(account_id: UUID, today: date, offset: int) -> Stop:
    return stop(account_id, today + timedelta(days=offset))


def published(db, rep_id: UUID, made: domain.Plan, now=NOW):
    """Stores and publishes a plan made from everything known at this moment."""
    rev = database.current_rev(db)
    plan_id = store.save_draft(db, rep_id, made, rev, 1.0, now)
    return plan_id, store.publish(db, Scope.system(), plan_id, now)


def held(account_id: UUID, on: date, visit_id: UUID, kind="pin") -> Held:
    return Held(str(account_id), on, domain.HeldKind(kind), str(visit_id))
