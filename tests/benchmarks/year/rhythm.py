"""How fast an account asks for visits, date by date: this benchmark's own reading of the rules.

Written from the rules and from nothing else: no line of it comes from the planner or is shared with
it, so that a mistake there cannot excuse itself here. The need of an account grows by the rate of
each date and is 1 when a visit is due. In season the rate is 1 / interval, at peak more, off season
0. A ramp asks for its visits evenly, and begins with a need that brings the last one due in time.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from routing.domain import Account, AccountClass, Cadence, Season, SeasonState, SeasonWindow

#: Half a ramp cannot be told from a whole one: dates read before and after those asked for.
MARGIN_D = 400
#: A tolerance is 1 to 10 working days long; ten working days span 14 dates.
LEAST_SLACK_D, MOST_SLACK_D = 1, 14
EPS = 1e-9

OFF, RAMP, IN, PEAK = SeasonState.OFF, SeasonState.RAMP, SeasonState.IN, SeasonState.PEAK


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What one account asks for from ``first`` on.

    ``total`` is the sum of the rates before each date. ``resets`` says on which days (counted from
    ``first``) the need begins anew, and with what: at the start of a ramp and at closing time.
    ``slack`` is the tolerance, as a share of a visit.
    """

    first: date
    rates: Sequence[float]
    total: Sequence[float]
    resets: Mapping[int, float]
    slack: float

    def day(self, on: date) -> int:
        return (on - self.first).days

    def required(self, start: date, end: date) -> float:
        """Returns the visits asked for from ``start`` to before ``end``, unrounded."""
        return self.total[self.day(end)] - self.total[self.day(start)] if start < end else 0.0

    def since(self, last: date, on: date, start: float = 0.0) -> float:
        """Returns the need at the start of a date, ``start`` at that of an earlier one."""
        after = [day for day in self.resets if self.day(last) < day <= self.day(on)]
        if not after:
            return start + self.total[self.day(on)] - self.total[self.day(last)]
        return self.resets[max(after)] + self.total[self.day(on)] - self.total[max(after)]


def rhythm(account: Account, first: date, last: date) -> Rhythm:
    """Returns what an account asks for on each date from ``first`` to ``last``."""
    size = (last - first).days + 1
    cadence = account.cadence
    if cadence is None:
        return Rhythm(first, [0.0] * size, [0.0] * (size + 1), {}, 1.0)
    if account.season.windows:
        wakes = account.account_class is not AccountClass.DIVEST
        rates, resets = _seasonal(account.season, wakes, cadence.interval_d, first, size)
    else:
        rates, resets = [1 / cadence.interval_d] * size, {}
    return Rhythm(first, rates, [0.0, *accumulate(rates)], resets, slack(cadence))


def slack(cadence: Cadence) -> float:
    """Returns the tolerance as a share of the interval, after its limits in days."""
    days = cadence.tolerance * cadence.interval_d
    return min(max(days, LEAST_SLACK_D), MOST_SLACK_D) / cadence.interval_d


@lru_cache(maxsize=4096)
def _seasonal(
    season: Season, wakes: bool, interval_d: float, first: date, size: int
) -> tuple[list[float], dict[int, float]]:
    states = _states(season, first - timedelta(days=MARGIN_D), size + 2 * MARGIN_D)
    factors = {OFF: season.off_rate, PEAK: season.peak_rate}
    rates = [factors.get(state, 1.0) / interval_d for state in states]
    resets: dict[int, float] = {}
    for begin, end in _stretches(states):
        if begin:
            resets[begin] = 0.0
        length = min(season.ramp_d, end - begin)
        if end == len(states) or not wakes or not season.ramp_visits:
            continue
        visits = max(1, math.floor(season.ramp_visits * length / season.ramp_d + 0.5))
        rates[end - length : end] = [visits / length] * length
        resets[end - length] = min(1.0, visits * season.ramp_gap_d / length)
    kept = {day - MARGIN_D: need for day, need in resets.items() if 0 <= day - MARGIN_D < size}
    return rates[MARGIN_D : MARGIN_D + size], kept


@lru_cache(maxsize=256)
def _states(season: Season, first: date, size: int) -> list[SeasonState]:
    return [_state(season, first + timedelta(days=i)) for i in range(size)]


def _stretches(states: Sequence[SeasonState]) -> list[tuple[int, int]]:
    """Returns each run of dates off season: its first one and the first one after it."""
    found: list[tuple[int, int]] = []
    for i, state in enumerate(states):
        if state is OFF and found and found[-1][1] == i:
            found[-1] = found[-1][0], i + 1
        elif state is OFF:
            found.append((i, i + 1))
    return found


def _state(season: Season, on: date) -> SeasonState:
    """Off wins over peak, peak over in; what no window covers is in season if none opens one."""
    covering = {window.state for window in season.windows if _covers(window, on)}
    opens = any(window.state in (IN, PEAK) for window in season.windows)
    for state in (OFF, PEAK, IN):
        if state in covering:
            return state
    return OFF if opens else IN


def _covers(window: SeasonWindow, on: date) -> bool:
    here = on.month, on.day
    start = window.start.month, window.start.day
    end = window.end.month, window.end.day
    return start <= here <= end if start <= end else here >= start or here <= end
