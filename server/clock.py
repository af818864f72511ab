"""Now: the real instant plus an offset kept in a row, so that the demo lives in its own time.

One clock is handed to ``create_app``; everything that needs the time takes it as an argument from
a view, a job or a command. Nothing else in ``server`` or ``routing`` reads a clock.
"""

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session


class Clock:
    """The machine's clock, moved by the company's offset."""

    def real(self) -> datetime:
        """Returns the instant without any offset: for what must not pretend, such as claims."""
        return datetime.now(UTC)

    def now(self, session: Session) -> datetime:
        """Returns the instant the company lives in, aware, UTC."""
        offset_s = session.scalar(text("SELECT clock_offset_s FROM company"))
        return self.real() + timedelta(seconds=int(offset_s or 0))

    def today(self, session: Session, zone: str) -> date:
        """Returns the date people in ``zone`` read off the wall."""
        return local_date(self.now(session), zone)

    def set_to(self, session: Session, instant: datetime) -> None:
        """Makes ``instant`` the company's now. Only a demo pretends; the caller has checked."""
        # Rounded up: a moment before midnight would be the wrong date.
        set_offset(session, math.ceil((instant - self.real()).total_seconds()))


class FixedClock(Clock):
    """A clock that stands still until ``instant`` is given another value."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError(f"{instant} has no time zone.")
        self.instant = instant.astimezone(UTC)

    def real(self) -> datetime:
        return self.instant


class FixedNow(Clock):
    """Now stands still, as `--today` asks, while claims and sessions go on by the real clock."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant.astimezone(UTC)

    def now(self, session: Session) -> datetime:
        return self.instant


def set_offset(session: Session, offset_s: int | None) -> None:
    """Moves the company's clock by whole seconds against the real one."""
    session.execute(text("UPDATE company SET clock_offset_s = :s"), {"s": offset_s})


def local_date(instant: datetime, zone: str) -> date:
    """Returns the date of an instant in a time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def local_instant(on: date, second: int, zone: str) -> datetime:
    """Returns the instant at which the clock of ``zone`` shows that second of the day.

    Where the hour does not exist (spring) the instant after the gap, where it comes twice
    (autumn) the first one.
    """
    naive = datetime.combine(on, datetime.min.time()) + timedelta(seconds=second)
    return naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
