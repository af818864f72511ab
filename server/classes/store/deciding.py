"""Decides proposals: accepted from a date, refused with a reason, challenged, taken back."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import errors
from server.accounts import store as accounts
from server.accounts.store import planned
from server.auth import Role, Scope
from server.models import Account, ClassProposal, PlannedChange
from server.people import store as people

LONGEST_AHEAD = timedelta(days=365)


def accept(
    db: Session,
    scope: Scope,
    ids: Collection[UUID],
    valid_from: date,
    today: date,
    now: datetime,
    why: str = "",
) -> int:
    """Accepts proposals and returns how many wait for their date; the others hold at once."""
    if not today <= valid_from <= today + LONGEST_AHEAD:
        raise errors.Invalid("A class changes today or later, within a year.")
    for row, account in _open(db, scope, ids):
        said = "; ".join(part for part in (why, *row.reasons[:1]) if part)
        if valid_from > today:
            _wait(db, scope, row, valid_from, said, now)
        else:
            accounts.change_account(db, scope, account.id, {"account_class": row.to_class},
                                    rev=account.rev, today=today, now=now, why=said)  # fmt: skip
        row.valid_from = valid_from
        _decide(db, scope, row, "accepted", why, now)
    return len(set(ids)) if valid_from > today else 0


def _wait(
    db: Session, scope: Scope, row: ClassProposal, valid_from: date, why: str, now: datetime
) -> None:
    if _waiting(db, row.account_id):
        raise errors.Conflict("A change of class already waits for its date: withdraw that first.")
    to = planned.To("account_class", row.to_class, valid_from, why)
    planned.plan_change(db, scope, row.account_id, to, now)


def _waiting(db: Session, account_id: UUID) -> list[PlannedChange]:
    query = select(PlannedChange).where(
        PlannedChange.account_id == account_id,
        PlannedChange.field == "account_class",
        PlannedChange.done_at.is_(None),
        PlannedChange.withdrawn_at.is_(None),
    )
    return list(db.scalars(query))


def refuse(db: Session, scope: Scope, ids: Collection[UUID], why: str, now: datetime) -> None:
    """Refuses proposals; the class stays, and the reason is kept."""
    for row, _ in _open(db, scope, ids):
        _decide(db, scope, row, "refused", why.strip(), now)


def _decide(
    db: Session, scope: Scope, row: ClassProposal, decision: str, why: str, now: datetime
) -> None:
    row.decision, row.why = decision, why
    row.decided_by, row.decided_at = scope.person_id, now
    db.flush()
    details = {"proposal": str(row.id), "from": row.from_class, "to": row.to_class, "why": why}
    people.audit(db, now, scope, f"class_{decision}", row.account_id, details)


def reopen(db: Session, scope: Scope, ids: Collection[UUID], today: date, now: datetime) -> None:
    """Takes decisions back: each proposal stands open again, as a new row.

    What was decided stays in the history, with a word that it was taken back.
    """
    for row, account in _proposals(db, scope, ids):
        if not row.decision or _is_open(db, row.account_id):
            raise errors.Conflict("This decision was taken back already.")
        if row.decision == "accepted":
            _take_back(db, scope, row, account, today, now)
        row.why = " ".join(part for part in (row.why, f"Taken back on {today}.") if part)
        db.add(ClassProposal(
            account_id=row.account_id, from_class=row.from_class, to_class=row.to_class,
            reasons=list(row.reasons), by=row.by, made_on=row.made_on, made_at=now,
            challenge=row.challenge, challenged_by=row.challenged_by,
            challenged_at=row.challenged_at,
        ))  # fmt: skip
        db.flush()
        details = {"proposal": str(row.id), "decision": row.decision}
        people.audit(db, now, scope, "class_decision_taken_back", row.account_id, details)


def _is_open(db: Session, account_id: UUID) -> bool:
    query = select(ClassProposal.id).where(
        ClassProposal.account_id == account_id, ClassProposal.decision == ""
    )
    return db.scalars(query).first() is not None


def _take_back(
    db: Session, scope: Scope, row: ClassProposal, account: Account, today: date, now: datetime
) -> None:
    """Undoes an accepted change: one that waits is withdrawn, one that holds is changed back."""
    waits = [one for one in _waiting(db, row.account_id)
             if (one.value, one.valid_from) == (row.to_class, row.valid_from)]  # fmt: skip
    if waits:
        planned.withdraw(db, scope, waits[0].id, now)
        return
    if account.account_class != row.to_class:
        raise errors.Conflict(f"{account.name} has another class by now: nothing was taken back.")
    accounts.change_account(db, scope, account.id, {"account_class": row.from_class},
                            rev=account.rev, today=today, now=now,
                            why="Decision taken back.")  # fmt: skip


def challenge(db: Session, scope: Scope, proposal_id: UUID, text: str, now: datetime) -> None:
    """Keeps why the account's rep thinks an open proposal wrong; an empty text takes it back."""
    ((row, _),) = _open(db, scope, [proposal_id])
    if scope.role is not Role.REP:
        raise errors.Forbidden("The account's rep may challenge a proposal; a manager decides it.")
    said = text.strip()
    row.challenge = said
    row.challenged_by = scope.person_id if said else None
    row.challenged_at = now if said else None
    db.flush()
    people.audit(db, now, scope, "class_challenged", row.account_id, {"why": said})


def _open(db: Session, scope: Scope, ids: Collection[UUID]) -> list[tuple[ClassProposal, Account]]:
    """Returns open proposals in sight; whatever was decided meanwhile stops all of it."""
    found = _proposals(db, scope, ids)
    if any(row.decision or row.from_class != account.account_class for row, account in found):
        raise errors.Conflict("Somebody decided one of these meanwhile: nothing was changed.")
    return found


def _proposals(
    db: Session, scope: Scope, ids: Collection[UUID]
) -> list[tuple[ClassProposal, Account]]:
    query = (
        select(ClassProposal, Account)
        .join(Account, Account.id == ClassProposal.account_id)
        .where(ClassProposal.id.in_(ids), *accounts.in_sight(scope))
        .order_by(Account.name, ClassProposal.id)
    )
    found = [(row, account) for row, account in db.execute(query)]
    if len(found) != len(set(ids)):
        raise errors.NotFound()
    return found
