"""A year of nights and days: each night a planner lists what is to come, each day some of it is.

The list of a working day is made the night before, and shows the following weeks as well; whoever
lists fewer than the next 14 days has shown nothing of the rest.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from tests.benchmarks.year import field as the_field
from tests.benchmarks.year.field import DayLog, Outcome
from tests.benchmarks.year.world import (
    FIRST,
    HORIZON_D,
    Appointment,
    Site,
    Spans,
    World,
    retry_from,
    start_spans,
)

ONE_DAY = timedelta(days=1)

Shown = Mapping[date, Sequence[str]]


@dataclass(frozen=True)
class Tonight:
    """What is known the night before ``first``, a working day.

    ``days`` are the dates worked from then on, as far as anybody knows. ``made`` holds the dates of
    each account's visits, the last one before the year included. ``not_before`` is when to try
    again where somebody was out or called off. ``shown`` is what the last night's plan said.
    """

    first: date
    days: tuple[date, ...]
    sites: tuple[Site, ...]
    drive_s: tuple[tuple[int, ...], ...]
    made: Mapping[str, Sequence[date]]
    not_before: Mapping[str, date]
    appointments: tuple[Appointment, ...]
    shown: Shown

    def spans(self, site: Site, on: date) -> Spans:
        """Returns when a visit may begin on a date, agreed hours before opening hours."""
        for one in self.appointments:
            if (one.account_id, one.on) == (site.id, on):
                return start_spans((one.window,), site.service_s)
        return start_spans(site.account.hours.on(on), site.service_s)


class Planner(Protocol):
    """Lists the visits of each date to come, in driving order."""

    def plan(self, tonight: Tonight) -> Shown: ...


@dataclass(frozen=True, slots=True)
class Night:
    """A plan as people saw it; ``called_off`` and ``agreed`` are the accounts that changed it."""

    first: date
    shown: Shown
    cpu_s: float
    called_off: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass
class YearLog:
    """Everything that happened, night by night and day by day."""

    nights: list[Night] = field(default_factory=list)
    days: list[DayLog] = field(default_factory=list)


def simulate(
    world: World, planner: Planner, after_day: Callable[[date], None] = lambda on: None
) -> YearLog:
    """Returns one planner's year; ``after_day`` hears of each day done."""
    log = YearLog()
    memory = _Memory(world)
    shown: Shown = {}
    for on in world.working:
        evening = on - ONE_DAY
        if on >= world.end or world.known_ill(on, evening):
            continue
        called_off = tuple(one for one in shown.get(on, ()) if world.cancels_before(one, on))
        for account_id in called_off:
            memory.not_before[account_id] = retry_from(on)
        tonight = memory.tonight(on, shown)
        began = time.process_time()
        shown = planner.plan(tonight)
        cpu_s = time.process_time() - began
        agreed = memory.newly_agreed(evening)
        log.nights.append(Night(on, shown, cpu_s, called_off, agreed))
        ill = on in world.ill
        day = DayLog(on, ill=True) if ill else the_field.drive(world, on, _once(shown.get(on, ())))
        memory.take(day)
        log.days.append(day)
        after_day(on)
    return log


def _once(listed: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(listed))


class _Memory:
    """What a company remembers of the days so far."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.made = {s.id: [s.last_visit] if s.last_visit else [] for s in world.sites}
        self.not_before: dict[str, date] = {}
        self.heard = FIRST - ONE_DAY

    def take(self, day: DayLog) -> None:
        for account_id, outcome in day.outcomes:
            if outcome is Outcome.MADE:
                self.made[account_id].append(day.on)
                self.not_before.pop(account_id, None)
            elif outcome in (Outcome.MISSED, Outcome.CANCELLED):
                self.not_before[account_id] = retry_from(day.on)

    def newly_agreed(self, evening: date) -> tuple[str, ...]:
        """Returns the accounts that asked for an appointment since this was asked last."""
        since, self.heard = self.heard, evening
        asked = self.world.appointments
        return tuple(one.account_id for one in asked if since < one.asked_on <= evening)

    def tonight(self, on: date, shown: Shown) -> Tonight:
        world, evening = self.world, on - ONE_DAY
        last = on + timedelta(days=HORIZON_D - 1)
        sites = tuple(site for site in world.sites if site.known_from <= evening)
        return Tonight(
            first=on,
            days=tuple(
                day for day in world.working if on <= day <= last
                and not world.known_ill(day, evening)
            ),
            sites=sites,
            drive_s=world.travel.duration_s,
            made={site.id: tuple(self.made[site.id]) for site in sites},
            not_before={i: day for i, day in self.not_before.items() if day > on},
            appointments=tuple(
                one for one in world.appointments
                if one.asked_on <= evening and on <= one.on <= last
                and self.not_before.get(one.account_id, on) <= one.on
            ),
            shown=shown,
        )  # fmt: skip
