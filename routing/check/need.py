"""The referee's own arithmetic of need, for the date by which a visit must appear."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from routing import cadence, workdays
from routing.domain import Account, AccountClass, SeasonState

EPS = 1e-9
NEED_TOLERANCE_D = (1, 14)
LONGEST_INTERVAL_D = 730


def state(account: Account, on: date) -> SeasonState:
    """Returns the season's state of a date; no ramp wakes up a divest account."""
    here = cadence.season_state(account.season, on)
    if here is SeasonState.RAMP and account.account_class is AccountClass.DIVEST:
        return SeasonState.OFF
    return here


def is_off(account: Account, on: date) -> bool:
    """Says whether an account is to be left alone on a date."""
    return state(account, on) is SeasonState.OFF and account.season.off_rate == 0


def stretched(account: Account, stretch: Mapping[AccountClass, float]) -> Account:
    """Returns an account with the interval its class has grown to."""
    factor = stretch.get(account.account_class, 1.0)
    if account.cadence is None or factor == 1:
        return account
    interval = min(account.cadence.interval_d * factor, LONGEST_INTERVAL_D)
    return replace(account, cadence=replace(account.cadence, interval_d=interval))


def window_closes(account: Account, today: date, last: date) -> date | None:
    """Returns the date by which a visit must appear, counted from the need alone; None for none.

    That is the first date of the horizon with more need than the tolerance, or the last one before
    the account closes with a visit open.
    """
    wanted = account.cadence
    if wanted is None:
        return None
    slack_d = min(
        max(wanted.tolerance * wanted.interval_d, NEED_TOLERANCE_D[0]), NEED_TOLERANCE_D[1]
    )
    slack = min(slack_d / wanted.interval_d, max(0.5, wanted.tolerance))
    first = max(today, account.not_before or today)
    value = account.need.value
    for on in workdays.dates(account.need.on, last):
        if on > account.need.on:
            value = _grown(account, on, value, slack)
        if on < first or is_off(account, on):
            continue
        tomorrow = date.fromordinal(on.toordinal() + 1)
        closing = tomorrow <= last and is_off(account, tomorrow)
        if value > 1 + slack + EPS or (closing and value >= 1 - slack + EPS):
            return on
    return None


def _grown(account: Account, on: date, value: float, slack: float) -> float:
    """Returns the need at the start of a date from that of the date before."""
    wanted, season = account.cadence, account.season
    if wanted is None:
        return 0.0
    before = date.fromordinal(on.toordinal() - 1)
    was, now = state(account, before), state(account, on)
    value += _rate(account, before, was)
    if now is SeasonState.RAMP and was is not now:
        visits, length = _ramp(account, on)
        opened = min(1.0, visits * season.ramp_gap_d / length)
        return max(value, opened) if season.off_rate else opened
    if (
        now is SeasonState.OFF
        and was is not now
        and not season.off_rate
        and value >= 1 - slack - EPS
    ):
        if wanted.fixed_day:
            return value - max(1, math.floor(value + EPS))
        return value - 1 if abs(value - 1) <= slack + EPS else 0.0
    return value


def _rate(account: Account, on: date, here: SeasonState) -> float:
    season, interval = account.season, account.cadence.interval_d if account.cadence else math.inf
    if here is SeasonState.RAMP:
        visits, length = _ramp(account, on)
        return visits / length
    factors = {SeasonState.OFF: season.off_rate, SeasonState.PEAK: season.peak_rate}
    return factors.get(here, 1.0) / interval


def _ramp(account: Account, on: date) -> tuple[int, int]:
    """Returns (visits, days) of the ramp a date lies in; a shortened one has fewer visits."""
    first = last = on
    while state(account, before := date.fromordinal(first.toordinal() - 1)) is SeasonState.RAMP:
        first = before
    while state(account, after := date.fromordinal(last.toordinal() + 1)) is SeasonState.RAMP:
        last = after
    length = (last - first).days + 1
    season = account.season
    share = min(1.0, length / season.ramp_d) if season.ramp_d else 1.0
    return max(1, math.floor(season.ramp_visits * share + 0.5)), length
