"""What the compiled search reads and writes, as named tuples of arrays, and how they are filled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.rotation import timing

Ints = NDArray[np.int64]

CALL = -1
"""The place of a visit made by phone: it takes time at the end of a day and no driving."""

NO_SLOT = -1


@dataclass(frozen=True, slots=True)
class Node:
    """One way to go on for an account: a visit in a slot, or none (a visit given up).

    ``slot`` counts the account's own slots. ``cost`` is paid when a path goes through the node.
    ``after`` names earlier nodes of the account (by their place in the list, -1 is the source)
    with what each step costs; an account's last node is its sink.
    """

    slot: int
    cost: int
    after: Sequence[tuple[int, int]]
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A day on which the account may be visited: when service may begin, how long it takes."""

    day: int
    service_s: int
    spans: timing.Spans
    fixed: bool = False
    place: int | None = None
    """Where this visit is, when it is not at the account's own place."""


@dataclass(frozen=True, slots=True)
class Account:
    """A place (an index of the travel times, CALL for none), its slots by day, and its graph."""

    place: int
    slots: Sequence[Slot]
    nodes: Sequence[Node]
    load: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What one day allows, and how many routes it has, all alike."""

    clock: timing.Clock
    start: int
    end: int
    routes: int = 1


@dataclass(frozen=True, slots=True)
class Params:
    """Bounds of a route beside its clock.

    ``fair`` visits a route are free; each one more costs ``balance_s`` more than the one before.
    ``nights`` are the places a route may end and the next begin at, for ``night_s`` each.
    """

    capacity: int = 1 << 40
    most_stops: int = 120
    fair: int = 1 << 20
    balance_s: int = 0
    night_s: int = 0
    night_places: Sequence[int] = field(default_factory=tuple)
    nights_a_week: int = 0
    pairs: Sequence[tuple[int, int, int]] = field(default_factory=tuple)
    """(day, following day, week) between which a night away is possible."""


class Instance(NamedTuple):
    """What a search does not change. CSR: row i lies at ``x_first[i]`` to ``x_first[i + 1]``."""

    travel: Any
    place: Any
    load: Any
    worth: Any
    """What giving up the dearest visit of an account costs; row 1 the same per hour of service."""
    near: Any
    slot_first: Any
    slot_account: Any
    slot_place: Any
    slot_day: Any
    slot_service: Any
    slot_fixed: Any
    span_first: Any
    span_a: Any
    span_b: Any
    node_first: Any
    node_slot: Any
    node_cost: Any
    node_given_up: Any
    arc_first: Any
    arc_from: Any
    arc_cost: Any
    route_first: Any
    route_day: Any
    ends: Any
    """Places where each route starts and ends."""
    start_s: Any
    end_s: Any
    busy_first: Any
    busy_a: Any
    busy_b: Any
    lunch_first: Any
    lunch_a: Any
    lunch_b: Any
    lunch_s: Any
    lunch_to: Any
    plain: Any
    crowd: Any
    capacity: Any
    free: Any
    """Accounts with anything to decide."""
    pair_route: Any
    """Rows (route, next route, week) between which a night away is possible."""
    night_place: Any
    limits: Any
    """Night price, nights a week, largest number of routes a day."""


class State(NamedTuple):
    """What a search changes. Row r of the two-dimensional arrays is route r, one column a stop."""

    size: Any
    stops: Any
    path: Any
    early0: Any
    early1: Any
    late0: Any
    late1: Any
    home: Any
    """Rows: end of the last drive with lunch owed, with lunch taken."""
    loaded: Any
    driven: Any
    calls: Any
    calls_n: Any
    calls_s: Any
    version: Any
    slot_route: Any
    slot_pos: Any
    path_cost: Any
    given_up: Any
    night: Any
    """By pair: index of the night's place, -1 for none."""
    cache_version: Any
    cache_cost: Any
    cache_pos: Any
    dice: Any
    count: Any
    """0 version counter, 1 cost, 2 best cost, 3 broken, 4 journal size, 5 accounts touched."""


