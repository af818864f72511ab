"""Why a due visit has no day, with the figures that show it, judged on the days as planned."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from routing.domain import (
    ALWAYS_OPEN,
    DayRoute,
    DueVisit,
    Held,
    HeldKind,
    Problem,
    Reason,
    Unplanned,
)
from routing.rotation import Absent, Planned, timing
from routing.rotation.demand import Demand, is_call, service_s, working
from routing.rotation.timing import Spans

NOT_ASKED_FOR = -1
"""The number of the due visit that stands for a held one no cadence asked for."""

Figures = Mapping[str, int | float | str]
Why = tuple[Reason, dict[str, int | float | str]]

PUBLISHED_S = 3600
"""A visit that people see on a date gives way there at the price of an hour, beside its worth."""

TRIES = 3
"""Positions tried for a visit in a route, cheapest first, when another has left it."""


@dataclass(frozen=True, slots=True)
class Room:
    """A day as planned, and what one more visit would do to it."""

    on: date
    clock: timing.Clock
    start: int
    end: int
    visits: tuple[Planned, ...]
    spans: tuple[Spans, ...]
    called: frozenset[str]
    travel_s: Sequence[Sequence[int]]

    @property
    def path(self) -> list[int]:
        """The places of the day in order."""
        return [self.start, *(v.account.location or 0 for v in self.visits), self.end]

    def is_possible(
        self, spans: Sequence[Spans], path: Sequence[int], services: Sequence[int]
    ) -> bool:
        """Says whether a sequence of stops can be driven."""
        drives = [self.travel_s[a][b] for a, b in pairwise(path)]
        return timing.is_possible(self.clock, drives, spans, services)

    def detours(self, place: int) -> list[tuple[int, int]]:
        """Returns (driving added, position) of each insertion, cheapest first."""
        travel = self.travel_s
        legs = list(pairwise(self.path))
        return sorted(
            (travel[a][place] + travel[place][b] - travel[a][b], k) for k, (a, b) in enumerate(legs)
        )

    def insertion(
        self, place: int, spans: Spans, service: int, tries: int | None = None
    ) -> tuple[int, int] | None:
        """Returns (driving added, position) of the cheapest possible insertion; None for none."""
        path, services = self.path, [v.service_s for v in self.visits]
        for detour, k in self.detours(place)[:tries]:
            with_it = [*path[: k + 1], place, *path[k + 1 :]]
            all_spans = [*self.spans[:k], spans, *self.spans[k:]]
            if self.is_possible(all_spans, with_it, [*services[:k], service, *services[k:]]):
                return detour, k
        return None

    def without(self, k: int) -> "Room":
        """Returns the day without its k-th visit."""
        visits = (*self.visits[:k], *self.visits[k + 1 :])
        return replace(self, visits=visits, spans=(*self.spans[:k], *self.spans[k + 1 :]))

    def gain_s(self, k: int) -> int:
        """Returns the driving that the k-th visit adds to the day."""
        a, b, c = self.path[k : k + 3]
        return self.travel_s[a][b] + self.travel_s[b][c] - self.travel_s[a][c]

    def there_s(self) -> int:
        """Returns the working seconds for visits and drives: without calls, lunch and meetings."""
        clock = self.clock
        hours = timing.free_s(clock.start_s, clock.end_s, clock.busy)
        return max(0, hours - clock.calls_s - clock.lunch_s)

    def free_s(self) -> int:
        """Returns the working seconds that no visit, drive, call, lunch or meeting takes."""
        driven = sum(self.travel_s[a][b] for a, b in pairwise(self.path))
        return max(0, self.there_s() - driven - sum(v.service_s for v in self.visits))

    def has_time_for(self, call_s: int) -> bool:
        """Says whether the calls after coming home may grow by ``call_s``."""
        room = replace(self, clock=replace(self.clock, calls_s=self.clock.calls_s + call_s))
        return room.is_possible(self.spans, self.path, [v.service_s for v in self.visits])


class Rooms:
    """All days as planned, by number, and what is known of the problem."""

    def __init__(
        self,
        demand: Demand,
        routes: Mapping[date, DayRoute],
        made: Mapping[date, Sequence[Planned]],
    ) -> None:
        self.demand = demand
        self._published = {(p.account_id, p.on) for p in demand.problem.published}
        self.rooms = [
            self._room(number, routes[day.on], made[day.on])
            for number, day in enumerate(demand.days)
        ]

    def _room(self, number: int, route: DayRoute, visits: Sequence[Planned]) -> Room:
        demand = self.demand
        by_id = {v.account.id: v for v in visits}
        stops = tuple(by_id[stop.account_id] for stop in route.stops)
        calls_s = sum(call.service_s for call in route.calls)
        clock = replace(demand.clocks[number], calls_s=calls_s)
        start, end = ends(demand.problem, number, demand, route)
        spans = tuple(timing.start_spans(v.windows, v.service_s, clock.busy) for v in stops)
        called = frozenset(call.account_id for call in route.calls)
        return Room(route.on, clock, start, end, stops, spans, called, demand.problem.travel_s)

    def gone_s(self, visit: Planned, on: date) -> int:
        """Returns what it costs that a visit gives way on its date."""
        is_published = (visit.account.id, on) in self._published
        return visit.worth_s + (PUBLISHED_S if is_published else 0)

    def empty(self, number: int) -> Room:
        """Returns a day with nothing on it."""
        clock = replace(self.rooms[number].clock, calls_s=0)
        return replace(self.rooms[number], clock=clock, visits=(), spans=())

    def open_days(self, absent: Absent) -> list[int]:
        """Returns the working days of a due window that no person closed to the account."""
        due, demand = absent.due, self.demand
        days = working(demand.days, due.earliest, due.latest)
        return [
            demand.number_of[day.on]
            for day in days
            if not demand.is_closed_to_due(due.account_id, day)
        ]

    def spans(self, absent: Absent, number: int) -> Spans:
        """Returns when the visit may begin on a day."""
        account = absent.account
        hours = account.hours.on(self.demand.days[number].on)
        return self.demand.spans(number, hours, service_s(account), is_call(account))


def ends(
    problem: Problem, number: int, demand: Demand, route: DayRoute | None = None
) -> tuple[int, int]:
    """Returns the places where a day starts and ends."""
    day, base, started = demand.days[number], problem.rep.base, problem.underway
    start = base if day.start is None else day.start
    end = base if day.end is None else day.end
    if route is not None:
        start = start if route.start is None else route.start
        end = end if route.end is None else route.end
    if started and started.on == day.on:
        start = started.location
    return start, end


def unplanned(rooms: Rooms, absent: Absent) -> Unplanned:
    """Returns the first reason that holds, from the plainest to the most crowded."""
    reason, figures = _reason(rooms, absent)
    return Unplanned(absent.due, reason, figures)


def _reason(rooms: Rooms, absent: Absent) -> Why:
    demand, due, account = rooms.demand, absent.due, absent.account
    if account.location is None and not is_call(account):
        return Reason.NO_LOCATION, {}
    days = working(demand.days, due.earliest, due.latest)
    if not days:
        return Reason.NO_WORKING_DAY, _days_off(demand, due)
    kept = rooms.open_days(absent)
    if not kept:
        avoided = sum(demand.is_avoided(account.id, day) for day in days)
        if avoided:
            return Reason.DROPPED, {"days_avoided": avoided}
        return Reason.DOES_NOT_FIT_DAY, {"days_already_set": len(days)}
    if not any(account.hours.on(demand.days[number].on) for number in kept):
        return Reason.CLOSED, {"working_days": len(kept)}
    return _alone(rooms, absent, kept) or _crowded(rooms, absent, kept)


def _days_off(demand: Demand, due: DueVisit) -> dict[str, int | float | str]:
    reasons = [
        why
        for on, why in sorted(demand.problem.rep.days_off.items())
        if due.earliest <= on <= due.latest
    ]
    return {"why": reasons[0]} if reasons else {}


def _alone(rooms: Rooms, absent: Absent, days: list[int]) -> Why | None:
    """Tells what would not fit even an empty day: too far, never open when it could be."""
    if any(_fits_alone(rooms, absent, day, rooms.spans(absent, day)) for day in days):
        return None
    service = service_s(absent.account)
    for day in days:
        all_day = timing.start_spans(ALWAYS_OPEN.week[0], service, rooms.rooms[day].clock.busy)
        if _fits_alone(rooms, absent, day, all_day):
            return Reason.CLOSED, {"working_days": len(days)}
    needed, there = _alone_s(rooms, absent, days)
    if needed > there:
        return Reason.TOO_FAR, {"minutes_needed": needed // 60, "minutes_there": there // 60}
    return Reason.DOES_NOT_FIT_DAY, {"minutes_needed": needed // 60}


def _alone_s(rooms: Rooms, absent: Absent, days: list[int]) -> tuple[int, int]:
    """Returns what the visit needs on a day of its own, and what such a day has at most.

    Needed are its service and the whole way, from where the day starts to where it ends.
    """
    place, service = absent.account.location, service_s(absent.account)
    empty = [rooms.empty(day) for day in days]
    if is_call(absent.account) or place is None:
        return service, max(room.free_s() for room in empty)
    ways = (room.travel_s[room.start][place] + room.travel_s[place][room.end] for room in empty)
    return service + min(ways), max(room.there_s() for room in empty)


def _fits_alone(rooms: Rooms, absent: Absent, day: int, spans: Spans) -> bool:
    room, service = rooms.empty(day), service_s(absent.account)
    if is_call(absent.account):
        return bool(spans) and room.has_time_for(service)
    place = absent.account.location
    return place is not None and room.insertion(place, spans, service) is not None


@dataclass(frozen=True, slots=True)
class Way:
    """How an absent visit could be on a day: the driving it adds, and whom it would displace."""

    day: int
    detour_s: int
    worse_s: int
    by: int | None = None


def cheapest(rooms: Rooms, absent: Absent, days: Sequence[int] | None = None) -> Way | None:
    """Returns the cheapest day with room for a visit; None where no day has any."""
    ways = _ways(rooms, absent, rooms.open_days(absent) if days is None else days)
    return min(ways, key=lambda way: (way.detour_s, way.day), default=None)


def _ways(rooms: Rooms, absent: Absent, days: Sequence[int]) -> Iterator[Way]:
    account, service = absent.account, service_s(absent.account)
    for day in days:
        room, spans = rooms.rooms[day], rooms.spans(absent, day)
        if not spans or is_on(room, account.id):
            continue
        if is_call(account):
            if room.has_time_for(service):
                yield Way(day, 0, -absent.worth_s)
        elif account.location is not None:
            found = room.insertion(account.location, spans, service)
            if found:
                yield Way(day, found[0], found[0] - absent.worth_s)


def is_on(room: Room, account_id: str) -> bool:
    """Says whether the account is visited on the day."""
    return account_id in room.called or any(v.account.id == account_id for v in room.visits)


def displacing(rooms: Rooms, absent: Absent, days: Sequence[int]) -> Way | None:
    """Returns the least bad way to force a visit in by taking another out; None for no way."""
    place, service = absent.account.location, service_s(absent.account)
    if place is None:
        return None
    tries = list(_exchanges(rooms, absent, days))
    for _, day, k in sorted(tries):
        room = rooms.rooms[day]
        found = room.without(k).insertion(place, rooms.spans(absent, day), service, TRIES)
        if found:
            other = room.visits[k]
            worse = found[0] - room.gain_s(k) + rooms.gone_s(other, room.on) - absent.worth_s
            return Way(day, found[0], worse, k)
    return None


def _exchanges(rooms: Rooms, absent: Absent, days: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yields (what it costs more at least, day, who gives way) for each visit that could."""
    place = absent.account.location
    if is_call(absent.account) or place is None:
        return
    for day in days:
        room = rooms.rooms[day]
        if is_on(room, absent.account.id) or not rooms.spans(absent, day):
            continue
        for k, other in enumerate(room.visits):
            if other.held is None:
                least = room.without(k).detours(place)[0][0] - room.gain_s(k)
                yield least + rooms.gone_s(other, room.on) - absent.worth_s, day, k


