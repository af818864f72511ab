"""The places of a problem: what its numbers mean, and what is kept of them beside a plan.

A plan's numbers mean the places of the problem it was made from. Another problem numbers them
otherwise, so that a stored plan comes with the places themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from routing.domain import DayRoute, Location, Plan, WorkingDay

BASE = 0

#: A place beside a plan: ``label``, ``lat``, ``lon``.
Place = Mapping[str, Any]
#: Of each date that does not begin or end at base: its ``start`` and ``end``; None is the base.
Kept = Mapping[str, Mapping[str, Place | None]]


class Places:
    """The places of a problem in the order of its travel times; the base is the first."""

    def __init__(self, base: Location) -> None:
        self.locations = [base]
        self.labels: dict[int, str] = {}
        self._named: dict[Location, int] = {base: BASE}

    def add(self, lat: float | None, lon: float | None) -> int | None:
        """Returns the number of an account's place; None where it is not known."""
        if lat is None or lon is None:
            return None
        self.locations.append(Location(lat, lon))
        return len(self.locations) - 1

    def index(self, label: str, lat: float, lon: float) -> int:
        """Returns the number of a place that is no account, the same whenever it is asked for."""
        here = Location(lat, lon)
        if here not in self._named:
            self.locations.append(here)
            self._named[here] = len(self.locations) - 1
            self.labels[self._named[here]] = label
        return self._named[here]


def of_days(
    made: Plan,
    days: Sequence[WorkingDay],
    locations: Sequence[Location],
    labels: Mapping[int, str],
) -> dict[str, dict[str, Place | None]]:
    """Returns where days begin and end if not at base: date to ``start`` and ``end``."""
    worked = {day.on: day for day in days}
    found = {}
    for route in made.days:
        start, end = _ends(route, worked.get(route.on))
        if start != BASE or end != BASE:
            found[route.on.isoformat()] = {
                "start": _place(start, locations, labels),
                "end": _place(end, locations, labels),
            }
    return found


def numbered(made: Plan, kept: Kept, known: Places) -> Plan:
    """Returns a stored plan with the numbers of another problem."""
    return replace(made, days=tuple(_numbered(day, kept, known) for day in made.days))


def starts(kept: Kept, known: Places) -> dict[date, int]:
    """Returns where days begin that do not begin at base."""
    return {
        date.fromisoformat(on): known.index(**place)
        for on, ends in kept.items()
        if (place := ends["start"])
    }


def _ends(route: DayRoute, worked: WorkingDay | None) -> tuple[int, int]:
    start, end = route.start, route.end
    if start is None and worked is not None:
        start = worked.start
    if end is None and worked is not None:
        end = worked.end
    return BASE if start is None else start, BASE if end is None else end


def _place(number: int, locations: Sequence[Location], labels: Mapping[int, str]) -> Place | None:
    if number == BASE:
        return None
    here = locations[number]
    return {"label": labels.get(number, ""), "lat": here.lat, "lon": here.lon}


def _numbered(day: DayRoute, kept: Kept, known: Places) -> DayRoute:
    ends = kept.get(day.on.isoformat(), {})
    start, end = (
        known.index(**place) if was is not None and (place := ends.get(name)) else None
        for name, was in (("start", day.start), ("end", day.end))
    )
    return replace(day, start=start, end=end)
