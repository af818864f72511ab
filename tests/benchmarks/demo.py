"""The demo as a stranger finds it, whatever the day: the first of each month and odd ones."""

import time
from datetime import date
from pathlib import Path

from server import database
from server.clock import FixedClock, local_instant
from server.demo import setup
from server.models import Plan
from tests import factories
from tests.benchmarks.installation import empty_app
from tests.benchmarks.result import Result
from tests.server.demo import test_setup as promised

#: A Sunday in the ramp, New Year's Eve and Day, a leap day; else the first of a month.
DATES = (
    date(2026, 1, 1), date(2028, 2, 29), date(2026, 3, 22), date(2026, 4, 1), date(2026, 5, 1),
    date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1),
    date(2026, 11, 1), date(2026, 12, 31),
)  # fmt: skip
COLUMNS = ("Today", "Opens on", "Planned", "Unplanned", "Travel h", "Seconds", "Worth a look")


def run(shared: Path | None = None) -> Result:
    """Sets the demo up at twelve dates and looks for what each must have."""
    rows = [row_of(today) for today in DATES]
    broken = [f"{row[0]}: {row[-1]}" for row in rows if row[-1] != "yes"]
    return Result(COLUMNS, rows, broken)


def row_of(today: date) -> tuple:
    clock = FixedClock(local_instant(today, setup.MORNING_S, factories.ZONE))
    with empty_app(clock) as app:
        app.testing, app.test_client_class = True, factories.Browser
        began = time.monotonic()
        setup.set_up(app, today, solvers=2)
        seconds = time.monotonic() - began
        with database.read_transaction(app) as db:
            opens = clock.today(db, factories.ZONE)
            sums = [plan.summary for plan in db.query(Plan)]
        worth = _judged(app)
    planned = sum(one["visits"] + one["calls"] for one in sums)
    unplanned = sum(sum(one["unplanned"].values()) for one in sums)
    travel_h = sum(one["travel_s"] for one in sums) / 3600
    return (today.isoformat(), opens.isoformat(), planned, unplanned, travel_h, seconds, worth)


def _judged(app) -> str:
    """Returns "yes", or what is missing."""
    try:
        promised.assert_worth_a_look(app)
    except AssertionError as error:
        return str(error).splitlines()[0] or "something is missing"
    return "yes"
