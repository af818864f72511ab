"""On which working day each due visit falls, and the draft order of each day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from routing import cadence
from routing.deadline import Deadline
from routing.domain import Account, DueVisit, Held, Problem, TimeWindow
from routing.rotation import core
from routing.rotation.demand import (
    Demand,
    HeldVisit,
    fair_share,
    held_windows,
    is_call,
    is_late,
    service_s,
)
from routing.rotation.graph import Graph, graph, held_of
from routing.rotation.weights import Prices, RotationParams

__all__ = [
    "Absent",
    "Draft",
    "Planned",
    "RotationParams",
    "RotationResult",
    "rotation",
    "without_room",
]

HEAT = core.Heat(hot=900, cold=10)
"""A published plan is searched as hot as none: far days are free, near ones held by their price."""

ORDERS = 100
"""Ways tried to put held visits into one day; the first is the order they are told in."""

STRIDE, PRIME = 7919, 104_729
"""Of multiples of one prime by another the remainders are as good as shuffled."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit with its day, and when that day allows it.

    ``account`` is as it stands before the visit, earlier ones planned. ``worth_s`` is what leaving
    it out would cost.
    """

    account: Account
    due: DueVisit | None
    held: Held | None
    is_call: bool
    service_s: int
    windows: tuple[TimeWindow, ...] = ()
    worth_s: int = 0


@dataclass(frozen=True, slots=True)
class Absent:
    """A due visit without a day, what it is worth, and the account as it stands before it."""

    account: Account
    due: DueVisit
    worth_s: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The visits of one day, the stops in draft order.

    ``start`` and ``end`` are places of a night away; None for where the day begins and ends anyway.
    """

    stops: tuple[Planned, ...] = ()
    calls: tuple[Planned, ...] = ()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class RotationResult:
    """Each day's visits in draft order, and what has no day.

    ``absent`` are due visits that close within the horizon. ``unfit`` are held visits their day
    has no room for. ``cost`` is what the search made least; ``moves`` how often it tried.
    """

    days: Mapping[date, Draft]
    absent: tuple[Absent, ...]
    unfit: tuple[Planned, ...]
    cost: int = 0
    moves: int = 0


