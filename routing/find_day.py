"""A day for one account: what each date of the next weeks would cost, or why it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing import day_route, workdays
from routing.day_route import taps
from routing.day_route.model import MUST_S, DayProblem, DayStop
from routing.domain import Account, DayRoute, Plan, Problem, Reason, Stop, WorkingDay
from routing.rotation.demand import held_windows, is_call, service_s


@dataclass(frozen=True, slots=True)
class DayOffer:
    """A date for a visit: the driving it adds and when it would begin, or why not.

    A call adds no driving and has no start.
    """

    on: date
    detour_s: int | None = None
    start_s: int | None = None
    reason: Reason | None = None


def find_day(
    problem: Problem,
    plan: Plan,
    account_id: str,
    first: date,
    last: date,
    moving: date | None = None,
) -> tuple[DayOffer, ...]:
    """Returns an offer for each date from first to last, both included.

    The detour is exact: the best order of the day with the visit less the best order without, all
    other visits kept. ValueError for an account that is not in the problem.

    Parameters
    ----------
    problem, plan
        The plan is of this problem; days it does not have are not worked.
    moving
        The date whose visit to the account is being moved: it is taken out of its day first.
    """
    account = next((a for a in problem.accounts if a.id == account_id), None)
    if account is None:
        raise ValueError(f"account {account_id} is not in the problem.")
    search = _Search(problem, plan, account, moving)
    return tuple(search.offer(on) for on in workdays.dates(first, last))


class _Search:
    def __init__(self, problem: Problem, plan: Plan, account: Account, moving: date | None) -> None:
        self.problem, self.account, self.moving = problem, account, moving
        self.accounts = {a.id: a for a in problem.accounts}
        self.worked: Mapping[date, WorkingDay] = {d.on: d for d in problem.rep.working_days}
        self.routes: Mapping[date, DayRoute] = {route.on: route for route in plan.days}
        self.avoided = {a.on for a in problem.avoided if a.account_id == account.id}

    def offer(self, on: date) -> DayOffer:
        """Returns what the date would cost."""
        reason = self._why_not(on)
        if reason is not None:
            return DayOffer(on, reason=reason)
        route = self.routes[on]
        if is_call(self.account):
            return self._call(route)
        stops = [s for s in route.stops if s.account_id != self.account.id]
        day = self._day(route, stops)
        before = day_route.day_route(day, taps.QUICK)
        wanted = DayStop(
            self.account.id, self.account.location or 0, service_s(self.account),
            self.account.hours.on(on), MUST_S,
        )  # fmt: skip
        extra = taps.with_one(day, before, wanted)
        if extra is None:
            return DayOffer(on, reason=Reason.NOT_ENOUGH_HOURS)
        return DayOffer(on, extra.detour_s, extra.start_s)

    def _why_not(self, on: date) -> Reason | None:
        """Returns why a date is out of the question before any hours are counted."""
        if on not in self.worked or on not in self.routes:
            return Reason.NO_WORKING_DAY
        if self.account.location is None and not is_call(self.account):
            return Reason.NO_LOCATION
        if on in self.avoided:
            return Reason.DROPPED
        if not self.account.hours.on(on):
            return Reason.CLOSED
        route = self.routes[on]
        there = {s.account_id for s in route.stops} | {c.account_id for c in route.calls}
        taken = self.account.id in there and on != self.moving
        return Reason.DOES_NOT_FIT_DAY if taken else None

    def _call(self, route: DayRoute) -> DayOffer:
        calls = [c.service_s for c in route.calls if c.account_id != self.account.id]
        free = self.worked[route.on].hours.end_s - route.home_s
        fits = sum(calls) + service_s(self.account) <= free
        return DayOffer(route.on, 0) if fits else DayOffer(route.on, reason=Reason.NOT_ENOUGH_HOURS)

    def _day(self, route: DayRoute, stops: Sequence[Stop]) -> DayProblem:
        problem, underway = self.problem, self.problem.underway
        return DayProblem(
            self.worked[route.on],
            problem.rep.base,
            tuple(self._stop(stop, route.on) for stop in stops),
            problem.travel_s,
            problem.travel_m,
            sum(c.service_s for c in route.calls if c.account_id != self.account.id),
            underway if underway and underway.on == route.on else None,
        )

    def _stop(self, stop: Stop, on: date) -> DayStop:
        account = self.accounts[stop.account_id]
        windows = held_windows(account, stop.held) if stop.held else account.hours.on(on)
        service = stop.departure_s - stop.start_s
        return DayStop(stop.account_id, account.location or 0, service, windows, MUST_S)
