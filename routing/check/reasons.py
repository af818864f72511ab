"""Why a due visit has no day: each reason is believed only after the referee's own arithmetic."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeGuard

from routing.check import promised
from routing.check.base import Violation, both, service_s, strongest
from routing.check.need import is_off
from routing.check.sheet import Sheet, is_call
from routing.check.whole import field_s
from routing.domain import (
    Account,
    AccountClass,
    HeldKind,
    Plan,
    Problem,
    Reason,
    Unplanned,
)

NOT_ASKED_FOR = -1
ROUNDED_H = 0.011
"""Hours in figures are rounded to two decimals."""

Fault = str | None


def unplanned(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A reason holds, and so do the figures it names."""
    whole = Sheet(promised.kept_free(problem, plan), plan)
    for entry in plan.unplanned:
        account = whole.accounts.get(entry.visit.account_id)
        sheet = _beside(problem, plan, entry) or whole
        fault = REASONS[entry.reason](sheet, account, entry) if account else None
        if fault:
            where = f"account {entry.visit.account_id}, due {entry.visit.target}"
            yield Violation("reason_wrong", where, f"{entry.reason}: {fault}")


def _beside(problem: Problem, plan: Plan, entry: Unplanned) -> Sheet | None:
    """Returns the days on which an appointment left out finds its own time free; None for others.

    What takes the time of the others is there: the rep cannot be at both.
    """
    if entry.figures.get("held") != HeldKind.APPOINTMENT:
        return None
    held = strongest(problem, entry.visit.account_id, _date(entry, "on") or entry.visit.target)
    return Sheet(promised.kept_free(problem, plan, held), plan)


# Reasons that need no clock