def rotation(
    problem: Problem,
    params: RotationParams | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RotationResult:
    """Returns each due visit's day, or the visit among the absent ones: exactly one of the two.

    A visit whose window reaches beyond the horizon may be in neither: it is not yet due.
    ``progress`` hears (moves done, moves in all).
    """
    params = params or RotationParams()
    model = _build(problem, params)
    found = _solve(model, params, progress)
    return _read(model, found)


@dataclass(slots=True)
class _Model:
    """The problem as the search sees it, and what its numbers mean."""

    problem: Problem
    demand: Demand
    graphs: Sequence[Graph]
    instance: core.Instance
    fixed: Sequence[int]
    unfit: Sequence[HeldVisit]
    prices: Prices
    offsets: Sequence[int]
    moves: int = 0


def _build(problem: Problem, params: RotationParams) -> _Model:
    demand = Demand(problem)
    prices = Prices(problem, params)
    fitting, unfit = _fitting(demand, list(demand.held_visits()))
    held_by = {
        account.id: [visit for visit in fitting if visit.account is account]
        for account in problem.accounts
    }
    graphs = [graph(demand, prices, params, a, held_by[a.id]) for a in problem.accounts]
    bounds = core.Params(
        fair=fair_share(problem),
        balance_s=params.balance_s,
        night_s=params.night_s,
        night_places=_night_places(problem),
        nights_a_week=problem.rep.nights.a_week if problem.rep.nights else 0,
        pairs=_pairs(demand),
    )
    accounts = [one.account for one in graphs]
    instance = core.build(accounts, _days(demand), problem.travel_s, bounds)
    number = {account.id: n for n, account in enumerate(problem.accounts)}
    offsets = instance.slot_first.tolist()
    fixed = [_slot(offsets, accounts, number[visit.account.id], visit.day) for visit in fitting]
    return _Model(problem, demand, graphs, instance, fixed, unfit, prices, offsets)


def _days(demand: Demand) -> list[core.Day]:
    """Returns each day for the search; one under way starts where the rep is."""
    base, started = demand.problem.rep.base, demand.problem.underway
    days = []
    for day, clock in zip(demand.days, demand.clocks, strict=True):
        start = base if day.start is None else day.start
        if started and started.on == day.on:
            start = started.location
        days.append(core.Day(clock, start, base if day.end is None else day.end))
    return days


def _night_places(problem: Problem) -> list[int]:
    """Returns the places far enough from base to stay there overnight."""
    nights, base = problem.rep.nights, problem.rep.base
    places = nights.places if nights else ()
    return [p for p in places if nights and problem.travel_s[base][p] >= nights.least_s]


def _pairs(demand: Demand) -> list[tuple[int, int, int]]:
    """Returns (day, following day, week) of each night a rep could be away."""
    problem = demand.problem
    if not problem.rep.nights or not _night_places(problem):
        return []
    return [
        (number, number + 1, day.on.toordinal() // 7)
        for number, (day, following) in enumerate(pairwise(demand.days))
        if (following.on - day.on).days == 1 and day.end is None and following.start is None
    ]


def _slot(offsets: Sequence[int], accounts: Sequence[core.Account], account: int, day: int) -> int:
    days = [slot.day for slot in accounts[account].slots]
    return offsets[account] + days.index(day)


def without_room(problem: Problem) -> frozenset[Held]:
    """Returns the held visits their days have no room for, beside one another alone."""
    demand = Demand(problem)
    _, unfit = _fitting(demand, list(demand.held_visits()))
    return frozenset(visit.held for visit in unfit)


def _fitting(demand: Demand, held: list[HeldVisit]) -> tuple[list[HeldVisit], list[HeldVisit]]:
    """Tells the held visits that find room beside one another from those that do not.

    The fitting ones come in an order in which each finds its room.
    """
    by_day: dict[int, list[HeldVisit]] = {}
    for visit in held:
        if visit.spans:
            by_day.setdefault(visit.day, []).append(visit)
    fitting = [visit for day in sorted(by_day) for visit in _beside(demand, by_day[day])]
    return fitting, [visit for visit in held if visit not in fitting]


def _beside(demand: Demand, visits: list[HeldVisit]) -> list[HeldVisit]:
    """Returns the most visits of a day found to fit: one by one in an order, or in another one.

    A full day that was found by a search is rarely found again by putting in stop after stop.
    """
    instance = core.build([_only(v) for v in visits], _days(demand), demand.problem.travel_s)
    most: list[HeldVisit] = []
    for turn in range(ORDERS):
        order = sorted(range(len(visits)), key=lambda n: (n + 1) * turn * STRIDE % PRIME)
        fits = core.Search(instance).place(order)
        found = [visits[n] for n, fitted in zip(order, fits, strict=True) if fitted]
        most = max(most, found, key=len)
        if len(most) == len(visits):
            break
    return most


def _only(visit: HeldVisit) -> core.Account:
    place = visit.account.location
    if place is None or is_call(visit.account, visit.held):
        place = core.CALL
    return core.Account(place, [core.Slot(visit.day, visit.service_s, visit.spans, True)], [])


def _solve(
    model: _Model, params: RotationParams, progress: Callable[[int, int], None] | None
) -> core.Found:
    """Held visits and what is published first, then the rest by worth, then the search."""
    instance = model.instance
    search = core.Search(instance, params.seed, HEAT)
    search.place([*model.fixed, *_published(model)])
    worth = instance.worth[1].tolist()
    search.fill(sorted(range(len(worth)), key=lambda a: (-worth[a], a)))
    deadline = None if params.seconds is None else Deadline(params.seconds)
    search.improve(params.rounds, params.round_iterations, deadline, progress)
    model.moves = search.moves_done
    return search.found()


def _published(model: _Model) -> list[int]:
    """Returns the slots of the published visits that are still possible."""
    number = {account.id: n for n, account in enumerate(model.problem.accounts)}
    taken, found = set(model.fixed), []
    for visit in sorted(model.problem.published, key=lambda v: (v.on, v.account_id)):
        day, account = model.demand.number_of.get(visit.on), number.get(visit.account_id)
        if day is None or account is None:
            continue
        slots = [slot.day for slot in model.graphs[account].account.slots]
        slot = model.offsets[account] + slots.index(day) if day in slots else -1
        if slot >= 0 and slot not in taken:
            taken.add(slot)
            found.append(slot)
    return found


def _read(model: _Model, found: core.Found) -> RotationResult:
    demand, problem = model.demand, model.problem
    planned: dict[tuple[int, int], Planned] = {}
    absent: list[Absent] = []
    for n, account in enumerate(problem.accounts):
        made, given_up = _replayed(model, account, model.graphs[n], found.paths[n])
        planned.update({(n, day): visit for day, visit in made})
        absent += given_up
    owner, day_of = model.instance.slot_account.tolist(), model.instance.slot_day.tolist()
    drafts = {}
    for number, day in enumerate(demand.days):
        stops, calls = (
            tuple(planned[owner[slot], day_of[slot]] for slot in slots)
            for slots in (found.stops[number], found.calls[number])
        )
        drafts[day.on] = Draft(stops, calls, *_away(model, found, number))
    unfit = tuple(map(_unfit, model.unfit))
    return RotationResult(drafts, tuple(absent), unfit, found.cost, model.moves)


def _away(model: _Model, found: core.Found, number: int) -> tuple[int | None, int | None]:
    """Returns where a day starts and ends because of a night away; None where it does not."""
    usual, ends = model.instance.ends[number].tolist(), found.ends[number]
    start, end = (None if a == b else b for a, b in zip(usual, ends, strict=True))
    return start, end


def _replayed(
    model: _Model, account: Account, graph: Graph, path: Sequence[int]
) -> tuple[list[tuple[int, Planned]], list[Absent]]:
    """Follows a path: what is visited when, each with the account as it stood before."""
    made: list[tuple[int, Planned]] = []
    given_up: list[Absent] = []
    state, demand = account, model.demand
    for node in path[:-1]:
        meaning = graph.meanings[node]
        due = meaning.due
        worth = model.prices.drop_s(cadence.priority(state, due.target)) if due else 0
        if meaning.day < 0 and due is not None:
            if not _is_open_later(demand, state, due):
                given_up.append(Absent(state, due, worth))
            state = cadence.lapsed(state, due)
            continue
        on = demand.days[meaning.day].on
        made.append((meaning.day, _planned(state, due, held_of(meaning), on, worth)))
        state = cadence.visited(state, on)
    return made, given_up


def _is_open_later(demand: Demand, state: Account, due: DueVisit) -> bool:
    """Says whether a visit given up can still be made in time after the horizon."""
    return due.latest > demand.problem.last_day and not is_late(state, due)


def _planned(
    state: Account, due: DueVisit | None, held: Held | None, on: date, worth_s: int
) -> Planned:
    windows = held_windows(state, held) if held else state.hours.on(on)
    service = (held.service_s if held else None) or service_s(state)
    return Planned(state, due, held, is_call(state, held), service, windows, worth_s)


def _unfit(visit: HeldVisit) -> Planned:
    held, account = visit.held, visit.account
    windows = held_windows(account, held)
    return Planned(account, None, held, is_call(account, held), visit.service_s, windows)
