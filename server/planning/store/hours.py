"""Thirteen weeks of a rep, day by day: the time the published plan takes beside the time there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain import WorkingDay
from routing.plan import year
from routing.plan.driving import free_s
from server import clock, wire
from server.auth import Scope
from server.models import Plan, PublishedPlan
from server.people import store as people
from server.planning.rows import VisitRecord
from server.planning.store import filled, visits, yearly

WEEKS = 13


def load_hours(db: Session, scope: Scope, rep_id: UUID, now: datetime) -> wire.HoursOut:
    """Returns each day's planned time and the time there, and what the cadences ask of a week."""
    rep = people.load_rep(db, scope, rep_id)
    today = clock.local_date(now, rep.zone)
    mondays = year.mondays(today, WEEKS)
    last = mondays[-1] + timedelta(days=6)
    days = _days(db, scope, rep, mondays[0], last)
    [asked] = yearly.load_years(db, scope, today, rep_id, WEEKS)
    reach = db.scalar(
        select(Plan.last_day)
        .join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
        .where(PublishedPlan.rep_id == rep_id)
    )
    return wire.HoursOut(
        rep_id=rep_id,
        weeks=[
            _week(days[7 * number : 7 * number + 7], one.all_min, reach)
            for number, one in enumerate(asked.year().weeks)
        ],
    )


def _days(
    db: Session, scope: Scope, rep: people.RepRecord, first: date, last: date
) -> list[wire.HoursDay]:
    frames = {one.on: one for one in visits.load_days(db, scope, first, last, rep.id)}
    planned: defaultdict[date, list[VisitRecord]] = defaultdict(list)
    for one in visits.load_visits(db, scope, first=first, last=last, rep_id=rep.id):
        planned[one.on].append(one)
    worked, off = _worked(db, rep, first, last)
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        _day(
            on,
            frames[on].travel_s if on in frames else 0,
            planned[on],
            worked.get(on),
            off.get(on, ""),
        )
        for on in dates
    ]


def _worked(
    db: Session, rep: people.RepRecord, first: date, last: date
) -> tuple[Mapping[date, WorkingDay], Mapping[date, str]]:
    """Returns the days worked without what other calendars take, and why others are not."""
    days, off = filled.load_worked(db, rep, first, last)
    return {day.on: day for day in days}, off


def _day(
    on: date, travel_s: int, planned: Sequence[VisitRecord], day: WorkingDay | None, why: str
) -> wire.HoursDay:
    service_s = sum(one.service_s or _on_site(one) for one in planned)
    return wire.HoursDay(
        on=on,
        stops=sum(one.channel == "visit" for one in planned),
        calls=sum(one.channel == "phone" for one in planned),
        service_s=service_s,
        travel_s=travel_s,
        needed_s=service_s + travel_s,
        there_s=free_s(day) if day else 0,
        why="" if day else why or "no working day",
    )


def _on_site(visit: VisitRecord) -> int:
    """Returns the time at the account of a visit whose row is older than its minutes."""
    return (visit.departure_s or 0) - (visit.start_s or 0)


def _week(days: Sequence[wire.HoursDay], required_min: float, reach: date | None) -> wire.HoursWeek:
    return wire.HoursWeek(
        first=days[0].on,
        last=days[-1].on,
        required_s=round(60 * required_min),
        needed_s=sum(day.needed_s for day in days),
        there_s=sum(day.there_s for day in days),
        planned=reach is not None and days[0].on <= reach,
        days=list(days),
    )
