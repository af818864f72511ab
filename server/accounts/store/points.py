"""Restore points of files: kept when a file is applied, found again when it is taken back."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from server import database, errors
from server.auth import Scope
from server.models import ImportRun, Undo

#: Who applied a file from the command line: only somebody who sees everything takes it back.
COMMAND = UUID(int=0)
#: What a preview shows; counts are of everything.
SHOWN = 100
#: What becomes of an account, visit, month or touch a file brought or changed.
PAUSED, REMOVED, RESTORED, MOVED_ON = "paused", "removed", "restored", "moved_on"


class Point(NamedTuple):
    """A file that was applied, and what it replaced."""

    run: ImportRun
    row: Undo


def keep(
    db: Session, scope: Scope, run_id: UUID, name: str, before: Mapping[str, Any], now: datetime
) -> None:
    """Keeps the way back of an applied file, under its own id."""
    told = {**before, "rev": database.current_rev(db)}
    db.add(Undo(id=run_id, at=now, by=scope.person_id or COMMAND, label=name, before=told))
    db.flush()


def find(db: Session, scope: Scope, run_id: UUID) -> Point:
    """Returns the restore point of a file, for who applied it and who sees everything."""
    run, row = db.get(ImportRun, run_id), db.get(Undo, run_id)
    if run is None or (scope.rep_ids is not None and run.by != scope.person_id):
        raise errors.NotFound
    if row is None:
        raise errors.Conflict("This import cannot be taken back: nothing was kept of what it "
                              "replaced.")  # fmt: skip
    if row.undone_at is not None:
        raise errors.Conflict("This import was taken back already.")
    return Point(run, row)


def mark(state: object) -> str:
    """Returns what a state is known by, without saying what it is: nobody is named by it."""
    text = json.dumps(state, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
