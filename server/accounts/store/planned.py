"""Changes of an account's rep or class that wait for their date."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from server import database, errors, wire
from server.accounts import wording
from server.accounts.store import loading, marking
from server.auth import Scope
from server.models import Account, ClassChange, Person, PlannedChange
from server.people import store as people

#: What may wait for a date.
FIELDS = ("rep_id", "account_class")


class To(NamedTuple):
    """A change to come: which field gets which value, from when, and why."""

    field: str
    value: str | None
    valid_from: date
    why: str


def plan_change(db: Session, scope: Scope, account_id: UUID, to: To, now: datetime) -> UUID:
    """Keeps a change for its date."""
    row = PlannedChange(account_id=account_id, by=scope.person_id, at=now, **to._asdict())
    db.add(row)
    db.flush()
    return row.id


def load_planned(
    db: Session, scope: Scope, account_ids: Collection[UUID] | None = None
) -> list[wire.PlannedChangeOut]:
    """Returns what waits for its date, the nearest first."""
    by = aliased(Person)
    query = (
        _open(scope)
        .add_columns(Account.name, by.name)
        .outerjoin(by, by.id == PlannedChange.by)
        .order_by(PlannedChange.valid_from, Account.name, PlannedChange.id)
    )
    if account_ids is not None:
        query = query.where(PlannedChange.account_id.in_(account_ids))
    names = people_names(db)
    return [_out(row, account, by_name, names) for row, account, by_name in db.execute(query)]


def _open(scope: Scope) -> Select:
    return (
        select(PlannedChange)
        .join(Account, Account.id == PlannedChange.account_id)
        .where(
            PlannedChange.done_at.is_(None),
            PlannedChange.withdrawn_at.is_(None),
            *loading.in_sight(scope),
        )
    )


def people_names(db: Session) -> Mapping[str, str]:
    """Returns everybody's name by the id as text, the way logs and plans keep it."""
    return {str(key): name for key, name in db.execute(select(Person.id, Person.name))}


def _out(
    row: PlannedChange, account: str, by: str | None, names: Mapping[str, str]
) -> wire.PlannedChangeOut:
    return wire.PlannedChangeOut(
        id=row.id,
        account_id=row.account_id,
        account=account,
        field=row.field,  # type: ignore[arg-type]
        value=row.value,
        words=wording.planned(row.field, row.value, names),
        valid_from=row.valid_from,
        by=by or "",
        why=row.why,
    )


def withdraw(db: Session, scope: Scope, planned_id: UUID, now: datetime) -> None:
    """Takes a change back before its date; what is done or out of sight is not there."""
    row = db.scalars(_open(scope).where(PlannedChange.id == planned_id)).first()
    if row is None:
        raise errors.NotFound()
    row.withdrawn_at = now
    db.flush()
    details = {"field": row.field, "value": row.value, "valid_from": row.valid_from.isoformat()}
    people.audit(db, now, scope, "planned_change_withdrawn", row.account_id, details)


def carry_out(db: Session, today: date, now: datetime) -> int:
    """Makes every change whose date has come, the oldest first, and returns how many there were.

    Phones of both reps follow, and both get a new plan.
    """
    query = _open(Scope.system()).where(PlannedChange.valid_from <= today)
    rows = list(db.scalars(query.order_by(PlannedChange.valid_from, PlannedChange.at)))
    if not rows:
        return 0
    rev = database.take_rev(db)
    reps: set[UUID | None] = set()
    for row in rows:
        account = db.get_one(Account, row.account_id)
        reps |= {account.rep_id} | _carry_out(db, account, row, rev, now) | {account.rep_id}
        row.done_at = now
        db.flush()
    marking.ask_for_plans(db, reps)
    return len(rows)


def _carry_out(
    db: Session, account: Account, row: PlannedChange, rev: int, now: datetime
) -> set[UUID | None]:
    """Writes one change and returns the rep who had the account."""
    before_rep, before_class = account.rep_id, account.account_class
    if row.field == "rep_id":
        account.rep_id = UUID(row.value) if row.value else None
        if before_rep is not None and account.rep_id != before_rep:
            marking.bury(db, before_rep, account.id, rev, now)
    elif row.value and row.value != before_class:
        account.account_class = row.value
        db.add(ClassChange(account_id=account.id, from_class=before_class, to_class=row.value,
                           valid_from=row.valid_from, by=row.by, why=row.why, at=now))  # fmt: skip
    account.assumed = [name for name in account.assumed or [] if name != row.field]
    account.rev = rev
    old = before_class if row.field == "account_class" else before_rep and str(before_rep)
    details = {row.field: [old, row.value], "planned_on": row.at.date().isoformat()}
    people.audit(db, now, Scope.system(), "account_changed", account.id, details)
    return {before_rep}
