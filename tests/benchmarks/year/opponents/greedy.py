"""What planners have in common that fill one day after the other and look at no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from tests.benchmarks.year.nights import Tonight
from tests.benchmarks.year.opponents.day import BASE, Day, place_of
from tests.benchmarks.year.opponents.needs import Floats, Ints, Needs, day_of, last_seen

LISTED_DAYS = 20
#: Calls that are due go first, so many a day; the others fill what time is left.
CALLS_A_DAY = 3
#: So many in a row that find no room: the day is full.
FULL_AFTER = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the accounts stand on a day, those planned before it seen.

    ``open_`` may be visited, most overdue first; ``last`` holds the days last seen.
    """

    needs: Needs
    need: Floats
    last: Ints
    open_: list[int]


class Rule(Protocol):
    """Whom to see on a day: puts accounts into it."""

    def fill(self, day: Day, standing: Standing) -> None: ...


class Table:
    """The needs of the accounts known, made again when a lead appears, and the drives."""

    def __init__(self) -> None:
        self._needs: Needs | None = None
        self._size = 0
        self._drive_s: Ints | None = None

    def drive_s(self, tonight: Tonight) -> Ints:
        if self._drive_s is None:
            self._drive_s = np.array(tonight.drive_s)
        return self._drive_s

    def of(self, tonight: Tonight) -> Needs:
        if self._needs is None or self._size != len(tonight.sites):
            self._needs, self._size = Needs(tonight.sites), len(tonight.sites)
        return self._needs


def planned(tonight: Tonight, needs: Needs, rule: Rule) -> Mapping[date, tuple[str, ...]]:
    """Returns the list of each of the next days: appointments, then whom the rule sends."""
    last = last_seen(tonight.sites, tonight.made)
    free_from = _free_from(tonight)
    shown = {}
    for on in tonight.days[:LISTED_DAYS]:
        here, day = day_of(on), Day(tonight, on)
        put_appointments(tonight, day)
        need = needs.on(last, here)
        waits = (here < free_from) | (last == here) | awaited(tonight, needs, on)
        open_ = np.flatnonzero(needs.is_served(here) & ~waits & (need >= 1 - needs.slack - 1e-9))
        visits, calls = _apart(tonight, open_, need)
        for number in [n for n in calls if need[n] >= 1][:CALLS_A_DAY]:
            day.put(number)
        rule.fill(day, Standing(needs, need, last, visits))
        day.improve()
        for number in calls:
            if number not in day.calls:
                day.put(number)
        last[[*day.order, *day.calls]] = here
        shown[on] = day.listed()
    return shown


def fill_in_turn(day: Day, waiting: Sequence[int]) -> None:
    """Puts accounts into a day in the order given, until it is full."""
    failed = 0
    for number in waiting:
        failed = 0 if day.put(number) else failed + 1
        if failed == FULL_AFTER:
            break


def fill_cheapest(day: Day, waiting: Sequence[int], drive_s: Ints) -> None:
    """Puts in whichever account costs the least detour, one after the other, until it is full.

    The first of them begins a day that is still empty.
    """
    left, failed = list(waiting), 0
    while left and not day.order:
        day.put(left.pop(0))
    places = [place_of(day.tonight.sites[n]) for n in left]
    while left and failed < FULL_AFTER:
        path = np.array([BASE, *(place_of(day.tonight.sites[n]) for n in day.order), BASE])
        there = drive_s[path][:, places]
        detours = there[:-1] + there[1:] - drive_s[path[:-1], path[1:]][:, None]
        best = int(detours.min(axis=0).argmin())
        places.pop(best)
        failed = 0 if day.put(left.pop(best)) else failed + 1


def _apart(tonight: Tonight, open_: Ints, need: Floats) -> tuple[list[int], list[int]]:
    """Returns the visits and the calls that may be made, most overdue first."""
    ranked = sorted(open_.tolist(), key=lambda n: (-need[n], n))
    visits = [n for n in ranked if not tonight.sites[n].is_call]
    return visits, [n for n in ranked if tonight.sites[n].is_call]


def put_appointments(tonight: Tonight, day: Day) -> None:
    """Puts what was agreed for a date into its day before anything else."""
    numbers = {site.id: n for n, site in enumerate(tonight.sites)}
    for one in sorted(tonight.appointments, key=lambda one: one.window.start_s):
        if one.on == day.on:
            day.put(numbers[one.account_id])


def awaited(tonight: Tonight, needs: Needs, on: date) -> np.ndarray:
    """Says which accounts have an appointment so near that another visit would be one too many."""
    numbers = {site.id: n for n, site in enumerate(tonight.sites)}
    found = np.zeros(len(numbers), dtype=bool)
    for one in tonight.appointments:
        number = numbers[one.account_id]
        if 0 <= (one.on - on).days <= needs.interval[number] / 2:
            found[number] = True
    return found


def _free_from(tonight: Tonight) -> Ints:
    never = tonight.first
    return np.array([day_of(tonight.not_before.get(s.id, never)) for s in tonight.sites])
