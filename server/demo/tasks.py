"""The morning copy of a demo whose clock was moved: it must wait for the plans of the new day."""

from datetime import datetime, timedelta
from typing import Any

from server import jobs
from server.demo import setup

AGAIN = timedelta(seconds=2)


class Morning(jobs.Task):
    """Copies the day of every rep once the plans of the new today are there."""

    name = setup.MORNING

    def load(self, db: Any, key: str, now: datetime) -> bool:
        """Nothing is computed; the plans are looked at when saving."""
        return True

    def compute(self, problem: bool, progress: jobs.Progress) -> bool:
        """Returns at once."""
        return problem

    def save(self, db: Any, key: str, made: bool, now: datetime) -> None:
        """Copies, or asks again while a plan is still being made."""
        if setup.is_planning(db):
            jobs.request(db, self.name, key, not_before=now + AGAIN)
        else:
            setup.open_day(db, now)


TASKS: tuple[jobs.Task, ...] = (Morning(),)
