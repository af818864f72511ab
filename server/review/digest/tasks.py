"""Each night what the digest tells of a week is kept: whatever comes in later, it stays so."""

from datetime import datetime, timedelta
from typing import Any

from server import clock, jobs
from server.people import store as people
from server.review.digest import store

#: After the night's figures are kept.
HOUR = 4
SUNDAY = 6


def keep_week(db: Any, now: datetime) -> None:
    """Keeps the week that ended yesterday, where yesterday was a Sunday."""
    yesterday = clock.local_date(now, people.load_company(db).zone) - timedelta(days=1)
    if yesterday.weekday() == SUNDAY:
        store.save_week(db, yesterday, now)


TICKS = (jobs.Tick("keep the week", HOUR, keep_week),)
