"""Looking up where accounts lie that no file told; changes whose date has come."""

from datetime import datetime
from typing import Any, NamedTuple

from server import clock, jobs
from server.accounts import places, store
from server.people import store as people

#: Before the plans of the night are asked for: they see what changed.
PLANNED_HOUR = 1


class Wanted(NamedTuple):
    """The geocoder, its own host if it has one, and the lines to ask for."""

    name: str
    url: str
    lines: tuple[str, ...]


class Geocode(jobs.Task):
    """Asks a geocoder for the places no file told; ``key`` is its name and maybe its address.

    What was asked once is kept, also that nothing was found, so nobody is asked the same twice.
    """

    name = "geocode"

    def load(self, db: Any, key: str, now: datetime) -> Wanted | None:
        name, _, url = key.partition(" ")
        lines = store.load_unplaced(db)
        return Wanted(name, url.strip(), lines) if lines else None

    def compute(self, problem: Wanted, progress: jobs.Progress) -> Any:
        progress(f"looking up {len(problem.lines)} addresses")
        return places.found(problem.lines, places.geocoder(problem.name, problem.url))

    def save(self, db: Any, key: str, made: Any, now: datetime) -> None:
        store.save_places(db, made, now)


def carry_out(db: Any, now: datetime) -> None:
    """Makes the changes of rep and class whose date has come; late ones too, after a long sleep."""
    store.carry_out(db, clock.local_date(now, people.load_company(db).zone), now)


TASKS = (Geocode(),)
TICKS = (jobs.Tick("planned changes", PLANNED_HOUR, carry_out),)
