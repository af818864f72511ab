"""The figures of the night: what trends are drawn from, whatever is changed afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

from server import clock, jobs
from server.auth import Scope
from server.coverage import narrowing, store
from server.coverage.counting import USUAL, Period
from server.people import store as people

#: After midnight the day that ended is whole: its reports came in the evening.
SNAPSHOT_HOUR = 3


def take_snapshots(db: Any, now: datetime) -> None:
    """Keeps the figures of the four weeks up to yesterday, unless they are kept already."""
    zone = people.load_company(db).zone
    yesterday = clock.local_date(now, zone) - timedelta(days=1)
    if not store.is_taken(db, yesterday):
        store.save_snapshots(db, yesterday, counted(db, yesterday), now)


def counted(db: Any, on: date) -> store.Groups:
    """Returns the figures of the four weeks up to a date: of all, each team and each rep."""
    loaded = store.load_period(db, Scope.system(), Period(on - USUAL, on))
    groups = {("all", ""): narrowing.figures(loaded)}
    for by in ("team", "rep"):
        for key, figures in narrowing.groups(loaded, by).items():
            groups[by, key] = figures
    return groups


TICKS = (jobs.Tick("take snapshots", SNAPSHOT_HOUR, take_snapshots),)
