"""What every rule asks: a day route beside what the problem knows of its date."""

from dataclasses import dataclass
from datetime import date

from routing.domain import (
    DEFAULT_SERVICE_S,
    Account,
    Call,
    DayRoute,
    Held,
    HeldKind,
    Plan,
    Problem,
    Stop,
    WorkingDay,
)

Breaks = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: a code, where it lies ("2026-05-12, account 17") and a sentence with figures."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day route beside what the problem knows of its date."""

    problem: Problem
    accounts: dict[str, Account]
    route: DayRoute
    work: WorkingDay

    @property
    def is_underway(self) -> bool:
        """Says whether this date is planned again while it runs."""
        underway = self.problem.underway
        return underway is not None and underway.on == self.route.on

    @property
    def begin_s(self) -> int:
        """From when the day may begin."""
        underway = self.problem.underway
        if underway and self.is_underway:
            return max(underway.at_s, self.work.hours.start_s)
        return self.work.hours.start_s

    @property
    def start(self) -> int:
        """Where the day begins: where the rep is, else as the route, the date or base say."""
        underway = self.problem.underway
        if underway and self.is_underway:
            return underway.location
        return known(self.route.start, self.work.start, self.problem.rep.base)

    @property
    def end(self) -> int:
        """Where the day ends, as the route, the date or base say."""
        return known(self.route.end, self.work.end, self.problem.rep.base)

    @property
    def lunch(self) -> tuple[int, int] | None:
        """The lunch taken on the road."""
        if self.route.lunch_start_s is None:
            return None
        return self.route.lunch_start_s, self.route.lunch_start_s + self.work.lunch_s

    @property
    def breaks(self) -> Breaks:
        """Busy blocks and lunch: neither driving nor serving."""
        busy = [(b.start_s, b.end_s) for b in self.work.busy]
        return [*busy, self.lunch] if self.lunch else busy

    def known(self) -> list[tuple[Stop, Account]]:
        """Returns the stops whose account the problem holds."""
        return [
            (s, self.accounts[s.account_id])
            for s in self.route.stops
            if s.account_id in self.accounts
        ]

    def held(self, account_id: str) -> Held | None:
        """Returns the visit of an account held on this date."""
        return strongest(self.problem, account_id, self.route.on)

    def path(self) -> list[int] | None:
        """Returns the places of the day in order; None when one of them is unknown."""
        places = [account.location for _, account in self.known()]
        there = [place for place in places if place is not None]
        if len(there) < len(self.route.stops):
            return None
        return [self.start, *there, self.end]

    def at(self, account_id: str) -> str:
        """Returns the place of a fault: date and account."""
        return f"{self.route.on}, account {account_id}"


def known(*places: int | None) -> int:
    """Returns the first place that is known; the last one always is."""
    return next(place for place in places if place is not None)


def both(route: DayRoute) -> list[Stop | Call]:
    """Returns the stops and calls of a day."""
    return [*route.stops, *route.calls]


def visits(plan: Plan) -> list[tuple[date, str]]:
    """Returns (date, account) of every planned visit."""
    return [(r.on, v.account_id) for r in plan.days for v in both(r)]


def strongest(problem: Problem, account_id: str, on: date) -> Held | None:
    """Returns the held visit that counts where there are several: kind, agreed time, first."""
    held = [h for h in problem.held if h.account_id == account_id and h.on == on]
    kinds = list(HeldKind)
    return max(held, key=lambda h: (kinds.index(h.kind), h.window is not None), default=None)


def service_s(account: Account, held: Held | None) -> int:
    """Returns how long a visit takes: as held, else as the cadence says."""
    if held and held.service_s:
        return held.service_s
    return account.cadence.service_s if account.cadence else DEFAULT_SERVICE_S


def overlap(start: int, end: int, breaks: Breaks) -> int:
    """Returns the seconds of a stretch that breaks cover; two at once count once."""
    covered, now = 0, start
    for first, last in sorted(breaks):
        covered += max(0, min(end, last) - max(now, first))
        now = max(now, last)
    return covered


def clock(seconds: int) -> str:
    """Returns a clock time to the second."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
