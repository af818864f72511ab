"""Second chances: what a day could not hold, and what was left out though there is room."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from routing import day_route
from routing.domain import DayRoute, DueVisit, Problem, Reason, Unplanned
from routing.plan import days as day_plans
from routing.plan import reasons
from routing.plan.days import Made
from routing.rotation import Absent, Draft, Planned
from routing.rotation.demand import Demand, is_call, service_s

SECOND_CHANCES = 5
"""Other days tried for a visit its own day cannot hold; each costs a day route."""

MOST_MENDS = 40
"""Visits put in or exchanged after the search; it leaves few."""

MOST_REORDERED = 16
"""Days ordered anew for visits that no exchange in the present order brings in."""


@dataclass(slots=True)
class Days:
    """All days of a plan in the making; what is changed is ordered again at once."""

    problem: Problem
    params: day_route.DayRouteParams
    demand: Demand
    made: dict[date, Made]
    _routes: dict[date, tuple[Made, DayRoute]] = field(default_factory=dict)

    def tried(self, on: date, draft: Draft) -> Made | None:
        """Returns the day with another draft, or None where it cannot hold all of it."""
        one = day_plans.made(self.problem, self.made[on].day, draft, self.params)
        return None if one.result.left_out else one

    def put_in(self, on: date, planned: Planned) -> bool:
        """Puts a visit on a day if the day can hold it beside its own."""
        draft = self.made[on].draft
        if planned.is_call:
            draft = replace(draft, calls=(*draft.calls, planned))
        else:
            draft = replace(draft, stops=(*draft.stops, planned))
        one = self.tried(on, draft)
        if one is not None:
            self.made[on] = one
        return one is not None

    def take_out(self, on: date, planned: Planned) -> None:
        """Takes a stop out of a day."""
        draft = self.made[on].draft
        stops = tuple(p for p in draft.stops if p is not planned)
        self.made[on] = day_plans.made(
            self.problem, self.made[on].day, replace(draft, stops=stops), self.params
        )

    def rooms(self) -> reasons.Rooms:
        """Returns the days as they are judged for reasons."""
        routes = {on: self._route(on, one) for on, one in self.made.items()}
        return reasons.Rooms(
            self.demand, routes, {on: one.draft.stops for on, one in self.made.items()}
        )

    def _route(self, on: date, one: Made) -> DayRoute:
        """Returns a day in the plan's nouns; most days stay as they were from look to look."""
        known = self._routes.get(on)
        if known is None or known[0] is not one:
            known = self._routes[on] = one, day_plans.day(self.problem, one)
        return known[1]


def without_left_out(days: Days) -> Iterator[tuple[date, Planned, day_route.LeftOut]]:
    """Takes what a day could not hold out of its draft, and yields it."""
    for on, one in list(days.made.items()):
        by_id = {planned.account.id: planned for planned in one.draft.stops}
        out = [(by_id[left.account_id], left) for left in one.result.left_out]
        gone = {id(planned) for planned, _ in out}
        stops = tuple(p for p in one.draft.stops if id(p) not in gone)
        if out:
            days.made[on] = replace(one, draft=replace(one.draft, stops=stops))
        yield from ((on, planned, left) for planned, left in out)


def moved(days: Days, planned: Planned) -> bool:
    """Says whether another day of its window took a visit without giving up one of its own."""
    for on in _other_days(days, planned)[:SECOND_CHANCES]:
        there = replace(planned, windows=planned.account.hours.on(on))
        if days.put_in(on, there):
            return True
    return False


def _other_days(days: Days, planned: Planned) -> list[date]:
    due = planned.due
    if due is None:
        return []
    free = [
        on
        for on, one in sorted(days.made.items())
        if due.earliest <= on <= due.latest
        and not days.demand.is_closed_to_due(due.account_id, one.day)
        and not _is_on(one, due.account_id)
    ]
    return sorted(free, key=lambda on: (abs((on - due.target).days), on))


def _is_on(one: Made, account_id: str) -> bool:
    return any(p.account.id == account_id for p in (*one.draft.stops, *one.draft.calls))


def put_in_what_pays(days: Days, absent: list[Absent]) -> list[Absent]:
    """Puts in each absent visit whose detour, or exchange, costs less than it is worth.

    Returns those still absent. So every reason given later is true of the plan as it stands. Where
    only another order of a day makes room, the most promising days are ordered anew.
    """
    left = MOST_REORDERED
    while True:
        absent = _put_in(days, absent)
        left, changed = _reordered(days, absent, left)
        if changed is None:
            return absent
        absent = changed


