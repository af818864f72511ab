"""Why a visit is in the plan, or is not: one English line with figures."""

from datetime import date, timedelta

from routing import cadence
from routing.domain import Account, Held, HeldKind, Problem, Reason, Unplanned
from routing.rotation import Planned

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

REASON_TEXT = {
    Reason.NOT_ENOUGH_HOURS: "Not enough hours on any day of its due window",
    Reason.DISPLACED: "No room beside visits that are worth more",
    Reason.CLOSED: "Closed to us on every working day of its due window",
    Reason.OFF_SEASON: "Off season",
    Reason.NO_LOCATION: "No location: the account needs an address or coordinates",
    Reason.TOO_FAR: "Too far: the way there costs more than the visit is worth",
    Reason.NO_WORKING_DAY: "No working day in its due window",
    Reason.DROPPED: "Kept free of this account on request",
    Reason.SHARE_USED: "The time for prospects is used up by those with more potential",
    Reason.DOES_NOT_FIT_DAY: "Does not fit its day",
    Reason.BEYOND_HORIZON: "Falls due after the days being planned",
}
"""One sentence a reason, for every screen; ``sentence`` adds the figures."""

FIGURE_TEXT = {
    "hours_needed": "needs {}",
    "hours_there": "{} left",
    "detour_s": "detour {} min",
    "worth_s": "worth {} min",
    "worse_s": "{} min worse with it",
    "by": "displaced by {}",
    "share": "share {:.0%}",
    "value": "value {}",
    "minutes_needed": "needs {} min",
    "minutes_there": "{} min there",
    "minutes_worth": "worth {} min",
    "working_days": "{} working {days} tried",
    "days_already_set": "{} {days} already set",
    "days_avoided": "{} {days} avoided",
    "open_minutes": "open {} min that day",
    "held": "held as {}",
    "kept_free": "{} is kept free for it",
    "on": "on {}",
    "why": "{}",
}


def sentence(unplanned: Unplanned) -> str:
    """Returns why a due visit has no day, with the figures behind it."""
    known = [_figure(name, value) for name, value in unplanned.figures.items()]
    text = REASON_TEXT[unplanned.reason]
    return f"{text} ({', '.join(known)})." if known else f"{text}."


def _figure(name: str, value: int | float | str) -> str:
    """Returns a figure in words; seconds and less than two hours are said in minutes."""
    said: int | float | str = value
    if name.endswith("_s") and isinstance(value, int):
        said = round(value / 60)
    elif name.startswith("hours_") and not isinstance(value, str):
        said = f"{round(value * 60)} min" if value < 2 else f"{value:.1f} h"
    elif name == "on":
        said = _day(date.fromisoformat(str(value)))
    days = "day" if value == 1 else "days"
    return FIGURE_TEXT.get(name, name + " {}").format(said, days=days)


def why(problem: Problem, planned: Planned, on: date, detour_s: int | None) -> str:
    """Returns why this account on this day: who holds it, when it was due, what it costs."""
    parts = [_held(planned.held)] if planned.held else []
    if planned.due is not None and planned.due.ramp:
        # As of the day its window opens: until then the account may be off season.
        parts.append(cadence.why(planned.account, planned.due, planned.due.earliest))
    elif planned.due is not None:
        parts += [_due(problem, planned, on), _rule(planned.account)]
    if detour_s is not None:
        parts.append(f"{max(0, round(detour_s / 60))} min off the way")
    return "; ".join(part for part in parts if part)


def _held(held: Held) -> str:
    day = f"{WEEKDAYS[held.on.weekday()]} {_day(held.on)}"
    if held.kind is HeldKind.APPOINTMENT:
        at = f" at {clock(held.window.start_s)}" if held.window else ""
        return f"appointment on {day}{at}"
    return f"pinned to {day}" if held.kind is HeldKind.PIN else f"already set for {day}"


def _due(problem: Problem, planned: Planned, on: date) -> str:
    due = due_date(problem, planned)
    off = (on - due).days
    if off > 0:
        return f"due {_day(due)}, {_count(off)} late"
    return f"due {_day(due)}, {_count(-off)} early" if off else f"due {_day(due)}"


def due_date(problem: Problem, planned: Planned) -> date:
    """Returns the date the need reached 1, which for an overdue visit lies before its window."""
    target = planned.due.target if planned.due else problem.today
    if planned.account.need.on > problem.today:
        return target
    late = cadence.due(planned.account, problem.today).days
    return problem.today - timedelta(days=late) if late > 0 else target


def _rule(account: Account) -> str:
    kind = account.account_class.value.capitalize()
    if account.account_class.value != "prospect":
        kind += f" {account.tier.value}"
    return f"{kind} {cadence.every(account.cadence)}" if account.cadence else kind


def _count(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def clock(seconds: int) -> str:
    """Returns "09:30"."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
