"""The accumulated need: how it grows from day to day and what touches do to it."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from routing.cadence.seasons import (
    IN_SEASON,
    ONE_DAY,
    SERVED,
    SeasonDay,
    is_off,
    ramp_start,
    season_day,
    season_days,
    season_for,
    season_state,
)
from routing.domain import Account, Cadence, DueVisit, Need, Season, SeasonState

ROUNDING = 1e-9

# Tolerances are kept within 1 to 10 working days. A share knows no weekdays, so 10 working days
# are the 14 calendar days they always span, and 1 working day is 1 calendar day.
SHORTEST_TOLERANCE_D = 1
LONGEST_TOLERANCE_D = 14
# Above one half the windows of two visits in a row would overlap.
WIDEST_TOLERANCE = 0.5

# What late visits cost is made up for within a quarter, and one visit of it at the most.
BEHIND_D = 91
MOST_BEHIND = 1.0


class Rhythm(NamedTuple):
    """What lets need grow: how often, and when in the year."""

    cadence: Cadence | None
    season: Season


Asked = Account | Rhythm | tuple[Cadence | None, Season]


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact on a date. Weight 1 is a visit as the cadence asks for; less only lowers the need.

    By phone where the class demands a visit 0.5, by mail or at an event 0.25.
    """

    on: date
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1:
            raise ValueError(f"weight {self.weight} of a touch is not above 0 and up to 1.")


class Step(NamedTuple):
    """A date of an account's history: the touch's weight (0 at the start), need before, after."""

    on: date
    weight: float
    before: float
    after: Need


def tolerance(cadence: Cadence) -> float:
    """Returns the share of the interval by which a visit may move, after the clamp to days.

    A longer interval does not excuse more than 10 working days, a shorter one does not ask for
    less than one day.
    """
    days = cadence.tolerance * cadence.interval_d
    days = min(max(days, SHORTEST_TOLERANCE_D), LONGEST_TOLERANCE_D)
    return min(days / cadence.interval_d, max(WIDEST_TOLERANCE, cadence.tolerance))


def need_on(asked: Asked, need: Need, day: date) -> float:
    """Returns the need at the start of a date, rolled forward from an earlier one.

    Off season it stands still. On a ramp's first day it is set so that the last ramp visit falls
    due ``ramp_gap_d`` days before the opening; on the first day off, what is open is written off.
    A soft off season (``off_rate`` above 0) does neither: need keeps growing, slowly.

    Parameters
    ----------
    asked
        An account, or its cadence and season.
    need
        What it stood at; touches after that date are not known here.
    day
        Not before ``need.on``: the past cannot be told from the present (ValueError).
    """
    rhythm = rhythm_of(asked)
    if day < need.on:
        raise ValueError(f"the need of {need.on} does not tell that of {day}, before it.")
    if not rhythm.season.windows:
        return need.value + (day - need.on).days * rate_on(rhythm, IN_SEASON)
    known = _calendar(rhythm.season)
    on, value, here = need.on, need.value, _known_day(known, rhythm.season, need.on)
    rate = rate_on(rhythm, here)
    while on < day:
        value += rate
        on += ONE_DAY
        there = _known_day(known, rhythm.season, on)
        if there is not here:
            if there.state is not here.state:
                value = _crossed(rhythm, value, there)
            here, rate = there, rate_on(rhythm, there)
    return value


def needs_on(asked: Asked, need: Need, days: Sequence[date]) -> list[float]:
    """Returns the need on each of some dates in order, rolled forward once."""
    rhythm = rhythm_of(asked)
    if not rhythm.season.windows:
        return [need_on(rhythm, need, day) for day in days]
    values = []
    for day in days:
        need = Need(day, need_on(rhythm, need, day))
        values.append(need.value)
    return values


def need_after(
    cadence: Cadence | None,
    season: Season,
    touches: Sequence[Touch],
    account_id: str,
    today: date,
    known_since: date | None = None,
    start: Need | None = None,
) -> Need:
    """Returns today's need from the history of touches, today's included.

    The first visit known sets the grid. Without one, an account known since a date was due on
    that date; one of unknown history stands at a point of its interval made from its id, so
    that an import does not bring an avalanche, and moves on from there day by day.
    On a date with several touches the strongest counts. Touches after today are ignored.

    Parameters
    ----------
    season
        As the class knows it (:func:`season_for`).
    known_since
        The date a new account was added; None for an imported one.
    start
        Where to go on from instead, its own date's touches included: the need on the date that
        class or season changed, because history is not judged by today's cadence.
    """
    last = replay(cadence, season, touches, account_id, today, known_since, start)[-1].after
    return Need(today, need_on((cadence, season), last, today))


