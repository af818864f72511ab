"""Due at 70 % of the interval, every interval stretched alike when the hours do not suffice."""

import numpy as np

from tests.benchmarks.year.nights import Shown, Tonight
from tests.benchmarks.year.opponents import greedy
from tests.benchmarks.year.opponents.day import Day, place_of
from tests.benchmarks.year.opponents.greedy import Standing
from tests.benchmarks.year.opponents.needs import Floats, Needs, day_of
from tests.benchmarks.year.world import END_S, HORIZON_D, LUNCH_S, START_S

DUE_AT = 0.7
NEAREST, STOPS_A_DAY = 3, 9


class Stretched:
    """From the most overdue account on, the day takes whatever costs it the least detour.

    A visit at 70 % comes before most due windows open and would not count: it waits for that.
    """

    def __init__(self) -> None:
        self.table = greedy.Table()
        self.factor = 1.0

    def plan(self, tonight: Tonight) -> Shown:
        needs = self.table.of(tonight)
        self.factor = max(1.0, self._load(tonight, needs))
        return greedy.planned(tonight, needs, self)

    def _load(self, tonight: Tonight, needs: Needs) -> float:
        """Returns hours required over hours there, for the weeks ahead."""
        first = day_of(tonight.first)
        asked = needs.rates[:, first : first + HORIZON_D].sum(axis=1)
        hours_s = len(tonight.days) * (END_S - START_S - LUNCH_S)
        return float((asked * self._work_s(tonight)).sum() / max(1, hours_s))

    def _work_s(self, tonight: Tonight) -> Floats:
        """Returns the time of one visit: service, from the next accounts, a share of the haul."""
        drive, sites = self.table.drive_s(tonight), tonight.sites
        places = [place_of(site) for site in sites]
        nearest = np.sort(drive[np.ix_(places, places)], axis=1)[:, 1 : NEAREST + 1]
        way = nearest.sum(axis=1) / NEAREST + 2 * drive[0, places] / STOPS_A_DAY
        in_person = np.array([not site.is_call for site in sites])
        return np.asarray(np.array([site.service_s for site in sites]) + way * in_person)

    def fill(self, day: Day, standing: Standing) -> None:
        waiting = [n for n in standing.open_ if standing.need[n] >= self.factor * DUE_AT]
        greedy.fill_cheapest(day, waiting, self.table.drive_s(day.tonight))
