"""What was sent before: the log of facts and wishes, each id once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from server.models import CheckIn, Fact, Feedback, Report, Wish
from server.visits.sync import Answer, Item, Logged, refused


def load_logged(db: Session, person_id: UUID, item_id: UUID) -> Logged | None:
    """Returns what an item of this person was answered; None when its id is new.

    An id that somebody else used, or that an imported row has, is taken: its log has no hash that
    anything could equal.
    """
    row = db.get(Fact, (person_id, item_id))
    if row is not None:
        return Logged(row.content_hash, Answer(row.status, row.code, row.text))  # type: ignore[arg-type]
    ids = (Fact.id, Report.id, Wish.id, CheckIn.id, Feedback.id)
    taken = select(or_(*(exists().where(column == item_id) for column in ids)))
    return Logged("", refused("id_reuse")) if db.scalar(taken) else None


def save_logged(
    db: Session, person_id: UUID, client_id: UUID, item: Item, answer: Answer, now: datetime
) -> None:
    """Writes an item and its answer to the log, refused ones as well."""
    db.add(
        Fact(
            person_id=person_id,
            id=item.id,
            kind=item.kind,
            about=str(item.about) if item.about else None,
            args=dict(item.args),
            content_hash=item.hash,
            at_phone=item.at_phone,
            zone=item.zone,
            client_id=client_id,
            received_at=now,
            status=answer.status,
            code=answer.code,
            text=answer.text,
        )
    )
    db.flush()


def attempted(db: Session, apply: Callable[[], Answer]) -> Answer:
    """Returns what ``apply`` answers; what the database cannot take is refused and undone.

    The revision must be taken before, or it would be undone as well. A database that is busy or
    gone is no fault of the item: that error goes on.
    """
    try:
        with db.begin_nested():
            answer = apply()
            db.flush()
        return answer
    except OperationalError:
        raise
    except (DataError, IntegrityError, StatementError, OverflowError):
        return refused("invalid", "Rounds cannot keep this.")
