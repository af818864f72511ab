"""What the demo does in the background: the morning copy after its clock moved, past nights."""

from datetime import date, datetime, timedelta
from typing import Any

from server import clock, jobs
from server.coverage import store as coverage
from server.coverage import tasks as coverage_tasks
from server.demo import people, setup

AGAIN = timedelta(seconds=2)
#: So many past weeks have figures to draw trends from.
WEEKS = 9


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


class PastNights(jobs.Task):
    """Keeps the figures of past Sundays, as the nights after them would have."""

    name = setup.PAST_NIGHTS

    def load(self, db: Any, key: str, now: datetime) -> dict[date, coverage.Groups]:
        """Counts each of the Sundays: nothing is left to compute."""
        today = clock.local_date(now, people.ZONE)
        sunday = today - timedelta(days=today.weekday() + 1)
        sundays = (sunday - timedelta(weeks=weeks) for weeks in range(WEEKS))
        return {on: coverage_tasks.counted(db, on) for on in sundays}

    def compute(
        self, problem: dict[date, coverage.Groups], progress: jobs.Progress
    ) -> dict[date, coverage.Groups]:
        """Returns at once."""
        return problem

    def save(self, db: Any, key: str, made: dict[date, coverage.Groups], now: datetime) -> None:
        """Keeps what no night has kept."""
        for on, groups in made.items():
            coverage.save_snapshots(db, on, groups, now)


TASKS: tuple[jobs.Task, ...] = (Morning(), PastNights())
