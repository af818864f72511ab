"""What state each date of a season has, and where its ramps lie."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, islice

from routing.domain import AccountClass, MonthDay, Season, SeasonState, SeasonWindow

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SeasonDay:
    """A date's state; in a ramp also its visits and its length."""

    state: SeasonState
    ramp_visits: int = 0
    ramp_d: int = 0


IN_SEASON = SeasonDay(SeasonState.IN)
SERVED = (SeasonState.IN, SeasonState.PEAK)


def season_state(season: Season, day: date) -> SeasonState:
    """Returns what the calendar says of a date.

    Of overlapping windows peak wins over in, and a window written as off over both. A ramp never
    covers a date in season. A window ending on 28 February includes the 29th.
    """
    return season_day(season, day).state


@lru_cache(maxsize=4096)
def next_opening(season: Season, day: date) -> date | None:
    """Returns the first date after ``day`` on which a season opens; None if none ever does."""
    before, *after = season_days(season, day, day + timedelta(days=800))
    for number, here in enumerate(after, day.toordinal() + 1):
        if here.state in SERVED and before.state not in SERVED:
            return date.fromordinal(number)
        before = here
    return None


def season_for(account_class: AccountClass, season: Season) -> Season:
    """Returns the season as the class knows it: no ramp wakes up a divest account."""
    if account_class is AccountClass.DIVEST and season.ramp_visits:
        return replace(season, ramp_visits=0)
    return season


def season_day(season: Season, day: date) -> SeasonDay:
    """Returns a date's state and ramp."""
    if not season.windows:
        return IN_SEASON
    return _year(season, day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]


def season_days(season: Season, start: date, end: date) -> Sequence[SeasonDay]:
    """Returns state and ramp of each date from ``start`` to before ``end``.

    A season is slow to hash: whoever asks for many dates asks once.
    """
    size = max(0, (end - start).days)
    if not season.windows:
        return [IN_SEASON] * size
    years = chain.from_iterable(_year(season, year) for year in range(start.year, end.year + 1))
    skipped = (start - date(start.year, 1, 1)).days
    return list(islice(years, skipped, skipped + size))


def is_off(season: Season, here: SeasonDay) -> bool:
    """Says whether an account is left alone; a soft off season still asks for service visits."""
    return here.state is SeasonState.OFF and season.off_rate == 0


def ramp_start(season: Season, day: date) -> date:
    """Returns the first date of the ramp that a date lies in."""
    while season_state(season, day - ONE_DAY) is SeasonState.RAMP:
        day -= ONE_DAY
    return day


@lru_cache(maxsize=4096)
def _year(season: Season, year: int) -> tuple[SeasonDay, ...]:
    """Returns each date of a year; a year is added before and after, so that ramps are whole."""
    start, end = date(year - 1, 1, 1), date(year + 2, 1, 1)
    states = _base_states(season, start, end)
    _paint_ramps(season, states)
    offset = (date(year, 1, 1) - start).days
    size = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return tuple(_season_days(season, states)[offset : offset + size])


def _base_states(season: Season, start: date, end: date) -> list[SeasonState]:
    """Returns the states that windows alone give to the dates from start to before end."""
    opens = any(window.state in SERVED for window in season.windows)
    size = (end - start).days
    states = [SeasonState.OFF if opens else SeasonState.IN] * size
    for state in (*SERVED, SeasonState.OFF, SeasonState.RAMP):
        for window in season.windows:
            if window.state is not state:
                continue
            for first, last in _spans(window, start.year - 1, end.year):
                for i in range(max(0, (first - start).days), min(size, (last - start).days + 1)):
                    if state is not SeasonState.RAMP or states[i] is SeasonState.OFF:
                        states[i] = state
    return states


def _spans(window: SeasonWindow, first_year: int, last_year: int) -> Iterator[tuple[date, date]]:
    wraps = window.end < window.start
    for year in range(first_year, last_year + 1):
        yield window.start.in_year(year), _last_day(window.end, year + wraps)


def _last_day(end: MonthDay, year: int) -> date:
    """Returns a window's last date; who writes 28 February means the end of the month."""
    day = end.in_year(year)
    following = day + ONE_DAY
    return following if (following.month, following.day) == (2, 29) else day


def _paint_ramps(season: Season, states: list[SeasonState]) -> None:
    """Turns the off days before each opening into its ramp, or all of them if they are fewer."""
    if not season.ramp_visits:
        states[:] = [SeasonState.OFF if s is SeasonState.RAMP else s for s in states]
        return
    for opening in range(1, len(states)):
        if states[opening] in SERVED:
            i = opening - 1
            while i >= max(0, opening - season.ramp_d) and states[i] is SeasonState.OFF:
                states[i] = SeasonState.RAMP
                i -= 1


def _season_days(season: Season, states: list[SeasonState]) -> list[SeasonDay]:
    days: list[SeasonDay] = []
    while len(days) < len(states):
        state, length = states[len(days)], 1
        while len(days) + length < len(states) and states[len(days) + length] is state:
            length += 1
        ramp = state is SeasonState.RAMP
        day = SeasonDay(state, _ramp_visits(season, length), length) if ramp else SeasonDay(state)
        days += [day] * length
    return days


def _ramp_visits(season: Season, length: int) -> int:
    """Returns the visits of a ramp shortened to ``length`` days: in proportion, one at least."""
    share = min(1.0, length / season.ramp_d) if season.ramp_d else 1.0
    return max(1, math.floor(season.ramp_visits * share + 0.5))
