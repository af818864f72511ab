"""Words to the manager and their answers, as the manager's desk and the rep's phone read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, aliased

from server import database, errors
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Account, Feedback, Person
from server.people import store as people

State = Literal["open", "answered"]


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """A word of a rep, and what was answered; an account out of sight is not named."""

    id: UUID
    rev: int
    rep_id: UUID
    rep: str
    account_id: UUID | None
    account: str
    on: date
    topic: Literal["account", "route", "plan", "day"]
    text: str
    received_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    withdrawn: bool


def load_feedback(
    db: Session, scope: Scope, state: State | None = None
) -> tuple[FeedbackRecord, ...]:
    """Returns the words that stand: open ones the oldest first, otherwise the latest first."""
    query = _words(scope).where(Feedback.withdrawn_at.is_(None), *_in_state(state))
    order = (Feedback.received_at, Feedback.id)
    if state != "open":
        order = (order[0].desc(), order[1].desc())  # type: ignore[assignment]
    return _records(db, query.order_by(*order))


def load_feedback_of(
    db: Session, scope: Scope, ids: Collection[UUID]
) -> tuple[FeedbackRecord, ...]:
    """Returns these words, those taken back as well: a phone must hear of that."""
    return _records(db, _words(scope).where(Feedback.id.in_(ids)).order_by(Feedback.id))


def answer_feedback(
    db: Session, scope: Scope, feedback_id: UUID, text: str, now: datetime
) -> FeedbackRecord:
    """Answers a word, or with an empty text takes the answer back; the log keeps both texts."""
    row = db.get(Feedback, feedback_id)
    if row is None or row.withdrawn_at is not None or not scope.sees(row.rep_id):
        raise errors.NotFound()
    details = {"before": row.answer, "after": text}
    row.answer = text
    row.answered_at = now if text else None
    row.answered_by = scope.person_id if text else None
    row.rev = database.take_rev(db)
    people.audit(db, now, scope, "feedback_answered", feedback_id, details)
    (record,) = load_feedback_of(db, scope, [feedback_id])
    return record


def _words(scope: Scope) -> Select:
    rep, by = aliased(Person), aliased(Person)
    query = (
        select(Feedback, rep.name, by.name, Account.id, Account.name)
        .join(rep, rep.id == Feedback.rep_id)
        .outerjoin(by, by.id == Feedback.answered_by)
        .outerjoin(Account, and_(Account.id == Feedback.account_id, *accounts.in_sight(scope)))
    )
    return query if scope.rep_ids is None else query.where(Feedback.rep_id.in_(scope.rep_ids))


def _in_state(state: State | None) -> list[ColumnElement[bool]]:
    if state is None:
        return []
    return [
        Feedback.answered_at.is_(None) if state == "open" else Feedback.answered_at.is_not(None)
    ]


def _records(db: Session, query: Select) -> tuple[FeedbackRecord, ...]:
    return tuple(_record(*row) for row in db.execute(query))


def _record(
    row: Feedback, rep: str, by: str | None, account_id: UUID | None, account: str | None
) -> FeedbackRecord:
    own: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("id", "rev", "rep_id", "on", "topic", "text", "received_at", "answer",
                     "answered_at")
    }  # fmt: skip
    return FeedbackRecord(
        **own,
        rep=rep,
        account_id=account_id,
        account=account or "",
        answered_by=by or "",
        withdrawn=row.withdrawn_at is not None,
    )
