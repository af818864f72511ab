"""What must be done, and when: requests as rows, level-triggered.

A request says "wanted, as of revision n". Asking twice is asking once; whatever wakes a worker
may be lost, because a sweep finds every row that is wanted and not claimed. A task runs in three
steps, so that nothing is computed inside a transaction: ``load`` in a read transaction,
``compute`` without a database, ``save`` in a short write transaction that is refused when the
request has moved on or the claim was lost meanwhile.
"""

from server.jobs.engine import start, stop, wake, work
from server.jobs.requests import (
    ATTEMPTS,
    Progress,
    Task,
    again,
    cancel,
    load_requests,
    request,
    set_progress,
    state,
)
from server.jobs.run import run_pending
from server.jobs.ticks import Tick, check_ticks, skip_ticks, tick
from server.jobs.warming import is_warm

__all__ = [
    "ATTEMPTS",
    "Progress",
    "Task",
    "Tick",
    "again",
    "cancel",
    "check_ticks",
    "is_warm",
    "load_requests",
    "request",
    "run_pending",
    "set_progress",
    "skip_ticks",
    "start",
    "state",
    "stop",
    "tick",
    "wake",
    "work",
]
