"""Reads proposals: those that wait for somebody, and what became of the others."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from server import errors
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Account, ClassProposal, Person

#: So many decided ones are shown.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with the names of who is in it; ``by`` is empty for the rules."""

    id: UUID
    account_id: UUID
    account: str
    from_class: str
    to_class: str
    reasons: tuple[str, ...]
    by: str
    made_on: date
    challenge: str
    challenged_by: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    why: str
    valid_from: date | None


def load_open(db: Session, scope: Scope) -> tuple[Proposal, ...]:
    """Returns the open proposals about accounts in sight, the oldest first.

    One whose account has another class by now is settled: it is not open any more.
    """
    query = _open(_query(scope)).order_by(ClassProposal.made_on, ClassProposal.id)
    return _read(db, query)


def load_open_at(db: Session, scope: Scope, account_id: UUID) -> tuple[Proposal, ...]:
    """Returns the open proposal about one account, if there is one; its rep sees it too."""
    known = select(Account.id).where(Account.id == account_id, *accounts.in_sight(scope))
    if db.scalar(known) is None:
        raise errors.NotFound()
    return _read(db, _open(_query(scope)).where(ClassProposal.account_id == account_id))


def load_decided(db: Session, scope: Scope) -> tuple[Proposal, ...]:
    """Returns what was decided, the latest first; nothing ever leaves this list."""
    query = _query(scope).where(ClassProposal.decision != "")
    return _read(db, query.order_by(ClassProposal.decided_at.desc(), ClassProposal.id.desc())
                 .limit(SHOWN))  # fmt: skip


def _query(scope: Scope) -> Select:
    by, challenger, decider = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(ClassProposal, Account.name, by.name, challenger.name, decider.name)
        .join(Account, Account.id == ClassProposal.account_id)
        .outerjoin(by, by.id == ClassProposal.by)
        .outerjoin(challenger, challenger.id == ClassProposal.challenged_by)
        .outerjoin(decider, decider.id == ClassProposal.decided_by)
        .where(*accounts.in_sight(scope))
    )


def _open(query: Select) -> Select:
    return query.where(
        ClassProposal.decision == "",
        Account.active,
        Account.account_class == ClassProposal.from_class,
    )


def _read(db: Session, query: Select) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            id=row.id,
            account_id=row.account_id,
            account=account,
            from_class=row.from_class,
            to_class=row.to_class,
            reasons=tuple(row.reasons),
            by=by or "",
            made_on=row.made_on,
            challenge=row.challenge,
            challenged_by=challenger or "",
            decision=row.decision,
            decided_by=decider or "",
            decided_at=row.decided_at,
            why=row.why,
            valid_from=row.valid_from,
        )
        for row, account, by, challenger, decider in db.execute(query)
    )
