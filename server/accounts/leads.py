"""A lead: a prospect that a rep found on the road, until somebody was in touch. Pure.

It is due on the day it was found, and late from its first contact's deadline on. After a first
visit or call it is a prospect like any other, on the interval of its class.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from routing.domain import AccountClass, Cadence
from server.accounts import records


def first_touch_by(
    account_class: str, found_on: date | None, is_touched: bool, days: int
) -> date | None:
    """Returns the last day for the first contact, so many working days after; None for no lead."""
    if found_on is None or is_touched or account_class != AccountClass.PROSPECT:
        return None
    return records.working_days_after(found_on, days)


def waiting(cadence: Cadence | None, found_on: date | None, by: date | None) -> Cadence | None:
    """Returns the cadence of a lead, whose window ends with its deadline; another's as it is."""
    if cadence is None or found_on is None or by is None:
        return cadence
    share = (by - found_on).days / cadence.interval_d
    return replace(cadence, tolerance=min(share, records.WIDEST))


def reason(found_on: date | None, by: date, today: date) -> tuple[str, str, Mapping[str, str]]:
    """Returns why a lead is due: code, English line, and the figures ``found`` and ``by``."""
    word = "first contact was due by" if by < today else "first contact by"
    line = f"new: {word} {by.day} {by:%b}"
    found = {"found": found_on.isoformat()} if found_on else {}
    return "first_touch", line, {**found, "by": by.isoformat()}
