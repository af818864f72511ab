"""Reading reps' other calendars in the background: every hour, and when somebody asks."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server import jobs
from server.auth import Scope
from server.busy import cost, naming, networks, outside, parts, reading, sealing, store
from server.busy.naming import Known
from server.busy.outside import Unreachable
from server.busy.reading import Frame, Taken
from server.busy.store import ReadTime
from server.people import store as people

#: The reading itself, once the calendar is here, may take so long: other calendars wait behind it.
MOST_READING_S = 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one reading needs. The address is here, and in no message and no log."""

    address: str
    allow: networks.Allowed
    frame: Frame
    all_day_off: bool
    titles: bool
    accounts: tuple[Known, ...]
    problem: str = ""

    def __repr__(self) -> str:
        return f"Wanted({self.frame!r})"


@dataclass(frozen=True, slots=True)
class Made:
    """What was read, or why nothing was."""

    times: tuple[ReadTime, ...] = ()
    unread: tuple[dict[str, str], ...] = ()
    problem: str = ""


class ReadCalendar(jobs.Task):
    """Reads one calendar; the key is its id. Why it failed is kept beside the last good copy."""

    name = store.TASK
    waits = True

    def load(self, db: Any, key: str, now: datetime) -> Wanted | None:
        """Returns the address and what it is read for; None where nobody needs it any more."""
        found = store.load_sealed(db, UUID(key))
        if found is None:
            return None
        rep = people.load_rep(db, Scope.system(), found.rep_id)
        if not rep.active:
            return None
        settings = db.info["settings"]
        address, problem = _unsealed(settings, found.sealed)
        return Wanted(
            address,
            networks.allowed(settings.calendars_inside),
            Frame(rep.zone, now - timedelta(days=1), now + timedelta(days=cost.HORIZON_D),
                  rep.email),
            found.all_day_off,
            found.titles,
            store.load_known(db, rep.id, now),
            problem,
        )  # fmt: skip

    def compute(self, problem: Wanted, progress: jobs.Progress) -> Made:
        """Returns what the calendar fills. Nothing is raised: what is raised is logged."""
        if problem.problem:
            return Made(problem=problem.problem)
        try:
            progress("fetching")
            body = outside.fetched(problem.address, problem.allow)
            progress("reading")
            return _made(problem, body)
        except Unreachable as error:
            return Made(problem=error.code)
        except parts.NotCalendar:
            return Made(problem="not_calendar")
        except reading.TooMany:
            return Made(problem="too_many")
        # Another's text and another's network: no trace of either may reach the log.
        except Exception:
            return Made(problem="unreadable")

    def save(self, db: Any, key: str, made: Made, now: datetime) -> None:
        """Keeps what was read, and has the plan move around it."""
        if made.problem:
            store.note_problem(db, UUID(key), made.problem, now)
            return
        weeks = people.load_setting(db, "horizon_weeks")
        horizon = now + timedelta(weeks=weeks)
        store.save_reading(db, UUID(key), made.times, made.unread, now, horizon)


def _unsealed(settings: Any, sealed: str) -> tuple[str, str]:
    try:
        return sealing.unseal(settings, sealed), ""
    except sealing.KeyChanged:
        return "", "key_changed"


def _made(problem: Wanted, body: bytes) -> Made:
    deadline = time.monotonic() + MOST_READING_S

    def alive() -> None:
        if time.monotonic() > deadline:
            raise Unreachable("too_slow")

    found = reading.read(body, problem.frame, alive)
    kept = (one for one in found.taken if problem.all_day_off or not one.all_day)
    guesses: dict[Any, naming.Guess] = {}
    times = tuple(_read_time(one, problem, guesses) for one in kept)
    unread = tuple(
        {"code": one.code, "title": one.title if problem.titles else "", "begins": one.begins}
        for one in found.unread
    )
    return Made(times, unread)


def _read_time(one: Taken, problem: Wanted, guesses: dict[Any, naming.Guess]) -> ReadTime:
    """Returns a time as it is kept; repetitions of an event mean the same account."""
    known_by = (one.title, one.location, one.mails, one.all_day)
    if known_by not in guesses:
        guesses[known_by] = naming.guess(one, problem.accounts)
    guess = guesses[known_by]
    title = one.title if problem.titles else ""
    return ReadTime(
        one.series, one.start, one.end, one.all_day, title, guess.account_id, guess.choices
    )


def read_all(db: Any, now: datetime) -> None:
    """Asks for every calendar's reading."""
    for calendar_id in store.load_all_ids(db):
        jobs.request(db, store.TASK, calendar_id)


TASKS: tuple[jobs.Task, ...] = (ReadCalendar(),)
TICKS = (jobs.Tick("read calendars", 0, read_all, every_h=1),)
