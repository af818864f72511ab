"""Openings and closings of an account's season inside a period. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from routing import cadence as cadences
from routing import workdays
from routing.cadence.seasons import SERVED, is_off, ramp_start, season_day
from routing.domain import Cadence, Season, SeasonState

ONE_DAY = timedelta(days=1)


class Edges(NamedTuple):
    """Openings a ramp goes before, those with all its visits; closings, those with one missed."""

    openings: int = 0
    ramps: int = 0
    closings: int = 0
    missed: int = 0


def edges(
    cadence: Cadence | None,
    season: Season,
    touches: Sequence[cadences.Touch],
    number: str,
    first: date,
    last: date,
) -> Edges:
    """Returns what the season's edges in a period say; nothing where no visit is asked for.

    An opening is the first day in season, a closing the last. A visit is missed at a closing when
    it is overdue then: from the next day on it is written off.
    """
    if cadence is None or not season.windows:
        return Edges()
    opened, closed = _dates(season, first, last)
    whole = [touch.on for touch in touches if touch.weight >= 1]
    return Edges(
        len(opened),
        sum(_is_ramped(season, whole, day) for day in opened),
        len(closed),
        sum(_is_missed(cadence, season, touches, number, day) for day in closed),
    )


@lru_cache(maxsize=1024)
def _dates(season: Season, first: date, last: date) -> tuple[list[date], list[date]]:
    """Returns the openings and closings of a period: many accounts share a season."""
    days = list(workdays.dates(first, last))
    return [day for day in days if _opens(season, day)], [
        day for day in days if _closes(season, day)
    ]


def _opens(season: Season, day: date) -> bool:
    before = cadences.season_state(season, day - ONE_DAY)
    return before is SeasonState.RAMP and cadences.season_state(season, day) in SERVED


def _closes(season: Season, day: date) -> bool:
    here, after = season_day(season, day), season_day(season, day + ONE_DAY)
    return not is_off(season, here) and is_off(season, after)


def _is_ramped(season: Season, visits: Sequence[date], opening: date) -> bool:
    ramp = season_day(season, opening - ONE_DAY)
    begins = ramp_start(season, opening - ONE_DAY)
    return sum(begins <= on < opening for on in visits) >= ramp.ramp_visits


def _is_missed(
    cadence: Cadence,
    season: Season,
    touches: Sequence[cadences.Touch],
    number: str,
    closing: date,
) -> bool:
    need = cadences.need_after(cadence, season, touches, number, closing).value
    return need > 1 + cadences.tolerance(cadence)
