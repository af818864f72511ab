"""Dates on which nobody could be asked to visit: a rep's days off, an account's closures. Pure.

What they take from a requirement is its share of the working dates: of R visits required while an
account is in season on W working dates of its rep, A of them away or closed, R * A / W are not
asked for. What is late on such dates alone is not late.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from routing import cadence as cadences
from routing import workdays
from routing.domain import OpeningHours, Season, SeasonState
from server.people.store import RepRecord, working_days

#: How far before a period days off are known: as far back a visit may have fallen due.
KNOWN_BEFORE = timedelta(days=60)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Away:
    """The dates from ``since`` that are usually worked, and those of them that were not."""

    since: date
    usual: frozenset[date]
    off: frozenset[date] = frozenset()

    def with_closures(self, closed: Collection[date]) -> "Away":
        """Returns the same with an account's own closed dates, as far as they are usual ones."""
        closures = self.usual.intersection(closed)
        return replace(self, off=self.off | closures) if closures else self

    def share(self, season: Season, first: date, last: date) -> float:
        """Returns which share of the working dates in season was off; 0 where there are none."""
        asked = [day for day in self.usual if first <= day <= last]
        if season.windows:
            states = cadences.season_days(season, first, last + timedelta(days=1))
            off = SeasonState.OFF
            asked = [day for day in asked if states[(day - first).days].state is not off]
        return sum(day in self.off for day in asked) / len(asked) if asked else 0.0

    def excuses(self, first: date, last: date) -> bool:
        """Says whether of these dates each that is usually worked was off, and one of them was."""
        if first < self.since or not self.off:
            return False
        asked = [day for day in workdays.dates(first, last) if day in self.usual]
        return bool(asked) and all(day in self.off for day in asked)


def of_rep(rep: RepRecord, first: date, last: date) -> Away:
    """Returns a rep's days off and public holidays, from some time before a period."""
    since = first - KNOWN_BEFORE
    usual = frozenset(day for day in workdays.dates(since, last) if rep.week[day.weekday()])
    _, off = working_days(rep, since, last)
    return Away(since, usual, usual.intersection(off))


def of_nobody(first: date, last: date) -> Away:
    """Returns what holds of an account without a rep: Monday to Friday, no day off."""
    since = first - KNOWN_BEFORE
    days = workdays.dates(since, last)
    return Away(since, frozenset(day for day in days if day.weekday() < SATURDAY))


def closures(hours: OpeningHours) -> list[date]:
    """Returns the dates on which an account is closed though that weekday it is open."""
    return [day for day, windows in hours.exceptions.items() if not windows]


def all_away(reps: Iterable[RepRecord], first: date, last: date) -> Mapping[object, Away]:
    """Returns everybody's, by id; under None that of accounts nobody has."""
    known: dict[object, Away] = {rep.id: of_rep(rep, first, last) for rep in reps}
    known[None] = of_nobody(first, last)
    return known
