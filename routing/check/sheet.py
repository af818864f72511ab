"""The planned days once more, as the referee times them, and where a visit could still go."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from routing import cadence
from routing.check.base import Day, both, service_s, strongest
from routing.check.timetable import Frame, Stretches, Timetable, Wanted, frame, starts
from routing.domain import (
    ALWAYS_OPEN,
    DAY_S,
    Account,
    Channel,
    DayRoute,
    DueVisit,
    Held,
    Plan,
    Problem,
    TimeWindow,
    WorkingDay,
)


class Sheet:
    """A plan beside its problem, with a timetable for every date that is asked for."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.accounts = {account.id: account for account in problem.accounts}
        self.worked = {
            day.on: day
            for day in sorted(problem.rep.working_days, key=lambda day: day.on)
            if problem.today <= day.on <= problem.last_day
        }
        self.routes = {route.on: route for route in plan.days if route.on in self.worked}
        self._visits: dict[str, list[tuple[date, int | None]]] = {}
        for on, route in self.routes.items():
            for visit in both(route):
                number = visit.due.number if visit.due else None
                self._visits.setdefault(visit.account_id, []).append((on, number))
        self._avoided = {(a.account_id, a.on) for a in problem.avoided}
        self._held = {(h.account_id, h.on) for h in problem.held}
        self._tables: dict[date, Timetable] = {}

    # Where a visit could go

    def worked_in(self, due: DueVisit) -> list[date]:
        """Returns the working days of a due window."""
        return [on for on in self.worked if due.earliest <= on <= due.latest]

    def is_avoided(self, account_id: str, on: date) -> bool:
        """Says whether a person asked to keep a date free of an account."""
        return (account_id, on) in self._avoided

    def open_days(self, due: DueVisit) -> list[date]:
        """Returns the working days of a due window that no wish and no held visit takes away."""
        underway = self.problem.underway
        return [
            on
            for on in self.worked_in(due)
            if not self.is_avoided(due.account_id, on)
            and (due.account_id, on) not in self._held
            and not (underway and on <= underway.on)
        ]

    def candidates(self, due: DueVisit) -> list[date]:
        """Returns the open days on which the account's visits would also keep their order.

        One that answers no due visit, but is held inside the window, comes after the due one.
        """
        others = self._visits.get(due.account_id, [])
        after = [on for on, n in others if n is not None and n < due.number]
        before = [
            on
            for on, n in others
            if (n is None and on >= due.earliest) or (n is not None and n > due.number)
        ]
        first, last = max(after, default=date.min), min(before, default=date.max)
        return [on for on in self.open_days(due) if first < on < last and on in self.routes]

    def could_be(self, due: DueVisit, on: date | None) -> bool:
        """Says whether a date is open to a due visit, and holds none of its account yet."""
        there = {day for day, _ in self._visits.get(due.account_id, [])}
        return on in self.routes and on not in there and on in self.open_days(due)

    # Whether it fits there

    def detour_s(
        self, account: Account, on: date, without: Iterable[str] = (), held: Held | None = None
    ) -> int | None:
        """Returns the least driving one more visit adds to a planned day; None where none fits.

        A call adds none. ``without`` names accounts whose visits give way.
        """
        table = self.table(on)
        gone = set(without)
        if gone:
            table = self._built(on, gone)
        return self._least(account, on, table, held)

    def alone(self, account: Account, on: date, always_open: bool = False) -> bool:
        """Says whether a visit fits a day that holds nothing else."""
        if always_open:
            account = replace(account, hours=ALWAYS_OPEN)
        empty = Timetable(self._empty(on), self.problem.travel_s, ())
        return self._least(account, on, empty, None) is not None

    def opens(self, account: Account, on: date) -> bool:
        """Says whether an opening window holds the service inside working hours."""
        here = self._empty(on)
        seconds = service_s(account, None)
        return any(
            max(first, here.begin_s) <= min(last, here.end_s - seconds)
            for first, last in start_stretches(account, on, None, here.busy)
        )

    def needed_s(self, account: Account, on: date) -> int:
        """Returns service and driving of a day that holds only this visit."""
        here, place = self._empty(on), account.location
        if place is None or is_call(account, None):
            return service_s(account, None)
        travel = self.problem.travel_s
        return travel[here.start][place] + service_s(account, None) + travel[place][here.end]

    def most_s(self, account: Account) -> float:
        """Returns the time all visits to an account take where each is a trip of its own.

        So many as it asks for, as the plan holds or as it leaves out, whichever is most.
        """
        season = cadence.season_for(account.account_class, account.season)
        end = self.problem.last_day + timedelta(days=1)
        asked = cadence.required_visits(account.cadence, season, self.problem.today, end)
        out = sum(1 for u in self.plan.unplanned if u.visit.account_id == account.id)
        visits = max(1.0, asked, len(self._visits.get(account.id, [])) + out)
        base, place, travel = self.problem.rep.base, account.location, self.problem.travel_s
        way = 0
        if place is not None and not is_call(account, None):
            way = travel[base][place] + travel[place][base]
        return visits * (service_s(account, None) + way)

    def free_s(self, on: date, planned: bool) -> int:
        """Returns the seconds a day holds beside busy blocks, and beside its visits."""
        table = self.table(on) if planned else Timetable(self._empty(on), self.problem.travel_s, ())
        return max(0, table.left_s())

    def _least(self, account: Account, on: date, table: Timetable, held: Held | None) -> int | None:
        seconds = service_s(account, held)
        if is_call(account, held):
            return 0 if account.hours.on(on) and table.has_time_for(seconds) else None
        if account.location is None:
            return None
        windows = start_stretches(account, on, held, table.frame.busy)
        return table.cheapest(Wanted(account.id, account.location, seconds, windows))

    # Timetables

    def table(self, on: date) -> Timetable:
        """Returns the timetable of a planned date."""
        if on not in self._tables:
            self._tables[on] = self._built(on, set())
        return self._tables[on]

    def _built(self, on: date, gone: set[str]) -> Timetable:
        route = self.routes.get(on, DayRoute(on, 0, 0))
        calls_s = sum(call.service_s for call in route.calls if call.account_id not in gone)
        here = frame(self._day(route), calls_s)
        wanted = [
            self._wanted(stop.account_id, on, here.busy)
            for stop in route.stops
            if stop.account_id not in gone
        ]
        return Timetable(here, self.problem.travel_s, [one for one in wanted if one is not None])

    def _wanted(self, account_id: str, on: date, busy: Stretches) -> Wanted | None:
        account = self.accounts.get(account_id)
        if account is None or account.location is None:
            return None
        held = strongest(self.problem, account_id, on)
        begin = start_stretches(account, on, held, busy)
        return Wanted(account_id, account.location, service_s(account, held), begin)

    def _empty(self, on: date) -> Frame:
        """Returns a date without its visits, begun and ended where it is planned to."""
        route = self.routes.get(on, DayRoute(on, 0, 0))
        return frame(self._day(replace(route, stops=(), calls=(), lunch_start_s=None)), 0)

    def _day(self, route: DayRoute) -> Day:
        work: WorkingDay = self.worked[route.on]
        return Day(self.problem, self.accounts, route, work)


def is_call(account: Account, held: Held | None) -> bool:
    """Says whether a visit is made by phone: not where people agreed on a time at a place."""
    by_phone = account.cadence is not None and account.cadence.channel is Channel.PHONE
    agreed = held is not None and held.window is not None and account.location is not None
    return by_phone and not agreed


def start_stretches(account: Account, on: date, held: Held | None, busy: Stretches) -> Stretches:
    """Returns when a visit may begin: in opening hours, or as agreed on a date it is open."""
    seconds, windows = service_s(account, held), account.hours.on(on)
    if held and held.window and windows:
        end = max(held.window.end_s, held.window.start_s + seconds)
        windows = (TimeWindow(held.window.start_s, end),) if end <= DAY_S else ()
    return starts(windows, seconds, busy)
