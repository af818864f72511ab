"""Writes other calendars, what their readings found, and what reps said of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server import jobs
from server.auth import Role, Scope
from server.busy import sealing
from server.busy.outside import Unreachable, target
from server.busy.records import PROBLEMS
from server.busy.store.loading import TASK, calendar_row, load_answers, load_names, time_row
from server.errors import Conflict, Forbidden, Invalid
from server.models import BusyAnswer, BusyTime, OtherCalendar
from server.people import store as people

#: A person has work, home and a club; more is a mistake or an attack.
MOST_CALENDARS = 10


class ReadTime(NamedTuple):
    """A stretch of time as a reading found it."""

    series: str
    start: datetime
    end: datetime
    all_day: bool
    title: str
    account_id: UUID | None
    choices: tuple[UUID, ...]


def add_calendar(
    db: Session, scope: Scope, rep_id: UUID, asked: Mapping[str, Any], now: datetime
) -> UUID:
    """Adds a calendar, its address sealed, and asks for its reading."""
    people.load_rep(db, scope, rep_id)
    _titles_are_the_reps(scope, rep_id, asked)
    count = select(func.count()).where(OtherCalendar.person_id == rep_id)
    if (db.scalar(count) or 0) >= MOST_CALENDARS:
        raise Conflict(f"At most {MOST_CALENDARS} calendars; remove one first.")
    row = OtherCalendar(
        person_id=rep_id,
        name=asked["name"].strip() or _host(asked["url"]),
        sealed=_sealed(db, asked["url"]),
        all_day_off=asked["all_day_off"],
        titles=asked["titles"],
        created_at=now,
        problem="",
        unread=[],
    )
    db.add(row)
    db.flush()
    jobs.request(db, TASK, row.id)
    people.audit(db, now, scope, "calendar_added", rep_id, {"name": row.name})
    return row.id


def change_calendar(
    db: Session, scope: Scope, calendar_id: UUID, asked: Mapping[str, Any], now: datetime
) -> None:
    """Changes what is named and reads again. Titles that are no longer wanted go at once."""
    row = calendar_row(db, scope, calendar_id)
    _titles_are_the_reps(scope, row.person_id, asked)
    if asked.get("url"):
        row.sealed = _sealed(db, asked["url"])
    if asked.get("name"):
        row.name = asked["name"].strip() or row.name
    for name in ("all_day_off", "titles"):
        if asked.get(name) is not None:
            setattr(row, name, asked[name])
    if not row.titles:
        _forget_titles(db, row)
    db.flush()
    jobs.request(db, TASK, row.id)
    people.audit(db, now, scope, "calendar_changed", row.person_id, {"fields": sorted(asked)})


def remove_calendar(db: Session, scope: Scope, calendar_id: UUID, now: datetime) -> None:
    """Removes a calendar and all it filled; the plan may use that time again."""
    row = calendar_row(db, scope, calendar_id)
    rep_id, name = row.person_id, row.name
    jobs.cancel(db, TASK, row.id)
    for table in (BusyAnswer, BusyTime):
        db.execute(delete(table).where(table.calendar_id == row.id))
    db.execute(delete(OtherCalendar).where(OtherCalendar.id == row.id))
    _replan(db, rep_id)
    people.audit(db, now, scope, "calendar_removed", rep_id, {"name": name})


def ask_to_read(db: Session, scope: Scope, calendar_id: UUID) -> None:
    """Has a calendar read now."""
    jobs.request(db, TASK, calendar_row(db, scope, calendar_id).id)


def save_reading(
    db: Session,
    calendar_id: UUID,
    times: Iterable[ReadTime],
    unread: Iterable[Mapping[str, str]],
    now: datetime,
    horizon: datetime,
) -> None:
    """Replaces what a calendar fills; a difference before ``horizon`` asks for a new plan.

    What the calendar gains each day at the far end of the half year is no reason to plan again.
    """
    row = db.get(OtherCalendar, calendar_id)
    if row is None:
        return
    answers = load_answers(db, calendar_id)
    found = [_answered(one, answers) for one in times]
    before = _kept(db, calendar_id)
    row.tried_at = row.read_at = now
    row.problem, row.unread = "", [dict(one) for one in unread]
    if set(before) != set(found):
        db.execute(delete(BusyTime).where(BusyTime.calendar_id == calendar_id))
        db.add_all(_time(row, one) for one in found)
        db.flush()
    if _counting(before, now, horizon) != _counting(found, now, horizon):
        _replan(db, row.person_id)


def note_problem(db: Session, calendar_id: UUID, code: str, now: datetime) -> None:
    """Says why a calendar could not be read; what was read before stays."""
    row = db.get(OtherCalendar, calendar_id)
    if row is not None:
        row.tried_at, row.problem = now, code


def save_answer(
    db: Session, scope: Scope, busy_id: UUID, account_id: UUID | None, now: datetime
) -> None:
    """Says which account an event and all its repetitions mean; None for none of them."""
    row, _ = time_row(db, scope, busy_id)
    if account_id is not None and account_id not in load_names(db, row.person_id, now):
        raise Invalid("That account is not one of the rep's.")
    db.merge(
        BusyAnswer(calendar_id=row.calendar_id, series=row.series, account_id=account_id, at=now)
    )
    same = (BusyTime.calendar_id == row.calendar_id, BusyTime.series == row.series)
    db.execute(update(BusyTime).where(*same).values(account_id=account_id, choices=[]))
    db.expire_all()
    _replan(db, row.person_id)


def _replan(db: Session, rep_id: UUID) -> None:
    """Has the plan move around what changed; the phone plans by the same days."""
    people.touch_days(db, rep_id)
    jobs.request(db, "plan", rep_id)


def _titles_are_the_reps(scope: Scope, rep_id: UUID, asked: Mapping[str, Any]) -> None:
    if asked.get("titles") and not (scope.role is Role.REP and scope.person_id == rep_id):
        raise Forbidden("Only the rep can let titles be kept.")


def _sealed(db: Session, address: str) -> str:
    _host(address)
    return sealing.seal(db.info["settings"], address.strip())


def _host(address: str) -> str:
    try:
        return target(address).host
    except Unreachable as error:
        text = PROBLEMS[error.code]
        raise Invalid(text, [{"line": 0, "column": "url", "text": text}]) from None


def _forget_titles(db: Session, row: OtherCalendar) -> None:
    db.execute(update(BusyTime).where(BusyTime.calendar_id == row.id).values(title=""))
    row.unread = [{**one, "title": ""} for one in row.unread]


def _answered(one: ReadTime, answers: Mapping[str, UUID | None]) -> ReadTime:
    if one.series not in answers or one.all_day:
        return one
    return one._replace(account_id=answers[one.series], choices=())


def _kept(db: Session, calendar_id: UUID) -> list[ReadTime]:
    rows = db.scalars(select(BusyTime).where(BusyTime.calendar_id == calendar_id))
    return [
        ReadTime(row.series, row.start, row.end, row.all_day, row.title, row.account_id,
                 tuple(UUID(one) for one in row.choices))
        for row in rows
    ]  # fmt: skip


def _time(calendar: OtherCalendar, one: ReadTime) -> BusyTime:
    return BusyTime(
        calendar_id=calendar.id,
        person_id=calendar.person_id,
        series=one.series,
        start=one.start,
        end=one.end,
        all_day=one.all_day,
        title=one.title,
        account_id=one.account_id,
        choices=[str(choice) for choice in one.choices],
    )


def _counting(times: Iterable[ReadTime], now: datetime, horizon: datetime) -> set[tuple[Any, ...]]:
    """Returns what a plan is made from: when, a whole day or not, with whom."""
    return {
        (max(one.start, now), min(one.end, horizon), one.all_day, one.account_id)
        for one in times
        if one.end > now and one.start < horizon
    }