def state(instance: Instance, most_stops: int, seed: int) -> State:
    """Returns an empty state: nobody is visited."""
    routes, slots = len(instance.route_day), len(instance.slot_day)
    accounts = len(instance.place)
    width = most_stops + 2
    wide = int(instance.limits[2])

    def grid() -> Ints:
        return np.zeros((routes, width), dtype=np.int64)

    def row(size: int, value: int = 0) -> Ints:
        return np.full(size, value, dtype=np.int64)

    path = grid()
    path[:, 0], path[:, -1] = instance.ends[:, 0], instance.ends[:, 1]
    return State(
        size=row(routes), stops=grid(), path=path, early0=grid(), early1=grid(),
        late0=grid(), late1=grid(), home=np.zeros((routes, 2), dtype=np.int64),
        loaded=row(routes), driven=row(routes), calls=grid(), calls_n=row(routes),
        calls_s=row(routes), version=np.arange(1, routes + 1, dtype=np.int64),
        slot_route=row(slots, -1), slot_pos=row(slots, -1), path_cost=row(accounts),
        given_up=row(accounts), night=row(max(1, len(instance.pair_route)), -1),
        cache_version=row(slots * wide), cache_cost=row(slots * wide),
        cache_pos=row(slots * wide),
        dice=np.array([seed & ((1 << 64) - 1)], dtype=np.uint64),
        count=np.array([routes + 1, 0, 0, 0, 0, 0, 0, 0], dtype=np.int64),
    )  # fmt: skip


class Journal(NamedTuple):
    """What undoes a move, and the scratch paper of one."""

    touched: Any
    routes: Any
    counts: Any
    """0 routes touched, 1 accounts changed, 2 accounts open, 3 routes ruined."""
    size: Any
    stops: Any
    path: Any
    early0: Any
    early1: Any
    late0: Any
    late1: Any
    home: Any
    loaded: Any
    driven: Any
    calls: Any
    calls_n: Any
    calls_s: Any
    version: Any
    accounts: Any
    path_cost: Any
    given_up: Any
    ruined: Any
    hit: Any
    pulled: Any
    open: Any
    key: Any
    price: Any
    want: Any
    best: Any
    back: Any


MOST_OPEN = 64


def journal(instance: Instance, state: State) -> Journal:
    """Returns an empty journal for a state."""

    def row(size: int) -> Ints:
        return np.zeros(max(1, size), dtype=np.int64)

    slots = int(np.diff(instance.slot_first).max(initial=1))
    nodes = int(np.diff(instance.node_first).max(initial=1))
    routes, width = state.stops.shape
    copies = {
        name: getattr(state, name).copy()
        for name in (
            "size", "stops", "path", "early0", "early1", "late0", "late1", "home", "loaded",
            "driven", "calls", "calls_n", "calls_s", "version",
        )
    }  # fmt: skip
    return Journal(
        **copies, touched=row(routes), routes=row(routes), counts=row(8),
        accounts=row(MOST_OPEN), path_cost=row(MOST_OPEN), given_up=row(MOST_OPEN),
        ruined=row(routes), hit=row(routes), pulled=row(width), open=row(MOST_OPEN),
        key=row(MOST_OPEN), price=row(slots), want=row(slots), best=row(nodes), back=row(nodes),
    )  # fmt: skip


NEAR = 100


def build(
    accounts: Sequence[Account],
    days: Sequence[Day],
    travel: Sequence[Sequence[int]],
    params: Params | None = None,
) -> Instance:
    """Returns the arrays of a problem.

    Parameters
    ----------
    accounts
        Each with its graph; one with a single way through is never moved.
    days
        In order; their routes are numbered day by day.
    travel
        Whole seconds (or any whole cost that is also time), place to place.
    """
    params = params or Params()
    matrix = np.ascontiguousarray(np.array(travel, dtype=np.int32))
    slots = [slot for account in accounts for slot in account.slots]
    routes = [(number, day) for number, day in enumerate(days) for _ in range(day.routes)]
    clocks = [day.clock for _, day in routes]
    arcs = _arcs(accounts)
    places = _ints([account.place for account in accounts])
    return Instance(
        travel=matrix,
        place=places,
        load=_ints([account.load for account in accounts]),
        worth=_worth(accounts),
        near=_near(matrix, places),
        slot_first=_first([len(account.slots) for account in accounts]),
        slot_account=_ints([a for a, one in enumerate(accounts) for _ in one.slots]),
        slot_place=_ints(
            [one.place if s.place is None else s.place for one in accounts for s in one.slots]
        ),
        slot_day=_ints([slot.day for slot in slots]),
        slot_service=_ints([slot.service_s for slot in slots]),
        slot_fixed=_ints([slot.fixed for slot in slots]),
        span_first=_first([len(slot.spans) for slot in slots]),
        span_a=_ints([a for slot in slots for a, _ in slot.spans]),
        span_b=_ints([b for slot in slots for _, b in slot.spans]),
        node_first=_first([len(account.nodes) + 1 for account in accounts]),
        node_slot=arcs.slot,
        node_cost=arcs.cost,
        node_given_up=arcs.given_up,
        arc_first=arcs.first,
        arc_from=arcs.source,
        arc_cost=arcs.step,
        route_first=_first([day.routes for day in days]),
        route_day=_ints([number for number, _ in routes]),
        ends=_ints([place for _, day in routes for place in (day.start, day.end)]).reshape(-1, 2),
        start_s=_ints([clock.start_s for clock in clocks]),
        end_s=_ints([clock.end_s for clock in clocks]),
        busy_first=_first([len(clock.busy) for clock in clocks]),
        busy_a=_ints([a for clock in clocks for a, _ in clock.busy]),
        busy_b=_ints([b for clock in clocks for _, b in clock.busy]),
        lunch_first=_first([len(clock.lunch) for clock in clocks]),
        lunch_a=_ints([a for clock in clocks for a, _ in clock.lunch]),
        lunch_b=_ints([b for clock in clocks for _, b in clock.lunch]),
        lunch_s=_ints([clock.lunch_s for clock in clocks]),
        lunch_to=_ints([clock.lunch_to_s for clock in clocks]),
        plain=_ints([not clock.lunch_s and not clock.busy for clock in clocks]),
        crowd=_crowd(params),
        capacity=_ints([params.capacity]),
        free=_ints([a for a, one in enumerate(accounts) if _is_free(one)]),
        pair_route=_pairs(params, days),
        night_place=_ints(params.night_places),
        limits=_ints(
            [params.night_s, params.nights_a_week, max((d.routes for d in days), default=1)]
        ),
    )


