"""What a change means for others: phones pull the rows, reps get a new plan, old ones forget."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from server import jobs
from server.models import Account, Tombstone

#: So many ids fit one statement in every database.
BATCH = 5000


def touch(db: Session, account_ids: Collection[UUID], rev: int) -> None:
    """Marks accounts as changed at a revision, so that phones pull them."""
    ids = list(account_ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        db.execute(update(Account).where(Account.id.in_(some)).values(rev=rev))


def ask_for_plans(db: Session, rep_ids: Iterable[UUID | None]) -> None:
    """Asks for a new plan of each rep; None, for nobody's accounts, is passed over."""
    for rep_id in sorted(rep_id for rep_id in set(rep_ids) if rep_id is not None):
        jobs.request(db, "plan", rep_id)


def bury(db: Session, rep_id: UUID, account_id: UUID, rev: int, now: datetime) -> None:
    """Tells the phone of a rep that an account left for somebody else."""
    db.add(Tombstone(person_id=rep_id, type="account", row_id=str(account_id), at=now, rev=rev))
