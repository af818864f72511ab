"""How many due visits of a period were made inside their windows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from routing.cadence.need import ROUNDING, Touch, need_after, replay, tolerance
from routing.domain import Cadence, Season


class Punctuality(NamedTuple):
    """Due visits of a period, and those of them made in their window."""

    due: int
    on_time: int


def punctuality(
    cadence: Cadence | None,
    season: Season,
    touches: Sequence[Touch],
    account_id: str,
    start: date,
    end: date,
) -> Punctuality:
    """Returns the due visits from ``start`` to before ``end``; due and never done counts as late.

    A visit before its window opens is an extra one and counts for neither. The first visit known
    sets the grid and is not judged; neither is what lies before ``start``.
    """
    if cadence is None or end <= start:
        return Punctuality(0, 0)
    slack = tolerance(cadence) + ROUNDING
    last_day = end - timedelta(days=1)
    steps = replay(cadence, season, touches, account_id, last_day)[1:]
    needs = [step.before for step in steps if step.on >= start and step.weight >= 1]
    due = sum(need >= 1 - slack for need in needs)
    on_time = sum(1 - slack <= need <= 1 + slack for need in needs)
    left = need_after(cadence, season, touches, account_id, last_day).value
    return Punctuality(due + (left > 1 + slack), on_time)
