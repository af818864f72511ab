"""The search on arrays: which path each account takes through its graph of days, in what order.

It knows neither cadences nor seasons. An account is a graph of nodes; each node stands for a visit
on a day (a slot) or for none, and each path from source to sink is one way to serve the account,
with its cost. The search chooses a path for every account and an order for every route, so that
path costs and driving together are least. The periodic vehicle routing problem is the same with
patterns as paths, several routes a day and a load limit.
"""

from routing.rotation.core.arrays import (
    CALL,
    NO_SLOT,
    Account,
    Day,
    Instance,
    Node,
    Params,
    Slot,
    build,
)
from routing.rotation.core.run import Found, Heat, Search

__all__ = [
    "CALL",
    "NO_SLOT",
    "Account",
    "Day",
    "Found",
    "Heat",
    "Instance",
    "Node",
    "Params",
    "Search",
    "Slot",
    "build",
]
