"""Why a visit is asked for, in a line for a person."""

import math
from datetime import date

from routing.cadence.need import (
    ROUNDING,
    Rhythm,
    is_held_back,
    need_on,
    reached_on,
    rhythm_of,
)
from routing.cadence.seasons import (
    ONE_DAY,
    is_off,
    next_opening,
    ramp_start,
    season_day,
    season_state,
)
from routing.domain import Account, Cadence, DueVisit, Season, SeasonState

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def why(account: Account, visit: DueVisit | None, today: date) -> str:
    """Returns one line that says why this visit, as of today; for None, why there is none.

    ``account`` is the account before the visit. Its need may lie after today, where earlier visits
    are planned already: then the line says when this one is due.
    """
    rhythm = rhythm_of(account)
    if rhythm.cadence is None:
        return f"no visits asked for ({_kind(account)})"
    ahead = account.need.on > today
    if not ahead and is_off(rhythm.season, season_day(rhythm.season, today)):
        return _why_off(rhythm.season, visit, today)
    if not ahead and is_held_back(account, today):
        return f"not before {_day(account.not_before, today)}; {_rule(account, today)}"
    if visit and visit.ramp:
        return _why_ramp(account, rhythm, visit, today)
    return f"{_when(account, rhythm, visit, today)}; {_rule(account, today)}"


def _why_off(season: Season, visit: DueVisit | None, today: date) -> str:
    opening = next_opening(season, today)
    if opening is None:
        return "off season"
    line = f"off season until {_day(opening, today)}"
    if season_state(season, opening - ONE_DAY) is SeasonState.RAMP:
        line += f"; ramp starts {_day(ramp_start(season, opening - ONE_DAY), today)}"
    return line


def _why_ramp(account: Account, rhythm: Rhythm, visit: DueVisit, today: date) -> str:
    opening = next_opening(rhythm.season, visit.target)
    here = season_day(rhythm.season, visit.target)
    in_ramp = (visit.target - ramp_start(rhythm.season, visit.target)).days
    opened = min(1.0, here.ramp_visits * rhythm.season.ramp_gap_d / here.ramp_d)
    grown = opened + in_ramp * here.ramp_visits / here.ramp_d
    made = math.floor(grown - need_on(account, account.need, visit.target) + 0.5)
    number = min(max(made, 0) + 1, here.ramp_visits)
    return f"ramp: season opens {_day(opening, today)}, visit {number} of {here.ramp_visits}"


def _when(account: Account, rhythm: Rhythm, visit: DueVisit | None, today: date) -> str:
    if account.need.on <= today:
        need = need_on(account, account.need, today)
        if need >= 1 - ROUNDING:
            days = (today - reached_on(rhythm, today, need)).days
            return "due today" if days == 0 else f"due {_count(days)} ago"
    if visit is None:
        return "nothing due"
    days = (visit.target - today).days
    return "due today" if days <= 0 else f"due in {_count(days)}"


def _rule(account: Account, today: date) -> str:
    last = f"last visit {_day(account.last_visit, today)}" if account.last_visit else "no visit yet"
    return f"{every(account.cadence)} ({_kind(account)}), {last}"


def every(cadence: Cadence | None) -> str:
    """Returns "every 2 weeks", or "2 a week" where it is more than once."""
    interval = cadence.interval_d if cadence else 0.0
    if interval < 7 and interval > 1 and (7 / interval).is_integer():
        return f"{7 / interval:.0f} a week"
    unit, size = ("week", interval / 7) if interval % 7 == 0 else ("day", interval)
    return f"every {unit}" if size == 1 else f"every {size:g} {unit}s"


def _kind(account: Account) -> str:
    return f"{account.account_class.value.capitalize()} {account.tier.value}"


def _count(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _day(day: date | None, today: date) -> str:
    """Returns "4 Nov", with the year where the reader could take it for another year's."""
    if day is None:
        return ""
    year = "" if abs((day - today).days) < 300 else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"
