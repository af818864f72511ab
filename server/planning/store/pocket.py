"""What the planner on the phone is sent of the next days: travel times, and what a day allows."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain import Location, WorkingDay
from server import travel, wire
from server.auth import Scope
from server.models import Account, Plan, PublishedPlan, Visit
from server.people import store as people
from server.planning.rows import DayRecord
from server.planning.store import filled

#: Travel times come with so many days from the published plan's first on.
DAYS_SENT = 7


@dataclass(frozen=True, slots=True)
class Pocket:
    """Of some dates the travel times and what is allowed; a date not worked allows nothing."""

    travel: Mapping[date, wire.TravelRow]
    allows: Mapping[date, wire.AllowsRow]


def load_pocket(db: Session, rep_id: UUID, days: Collection[DayRecord]) -> Pocket:
    """Returns what a rep's phone needs to plan these days itself, as the plan's times have it.

    Only the first days of the published plan have it; the rest, and those that are over, need none.
    """
    plan = db.execute(
        select(Plan.today, Plan.summary)
        .join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
        .where(PublishedPlan.rep_id == rep_id)
    ).first()
    near = {day.on: day for day in days if plan and plan.today <= day.on <= last_sent(plan.today)}
    rep = people.load_rep(db, Scope.system(), rep_id)
    if not near or rep.base_lat is None or rep.base_lon is None:
        return Pocket({}, {})
    base = Location(rep.base_lat, rep.base_lon)
    source = plan.summary.get("travel_source", "") if plan else ""
    stops = _stops(db, rep_id, near)
    worked, _ = filled.load_worked(db, rep, min(near), max(near))
    return Pocket(
        {on: _travel(day, base, stops[on], source) for on, day in near.items()},
        {day.on: _allows(day) for day in worked if day.on in near},
    )


def last_sent(first: date) -> date:
    """Returns the last date that travel times are sent of, by a plan's first."""
    return first + timedelta(days=DAYS_SENT - 1)


def _stops(
    db: Session, rep_id: UUID, dates: Collection[date]
) -> defaultdict[date, list[tuple[UUID, Location]]]:
    """Returns the visits of each date with their places, those already reported as well.

    The rep may stand at one of them.
    """
    query = (
        select(Visit.on, Visit.id, Account.lat, Account.lon)
        .join(Account, Account.id == Visit.account_id)
        .where(
            Visit.rep_id == rep_id,
            Visit.on.in_(dates),
            Visit.channel == "visit",
            Visit.cancelled_at.is_(None),
        )
        .order_by(Visit.on, Visit.position, Visit.id)
    )
    found: defaultdict[date, list[tuple[UUID, Location]]] = defaultdict(list)
    for on, visit_id, lat, lon in db.execute(query):
        if lat is not None and lon is not None:
            found[on].append((visit_id, Location(lat, lon)))
    return found


def _travel(
    day: DayRecord, base: Location, stops: list[tuple[UUID, Location]], source: str
) -> wire.TravelRow:
    ends = [_location(day.start, base), _location(day.end, base)]
    times = travel.travel_times([*ends, *(here for _, here in stops)], travel.known(source))
    return wire.TravelRow(
        places=["start", "end", *(str(visit_id) for visit_id, _ in stops)],
        s=[list(row) for row in times.duration_s],
        m=[list(row) for row in times.length_m],
    )


def _location(place: Mapping[str, Any] | None, base: Location) -> Location:
    return Location(place["lat"], place["lon"]) if place else base


def _allows(day: WorkingDay) -> wire.AllowsRow:
    return wire.AllowsRow(
        hours=(day.hours.start_s, day.hours.end_s),
        lunch=(day.lunch.start_s, day.lunch.end_s) if day.lunch else None,
        lunch_s=day.lunch_s if day.lunch else 0,
        busy=[(one.start_s, one.end_s) for one in day.busy],
    )
