"""One day in the field: a list of visits, driven in its order with the times that come true.

The rep does what a sensible person does with a list. They leave so as to find the first door open,
eat at noon unless that costs the next door, wait for a door, and leave out a visit whose door would
be closed or that would bring them home more than half an hour late. They go by the times they know;
what then happens takes the times that come true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tests.benchmarks.year.world import (
    END_S,
    LUNCH,
    LUNCH_S,
    NO_SHOW_S,
    START_S,
    Spans,
    World,
)

BASE = 0
OVERTIME_S = 1800
#: A door is not shut in a rep's face for being a few minutes late.
GRACE_S = 600
#: Who has missed a morning does not wait for the afternoon, unless the list meant it.
PATIENCE_S = 3600
LAST_LUNCH_S = LUNCH.end_s - LUNCH_S


class Outcome(StrEnum):
    """What became of a visit on the list of a day."""

    MADE = "made"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DayLog:
    """What came of one day. ``field_s`` lasts from leaving to being home, lunch aside, and calls.

    A day ill has no outcomes.
    """

    on: date
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    driving_s: int = 0
    field_s: int = 0
    ill: bool = False

    def of(self, outcome: Outcome) -> list[str]:
        return [account_id for account_id, what in self.outcomes if what is outcome]


def first_start(spans: Spans, ready: int) -> int | None:
    """Returns the first moment from ``ready`` on at which a visit may begin."""
    for first, last in spans:
        if ready <= last:
            return max(first, ready)
    return None


def leave(now: int, eaten: bool, drive_s: int, service_s: int, spans: Spans) -> tuple[int, bool]:
    """Returns when to set off: after lunch, once it is time and the next door does not mind."""
    if eaten or now < LUNCH.start_s:
        return now, eaten
    hurried = first_start(spans, now + drive_s)
    if (
        hurried is not None
        and hurried + service_s <= LAST_LUNCH_S
        and first_start(spans, now + LUNCH_S + drive_s) is None
    ):
        return now, False
    return now + LUNCH_S, True


def reach(now: int, eaten: bool, drive_s: int, spans: Spans) -> tuple[int, bool] | None:
    """Returns when the visit begins, lunch eaten in a wait that is long enough; None if never."""
    there = now + drive_s
    start = first_start(spans, there)
    if start is None:
        return None
    return start, eaten or max(there, LUNCH.start_s) + LUNCH_S <= start


def drive(world: World, on: date, listed: Sequence[str]) -> DayLog:
    """Returns what comes of a day's list; calls are made at home, after the visits."""
    day = _Day(world, on)
    sites = [world.by_id[account_id] for account_id in listed]
    day.plan([site.id for site in sites if not site.is_call])
    for site in sites:
        if not site.is_call:
            day.visit(site.id)
    day.go_home()
    for site in sites:
        if site.is_call:
            day.call(site.id)
    return DayLog(on, tuple(day.outcomes), day.driving_s, day.field_s())


class _Day:
    """Where the rep is and how late it is."""

    def __init__(self, world: World, on: date) -> None:
        self.world, self.on = world, on
        self.now, self.at, self.eaten = START_S, BASE, False
        self.left: int | None = None
        self.outcomes: list[tuple[str, Outcome]] = []
        self.driving_s = self.lunch_s = self.calls_s = 0
        self.meant: dict[str, int] = {}

    def plan(self, visits: Sequence[str]) -> None:
        """Notes when each visit would begin if all went as known: the waits that are meant."""
        now, at, eaten = START_S, BASE, False
        for account_id in visits:
            place, service_s, spans = self._known(account_id)
            leg = self.world.travel.duration_s[at][place]
            now, eaten = leave(now, eaten, leg, service_s, spans)
            reached = reach(now, eaten, leg, spans)
            if reached is not None:
                self.meant[account_id] = reached[0]
                now, at, eaten = reached[0] + service_s, place, reached[1]

    def visit(self, account_id: str) -> None:
        self.outcomes.append((account_id, self._visit(account_id)))

    def _visit(self, account_id: str) -> Outcome:
        world, on = self.world, self.on
        if world.cancels(account_id, on):
            return Outcome.CANCELLED
        place, service_s, spans = self._known(account_id)
        leg, home = (world.travel.duration_s[place][there] for there in (self.at, BASE))
        now, eaten = leave(self.now, self.eaten, leg, service_s, spans)
        reached = reach(now, eaten, leg, spans)
        if reached is None or self._would_wait_in_vain(account_id, now + leg, reached[0]):
            return Outcome.CLOSED
        if reached[0] + service_s + home > END_S + OVERTIME_S:
            return Outcome.DROPPED
        if self.left is None:
            now = self._first_leave(now, leg, eaten, reached)
        self._eat(eaten)
        return self._go(account_id, now, place, spans)

    def _first_leave(self, now: int, leg: int, eaten: bool, reached: tuple[int, bool]) -> int:
        """Returns when the rep leaves base: as late as the first door allows, waiting at home."""
        now = max(now, reached[0] - leg)
        self.left = now - LUNCH_S * eaten
        self.eaten = reached[1] and not eaten
        return now

    def _go(self, account_id: str, now: int, place: int, spans: Spans) -> Outcome:
        world, on = self.world, self.on
        leg = world.drive_s(on, self.at, place)
        self.driving_s += leg
        reached = reach(now, self.eaten, leg, spans)
        self.at = place
        if reached is None:
            self.now = now + leg
            return Outcome.CLOSED
        self._eat(reached[1])
        if world.is_away(account_id, on):
            self.now = reached[0] + NO_SHOW_S
            return Outcome.MISSED
        self.now = reached[0] + world.service_s(account_id, on)
        return Outcome.MADE

    def _known(self, account_id: str) -> tuple[int, int, Spans]:
        site = self.world.by_id[account_id]
        spans = self.world.spans(account_id, self.on)
        late = tuple((first, last + GRACE_S) for first, last in spans)
        assert site.account.location is not None
        return site.account.location, site.service_s, late

    def _would_wait_in_vain(self, account_id: str, there: int, start: int) -> bool:
        meant = self.meant.get(account_id, 0)
        return start > there and start > meant + PATIENCE_S

    def _eat(self, eaten: bool) -> None:
        self.lunch_s += LUNCH_S * (eaten and not self.eaten)
        self.eaten |= eaten

    def go_home(self) -> None:
        if self.at != BASE:
            leg = self.world.drive_s(self.on, self.at, BASE)
            self.driving_s += leg
            self.now += leg

    def call(self, account_id: str) -> None:
        self.outcomes.append((account_id, self._call(account_id)))

    def _call(self, account_id: str) -> Outcome:
        world, on = self.world, self.on
        if not world.by_id[account_id].account.hours.on(on):
            return Outcome.CLOSED
        if world.cancels(account_id, on):
            return Outcome.CANCELLED
        done = self.now + self.calls_s + world.by_id[account_id].service_s
        if not self.eaten and done > LUNCH.start_s:
            done += LUNCH_S
        if done > END_S + OVERTIME_S:
            return Outcome.DROPPED
        if world.is_away(account_id, on):
            return Outcome.MISSED
        self.calls_s += world.service_s(account_id, on)
        return Outcome.MADE

    def field_s(self) -> int:
        """Returns the working time: on the road without lunch, and on the phone."""
        road_s = 0 if self.left is None else self.now - self.left - self.lunch_s
        return road_s + self.calls_s