def replay(
    cadence: Cadence | None,
    season: Season,
    touches: Sequence[Touch],
    account_id: str,
    today: date,
    known_since: date | None = None,
    start: Need | None = None,
) -> tuple[Step, ...]:
    """Returns what each touch up to today did to the need, after the step where history begins.

    The first step has no touch to judge: of a first visit with nothing known before it, nobody
    can say whether it was in time. Arguments as in :func:`need_after`.
    """
    rhythm = Rhythm(cadence, season)
    strongest: dict[date, float] = {}
    for touch in touches:
        if touch.on <= today:
            strongest[touch.on] = max(touch.weight, strongest.get(touch.on, 0.0))
    need = start or _first_need(rhythm, strongest, account_id, today, known_since)
    counts_first_day = start is None and need.on == known_since
    steps = [Step(need.on, 0.0, need.value, need)]
    for on in sorted(strongest):
        if on > need.on or (on == need.on and counts_first_day):
            before = need_on(rhythm, need, on)
            need = Need(on, _touched(cadence, before, strongest[on]))
            steps.append(Step(on, strongest[on], before, need))
    return tuple(steps)


def behind_after(cadence: Cadence | None, steps: Sequence[Step], today: date) -> float:
    """Returns the visits lost in the last ``BEHIND_D`` days: by late ones, less those won early.

    A visit outside the tolerance begins the grid anew, and what the need stood above 1 is lost.
    Never below 0 nor above ``MOST_BEHIND``: nobody makes up for a long leave.
    """
    behind = 0.0
    for on, weight, before, _ in steps:
        recent = on > today - timedelta(days=BEHIND_D)
        if recent and weight >= 1 and not _keeps_grid(cadence, before):
            behind = min(max(0.0, behind + before - 1), MOST_BEHIND)
    return behind


def visited(account: Account, on: date, before: float | None = None) -> Account:
    """Returns the account after a visit on a date.

    Inside the tolerance the grid stays (need - 1); outside it begins anew on that date (need 0).
    It is behind no longer: what is left to make up is a later plan's. ``before`` is the need on
    that date, where it is known.
    """
    if before is None:
        before = need_on(account, account.need, on)
    need = need_after_visit(account.cadence, before)
    floor = account.not_before if account.not_before and account.not_before > on else None
    return replace(
        account, need=Need(on, need), last_visit=on, not_before=floor, attempts=0, behind=0.0
    )


def lapsed(account: Account, due: DueVisit) -> Account:
    """Returns the account after a due visit is written off: the grid goes on, nobody was there."""
    on = max(due.target, account.need.on)
    need = need_after_visit(account.cadence, need_on(account, account.need, on))
    return replace(account, need=Need(on, need), behind=0.0)


def required_visits(cadence: Cadence | None, season: Season, start: date, end: date) -> float:
    """Returns the visits a cadence asks for from ``start`` to before ``end``, unrounded.

    Off days ask for none, a ramp for its guaranteed visits. Season as :func:`season_for` gives it.
    """
    rhythm = Rhythm(cadence, season)
    if not season.windows:
        return max(0, (end - start).days) * rate_on(rhythm, IN_SEASON)
    return math.fsum(rate_on(rhythm, here) for here in season_days(season, start, end))


class Growth:
    """What a rhythm asks for between any two dates in season of a stretch, from running sums.

    Dates are ordinals. Before ``first`` and after ``last`` it counts each time anew.
    """

    def __init__(self, cadence: Cadence | None, season: Season, first: date, last: date) -> None:
        self._rhythm = Rhythm(cadence, season)
        self._first, self._last = first.toordinal(), last.toordinal()
        self._served: list[bool] = []
        self._sums = [0.0]

    def in_season(self, start: int, end: int) -> float | None:
        """Returns what :func:`required_visits` does; None where one of the dates is not served."""
        if not self._first <= start <= end <= self._last:
            return self._anew(date.fromordinal(start), date.fromordinal(end))
        start, end = start - self._first, end - self._first
        while len(self._served) <= end:
            self._add_a_day()
        if not (self._served[start] and self._served[end]):
            return None
        return self._sums[end] - self._sums[start]

    def _anew(self, start: date, end: date) -> float | None:
        season = self._rhythm.season
        if season_state(season, start) in SERVED and season_state(season, end) in SERVED:
            return required_visits(*self._rhythm, start, end)
        return None

    def _add_a_day(self) -> None:
        on = date.fromordinal(self._first + len(self._served))
        here = season_day(self._rhythm.season, on)
        self._served.append(here.state in SERVED)
        self._sums.append(self._sums[-1] + rate_on(self._rhythm, here))


