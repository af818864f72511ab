"""What is asked of the days: when each account may be visited, and which visits are held."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from routing import cadence
from routing.domain import (
    DEFAULT_SERVICE_S,
    Account,
    Channel,
    DueVisit,
    Held,
    HeldKind,
    Problem,
    SeasonState,
    TimeWindow,
    WorkingDay,
)
from routing.rotation import timing
from routing.rotation.timing import Spans


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A held visit with its day's number and when its service may begin there.

    ``day`` is -1 where the rep does not work, ``spans`` empty where nothing is possible.
    """

    held: Held
    account: Account
    day: int
    spans: Spans
    service_s: int


class Demand:
    """The working days of the horizon, and what may be on them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days = worked_days(problem)
        self.number_of = {day.on: number for number, day in enumerate(self.days)}
        self.clocks = [timing.clock(day, underway(problem, day)) for day in self.days]
        self.accounts = {account.id: account for account in problem.accounts}
        self._avoided = {(a.account_id, a.on) for a in problem.avoided}
        self._held_on = {(h.account_id, h.on) for h in problem.held}
        self._spans: dict[tuple[object, ...], Spans] = {}

    def held_visits(self) -> Iterator[HeldVisit]:
        """Yields the held visits, one a date and account.

        The strongest kind wins, then one with an agreed time, then the first named.
        """
        rank = list(HeldKind)
        strongest: dict[tuple[str, date], Held] = {}
        weakest_first = sorted(
            reversed(self.problem.held), key=lambda h: (rank.index(h.kind), h.window is not None)
        )
        for held in weakest_first:
            if self.problem.today <= held.on <= self.problem.last_day:
                strongest[held.account_id, held.on] = held
        for key in sorted(strongest, key=lambda k: (k[1], k[0])):
            if key[0] in self.accounts:
                yield self._held_visit(strongest[key])

    def _held_visit(self, held: Held) -> HeldVisit:
        account = self.accounts[held.account_id]
        day = self.number_of.get(held.on, -1)
        service = held.service_s or service_s(account)
        spans: Spans = ()
        if day >= 0 and not _off_and_frozen(account, held):
            windows = held_windows(account, held)
            spans = self.spans(day, windows, service, is_call(account, held))
        if account.location is None and not is_call(account, held):
            spans = ()
        return HeldVisit(held, account, day, spans, service)

    def spans(
        self, day: int, windows: tuple[TimeWindow, ...], service: int, by_phone: bool
    ) -> Spans:
        """Returns when a service may begin on a day; a call needs only a date that is open."""
        if by_phone:
            return ((0, 0),) if windows else ()
        busy = self.clocks[day].busy
        key = (windows, service, busy)
        if key not in self._spans:
            self._spans[key] = timing.start_spans(windows, service, busy)
        return self._spans[key]

    def is_closed_to_due(self, account_id: str, day: WorkingDay) -> bool:
        """Says whether only held visits may be on a day: under way, to be avoided, or theirs."""
        started = self.problem.underway
        if started and day.on <= started.on:
            return True
        return self.is_avoided(account_id, day) or (account_id, day.on) in self._held_on

    def is_avoided(self, account_id: str, day: WorkingDay) -> bool:
        """Says whether a person asked to keep the day free of the account."""
        return (account_id, day.on) in self._avoided

    def is_off(self, account: Account, on: date) -> bool:
        """Says whether the account is off season, with no service visits either."""
        season = cadence.season_for(account.account_class, account.season)
        return not season.off_rate and cadence.season_state(season, on) is SeasonState.OFF


def underway(problem: Problem, day: WorkingDay):  # type: ignore[no-untyped-def]
    """Returns where a day stands when it is the one under way."""
    started = problem.underway
    return started if started and started.on == day.on else None


def service_s(account: Account) -> int:
    """Returns the seconds on site its cadence asks for."""
    return account.cadence.service_s if account.cadence else DEFAULT_SERVICE_S


def is_call(account: Account, held: Held | None = None) -> bool:
    """Says whether a visit is made by phone: as the cadence wants, unless a time was agreed."""
    agreed = held is not None and held.window is not None and account.location is not None
    by_phone = account.cadence is not None and account.cadence.channel is Channel.PHONE
    return by_phone and not agreed


def fair_share(problem: Problem) -> int:
    """Returns the visits of an average working day if every account gets what it asks for."""
    end = problem.last_day + timedelta(days=1)
    asked = sum(
        cadence.required_visits(
            a.cadence, cadence.season_for(a.account_class, a.season), problem.today, end
        )
        for a in problem.accounts
    )
    return max(1, math.ceil(asked / max(1, len(worked_days(problem)))))


def worked_days(problem: Problem) -> list[WorkingDay]:
    """Returns the rep's working days of the horizon in order."""
    days = sorted(problem.rep.working_days, key=lambda day: day.on)
    return [day for day in days if problem.today <= day.on <= problem.last_day]


def working(days: list[WorkingDay], first: date, last: date) -> list[WorkingDay]:
    """Returns the working days from first to last, both included."""
    return [day for day in days if first <= day.on <= last]


def is_late(account: Account, due: DueVisit) -> bool:
    """Says whether a visit anywhere in its window could start the grid anew.

    Then the next due window depends on the day chosen.
    """
    if account.cadence is None:
        return False
    limit = 1 + cadence.tolerance(account.cadence) + 1e-9
    return any(
        cadence.need_on(account, account.need, day) > limit for day in (due.earliest, due.latest)
    )


def held_windows(account: Account, held: Held) -> tuple[TimeWindow, ...]:
    """Returns when a held visit may take place on its date.

    An agreed time counts more than opening hours, but not on a date that is closed altogether.
    A window shorter than the visit says when it begins.
    """
    hours = account.hours.on(held.on)
    if held.window is None or not hours:
        return hours
    start = held.window.start_s
    end = max(held.window.end_s, start + (held.service_s or service_s(account)))
    return (TimeWindow(start, end),) if end <= 24 * 3600 else ()


def _off_and_frozen(account: Account, held: Held) -> bool:
    """Says whether a visit was only frozen, by no person, and its account has gone off season."""
    season = cadence.season_for(account.account_class, account.season)
    off = cadence.season_state(season, held.on) is SeasonState.OFF and not season.off_rate
    return off and held.kind is HeldKind.FROZEN
