"""Why a visit is asked for: in a line for a person, and as a code with figures."""

import math
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

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


class DueReason(StrEnum):
    """What decides when an account is due next; the figures of each are :func:`reason`'s."""

    CADENCE = "cadence"
    RAMP = "ramp"
    NOT_BEFORE = "not_before"
    OFF_SEASON = "off_season"
    NO_CADENCE = "no_cadence"


Figures = Mapping[str, int | str]


def reason(
    account: Account, visit: DueVisit | None, today: date, due: date | None
) -> tuple[DueReason, Figures]:
    """Returns what :func:`why` says as a code and its figures, for other languages.

    Parameters
    ----------
    due
        The date the need reaches 1, or did; None where nothing is due. It is the figure ``due`` of
        ``cadence``. The others have dates in ``opens``, ``ramp`` (where it starts) and
        ``not_before``, and count the ramp's visits in ``visit`` and ``of``.
    """
    rhythm = rhythm_of(account)
    if rhythm.cadence is None:
        return DueReason.NO_CADENCE, {}
    if is_off(rhythm.season, season_day(rhythm.season, today)):
        return DueReason.OFF_SEASON, _off_figures(rhythm.season, today)
    if account.not_before and is_held_back(account, today):
        return DueReason.NOT_BEFORE, {"not_before": account.not_before.isoformat()}
    if visit and visit.ramp:
        opening, number, count = _ramp_visit(account, rhythm, visit)
        opens = {"opens": opening.isoformat()} if opening else {}
        return DueReason.RAMP, {**opens, "visit": number, "of": count}
    return DueReason.CADENCE, {"due": due.isoformat()} if due else {}


def _off_figures(season: Season, today: date) -> Figures:
    opening = next_opening(season, today)
    if opening is None:
        return {}
    ramp = _ramp_before(season, opening)
    return {"opens": opening.isoformat(), **({"ramp": ramp.isoformat()} if ramp else {})}


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
        return _why_off(rhythm.season, today)
    if not ahead and is_held_back(account, today):
        return f"not before {_day(account.not_before, today)}; {_rule(account, today)}"
    if visit and visit.ramp:
        return _why_ramp(account, rhythm, visit, today)
    return f"{_when(account, rhythm, visit, today)}; {_rule(account, today)}"


def _why_off(season: Season, today: date) -> str:
    opening = next_opening(season, today)
    if opening is None:
        return "off season"
    line = f"off season until {_day(opening, today)}"
    ramp = _ramp_before(season, opening)
    return f"{line}; ramp starts {_day(ramp, today)}" if ramp else line


def _ramp_before(season: Season, opening: date) -> date | None:
    if season_state(season, opening - ONE_DAY) is not SeasonState.RAMP:
        return None
    return ramp_start(season, opening - ONE_DAY)


def _why_ramp(account: Account, rhythm: Rhythm, visit: DueVisit, today: date) -> str:
    opening, number, count = _ramp_visit(account, rhythm, visit)
    return f"ramp: season opens {_day(opening, today)}, visit {number} of {count}"


def _ramp_visit(account: Account, rhythm: Rhythm, visit: DueVisit) -> tuple[date | None, int, int]:
    """Returns when the season opens, and which of the ramp's visits this one is, of how many."""
    opening = next_opening(rhythm.season, visit.target)
    here = season_day(rhythm.season, visit.target)
    in_ramp = (visit.target - ramp_start(rhythm.season, visit.target)).days
    opened = min(1.0, here.ramp_visits * rhythm.season.ramp_gap_d / here.ramp_d)
    grown = opened + in_ramp * here.ramp_visits / here.ramp_d
    made = math.floor(grown - need_on(account, account.need, visit.target) + 0.5)
    return opening, min(max(made, 0) + 1, here.ramp_visits), here.ramp_visits


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