def hopes(rooms: Rooms, absent: Absent) -> list[tuple[int, int]]:
    """Returns (what it costs more at least, day) where an exchange would pay in another order.

    Only driving and worth are counted, so that the clock of the present order decides nothing.
    """
    least: dict[int, int] = {}
    for worse_s, day, _ in _exchanges(rooms, absent, rooms.open_days(absent)):
        least[day] = min(worse_s, least.get(day, 0))
    return [(worse_s, day) for day, worse_s in least.items() if worse_s < 0]


def _crowded(rooms: Rooms, absent: Absent, days: list[int]) -> Why:
    way = cheapest(rooms, absent, days)
    if way is not None:
        on = rooms.rooms[way.day].on.isoformat()
        return Reason.TOO_FAR, {
            "detour_s": way.detour_s,
            "worth_s": absent.worth_s,
            "on": on,
        }
    forced = displacing(rooms, absent, days)
    if forced is not None and forced.by is not None and forced.worse_s > 0:
        room = rooms.rooms[forced.day]
        return Reason.DISPLACED, {
            "by": room.visits[forced.by].account.id,
            "on": room.on.isoformat(),
            "worth_s": absent.worth_s,
            "worse_s": forced.worse_s,
        }
    left = max(rooms.rooms[day].free_s() for day in days)
    needed = service_s(absent.account) + _least_detour_s(rooms, absent, days)
    return Reason.NOT_ENOUGH_HOURS, {
        "hours_needed": round(needed / 3600, 2),
        "hours_there": round(left / 3600, 2),
    }


