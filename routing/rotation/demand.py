"""The visits to be placed: held ones first, then each account's due visits, one after the other.

A due visit is counted from the planned visit before it. Inside the tolerance the grid of an account
stays where it is, so a visit may move within its window without moving the ones after it; outside
(overdue, held back) every later window depends on its day, so it is not moved again.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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

PHONE = -1


@dataclass(slots=True)
class Task:
    """One visit to be placed. ``account`` is as it stands before the visit.

    ``spans`` holds, by day number, when its service may begin; ``costs`` what that day costs
    beside the driving. ``place`` is -1 for a phone visit. ``day`` is -1 while it is not placed.
    ``overdue`` means that any day of its window starts the grid anew.
    """

    number: int
    account: Account
    due: DueVisit | None
    held: Held | None
    place: int
    service_s: int
    spans: dict[int, Spans] = field(default_factory=dict)
    costs: dict[int, int] = field(default_factory=dict)
    drop_s: int = 0
    movable: bool = True
    overdue: bool = False
    before: "Task | None" = None
    after: "Task | None" = None
    day: int = -1

    def may_be_on(self, day: int) -> bool:
        """Says whether the account's visits would keep their order, a day apart at least."""
        before, after = self.before, self.after
        while before and before.day < 0:
            before = before.before
        while after and after.day < 0:
            after = after.after
        return (before is None or before.day < day) and (after is None or after.day > day)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a day costs beside its driving, in seconds of driving; see ``RotationParams``."""

    near_s: int
    late_s: int
    drop_s: int
    drop_least_s: int


class Demand:
    """Every account's next due visit, moved on by what was planned before it."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem = problem
        self.weights = weights
        self.days = worked_days(problem)
        self.number_of = {day.on: i for i, day in enumerate(self.days)}
        self.tasks: list[Task] = []
        self._states = {account.id: account for account in problem.accounts}
        self._avoided = {(a.account_id, a.on) for a in problem.avoided}
        self._held_on = {(h.account_id, h.on) for h in problem.held}
        self._held: dict[str, list[Task]] = {}
        self._last: dict[str, Task] = {}
        self._count: dict[str, int] = {}

    def held_tasks(self) -> Iterator[Task]:
        """Yields a task for each held visit, one a date and account.

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
            if key[0] in self._states:
                yield self._held_task(strongest[key])

    def _held_task(self, held: Held) -> Task:
        account = self._states[held.account_id]
        task = self._task(account, None, held)
        day = self.number_of.get(held.on)
        if day is not None and not _off_and_frozen(account, held):
            spans = self._spans(task, self.days[day], held_windows(account, held))
            if spans:
                task.spans[day], task.costs[day] = spans, 0
        return task

    def keep(self, task: Task) -> None:
        """Remembers a held visit that found its place: the account's grid goes on from it."""
        self._held.setdefault(task.account.id, []).append(task)

    def next_task(self, account_id: str) -> Task | None:
        """Returns the account's next due visit to place; None when the horizon asks for no more."""
        problem = self.problem
        while True:
            account = self._states[account_id]
            number = self._count.get(account_id, 0)
            due = cadence.due_visit(account, problem.today, problem.last_day, number)
            held = next(iter(self._held.get(account_id, ())), None)
            if held is None or not self._serves(held, account, due):
                break
            self._take_held(held, account, due)
        if due is None or (due.target > problem.last_day and not is_late(account, due)):
            return None
        task = self._task(account, due, None)
        self._link(task)
        task.after = held
        self._place_in(task, working(self.days, due.earliest, due.latest))
        late = None if task.spans else self.late_copy(task)
        if late:
            self.make_late(task, late)
        return task

    def _serves(self, held: Task, account: Account, due: DueVisit | None) -> bool:
        """Says whether a held visit comes in place of the due one.

        It does unless another visit would fall due before it, had the due one been made in time.
        """
        on = self.days[held.day].on
        if due is None or on <= due.latest:
            return True
        made = cadence.visited(account, due.target)
        return cadence.due_visit(made, self.problem.today, on) is None

    def _take_held(self, held: Task, account: Account, due: DueVisit | None) -> None:
        on = self.days[held.day].on
        self._held[account.id].pop(0)
        held.account = account
        if due is not None and due.earliest <= on:
            held.due = due
            self._count[account.id] = due.number + 1
        self._link(held)
        self._states[account.id] = cadence.visited(account, on)

    def made(self, task: Task) -> None:
        """Moves the account on from a placed visit."""
        account = task.account
        self._states[account.id] = cadence.visited(account, self.days[task.day].on)

    def missed(self, task: Task) -> None:
        """Moves the account on from a visit that found no place."""
        if task.due is not None:
            self._states[task.account.id] = cadence.lapsed(task.account, task.due)

    def late_copy(self, task: Task) -> Task | None:
        """Returns the visit as it may be made after its window, until the next one falls due.

        None where it may not. It stands in no chain: it is only asked for a place.
        """
        due, account = task.due, task.account
        if due is None or task.place < PHONE:
            return None
        last = min(due.latest + timedelta(days=cadence.GRACE_D), self.problem.last_day)
        coming = cadence.due_visit(cadence.visited(account, due.target), due.target, last)
        if coming:
            last = min(last, coming.earliest - timedelta(days=1))
        season = cadence.season_for(account.account_class, account.season)
        days = [
            day
            for day in working(self.days, due.latest + timedelta(days=1), last)
            if season.off_rate or cadence.season_state(season, day.on) is not SeasonState.OFF
        ]
        late = replace(task, spans={}, costs={}, movable=False)
        self._place_in(late, days)
        return late if late.spans else None

    def make_late(self, task: Task, late: Task) -> None:
        """Gives a visit the days after its window; wherever it lands, it then stays."""
        task.spans, task.costs, task.movable = late.spans, late.costs, False

    def _task(self, account: Account, due: DueVisit | None, held: Held | None) -> Task:
        wanted = account.cadence
        service = wanted.service_s if wanted else DEFAULT_SERVICE_S
        place = account.location
        agreed = held is not None and held.window is not None and place is not None
        if wanted and wanted.channel is Channel.PHONE and not agreed:
            place = PHONE
        overdue = due is not None and is_late(account, due)
        task = Task(
            number=len(self.tasks),
            account=account,
            due=due,
            held=held,
            place=PHONE - 1 if place is None else place,
            service_s=held.service_s or service if held else service,
            movable=held is None and due is not None and not overdue,
            overdue=overdue,
        )
        if due is not None:
            worth = cadence.priority(account, due.target)
            task.drop_s = self.weights.drop_least_s + round(self.weights.drop_s * worth)
        self.tasks.append(task)
        self._count[account.id] = self._count.get(account.id, 0) + (due is not None)
        return task

    def _link(self, task: Task) -> None:
        previous = self._last.get(task.account.id)
        task.before = previous
        if previous:
            previous.after = task
        self._last[task.account.id] = task

    def _place_in(self, task: Task, days: list[WorkingDay]) -> None:
        if task.place < PHONE:
            return
        for day in days:
            number = self.number_of[day.on]
            if self.is_closed_to_due(task.account.id, day) or not task.may_be_on(number):
                continue
            spans = self._spans(task, day, task.account.hours.on(day.on))
            if spans:
                task.spans[number] = spans
                task.costs[number] = self._day_cost(task, day.on)

    def is_closed_to_due(self, account_id: str, day: WorkingDay) -> bool:
        """Says whether only held visits may be on a day: under way, to be avoided, or theirs."""
        underway = self.problem.underway
        if underway and day.on <= underway.on:
            return True
        return self.is_avoided(account_id, day) or (account_id, day.on) in self._held_on

    def is_avoided(self, account_id: str, day: WorkingDay) -> bool:
        """Says whether a person asked to keep the day free of the account."""
        return (account_id, day.on) in self._avoided

    def _spans(self, task: Task, day: WorkingDay, windows: tuple[TimeWindow, ...]) -> Spans:
        if task.place < PHONE:
            return ()
        if task.place == PHONE:
            return ((0, 0),) if windows else ()
        clock = timing.clock(day)
        return timing.start_spans(windows, task.service_s, clock.busy)

    def _day_cost(self, task: Task, on: date) -> int:
        """Returns what the distance from the target costs; the square, so that far is dearer."""
        due = task.due
        if due is None:
            return 0
        off = (on - due.target).days
        if not task.movable or off > (due.latest - due.target).days:
            return abs(off) * max(self.weights.late_s, task.drop_s // 30)
        if task.account.cadence and task.account.cadence.fixed_day:
            return abs(off) * 4 * 3600
        width = max((due.target - due.earliest).days, (due.latest - due.target).days, 1)
        return self.weights.near_s * off * off // (width * width)


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
    service = held.service_s or (
        account.cadence.service_s if account.cadence else DEFAULT_SERVICE_S
    )
    start = held.window.start_s
    end = max(held.window.end_s, start + service)
    return (TimeWindow(start, end),) if end <= 24 * 3600 else ()


def _off_and_frozen(account: Account, held: Held) -> bool:
    """Says whether a visit was only frozen, by no person, and its account has gone off season."""
    season = cadence.season_for(account.account_class, account.season)
    off = cadence.season_state(season, held.on) is SeasonState.OFF and not season.off_rate
    return off and held.kind is HeldKind.FROZEN
