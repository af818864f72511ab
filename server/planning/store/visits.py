"""Published visits and days, and the morning's copy of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from routing import domain
from server import travel, wire
from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Account,
    Day,
    FrozenStop,
    Plan,
    PublishedPlan,
    Visit,
)
from server.planning import rows
from server.planning.rows import (
    DayRecord,
    FrozenRecord,
    VisitRecord,
)
from server.planning.store import pocket, scoped


def load_visits(
    db: Session,
    scope: Scope,
    *,
    first: date | None = None,
    last: date | None = None,
    rep_id: UUID | None = None,
    account_id: UUID | None = None,
    ids: Collection[UUID] | None = None,
    include_cancelled: bool = False,
    open_only: bool = False,
) -> tuple[VisitRecord, ...]:
    """Returns published visits by date and position; ``open_only`` those nobody has reported."""
    query = select(Visit, Account.name).join(Account, Account.id == Visit.account_id)
    query = query.where(*scoped.in_scope(scope, Visit.rep_id, rep_id))
    if account_id is not None:
        query = query.where(Visit.account_id == account_id)
    if first is not None:
        query = query.where(Visit.on >= first)
    if last is not None:
        query = query.where(Visit.on <= last)
    if ids is not None:
        query = query.where(Visit.id.in_(ids))
    if open_only:
        query = query.where(~scoped.reported())
    if not include_cancelled:
        query = query.where(Visit.cancelled_at.is_(None))
    query = query.order_by(Visit.on, Visit.position, Visit.id)
    return tuple(_visit_record(visit, name) for visit, name in db.execute(query))


def load_days(
    db: Session, scope: Scope, first: date, last: date, rep_id: UUID | None = None
) -> tuple[DayRecord, ...]:
    """Returns the frames of published days, by date."""
    query = (
        select(Day, Plan.summary)
        .outerjoin(PublishedPlan, PublishedPlan.rep_id == Day.rep_id)
        .outerjoin(Plan, Plan.id == PublishedPlan.plan_id)
        .where(Day.on.between(first, last), *scoped.in_scope(scope, Day.rep_id, rep_id))
        .order_by(Day.on, Day.rep_id)
    )
    return tuple(_day_record(day, summary or {}) for day, summary in db.execute(query))


def visit_rows(db: Session, visits: Collection[VisitRecord], today: date) -> list[wire.VisitRow]:
    """Returns visits as messages, each with its account's opening hours of that date."""
    planned = _planned_accounts(db, visits, today) if visits else {}
    return [rows.visit_row(visit, planned.get(visit.account_id)) for visit in visits]


def day_rows(days: Iterable[DayRecord]) -> list[wire.DayRow]:
    """Returns days as messages."""
    return [rows.day_row(day) for day in days]


def phone_day_rows(db: Session, rep_id: UUID, days: Collection[DayRecord]) -> list[wire.DayRow]:
    """Returns a rep's days as messages, with what the planner on the phone needs of the next."""
    sent = pocket.load_pocket(db, rep_id, days)
    return [rows.day_row(day, sent.travel.get(day.on), sent.allows.get(day.on)) for day in days]


def view_end(db: Session, rep_id: UUID, today: date) -> date:
    """Returns the last date a phone holds.

    It follows the published plan and not the calendar: publishing marks the rows that enter, so
    a phone that asks only for changes misses none.
    """
    begins = db.scalar(
        select(Plan.today)
        .join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
        .where(PublishedPlan.rep_id == rep_id)
    )
    return (begins or today) + timedelta(days=scoped.DAYS_AHEAD)


def _planned_accounts(
    db: Session, visits: Collection[VisitRecord], today: date
) -> dict[UUID, domain.Account]:
    first, last = min(visit.on for visit in visits), max(visit.on for visit in visits)
    records = accounts.load_accounts(
        db,
        Scope.system(),
        today,
        account_ids={visit.account_id for visit in visits},
        active_only=False,
    )
    return {record.id: accounts.planning_account(record, first, last, None) for record in records}


def _visit_record(visit: Visit, account: str) -> VisitRecord:
    names = (name for name in VisitRecord.__slots__ if name != "account")
    return VisitRecord(account=account, **{name: getattr(visit, name) for name in names})


def _day_record(day: Day, summary: Mapping[str, Any]) -> DayRecord:
    names = (name for name in DayRecord.__slots__ if name != "estimate")
    estimate = travel.is_estimate(summary.get("travel_source", ""))
    return DayRecord(estimate=estimate, **{name: getattr(day, name) for name in names})


def freeze_morning(db: Session, rep_id: UUID, on: date) -> int:
    """Copies a rep's day, unless that was done; returns how many stops were copied."""
    if db.scalar(select(exists().where(FrozenStop.rep_id == rep_id, FrozenStop.on == on))):
        return 0
    query = select(Visit.id, Visit.account_id).where(
        Visit.rep_id == rep_id, Visit.on == on, Visit.cancelled_at.is_(None)
    )
    stops = [
        FrozenStop(rep_id=rep_id, on=on, visit_id=visit_id, account_id=account_id)
        for visit_id, account_id in db.execute(query)
    ]
    db.add_all(stops)
    db.flush()
    return len(stops)


def load_frozen(db: Session, scope: Scope, first: date, last: date) -> tuple[FrozenRecord, ...]:
    """Returns the stops of the mornings' copies, those of simulated days (no visit row) as well."""
    query = (
        select(FrozenStop, func.coalesce(Visit.channel, "visit"))
        .outerjoin(Visit, Visit.id == FrozenStop.visit_id)
        .where(FrozenStop.on.between(first, last), *scoped.in_scope(scope, FrozenStop.rep_id))
        .order_by(FrozenStop.on, FrozenStop.rep_id, FrozenStop.visit_id)
    )
    return tuple(
        FrozenRecord(stop.rep_id, stop.on, stop.visit_id, stop.account_id, channel)
        for stop, channel in db.execute(query)
    )