def spread(account_id: str) -> float:
    """Returns a number in [0, 1) that is always the same for an id and even over many."""
    digest = hashlib.sha256(account_id.encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def rhythm_of(asked: Asked) -> Rhythm:
    """Returns the cadence and season of an account, as its class knows them."""
    if isinstance(asked, Account):
        return Rhythm(asked.cadence, season_for(asked.account_class, asked.season))
    return Rhythm(*asked)


def rate_on(rhythm: Rhythm, here: SeasonDay) -> float:
    """Returns the visits that one date adds to the need."""
    cadence, season = rhythm
    if cadence is None:
        return 0.0
    if here.state is SeasonState.RAMP:
        return here.ramp_visits / here.ramp_d
    if here.state is SeasonState.OFF:
        return season.off_rate / cadence.interval_d
    return (season.peak_rate if here.state is SeasonState.PEAK else 1.0) / cadence.interval_d


def walk(rhythm: Rhythm, need: Need) -> Iterator[tuple[date, float, SeasonDay]]:
    """Yields each date from ``need.on`` with the need at its start, without end."""
    known = _calendar(rhythm.season)
    day, value, here = need.on, need.value, _known_day(known, rhythm.season, need.on)
    while True:
        yield day, value, here
        value += rate_on(rhythm, here)
        day += ONE_DAY
        there = _known_day(known, rhythm.season, day)
        if there.state is not here.state:
            value = _crossed(rhythm, value, there)
        here = there


@lru_cache(maxsize=4096)
def _calendar(season: Season) -> dict[date, SeasonDay]:
    """Returns what is known of a season's days so far; a season is slow to hash."""
    return {}


def _known_day(known: dict[date, SeasonDay], season: Season, day: date) -> SeasonDay:
    here = known.get(day)
    if here is None:
        here = known[day] = season_day(season, day)
    return here


def _crossed(rhythm: Rhythm, value: float, there: SeasonDay) -> float:
    """Returns the need on the first date of a state."""
    cadence, season = rhythm
    if cadence is None:
        return value
    if there.state is SeasonState.RAMP:
        # A gap longer than the ramp would start it overdue; due at once is the most it can ask.
        opened = min(1.0, there.ramp_visits * season.ramp_gap_d / there.ramp_d)
        return max(value, opened) if season.off_rate else opened
    if is_off(season, there) and value >= 1 - tolerance(cadence) - ROUNDING:
        return need_after_visit(cadence, value)
    return value


def _keeps_grid(cadence: Cadence | None, value: float) -> bool:
    """Says whether a visit at a need leaves the grid of due dates as it is."""
    if cadence is None or cadence.fixed_day:
        return True
    return abs(value - 1) <= tolerance(cadence) + ROUNDING


def need_after_visit(cadence: Cadence | None, value: float) -> float:
    """Returns what a visit leaves of a need: the grid inside the tolerance, else a new start."""
    if cadence is None:
        return 0.0
    if cadence.fixed_day:
        # The day is promised: missed ones are gone, the grid stays whatever happened.
        return value - max(1, math.floor(value + ROUNDING))
    return value - 1 if _keeps_grid(cadence, value) else 0.0


def _touched(cadence: Cadence | None, value: float, weight: float) -> float:
    if weight >= 1:
        return need_after_visit(cadence, value)
    return max(min(value, 0.0), value - weight)


def _first_need(
    rhythm: Rhythm,
    strongest: Mapping[date, float],
    account_id: str,
    today: date,
    known_since: date | None,
) -> Need:
    first_visit = min((on for on, weight in strongest.items() if weight >= 1), default=None)
    if known_since and known_since <= today and not (first_visit and first_visit < known_since):
        return Need(known_since, 1.0)
    if first_visit:
        return Need(first_visit, 0.0)
    return _spread_need(rhythm, account_id, today)


def _spread_need(rhythm: Rhythm, account_id: str, today: date) -> Need:
    """Returns a start of need on a grid of dates through all time, shifted by the id.

    A fixed share of today would never fall due, since each new day would bring it again.
    """
    cadence, season = rhythm
    if cadence is None:
        return Need(today, 0.0)
    if season_state(season, today) is SeasonState.RAMP:
        before = ramp_start(season, today) - ONE_DAY
        return Need(before, 0.0)
    interval = cadence.interval_d
    age = int((today.toordinal() + spread(account_id) * interval) % interval) + 1
    return Need(today - timedelta(days=age), 0.0)


def reached_on(rhythm: Rhythm, day: date, need: float) -> date:
    """Returns the date on which the need of a later date reached 1, or the date itself.

    Counted back at the season's own rates, to the start of the season or ramp at most.
    """
    here = season_day(rhythm.season, day)
    for _ in range(2 * 730):
        before = season_day(rhythm.season, day - ONE_DAY)
        if is_off(rhythm.season, before) or _ramp_begins(before, here):
            return day
        need -= rate_on(rhythm, before)
        if need < 1 - ROUNDING:
            return day
        day, here = day - ONE_DAY, before
    return day


def is_held_back(account: Account, today: date) -> bool:
    """Says whether a visit has to wait for the account's ``not_before``."""
    return account.not_before is not None and account.not_before > today


def _ramp_begins(before: SeasonDay, here: SeasonDay) -> bool:
    return here.state is SeasonState.RAMP and before.state is not SeasonState.RAMP
