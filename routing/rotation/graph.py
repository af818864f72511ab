"""The ways an account can be served over the horizon, as a graph the search takes paths through.

A level is a due visit as it stands after what was planned before it; each day it may be made on is
a node, and giving it up is one more. From a node the path goes on to the level that follows: inside
the tolerance the account's grid stays, so all days of a window lead to one level; outside (late,
overdue) the grid starts anew on the day chosen. Steps carry the price of a gap that is too long or
too short, counted from the visit before.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from routing import cadence
from routing.domain import Account, DueVisit, Held
from routing.rotation import core
from routing.rotation.demand import Demand, HeldVisit, is_call, is_late, service_s
from routing.rotation.weights import BROKEN_D, Prices, RotationParams

SOURCE = -1
EPS = 1e-6
#: Last visits before that are looked up, not summed: few accounts have one so old.
GROWTH_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a node of the graph stands for; ``day`` is -1 where the due visit is given up."""

    day: int
    due: DueVisit | None
    held: HeldVisit | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """An account for the search, and what its nodes mean (the sink has no meaning)."""

    account: core.Account
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A node that leads to a level; ``visit`` is its date's ordinal, ``floor`` the last visit's."""

    node: int
    visit: int | None
    floor: int


@dataclass(slots=True)
class _Level:
    state: Account
    number: int
    held: int
    entries: list[_Entry] = field(default_factory=list)


def graph(
    demand: Demand,
    prices: Prices,
    params: RotationParams,
    account: Account,
    held: Sequence[HeldVisit],
) -> Graph:
    """Returns all ways to serve an account; ``held`` are its held visits that have a place."""
    return _Builder(demand, prices, params, account, held).graph()


class _Builder:
    def __init__(
        self,
        demand: Demand,
        prices: Prices,
        params: RotationParams,
        account: Account,
        held: Sequence[HeldVisit],
    ) -> None:
        self.demand, self.prices, self.params = demand, prices, params
        self.account = account
        self.held = sorted(held, key=lambda h: h.day)
        self.nodes: list[core.Node] = []
        self.meanings: list[Meaning] = []
        self.sink: list[_Entry] = []
        self.slots: dict[int, core.Slot] = {}
        self._levels: dict[int, dict[tuple[object, ...], _Level]] = {}
        self._open: dict[int, core.Slot | None] = {}
        self._rhythm_is_even = not account.season.windows
        today = demand.problem.today
        self._growth = cadence.Growth(
            account.cadence,
            cadence.season_for(account.account_class, account.season),
            max(account.last_visit or today, today - GROWTH_BACK),
            demand.problem.last_day,
        )
        wanted = account.cadence
        self._interval_d = wanted.interval_d if wanted else 0
        self._slack_d = cadence.tolerance(wanted) * wanted.interval_d if wanted else 0.0
        self._nowhere = account.location is None and not is_call(account)

    def graph(self) -> Graph:
        last = self.account.last_visit
        visit = last.toordinal() if last else None
        first = self._level(self.account, 0, 0, self.demand.problem.today)
        first.entries.append(_Entry(SOURCE, visit, visit or 0))
        rank = 0
        while rank <= max(self._levels):
            for level in list(self._levels.get(rank, {}).values()):
                self._expand(level)
            rank += 1
        self.nodes.append(core.Node(core.NO_SLOT, 0, [(entry.node, 0) for entry in self.sink]))
        return self._numbered()

    def _numbered(self) -> Graph:
        """Numbers the slots by day; until here a node's slot was its day."""
        order = {day: number for number, day in enumerate(sorted(self.slots))}
        nodes = [
            node if node.slot == core.NO_SLOT else replace(node, slot=order[node.slot])
            for node in self.nodes
        ]
        slots = [self.slots[day] for day in sorted(self.slots)]
        location = self.account.location
        place = core.CALL if is_call(self.account) or location is None else location
        return Graph(core.Account(place, slots, nodes), tuple(self.meanings))

    def _level(self, state: Account, number: int, held: int, ref: date) -> _Level:
        """Returns the level of a state; two states that agree from ``ref`` on are one."""
        key = (number, held, *self._phase(state, ref))
        levels = self._levels.setdefault(number + held, {})
        return levels.setdefault(key, _Level(state, number, held))

    def _phase(self, state: Account, ref: date) -> tuple[object, ...]:
        need, wanted = state.need, state.cadence
        if wanted is None:
            return (need.value,)
        if self._rhythm_is_even:
            anchor = need.on.toordinal() - need.value * wanted.interval_d
            return (round(anchor, 4), state.not_before)
        at = max(ref, need.on)
        return (at, round(cadence.need_on(state, need, at), 6), state.not_before)

    def _expand(self, level: _Level) -> None:
        problem = self.demand.problem
        state, number = level.state, level.number
        due = cadence.due_visit(state, problem.today, problem.last_day, number)
        held = self.held[level.held] if level.held < len(self.held) else None
        if due is not None and due.target > problem.last_day and not is_late(state, due):
            due = None
        if due is None and held is None:
            self.sink += level.entries
        elif due is None or (held and held.held.on < due.earliest):
            assert held is not None
            self._extra(level, held)
        else:
            self._ways(level, due, held)

    def _extra(self, level: _Level, held: HeldVisit) -> None:
        """A held visit no cadence asked for."""
        steps = [(entry.node, 0) for entry in level.entries]
        self._visit_held(level, held, None, 0, steps, level.number)

    def _ways(self, level: _Level, due: DueVisit, held: HeldVisit | None) -> None:
        state = level.state
        overdue = is_late(state, due)
        drop_s = self.prices.drop_s(cadence.priority(state, due.target))
        last = self._last_late(state, due)
        serves = held is not None and self._serves(held, state, due)
        # A held visit that serves is the visit: one more before it would be one too many.
        days = [] if serves else self._days(due.earliest, last, held)
        after = max(last, due.latest) + timedelta(days=1)
        published = self.prices.published_near(
            state.id, due.earliest.toordinal() - 3, due.target.toordinal(), last.toordinal() + 3
        )
        dates = [self.demand.days[day].on for day in days]
        needs = cadence.needs_on(state, state.need, dates)
        for day, on, need in zip(days, dates, needs, strict=True):
            if on > due.latest and self.demand.is_off(state, on):
                continue
            steps = self._steps(level, due, on, drop_s, overdue)
            if steps:
                cost = self._cost(state, due, on, drop_s, overdue, published)
                node = self._node(day, cost, steps, Meaning(day, due))
                self._lead(level, node, on, cadence.visited(state, on, need), 1, 0, after)
        if held and serves:
            on = held.held.on
            cost = self.prices.distance_s(due, on.toordinal(), drop_s, overdue, fixed=False)
            steps = self._steps(level, due, on, drop_s, overdue)
            self._visit_held(level, held, due, cost, steps, level.number + 1)
        else:
            dropped_s = drop_s + self.prices.moved_s(published, None)
            self._give_up(level, due, dropped_s, after)

    def _give_up(self, level: _Level, due: DueVisit, drop_s: int, after: date) -> None:
        """One more way: the visit lapses."""
        steps = [(entry.node, 0) for entry in level.entries]
        self.nodes.append(core.Node(core.NO_SLOT, drop_s, steps, given_up=True))
        self.meanings.append(Meaning(-1, due))
        floor = max(entry.floor for entry in level.entries)
        state = cadence.lapsed(level.state, due)
        following = self._level(state, level.number + 1, level.held, after)
        following.entries.append(_Entry(len(self.nodes) - 1, None, floor))

    def _visit_held(
        self,
        level: _Level,
        held: HeldVisit,
        due: DueVisit | None,
        cost: int,
        steps: list[tuple[int, int]],
        number: int,
    ) -> None:
        on = held.held.on
        place = core.CALL if is_call(held.account, held.held) else held.account.location
        self.slots[held.day] = core.Slot(held.day, held.service_s, held.spans, True, place)
        node = len(self.nodes)
        self.nodes.append(core.Node(held.day, cost, steps))
        self.meanings.append(Meaning(held.day, due, held))
        state = cadence.visited(level.state, on)
        following = self._level(state, number, level.held + 1, on + timedelta(days=1))
        following.entries.append(_Entry(node, on.toordinal(), on.toordinal()))

    def _lead(
        self, level: _Level, node: int, on: date, state: Account, due: int, held: int, after: date
    ) -> None:
        following = self._level(state, level.number + due, level.held + held, after)
        following.entries.append(_Entry(node, on.toordinal(), on.toordinal()))

    def _node(self, day: int, cost: int, steps: list[tuple[int, int]], meaning: Meaning) -> int:
        slot = self._open[day]
        assert slot is not None
        self.slots[day] = slot
        self.nodes.append(core.Node(day, cost, steps))
        self.meanings.append(meaning)
        return len(self.nodes) - 1

    def _days(self, first: date, last: date, held: HeldVisit | None) -> list[int]:
        """Returns the days on which the account may be visited before its next held visit."""
        if self._nowhere:
            return []
        days = self.demand.days
        before = held.day if held else len(days)
        return [
            number
            for number in range(before)
            if first <= days[number].on <= last and self._slot(number) is not None
        ]

    def _slot(self, number: int) -> core.Slot | None:
        if number not in self._open:
            account, day = self.account, self.demand.days[number]
            spans: tuple[tuple[int, int], ...] = ()
            service = service_s(account)
            if not self.demand.is_closed_to_due(account.id, day):
                hours = account.hours.on(day.on)
                spans = self.demand.spans(number, hours, service, is_call(account))
            self._open[number] = core.Slot(number, service, spans) if spans else None
        return self._open[number]

    def _last_late(self, state: Account, due: DueVisit) -> date:
        """Returns the last date for a visit after its window: before the next one opens."""
        last = min(due.latest + timedelta(days=self.params.late_d), self.demand.problem.last_day)
        coming = cadence.due_visit(cadence.visited(state, due.target), due.target, last)
        if coming:
            last = min(last, coming.earliest - timedelta(days=1))
        return max(last, min(due.latest, self.demand.problem.last_day))

    def _serves(self, held: HeldVisit, state: Account, due: DueVisit) -> bool:
        """Says whether a held visit may come in place of the due one.

        Not when another visit would fall due before it, had the due one been made in time.
        """
        if held.held.on <= due.latest:
            return True
        made = cadence.visited(state, due.target)
        return cadence.due_visit(made, self.demand.problem.today, held.held.on) is None

    def _steps(
        self, level: _Level, due: DueVisit, on: date, drop_s: int, overdue: bool
    ) -> list[tuple[int, int]]:
        """Returns the nodes a visit on a date may follow, each with the price of the gap."""
        day = on.toordinal()
        entries = [entry for entry in level.entries if entry.floor < day]
        if overdue or on > due.latest or self.account.cadence is None:
            return [(entry.node, 0) for entry in entries]
        late_s, most_s = self.prices.late_s(drop_s), 9 * drop_s // 10
        return [
            (entry.node, min(self._wrong_d(entry.visit, day) * late_s, most_s)) for entry in entries
        ]

    def _wrong_d(self, before: int | None, on: int) -> int:
        """Returns by how many days a gap is too long or too short, and what breaking it adds."""
        if before is None:
            return 0
        if self._rhythm_is_even:
            gap = on - before
            wrong = max(gap - self._interval_d, self._interval_d - gap) - self._slack_d
        else:
            grown = self._growth.in_season(before, on)
            wrong = self._interval_d * (1 - (1.0 if grown is None else grown)) - self._slack_d
        wrong_d = math.ceil(wrong - EPS)
        return wrong_d + BROKEN_D if wrong_d > 0 else 0

    def _cost(
        self,
        state: Account,
        due: DueVisit,
        on: date,
        drop_s: int,
        overdue: bool,
        published: int | None,
    ) -> int:
        day = on.toordinal()
        fixed = bool(state.cadence and state.cadence.fixed_day)
        if state.behind and self._rhythm_is_even and not overdue and on <= due.latest:
            distance = self.prices.behind_s(due, day)
        else:
            distance = self.prices.distance_s(due, day, drop_s, overdue, fixed)
        moved = self.prices.moved_s(published, day)
        return distance + moved + self.prices.region_s(state.id, day)


def held_of(meaning: Meaning) -> Held | None:
    """Returns what holds the visit of a node."""
    return meaning.held.held if meaning.held else None
