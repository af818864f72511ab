"""Where every account stands on a date, all of them at once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.year.rhythm import rhythm
from tests.benchmarks.year.world import AFTER_D, BEFORE_D, FIRST, Site

PAST = FIRST - timedelta(days=BEFORE_D)
DAYS = BEFORE_D + 364 + AFTER_D
NEVER = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def day_of(on: date) -> int:
    """Returns the number of a date, counted from the first one known."""
    return (on - PAST).days


class Needs:
    """The accounts' rhythms as tables: a row an account, a column a date."""

    def __init__(self, sites: Sequence[Site]) -> None:
        last = PAST + timedelta(days=DAYS)
        asked = [rhythm(site.account, PAST, last) for site in sites]
        self.rates = np.array([one.rates for one in asked])
        self.total = np.array([one.total[:-1] for one in asked])
        self.slack = np.array([one.slack for one in asked])
        self.interval = np.array([_interval(site) for site in sites])
        self.opened = np.array([day_of(site.known_from) for site in sites])
        self.reset_on = np.full(self.total.shape, NEVER)
        self.reset_to = np.zeros(self.total.shape)
        for row, one in enumerate(asked):
            for day in sorted(one.resets):
                self.reset_on[row, day:] = day
                self.reset_to[row, day:] = one.resets[day] - one.total[day]

    def on(self, last: Ints, day: int) -> Floats:
        """Returns each account's need on a day; ``last`` holds the days last seen, or NEVER."""
        rows = np.arange(len(last))
        seen = np.where(last == NEVER, self.opened, last)
        plain = self.total[:, day] - self.total[rows, seen] + (last == NEVER)
        again = self.reset_to[:, day] + self.total[:, day]
        return np.asarray(np.where(self.reset_on[:, day] > seen, again, plain))

    def is_served(self, day: int) -> NDArray[np.bool_]:
        """Says which accounts may be seen on a day: not those off season."""
        return np.asarray(self.rates[:, day] > 0)


def _interval(site: Site) -> float:
    assert site.account.cadence
    return site.account.cadence.interval_d


def last_seen(sites: Sequence[Site], made: Mapping[str, Sequence[date]]) -> Ints:
    """Returns the day each account was last seen on, or NEVER."""
    return np.array([day_of(made[s.id][-1]) if made[s.id] else NEVER for s in sites])
