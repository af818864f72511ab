"""A fixed cycle of 28 days: four, two or one visit each, on days assigned once by a sweep.

The week is cut into five sectors around the base, one a weekday, with the same work in each; the
weeks of the cycle are cut out of each sector the same way. Accounts asked for less often than once
a cycle keep one slot a cycle; it stays empty until they are due. What a day misses or cannot hold
slides to the next one and fills what its own visits leave.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.benchmarks.year.nights import Shown, Tonight
from tests.benchmarks.year.opponents import greedy
from tests.benchmarks.year.opponents.day import Day
from tests.benchmarks.year.opponents.greedy import Standing
from tests.benchmarks.year.opponents.needs import day_of
from tests.benchmarks.year.world import BASE_AT, FIRST, SATURDAY, Site

WEEKDAYS, WEEKS = 5, 4
CYCLE_D = 7 * WEEKS
#: What a visit takes beside its service, when days are cut alike.
WAY_S = 900

Slot = tuple[int, tuple[int, ...]]
"""A weekday and the weeks of the cycle."""


class FixedCycle:
    """Slots are given once; a lead gets that of its neighbour in the sweep when it appears."""

    def __init__(self) -> None:
        self.table = greedy.Table()
        self.slots: dict[str, Slot] = {}

    def plan(self, tonight: Tonight) -> Shown:
        if not self.slots:
            self.slots = assigned(tonight.sites)
        for site in tonight.sites:
            if site.id not in self.slots:
                self.slots[site.id] = self._beside(site, tonight.sites)
        return greedy.planned(tonight, self.table.of(tonight), self)

    def _beside(self, lead: Site, sites: Sequence[Site]) -> Slot:
        def apart(site: Site) -> float:
            return abs(math.remainder(angle(site) - angle(lead), 2 * math.pi))

        taken = [site for site in sites if site.id in self.slots]
        weekday, weeks = self.slots[min(taken, key=apart).id]
        return _open_weekday(lead, weekday), _weeks(lead, weeks[0] / WEEKS)

    def fill(self, day: Day, standing: Standing) -> None:
        """Puts in the day's own slots, then what slid here, the least detour first."""
        sites, here, open_ = day.tonight.sites, day_of(day.on), standing.open_
        came = {n: day_of(latest(self.slots[sites[n].id], day.on)) for n in open_}
        own = [n for n in open_ if came[n] == here]
        greedy.fill_in_turn(day, sorted(own, key=lambda n: (standing.needs.interval[n], n)))
        slid = [n for n in open_ if standing.last[n] < came[n] < here]
        slid.sort(key=lambda n: (came[n], n))
        greedy.fill_cheapest(day, slid, self.table.drive_s(day.tonight))


def latest(slot: Slot, on: date) -> date:
    """Returns the latest date of a slot, up to and including ``on``."""
    weekday, weeks = slot
    ago = [((on - FIRST).days - 7 * week - weekday) % CYCLE_D for week in weeks]
    return on - timedelta(days=min(ago))


def assigned(sites: Sequence[Site]) -> dict[str, Slot]:
    """Returns each account's slot: a sweep into weekdays, and inside each one into weeks."""
    around = _from_widest_gap(sorted(sites, key=lambda site: (angle(site), site.id)))
    slots: dict[str, Slot] = {}
    for weekday, sector in enumerate(_cut(around, WEEKDAYS, _work_s)):
        for visits in (1, 2, 4):
            alike = [site for site in sector if _visits(site) == visits]
            for n, site in enumerate(alike):
                slots[site.id] = _open_weekday(site, weekday), _weeks(site, n / len(alike))
    return slots


def angle(site: Site) -> float:
    """Returns the direction of an account from base."""
    return math.atan2(site.where.lat - BASE_AT.lat, site.where.lon - BASE_AT.lon)


def _from_widest_gap(around: list[Site]) -> list[Site]:
    """Begins the sweep where nobody lives, so that no sector is torn."""
    gaps = [(angle(site) - angle(around[n - 1])) % (2 * math.pi) for n, site in enumerate(around)]
    start = gaps.index(max(gaps))
    return around[start:] + around[:start]


def _cut(sites: Sequence[Site], parts: int, weight: Callable[[Site], float]) -> list[list[Site]]:
    """Cuts a row into parts of the same weight."""
    total, done = sum(map(weight, sites)), 0.0
    found: list[list[Site]] = [[] for _ in range(parts)]
    for site in sites:
        found[min(parts - 1, int(parts * (done + weight(site) / 2) / total))].append(site)
        done += weight(site)
    return found


def _visits(site: Site) -> int:
    """Returns the visits a cycle: 4, 2 or 1."""
    assert site.account.cadence
    asked = CYCLE_D / site.account.cadence.interval_d
    return 4 if asked >= 3 else 2 if asked >= 1.5 else 1


def _weeks(site: Site, share: float) -> tuple[int, ...]:
    """Returns the weeks of the cycle; ``share`` is how far along the sweep an account lies."""
    apart = WEEKS // _visits(site)
    return tuple(range(int(share * apart), WEEKS, apart))


def _work_s(site: Site) -> float:
    assert site.account.cadence
    way_s = 0 if site.is_call else WAY_S
    return (site.service_s + way_s) / site.account.cadence.interval_d


def _open_weekday(site: Site, wanted: int) -> int:
    """Returns the weekday, or the nearest one on which the account receives."""
    week = site.account.hours.week
    return min(
        (weekday for weekday in range(SATURDAY) if week[weekday]),
        key=lambda weekday: (abs(weekday - wanted), weekday),
    )
