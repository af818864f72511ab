"""Whether accounts are being held against the rules now, and the wish that all of them are."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from server import jobs
from server.auth import Scope
from server.people import store as people

TASK = "classes"
#: The key that means every account.
EVERY = "every account"


class Judging(NamedTuple):
    """How far judging every account is; ``ahead`` is other work that runs at this moment."""

    state: Literal["never", "waiting", "running", "done", "failed"]
    ahead: int
    finished_at: datetime | None
    error: str


def load_judging(db: Session, real_now: datetime) -> Judging:
    """Returns how far judging every account is. Nothing waits before it but what runs already."""
    rows = jobs.load_requests(db)
    mine = next((row for row in rows if (row.task, row.key) == (TASK, EVERY)), None)
    if mine is None:
        return Judging("never", 0, None, "")
    others = (row for row in rows if row is not mine)
    ahead = sum(jobs.state(row, real_now) == "running" for row in others)
    return Judging(jobs.state(mine, real_now), ahead, mine.finished_at, mine.error)


def ask_judging(db: Session, scope: Scope, now: datetime) -> None:
    """Asks for every account to be held against the rules now, not only this week's night."""
    jobs.request(db, TASK, EVERY)
    people.audit(db, now, scope, "classes_judged", TASK, {})
