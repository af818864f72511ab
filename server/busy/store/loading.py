"""Reads other calendars, the times they fill, and what reading one needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import jobs
from server.accounts import store as accounts
from server.auth import Scope
from server.busy.naming import Known
from server.busy.records import BusyRecord, CalendarRecord
from server.errors import NotFound
from server.models import BusyAnswer, BusyTime, OtherCalendar, Request
from server.people import store as people

#: The task that reads one calendar; its key is the calendar's id.
TASK = "read calendar"


class Sealed(NamedTuple):
    """A calendar as its reading needs it."""

    id: UUID
    rep_id: UUID
    sealed: str
    all_day_off: bool
    titles: bool


def load_calendars(
    db: Session, scope: Scope, rep_id: UUID, real_now: datetime
) -> tuple[CalendarRecord, ...]:
    """Returns a rep's other calendars in the order they were added."""
    people.load_rep(db, scope, rep_id)
    query = select(OtherCalendar).where(OtherCalendar.person_id == rep_id)
    return _records(db, query.order_by(OtherCalendar.created_at, OtherCalendar.id), real_now)


def load_calendar(
    db: Session, scope: Scope, calendar_id: UUID, real_now: datetime
) -> CalendarRecord:
    """Returns one calendar; that of a rep out of sight is as unknown as one that is not there."""
    row = calendar_row(db, scope, calendar_id)
    return _records(db, select(OtherCalendar).where(OtherCalendar.id == row.id), real_now)[0]


def load_all_ids(db: Session) -> tuple[UUID, ...]:
    """Returns every calendar there is, for the tick that has them read."""
    return tuple(db.scalars(select(OtherCalendar.id).order_by(OtherCalendar.created_at)))


def load_sealed(db: Session, calendar_id: UUID) -> Sealed | None:
    """Returns what reading a calendar needs; None when it is gone."""
    row = db.get(OtherCalendar, calendar_id)
    if row is None:
        return None
    return Sealed(row.id, row.person_id, row.sealed, row.all_day_off, row.titles)


def load_known(db: Session, rep_id: UUID, now: datetime) -> tuple[Known, ...]:
    """Returns a rep's accounts as an event may name them."""
    return tuple(
        Known(
            one.id,
            one.name,
            one.address,
            one.city,
            one.zip,
            frozenset(c.email.strip().casefold() for c in one.contacts if c.email.strip()),
        )
        for one in accounts.load_accounts(db, Scope.system(), now.date(), rep_id=rep_id)
    )


def load_answers(db: Session, calendar_id: UUID) -> Mapping[str, UUID | None]:
    """Returns what the rep said which account an event means, by series."""
    query = select(BusyAnswer).where(BusyAnswer.calendar_id == calendar_id)
    return {row.series: row.account_id for row in db.scalars(query)}


def load_times(
    db: Session, rep_id: UUID, first: datetime, last: datetime
) -> tuple[BusyRecord, ...]:
    """Returns what fills a rep's time between two instants, in its order."""
    inside = _times().where(
        BusyTime.person_id == rep_id, BusyTime.start < last, BusyTime.end > first
    )
    return tuple(_record(*row) for row in db.execute(inside))


def load_shown(
    db: Session, scope: Scope, rep_id: UUID, first: datetime, last: datetime
) -> tuple[BusyRecord, ...]:
    """Returns the times between two instants, and later ones the rep is asked about, once each."""
    people.load_rep(db, scope, rep_id)
    soon = load_times(db, rep_id, first, last)
    asked = {(one.calendar_id, one.series) for one in soon if one.choices}
    later = []
    for row in db.execute(_times().where(BusyTime.person_id == rep_id, BusyTime.start >= last)):
        one = _record(*row)
        if one.choices and (one.calendar_id, one.series) not in asked:
            asked.add((one.calendar_id, one.series))
            later.append(one)
    return (*soon, *later)


def load_time(db: Session, scope: Scope, busy_id: UUID) -> BusyRecord:
    """Returns one stretch of time of a rep in sight."""
    return _record(*time_row(db, scope, busy_id))


def load_names(db: Session, rep_id: UUID, now: datetime) -> Mapping[UUID, str]:
    """Returns the names of a rep's accounts."""
    found = accounts.load_accounts(db, Scope.system(), now.date(), rep_id=rep_id)
    return {one.id: one.name for one in found}


def _times():
    return (
        select(BusyTime, OtherCalendar.name)
        .join(OtherCalendar, OtherCalendar.id == BusyTime.calendar_id)
        .order_by(BusyTime.start, BusyTime.end, BusyTime.id)
    )


def _record(row: BusyTime, calendar: str) -> BusyRecord:
    choices = tuple(UUID(one) for one in row.choices)
    return BusyRecord(
        row.id, row.calendar_id, calendar, row.series, row.start, row.end, row.all_day, row.title,
        row.account_id, choices,
    )  # fmt: skip


def _records(db: Session, query: Any, real_now: datetime) -> tuple[CalendarRecord, ...]:
    rows: Sequence[OtherCalendar] = db.scalars(query).all()
    ids = [row.id for row in rows]
    counted = select(BusyTime.calendar_id, func.count()).where(BusyTime.calendar_id.in_(ids))
    counts = {key: count for key, count in db.execute(counted.group_by(BusyTime.calendar_id))}
    work = {one.key: one for one in jobs.load_requests(db, TASK, ids)}
    return tuple(
        _calendar(row, counts.get(row.id, 0), work.get(str(row.id)), real_now) for row in rows
    )


def _calendar(
    row: OtherCalendar, times: int, work: Request | None, real_now: datetime
) -> CalendarRecord:
    """Returns a calendar with how far its reading is; one whose worker died was not readable."""
    state = jobs.state(work, real_now) if work else "done"
    return CalendarRecord(
        id=row.id,
        rep_id=row.person_id,
        name=row.name,
        all_day_off=row.all_day_off,
        titles=row.titles,
        created_at=row.created_at,
        tried_at=row.tried_at,
        read_at=row.read_at,
        problem="unreadable" if state == "failed" else row.problem,
        unread=tuple(row.unread),
        times=times,
        state=state,
        progress=(work.progress or "") if work else "",
    )


def calendar_row(db: Session, scope: Scope, calendar_id: UUID) -> OtherCalendar:
    """Returns a calendar of a rep in sight."""
    row = db.get(OtherCalendar, calendar_id)
    if row is None or not scope.sees(row.person_id):
        raise NotFound
    return row


def time_row(db: Session, scope: Scope, busy_id: UUID) -> tuple[BusyTime, str]:
    """Returns a stretch of time of a rep in sight, and its calendar's name."""
    found = db.execute(_times().where(BusyTime.id == busy_id)).first()
    if found is None or not scope.sees(found[0].person_id):
        raise NotFound
    return found[0], found[1]
