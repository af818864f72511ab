"""The moments the clock asks for work, such as the plans of the night.

Every node looks each minute; the unique row (task, slot) decides whose tick counts. Slots are
local dates and hours of the company's own clock, so that the demo's clock is obeyed, and a machine
that slept through an hour catches up with the last one, once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import database, models

#: A slot that happened is remembered so long; only the latest of each tick decides anything.
KEPT = timedelta(days=14)


class Tick(NamedTuple):
    """Each day at ``hour`` of the company's local clock, ``ask`` makes its requests.

    It comes again every ``every_h`` hours, a divisor of 24.
    """

    task: str
    hour: int
    ask: Callable[[Session, datetime], None]
    every_h: int = 24


def due_slot(hour: int, now: datetime, zone: str, every_h: int = 24) -> str:
    """Returns the latest slot that has begun: today's, or yesterday's before the hour."""
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    begun = local - timedelta(hours=(local.hour - hour) % every_h)
    return begun.strftime("%Y-%m-%dT%H")


def _slot(tick: Tick, now: datetime, zone: str) -> str:
    return due_slot(tick.hour, now, zone, tick.every_h)


def check_ticks(app: Any) -> list[str]:
    """Lets every tick that is due happen, unless it has; returns the names of those that did."""
    rounds = app.extensions["rounds"]
    with database.read_transaction(app) as db:
        company = db.scalars(select(models.Company)).first()
        if company is None:
            return []
        now = rounds.clock.now(db)
        slots = {name: _slot(t, now, company.zone) for name, t in rounds.ticks.items()}
        due = [n for n, slot in slots.items() if db.get(models.Tick, (n, slot)) is None]
    return [name for name in due if tick(app, name, slots[name])]


def skip_ticks(app: Any, db: Session) -> None:
    """Counts every tick that is due as having happened: the demo's clock jumped over them."""
    rounds = app.extensions["rounds"]
    company = db.scalars(select(models.Company)).one()
    now = rounds.clock.now(db)
    for name, one in rounds.ticks.items():
        slot = _slot(one, now, company.zone)
        if db.get(models.Tick, (name, slot)) is None:
            db.add(models.Tick(task=name, slot=slot, at=now))
    db.flush()


def tick(app: Any, name: str, slot: str) -> bool:
    """Asks for a tick's work unless another node has for this slot; says whether it did."""
    rounds = app.extensions["rounds"]
    with database.write_transaction(app) as db:
        if db.get(models.Tick, (name, slot)) is not None:
            return False
        now = rounds.clock.now(db)
        db.add(models.Tick(task=name, slot=slot, at=now))
        db.execute(delete(models.Tick).where(models.Tick.at < now - KEPT))
        db.flush()
        rounds.ticks[name].ask(db, now)
        return True
