"""The rows: asking, claiming, finishing, failing. Who runs them is in ``run`` and ``engine``."""

import os
import secrets
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import database, models

Progress = Callable[[str], None]
State = Literal["waiting", "running", "done", "failed"]

ATTEMPTS = 5
#: How long a request that failed rests before its next attempt.
DELAYS = (
    timedelta(seconds=20),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)


class Task:
    """What does a kind of work. Instances are sent to another process: keep them without state.

    ``key`` says for whom and is always text (a rep's id as ``str``). What is ``quick``, seconds at
    the most, goes before what computes for minutes: somebody waits for its answer.
    """

    name: ClassVar[str] = ""
    quick: ClassVar[bool] = False
    #: Whether it mostly waits for somebody else's machine: then nothing else waits behind it.
    waits: ClassVar[bool] = False

    def load(self, db: Session, key: str, now: datetime) -> Any:
        """Returns what is to be computed, read in one transaction; None when nothing is to do."""
        raise NotImplementedError

    def compute(self, problem: Any, progress: Progress) -> Any:
        """Returns what was made of it. No database here; what goes in and out can be pickled."""
        raise NotImplementedError

    def save(self, db: Session, key: str, made: Any, now: datetime) -> None:
        """Writes what was made, in a short transaction of its own."""
        raise NotImplementedError

    def warm(self) -> None:
        """Gets a fresh process ready for ``compute``; most tasks have nothing to get ready."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one request as of one revision, until its deadline has passed."""

    task: str
    key: str
    rev: int
    by: str


def request(
    db: Session,
    task: str,
    key: object,
    rev: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Asks for work as of this transaction's revision (or ``rev``), at once or not before.

    The worker is woken after the commit. An earlier failure is forgotten. Of two wishes when to
    begin the earlier one counts, so that a stream of changes cannot put work off for ever.
    """
    asked, now = database.take_rev(db) if rev is None else rev, _now(db)
    row = db.get(models.Request, (task, str(key)))
    if row is None:
        row = models.Request(task=task, key=str(key), asked_rev=asked, asked_at=now)
        row.done_rev, row.attempts, row.not_before = -1, 0, not_before
        db.add(row)
    else:
        waiting = _wanted(row) and row.attempts == 0
        row.not_before = _earlier(row.not_before, not_before) if waiting else not_before
        row.asked_rev = max(asked, row.asked_rev)
        row.attempts, row.failed_at, row.error = 0, None, ""
    row.asked_at = now
    db.flush()
    db.info.setdefault("asked", set()).add((task, str(key)))


def again(db: Session, task: str, key: object) -> bool:
    """Asks once more for what failed; False when there is no such request."""
    if db.get(models.Request, (task, str(key))) is None:
        return False
    request(db, task, key)
    return True


def cancel(db: Session, task: str, key: object) -> None:
    """Takes a request back. What is being computed for it will not be saved."""
    row = db.get(models.Request, (task, str(key)))
    if row is not None:
        row.done_rev, row.claimed_by, row.claimed_until = row.asked_rev, None, None
        row.failed_at, row.error, row.progress = None, "", ""
        db.flush()


def load_requests(
    db: Session, task: str | None = None, keys: Iterable[object] | None = None
) -> Sequence[models.Request]:
    """Returns the rows of a task (or all), those still to do first, then the latest finished."""
    query = select(models.Request)
    if task is not None:
        query = query.where(models.Request.task == task)
    if keys is not None:
        query = query.where(models.Request.key.in_([str(key) for key in keys]))
    done = models.Request.done_rev >= models.Request.asked_rev
    return db.scalars(query.order_by(done, models.Request.asked_at.desc())).all()


def state(row: models.Request, real_now: datetime) -> State:
    """Returns what a person is told of a request."""
    if row.failed_at is not None:
        return "failed"
    if not _wanted(row):
        return "done"
    claimed = row.claimed_until is not None and row.claimed_until > real_now
    return "running" if claimed else "waiting"


def set_progress(app: Any, task: str, key: object, text: str) -> None:
    """Says how far the work is, in a transaction of its own, so that others see it at once."""
    with database.write_transaction(app) as db:
        row = db.get(models.Request, (task, str(key)))
        if row is not None:
            row.progress = text[:200]


def wanted(
    db: Session, tasks: Iterable[str], now: datetime, real_now: datetime
) -> list[models.Request]:
    """Returns what may begin now, the longest waiting first: asked for, due, and nobody on it."""
    rows = db.scalars(
        select(models.Request)
        .where(
            models.Request.task.in_(list(tasks)),
            models.Request.done_rev < models.Request.asked_rev,
            models.Request.failed_at.is_(None),
        )
        .order_by(models.Request.asked_at, models.Request.task, models.Request.key)
    )
    return [row for row in rows if _may_begin(row, now, real_now)]


def claim(
    db: Session, row: models.Request, real_now: datetime, lease: timedelta, now: datetime
) -> Claim | None:
    """Takes a request for this worker; None when it has killed five workers already."""
    if row.attempts >= ATTEMPTS:
        _give_up(row, "Its worker was interrupted five times.", now)
        return None
    row.attempts += 1
    row.claimed_by = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    row.claimed_until = real_now + lease
    row.progress = ""
    return Claim(row.task, row.key, row.asked_rev, row.claimed_by)


def release_all(db: Session) -> None:
    """Gives every claim back: for the one process of an installation, when it starts."""
    db.execute(update(models.Request).values(claimed_by=None, claimed_until=None))


def held(db: Session, claimed: Claim) -> models.Request | None:
    """Returns the row while the claim still holds it: another worker may have taken over."""
    row = db.get(models.Request, (claimed.task, claimed.key))
    return row if row is not None and row.claimed_by == claimed.by else None


def moved_on(row: models.Request, claimed: Claim) -> bool:
    """Whether something newer was asked since, so that what was made is stale."""
    return row.asked_rev > claimed.rev


def finish(row: models.Request, claimed: Claim, now: datetime) -> None:
    """Marks the request done as of the revision it was claimed for."""
    _let_go(row)
    row.done_rev, row.finished_at = claimed.rev, now
    row.attempts, row.not_before, row.error = 0, None, ""


def put_back(row: models.Request) -> None:
    """Gives a claim back without a result: the request moved on and is to do again."""
    _let_go(row)
    row.attempts = 0


def fail(row: models.Request, error: str, now: datetime, *, permanent: bool) -> None:
    """Puts the request off for a growing delay; after five attempts it stays failed, and shown."""
    _let_go(row)
    if permanent or row.attempts >= ATTEMPTS:
        _give_up(row, error, now)
        return
    row.error = error[:1000]
    row.not_before = now + DELAYS[min(row.attempts, len(DELAYS)) - 1]


def _give_up(row: models.Request, error: str, now: datetime) -> None:
    row.failed_at, row.error = now, error[:1000]


def _let_go(row: models.Request) -> None:
    row.claimed_by, row.claimed_until, row.progress = None, None, ""


def _wanted(row: models.Request) -> bool:
    return row.done_rev < row.asked_rev and row.failed_at is None


def _may_begin(row: models.Request, now: datetime, real_now: datetime) -> bool:
    rests = row.not_before is not None and row.not_before > now
    claimed = row.claimed_until is not None and row.claimed_until > real_now
    return not rests and not claimed


def _earlier(a: datetime | None, b: datetime | None) -> datetime | None:
    """None means at once, which is earlier than anything."""
    return None if a is None or b is None else min(a, b)


def _now(db: Session) -> datetime:
    clock = db.info.get("clock")
    return clock.now(db) if clock else datetime.now(UTC)
