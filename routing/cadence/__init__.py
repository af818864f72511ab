"""From class and season to accumulated need, due windows and priorities.

One model for cadence and seasons: an account's need grows by a rate each day and is 1 when a visit
is due (:class:`routing.domain.Need`: at the start of a date). The rate is 1 / interval in season,
more at peak, 0 when off, and in the ramp before an opening so much that all ramp visits fall due in
time. The order of the files: table, seasons, need, wording, windows.
"""

from routing.cadence.need import (
    Growth,
    Rhythm,
    Step,
    Touch,
    behind_after,
    lapsed,
    need_after,
    need_on,
    needs_on,
    replay,
    required_visits,
    spread,
    tolerance,
    visited,
)
from routing.cadence.punctual import Punctuality, punctuality
from routing.cadence.seasons import next_opening, season_days, season_for, season_state
from routing.cadence.table import CADENCE_TABLE, VALUE_WEIGHTS
from routing.cadence.windows import GRACE_D, Due, due, due_visit, lateness, priority
from routing.cadence.wording import DueReason, every, why

__all__ = [
    "CADENCE_TABLE",
    "GRACE_D",
    "VALUE_WEIGHTS",
    "Due",
    "DueReason",
    "Growth",
    "Punctuality",
    "Rhythm",
    "Step",
    "Touch",
    "behind_after",
    "due",
    "due_visit",
    "every",
    "lapsed",
    "lateness",
    "need_after",
    "need_on",
    "needs_on",
    "next_opening",
    "priority",
    "punctuality",
    "replay",
    "required_visits",
    "season_days",
    "season_for",
    "season_state",
    "spread",
    "tolerance",
    "visited",
    "why",
]