def _worth(accounts: Sequence[Account]) -> Ints:
    worth = np.zeros((2, len(accounts)), dtype=np.int64)
    for a, account in enumerate(accounts):
        worth[0, a] = max((node.cost for node in account.nodes if node.given_up), default=0)
        worth[1, a] = worth[0, a] * 3600 // max([60, *(slot.service_s for slot in account.slots)])
    return worth


class _Arcs(NamedTuple):
    slot: Ints
    cost: Ints
    given_up: Ints
    first: Ints
    source: Ints
    step: Ints


def _arcs(accounts: Sequence[Account]) -> _Arcs:
    """Numbers all nodes, each account's source before its own, and the steps that lead to them."""
    slot: list[int] = []
    cost: list[int] = []
    given_up: list[int] = []
    counts: list[int] = []
    source: list[int] = []
    step: list[int] = []
    slots = 0
    for account in accounts:
        base = len(slot)
        slot.append(NO_SLOT)
        cost.append(0)
        given_up.append(0)
        counts.append(0)
        for node in account.nodes:
            slot.append(NO_SLOT if node.slot == NO_SLOT else slots + node.slot)
            cost.append(node.cost)
            given_up.append(int(node.given_up))
            counts.append(len(node.after))
            for before, price in node.after:
                source.append(base + before + 1)
                step.append(price)
        slots += len(account.slots)
    return _Arcs(
        _ints(slot), _ints(cost), _ints(given_up), _first(counts), _ints(source), _ints(step)
    )


def _is_free(account: Account) -> bool:
    return any(not slot.fixed for slot in account.slots)


def _pairs(params: Params, days: Sequence[Day]) -> Ints:
    first = _first([day.routes for day in days])
    rows = [(int(first[a]), int(first[b]), week) for a, b, week in params.pairs]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _crowd(params: Params) -> Ints:
    more = np.maximum(np.arange(params.most_stops + 2) + 1 - params.fair, 0)
    return np.ascontiguousarray(more * params.balance_s, dtype=np.int64)


def _near(matrix: NDArray[np.int32], places: Ints) -> NDArray[np.int32]:
    """Returns for each account the others, nearest first; calls have no neighbours but anyone."""
    size = len(places)
    most = min(NEAR, max(0, size - 1))
    if not most:
        return np.zeros((size, 0), dtype=np.int32)
    known = np.where(places < 0, 0, places)
    both = matrix[np.ix_(known, known)].astype(np.int64)
    both = both + both.T
    both[:, places < 0] = both.max(initial=0) + 1
    np.fill_diagonal(both, -1)
    order = np.argsort(both, axis=1, kind="stable")[:, 1 : most + 1]
    return np.ascontiguousarray(order.astype(np.int32))


def _ints(values: Sequence[int] | Sequence[bool]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _first(counts: Sequence[int]) -> Ints:
    return np.array([0, *accumulate(counts)], dtype=np.int64)
