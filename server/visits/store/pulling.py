"""What a phone has not seen: the rows of its person that changed after a revision, or left."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from server import wire
from server.models import (
    Account,
    Company,
    Day,
    Feedback,
    Person,
    PublishedPlan,
    Report,
    RepSettings,
    Tombstone,
    Visit,
    Wish,
)
from server.people import store as people
from server.visits.sync import Key

#: How far back a phone looks: at visits and wishes, and at its own reports and words.
VISITS_BACK_D = 14
REPORTS_BACK_D = 56


def load_me(db: Session, person_id: UUID) -> wire.MeRow:
    """Returns the person and their working week, as their phone shows it."""
    person = db.get_one(Person, person_id)
    rep = db.get(RepSettings, person_id) or RepSettings(week=[None] * 7, lunch_s=0, base_label="")
    company = db.scalars(select(Company)).one()
    return wire.MeRow(
        id=person.id,
        rev=max(person.rev, rep.rev or 0),
        name=person.name,
        email=person.email,
        role=person.role,
        company=company.name,
        zone=rep.zone or company.zone,
        language=person.language,
        demo=company.demo,
        notice=company.notice,
        base_label=rep.base_label,
        base_lat=rep.base_lat,
        base_lon=rep.base_lon,
        week=rep.week,
        lunch_start_s=rep.lunch_start_s,
        lunch_end_s=rep.lunch_end_s,
        lunch_s=rep.lunch_s,
        playbook=people.load_playbook(db),  # type: ignore[arg-type]
        first_touch_days=int(people.load_setting(db, "first_touch_days")),
    )


def load_company(db: Session) -> tuple[int, UUID]:
    """Returns the company's revision, as this transaction sees it, and its epoch."""
    rev, epoch = db.execute(select(Company.rev, Company.epoch)).one()
    return rev, epoch


def load_changed(
    db: Session, person_id: UUID, cursor: int, today: date, view_end: date
) -> list[Key]:
    """Returns the rows of a person's phone that changed after a revision; from 0 on, all of them.

    From 0 on, what is closed and cancelled is left out: the phone has nothing to take back.
    """
    queries = {
        "me": _changed_me(person_id),
        "account": _changed_accounts(person_id, living_only=not cursor),
        "visit": _changed_visits(person_id, today, view_end, living_only=not cursor),
        "day": _changed_days(person_id, today, view_end),
        "report": _changed_reports(person_id, today),
        "wish": _changed_wishes(person_id, today),
        "feedback": _changed_feedback(person_id, today),
    }
    # A row nobody has touched yet has revision 0, where a cursor could not stop and go on.
    keys = (
        Key(max(rev, 1), kind, str(row_id))
        for kind, query in queries.items()
        for row_id, rev in db.execute(query)
    )
    return [key for key in keys if key.rev > cursor]


def load_deleted(db: Session, person_id: UUID, cursor: int) -> list[Key]:
    """Returns the rows that left a person's scope after a revision, unless they are back."""
    if not cursor:
        return []
    query = select(Tombstone.type, Tombstone.row_id, Tombstone.rev).where(
        Tombstone.person_id == person_id, Tombstone.rev > cursor
    )
    gone = [Key(rev, kind, row_id, True) for kind, row_id, rev in db.execute(query)]
    back = _back(db, person_id, gone)
    return [key for key in gone if (key.type, key.id) not in back]


def _back(db: Session, person_id: UUID, gone: Iterable[Key]) -> set[tuple[str, str]]:
    """Returns what was taken away and given back: an old tombstone must not delete it."""
    account_ids = {UUID(key.id) for key in gone if key.type == "account"}
    dates = {date.fromisoformat(key.id) for key in gone if key.type == "day"}
    mine = select(Account.id).where(Account.rep_id == person_id, Account.id.in_(account_ids))
    days = select(Day.on).where(Day.rep_id == person_id, Day.on.in_(dates))
    return {("account", str(one)) for one in db.scalars(mine)} | {
        ("day", on.isoformat()) for on in db.scalars(days)
    }


def wishes_from(today: date) -> date:
    """Returns the first date whose wishes a phone still shows."""
    return today - timedelta(days=VISITS_BACK_D)


def _changed_me(person_id: UUID) -> Select:
    mine = select(Person.id, _later(Person.rev, func.coalesce(RepSettings.rev, 0)))
    return mine.outerjoin(RepSettings).where(Person.id == person_id)


def _later(one: Any, other: Any) -> ColumnElement[int]:
    """Returns the greater of two columns; SQLite and PostgreSQL call that by different names."""
    return case((one > other, one), else_=other)


def _changed_accounts(person_id: UUID, *, living_only: bool) -> Select:
    query = select(Account.id, Account.rev).where(Account.rep_id == person_id)
    return query.where(Account.active) if living_only else query


def _changed_visits(person_id: UUID, today: date, view_end: date, *, living_only: bool) -> Select:
    first = today - timedelta(days=VISITS_BACK_D)
    query = select(Visit.id, Visit.rev).where(
        Visit.rep_id == person_id, Visit.on.between(first, view_end)
    )
    return query.where(Visit.cancelled_at.is_(None)) if living_only else query


def _changed_days(person_id: UUID, today: date, view_end: date) -> Select:
    """A day counts as changed when the rep's hours did: it says what the date allows."""
    first = today - timedelta(days=VISITS_BACK_D)
    query = select(Day.on, _later(Day.rev, func.coalesce(RepSettings.rev, 0)))
    query = query.outerjoin(RepSettings, RepSettings.person_id == Day.rep_id)
    return query.where(Day.rep_id == person_id, Day.on.between(first, view_end))


def _changed_reports(person_id: UUID, today: date) -> Select:
    first = today - timedelta(days=REPORTS_BACK_D)
    return select(Report.id, Report.rev).where(Report.rep_id == person_id, Report.on >= first)


def _changed_wishes(person_id: UUID, today: date) -> Select:
    """A wish counts as changed when the plan was, or its account: only then is its answer another.

    An account that went to another rep and back changed twice.
    """
    latest = _later(Wish.rev, func.coalesce(PublishedPlan.rev, 0))
    query = select(Wish.id, _later(latest, Account.rev))
    query = query.join(Account, Account.id == Wish.account_id)
    query = query.outerjoin(PublishedPlan, PublishedPlan.rep_id == Wish.rep_id)
    return query.where(Wish.rep_id == person_id, Wish.on >= wishes_from(today))


def _changed_feedback(person_id: UUID, today: date) -> Select:
    first = today - timedelta(days=REPORTS_BACK_D)
    mine = select(Feedback.id, Feedback.rev)
    return mine.where(Feedback.rep_id == person_id, Feedback.on >= first)