def _put_in(days: Days, absent: list[Absent]) -> list[Absent]:
    waiting = sorted(absent, key=_by_worth)
    still: list[Absent] = []
    mends = 0
    rooms = days.rooms()
    while waiting:
        one = waiting.pop(0)
        way = _paying(rooms, one) if mends < MOST_MENDS else None
        if way is None:
            still.append(one)
            continue
        mends += 1
        out = _done(days, rooms, one, way)
        if out is None:
            still.append(one)
            continue
        waiting = sorted([*waiting, *still, *out], key=_by_worth)
        still = []
        rooms = days.rooms()
    return still


def _by_worth(absent: Absent) -> tuple[int, str, int]:
    return -absent.worth_s, absent.due.account_id, absent.due.number


def _paying(rooms: reasons.Rooms, absent: Absent) -> reasons.Way | None:
    open_days = rooms.open_days(absent)
    if absent.account.location is None and not is_call(absent.account):
        return None
    way = reasons.cheapest(rooms, absent, open_days)
    if way is None:
        way = reasons.displacing(rooms, absent, open_days)
    return way if way is not None and way.worse_s < 0 else None


def _done(
    days: Days, rooms: reasons.Rooms, absent: Absent, way: reasons.Way
) -> list[Absent] | None:
    """Carries out a way; returns what it displaced, None where the day could not hold it."""
    room = rooms.rooms[way.day]
    planned = _planned(absent, room.on)
    if way.by is None:
        return [] if days.put_in(room.on, planned) else None
    other = room.visits[way.by]
    before = days.made[room.on]
    days.take_out(room.on, other)
    if not days.put_in(room.on, planned):
        days.made[room.on] = before
        return None
    return [Absent(other.account, other.due, other.worth_s)] if other.due else []


def _planned(absent: Absent, on: date) -> Planned:
    account = absent.account
    return Planned(
        account, absent.due, None, is_call(account), service_s(account),
        account.hours.on(on), absent.worth_s,
    )  # fmt: skip


def _reordered(days: Days, absent: list[Absent], most: int) -> tuple[int, list[Absent] | None]:
    """Orders up to so many days anew until one of them is better with an absent visit.

    Returns how many are left, and who is absent then; None where no day became better.
    """
    rooms = days.rooms()
    hopes = [
        (least_s, number, day)
        for number, one in enumerate(absent)
        for least_s, day in reasons.hopes(rooms, one)
    ]
    for _, number, day in sorted(hopes):
        if not most:
            break
        most -= 1
        out = _ordered_anew(days, rooms, rooms.rooms[day].on, absent[number])
        if out is not None:
            return most, [*absent[:number], *absent[number + 1 :], *out]
    return most, None


def _ordered_anew(
    days: Days, rooms: reasons.Rooms, on: date, absent: Absent
) -> list[Absent] | None:
    """Puts a visit on a day where anybody not held may give way, if the day is better so.

    Returns who gave way; None where the day stays as it is.
    """
    one = days.made[on]
    draft = replace(one.draft, stops=(*one.draft.stops, _planned(absent, on)))
    asked = day_plans.day_problem(days.problem, one.day, draft)
    free = tuple(
        stop if planned.held else replace(stop, penalty_s=_gone_s(rooms, planned, on, absent))
        for stop, planned in zip(asked.stops, draft.stops, strict=True)
    )
    # To look whether a day would be better needs no proof; what is kept gets one.
    quick = replace(days.params, labels=0, solutions=0)
    found = day_route.day_route(replace(asked, stops=free), quick)
    gone = {left.account_id for left in found.left_out}
    if found.cost_s >= one.result.travel_s + absent.worth_s or absent.account.id in gone:
        return None
    kept = tuple(p for p in draft.stops if p.account.id not in gone)
    better = days.tried(on, replace(draft, stops=kept))
    if better is None:
        return None
    days.made[on] = better
    return [Absent(p.account, p.due, p.worth_s) for p in draft.stops
            if p.account.id in gone and p.due]  # fmt: skip


def _gone_s(rooms: reasons.Rooms, planned: Planned, on: date, absent: Absent) -> int:
    """Returns what it costs that a visit is not on the day; the absent one is nowhere shown."""
    is_absent = planned.account.id == absent.account.id
    return planned.worth_s if is_absent else rooms.gone_s(planned, on)


def refused(on: date, planned: Planned, out: day_route.LeftOut) -> Unplanned:
    """Returns why a held visit does not fit its day."""
    visit = planned.due or DueVisit(planned.account.id, reasons.NOT_ASKED_FOR, on, on, on)
    held = planned.held.kind.value if planned.held else ""
    figures = {"held": held, "on": on.isoformat(), **out.figures}
    return Unplanned(visit, Reason.DOES_NOT_FIT_DAY, figures)