def _no_location(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    if account.location is not None:
        return f"its place is known ({account.location})."
    return "a call needs no place." if is_call(account, None) else None


def _off_season(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    due = entry.visit
    served = [on for on in {due.earliest, *sheet.worked_in(due)} if not is_off(account, on)]
    return f"it is in season on {min(served)}." if served else None


def _beyond_horizon(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    last = sheet.problem.last_day
    return None if entry.visit.target > last else f"it is due by {last}."


def _no_working_day(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    worked = sheet.worked_in(entry.visit)
    return f"{worked[0]} is worked." if worked else None


def _dropped(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    left = sheet.open_days(entry.visit)
    if left:
        return f"nobody asked to keep {left[0]} free of it."
    avoided = [on for on in sheet.worked_in(entry.visit) if sheet.is_avoided(account.id, on)]
    if not avoided:
        return "nobody asked to keep its days free of it."
    given = entry.figures.get("days_avoided", len(avoided))
    return None if given == len(avoided) else f"{len(avoided)} days avoided, not {given}."


def _share_used(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    """Judges "others have the prospects' time" by the longest way each visit could cost.

    Wrong it is where every prospect that has a part of the share, and this one, could be driven to
    from base and back each time without filling the share.
    """
    share = sheet.problem.prospecting_share
    if account.account_class is not AccountClass.PROSPECT or not share:
        return "it is no prospect inside a share."
    for name, expected in (("share", share), ("value", account.value)):
        if entry.figures.get(name) != expected:
            return f"{name} is {entry.figures.get(name)}, it should be {expected}."
    out = {u.visit.account_id for u in sheet.plan.unplanned if u.reason is Reason.SHARE_USED}
    inside = [a for a in sheet.problem.accounts if _shares(sheet, a) and a.id not in out]
    spent = sum(sheet.most_s(a) for a in (*inside, account))
    most = share * field_s(sheet.problem)
    return f"{round(spent)} s at most, the share is {round(most)} s." if spent <= most else None


def _shares(sheet: Sheet, account: Account) -> bool:
    held = any(h.account_id == account.id for h in sheet.problem.held)
    asks = account.account_class is AccountClass.PROSPECT and account.cadence is not None
    return asks and not held


# Reasons of a visit that fits no day, however empty


def _closed(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    days = sheet.open_days(entry.visit)
    if not days:
        return "no working day of its window is open to it."
    if fitting := [on for on in days if sheet.alone(account, on)]:
        return f"its opening hours hold the visit on {fitting[0]}."
    if not any(sheet.alone(account, on, always_open=True) for on in days) and any(
        sheet.opens(account, on) for on in days
    ):
        return "it is open, and would not fit with doors always open."
    most = len(sheet.worked_in(entry.visit))
    given = entry.figures.get("working_days", most)
    if not _is_number(given) or not len(days) <= given <= most:
        return f"{len(days)} working days, not {given}."
    return None


def _too_far(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    if "detour_s" in entry.figures:
        return _not_worth(sheet, account, entry)
    days = sheet.open_days(entry.visit)
    if not days:
        return "no working day of its window is open to it."
    for on in days:
        if sheet.alone(account, on, always_open=True) or _fits(sheet, account, on):
            return f"the way there and back fits {on}."
    needed, there = entry.figures.get("minutes_needed"), entry.figures.get("minutes_there")
    if not _is_number(needed) or not _is_number(there) or needed < there:
        return f"{needed} minutes needed and {there} there do not say so."
    least = min(sheet.needed_s(account, on) for on in days) // 60
    most = max(sheet.needed_s(account, on) for on in days) // 60 + 1
    if not least <= needed <= most:
        return f"it needs {least} minutes, not {needed}."
    return None


def _not_worth(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    """Judges "it would fit, but the detour costs more than it is worth"."""
    detour, worth = entry.figures.get("detour_s"), entry.figures.get("worth_s")
    if not _is_number(detour) or not _is_number(worth) or not 0 <= worth <= detour:
        return f"a detour of {detour} s for a worth of {worth} s does not say so."
    on = _date(entry, "on")
    if on is None or not sheet.could_be(entry.visit, on):
        return f"{entry.figures.get('on')} is no day of its window."
    if sheet.detour_s(account, on) is None:
        return f"it does not fit {on}."
    found = {day: sheet.detour_s(account, day) for day in sheet.candidates(entry.visit)}
    cheaper = {day: s for day, s in found.items() if s is not None and s < detour}
    if cheaper:
        day = min(cheaper, key=lambda d: (cheaper[d], d))
        return f"it fits {day} with a detour of {cheaper[day]} s, not {detour} s."
    return None


def _does_not_fit_day(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    if "held" in entry.figures or entry.visit.number == NOT_ASKED_FOR:
        return _held_does_not_fit(sheet, account, entry)
    days = sheet.open_days(entry.visit)
    if days:
        fitting = [on for on in days if sheet.alone(account, on, always_open=True)]
        return f"it fits {fitting[0]} alone." if fitting else None
    worked = sheet.worked_in(entry.visit)
    if not worked or any(sheet.is_avoided(account.id, on) for on in worked):
        return "none of its days is set already."
    given = entry.figures.get("days_already_set", len(worked))
    return None if given == len(worked) else f"{len(worked)} days already set, not {given}."


def _held_does_not_fit(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    """Judges a held visit that is not on its date, where the day keeps its order."""
    on = _date(entry, "on") or entry.visit.target
    held = strongest(sheet.problem, account.id, on)
    if held is None:
        return f"no visit is held on {on}."
    if on not in sheet.worked:
        return f"{on} is not worked."
    if held.kind is HeldKind.FROZEN and is_off(account, on):
        return None
    return f"it fits {on}." if sheet.detour_s(account, on, held=held) is not None else None


# Reasons of a crowded plan


def _not_enough_hours(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    if fitting := [on for on in sheet.candidates(entry.visit) if _fits(sheet, account, on)]:
        return f"it fits {fitting[0]}."
    days = sheet.open_days(entry.visit)
    if not any(sheet.alone(account, on) for on in days):
        return "it fits none of its days alone."
    return _hours_fault(sheet, account, entry, days)


def _hours_fault(sheet: Sheet, account: Account, entry: Unplanned, days: list[date]) -> Fault:
    """Compares the hours needed with the visit and its cheapest way, those there with the days."""
    needed, there = entry.figures.get("hours_needed"), entry.figures.get("hours_there")
    seconds = service_s(account, None)
    if _is_number(needed):
        place = None if is_call(account, None) else account.location
        ways = [0] if place is None else [s for d in days for s in sheet.table(d).detours(place)]
        least, most = (seconds + min(0, *ways)) / 3600, (seconds + max(ways)) / 3600
        if not least - ROUNDED_H <= needed <= most + ROUNDED_H:
            return f"it needs {least:.2f} to {most:.2f} h, not {needed}."
    if _is_number(there):
        left = max(sheet.free_s(on, planned=True) for on in days) / 3600
        if not -ROUNDED_H <= there <= left + ROUNDED_H:
            return f"there are {left:.2f} h at most, not {there}."
    return None


def _displaced(sheet: Sheet, account: Account, entry: Unplanned) -> Fault:
    on, by = _date(entry, "on"), str(entry.figures.get("by", "")).split()
    worth, worse = entry.figures.get("worth_s"), entry.figures.get("worse_s")
    if on is None or not sheet.could_be(entry.visit, on):
        return f"{entry.figures.get('on')} is no day of its window."
    if not _is_number(worse) or worse <= 0 or not _is_number(worth) or worth < 0:
        return f"worth {worth} s and {worse} s worse do not say that others come first."
    if fault := _others(sheet, on, by):
        return fault
    if _fits(sheet, account, on):
        return f"it fits {on} with nobody giving way."
    if sheet.detour_s(account, on, by) is None:
        return f"it does not fit {on} without {' '.join(by)} either."
    return None


def _others(sheet: Sheet, on: date, by: list[str]) -> Fault:
    """Says which of the visits that would give way is not there, or may not give way."""
    there = {v.account_id: v for v in both(sheet.routes[on])}
    if not by:
        return "no visit is named that would give way."
    for account_id in by:
        visit = there.get(account_id)
        if visit is None:
            return f"{account_id} is not visited on {on}."
        if visit.held or strongest(sheet.problem, account_id, on):
            return f"the visit of {account_id} is held on {on}."
    return None


def _fits(sheet: Sheet, account: Account, on: date) -> bool:
    """Says whether one more visit fits a planned day."""
    return on in sheet.routes and sheet.detour_s(account, on) is not None


def _date(entry: Unplanned, name: str) -> date | None:
    try:
        return date.fromisoformat(str(entry.figures.get(name)))
    except ValueError:
        return None


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float)


REASONS: Mapping[Reason, Callable[[Sheet, Account, Unplanned], Fault]] = {
    Reason.NOT_ENOUGH_HOURS: _not_enough_hours,
    Reason.DISPLACED: _displaced,
    Reason.CLOSED: _closed,
    Reason.OFF_SEASON: _off_season,
    Reason.NO_LOCATION: _no_location,
    Reason.TOO_FAR: _too_far,
    Reason.NO_WORKING_DAY: _no_working_day,
    Reason.DROPPED: _dropped,
    Reason.SHARE_USED: _share_used,
    Reason.DOES_NOT_FIT_DAY: _does_not_fit_day,
    Reason.BEYOND_HORIZON: _beyond_horizon,
}
