"""Due windows, priorities, and where an account stands today."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.cadence.need import (
    ROUNDING,
    is_held_back,
    need_on,
    reached_on,
    rhythm_of,
    tolerance,
    walk,
)
from routing.cadence.seasons import ONE_DAY, SeasonDay, is_off, season_day, season_state
from routing.cadence.wording import DueReason, Figures, reason, why
from routing.domain import Account, Cadence, DueState, DueVisit, Need, SeasonState

# An overdue visit stays plannable for 5 working days from the first date planned, always a week.
GRACE_D = 7
# How far ahead the next due date is looked for: the longest interval and an off season.
FAR = timedelta(days=2 * 730)

LATE_CAP = 3.0


@dataclass(frozen=True, slots=True)
class Due:
    """Where an account stands today, in the terms of the due list.

    ``days`` is above 0 when late and below 0 until due. ``visit`` is the next one to plan; None
    without a cadence or a season to come. ``why`` is one line for a person, ``reason`` and
    ``figures`` are the same for other languages.
    """

    state: DueState
    days: int
    priority: float
    visit: DueVisit | None
    need: float
    why: str
    reason: DueReason
    figures: Figures


def due_visit(account: Account, first: date, last: date, number: int = 0) -> DueVisit | None:
    """Returns the next visit the cadence asks for whose due window touches ``first``..``last``.

    The window opens at a need of 1 - tolerance, aims at 1 and ends on the last date with at most
    1 + tolerance; dates before ``first``, before the account's need and before ``not_before`` are
    cut away. It never extends into the off season: it ends on the last date before closing, and
    aims there if need 1 would come later. A ramp visit's window ends before the opening.
    What is overdue on its first possible date, or due and held back by ``not_before``, is aimed at
    that date and stays plannable for a week from it. Weekends are not considered here.
    An account that is behind, and has no seasons, may be visited as soon as a visit counts again:
    1 - tolerance of the interval after the last one.
    """
    rhythm = rhythm_of(account)
    if rhythm.cadence is None:
        return None
    slack = tolerance(rhythm.cadence) + ROUNDING
    start = _first_possible(account, first)
    if not rhythm.season.windows:
        return _without_season(account, rhythm.cadence, start, last, number)
    open_days: list[tuple[date, float, SeasonDay]] = []
    for day, value, here in walk(rhythm, Need(start, need_on(account, account.need, start))):
        off = is_off(rhythm.season, here)
        if not open_days:
            if day > last:
                return None
            if off or value < 1 - slack:
                continue
            late = day == start and _is_late(account, day, value, 1 + slack)
        elif off or _is_past(open_days, day, value, here, late, 1 + slack):
            break
        open_days.append((day, value, here))
    target, ramp = _target(open_days)
    return DueVisit(account.id, number, open_days[0][0], target, open_days[-1][0], ramp)


def _without_season(
    account: Account, cadence: Cadence, start: date, last: date, number: int
) -> DueVisit | None:
    """Returns the same from the days alone: need grows by as much every day."""
    interval, slack = cadence.interval_d, tolerance(cadence) + ROUNDING
    need = need_on(account, account.need, start)
    opening = max(0, math.ceil((1 - slack - need) * interval - ROUNDING))
    if account.behind > ROUNDING and account.last_visit:
        again = account.last_visit + timedelta(days=math.ceil((1 - slack) * interval - ROUNDING))
        opening = min(opening, max(0, (again - start).days))
    if start + timedelta(days=opening) > last:
        return None
    late = not opening and _is_late(account, start, need, 1 + slack)
    target = max(opening, math.ceil((1 - ROUNDING - need) * interval - ROUNDING))
    closing = math.floor((1 + slack - need) * interval + ROUNDING)
    latest = max(target, closing, opening + GRACE_D if late else opening)
    first, aimed, end = (start + timedelta(days=days) for days in (opening, target, latest))
    return DueVisit(account.id, number, first, aimed, end)


def _first_possible(account: Account, first: date) -> date:
    """Returns the first date on which to visit again; never twice on one date."""
    after_last = account.last_visit + ONE_DAY if account.last_visit else first
    return max(first, account.need.on, account.not_before or first, after_last)


def _is_late(account: Account, opening: date, value: float, limit: float) -> bool:
    """Says whether a window is over when it opens, or past its target because held back."""
    return value > limit or (opening == account.not_before and value > 1 + ROUNDING)


def _is_past(
    open_days: Sequence[tuple[date, float, SeasonDay]],
    day: date,
    value: float,
    here: SeasonDay,
    late: bool,
    limit: float,
) -> bool:
    """Says whether a date lies after the window that ``open_days`` began."""
    opening, last_value = open_days[0][0], open_days[-1][1]
    if late and day <= opening + timedelta(days=GRACE_D):
        return False
    if last_value < 1 - ROUNDING:  # the target is still to come, so it belongs to the window
        return day > opening + FAR
    _, ramp = _target(open_days)
    return value > limit or (ramp and here.state is not SeasonState.RAMP)


def _target(open_days: Sequence[tuple[date, float, SeasonDay]]) -> tuple[date, bool]:
    """Returns the date aimed at and whether it lies in a ramp."""
    day, _, here = next((o for o in open_days if o[1] >= 1 - ROUNDING), open_days[-1])
    return day, here.state is SeasonState.RAMP


def lateness(value: float, slack: float) -> float:
    """Returns how pressing a need is: 0 before the window, 0 to 1 in it, then up to 3."""
    if value < 1 - slack - ROUNDING:
        return 0.0
    if value <= 1 + slack:
        return max(0.0, (value - 1 + slack) / (2 * slack))
    return min(LATE_CAP, 1 + (value - 1 - slack))


def priority(account: Account, day: date) -> float:
    """Returns what a visit on a date is worth: value times lateness, more for a ramp visit.

    0 while nothing is due and off season.
    """
    rhythm = rhythm_of(account)
    if rhythm.cadence is None or is_off(rhythm.season, season_day(rhythm.season, day)):
        return 0.0
    need = need_on(account, account.need, day)
    pressing = lateness(need, tolerance(rhythm.cadence))
    if need < 1 - tolerance(rhythm.cadence) - ROUNDING:
        return 0.0
    reached = reached_on(rhythm, day, need)
    ramp = season_state(rhythm.season, reached) is SeasonState.RAMP
    return account.value * pressing + (rhythm.season.ramp_bonus if ramp else 0.0)


def due(account: Account, today: date) -> Due:
    """Returns where the account stands today.

    A visit held back by ``not_before`` is not due until then, whatever the need.
    """
    visit = due_visit(account, today, today + FAR)
    if account.cadence is None:
        return _due(DueState.NO_CADENCE, 0, 0.0, None, 0.0, account, today)
    need = need_on(account, account.need, today)
    state = _state(account, today, need)
    days = (today - visit.target).days if visit else 0
    if state in (DueState.DUE, DueState.OVERDUE):
        days = (today - reached_on(rhythm_of(account), today, need)).days
    urgency = 0.0 if is_held_back(account, today) else priority(account, today)
    return _due(state, days, urgency, visit, need, account, today)


def _due(
    state: DueState, days: int, urgency: float, visit: DueVisit | None, need: float,
    account: Account, today: date,
) -> Due:  # fmt: skip
    when = today - timedelta(days=days) if visit else None
    said = why(account, visit, today)
    return Due(state, days, urgency, visit, need, said, *reason(account, visit, today, when))


def _state(account: Account, today: date, need: float) -> DueState:
    cadence, season = rhythm_of(account)
    if cadence is None:
        return DueState.NO_CADENCE
    if is_off(season, season_day(season, today)):
        return DueState.OFF_SEASON
    slack = tolerance(cadence) + ROUNDING
    if need < 1 - slack or is_held_back(account, today):
        return DueState.NOT_DUE
    if need > 1 + slack:
        return DueState.OVERDUE
    return DueState.DUE if need >= 1 - ROUNDING else DueState.OPEN