def _least_detour_s(rooms: Rooms, absent: Absent, days: Sequence[int]) -> int:
    place = absent.account.location
    if is_call(absent.account) or place is None:
        return 0
    return min(rooms.rooms[day].detours(place)[0][0] for day in days)


def held_unplanned(demand: Demand, planned: Planned, held: Held) -> Unplanned:
    """Returns why a held visit is not on its date."""
    on = held.on
    visit = planned.due or DueVisit(planned.account.id, NOT_ASKED_FOR, on, on, on)
    if planned.account.location is None and not planned.is_call:
        return Unplanned(visit, Reason.NO_LOCATION)
    if on not in demand.number_of:
        off = demand.problem.rep.days_off.get(on, "")
        said: Figures = {"why": off} if off else {}
        if held.kind is HeldKind.APPOINTMENT:
            said = {**said, "held": held.kind.value}
        return Unplanned(visit, Reason.NO_WORKING_DAY, said)
    if not planned.account.hours.on(on):
        figures: Figures = {"held": held.kind.value, "open_minutes": 0}
        return Unplanned(visit, Reason.DOES_NOT_FIT_DAY, figures)
    windows = planned.windows
    if demand.is_off(planned.account, on) and held.kind.value == "frozen":
        return Unplanned(visit, Reason.OFF_SEASON, {"held": held.kind.value})
    if not timing.start_spans(windows, planned.service_s):
        figures = {"held": held.kind.value, "open_minutes": 0}
        return Unplanned(visit, Reason.DOES_NOT_FIT_DAY, figures)
    figures = {"held": held.kind.value, "minutes_needed": planned.service_s // 60}
    return Unplanned(visit, Reason.DOES_NOT_FIT_DAY, figures)
