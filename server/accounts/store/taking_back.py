"""Taking any applied file back: accounts by their fields, the other kinds by what they told."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import wire
from server.accounts.store import points, restoring, told_back
from server.auth import Scope
from server.models import ImportRun, Undo


def look_back(db: Session, scope: Scope, run_id: UUID, today: date) -> wire.ImportBack:
    """Returns what taking a file back would do."""
    point = points.find(db, scope, run_id)
    if point.run.kind == "accounts":
        return restoring.look(db, point, today)
    return told_back.look(db, point)


def take_back(
    db: Session, scope: Scope, run_id: UUID, today: date, now: datetime
) -> wire.ImportBack:
    """Takes a whole file back, unless somebody changed since what it left."""
    point = points.find(db, scope, run_id)
    kind = restoring if point.run.kind == "accounts" else told_back
    return kind.take_back(db, scope, point, today, now)


def forget_colleague(db: Session, name: str, called: str) -> None:
    """Takes a colleague's name out of all restore points: the erased never come back."""
    query = select(Undo).join(ImportRun, ImportRun.id == Undo.id)
    for row in db.scalars(query.where(ImportRun.kind == "touches")):
        row.before = told_back.renamed(row.before, name, called)
    db.flush()
