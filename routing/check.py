"""The referee: every violation in a plan, whoever made it.

It shares no code with the solvers, so that a mistake there cannot excuse itself here. ``RULES``
lists what is looked at, one function a rule.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from routing import cadence, workdays
from routing.domain import (
    DEFAULT_SERVICE_S,
    Account,
    AccountClass,
    Call,
    Channel,
    DayRoute,
    Held,
    HeldKind,
    Plan,
    Problem,
    SeasonState,
    Stop,
    TimeWindow,
    WorkingDay,
)

EPS = 1e-9
NEED_TOLERANCE_D = (1, 14)


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: a code, where it lies ("2026-05-12, account 17") and a sentence with figures."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class _Day:
    """A day route beside what the problem knows of its date."""

    problem: Problem
    accounts: dict[str, Account]
    route: DayRoute
    work: WorkingDay

    @property
    def start(self) -> tuple[int, int]:
        """Where and from when the day may begin."""
        underway = self.problem.underway
        if underway and underway.on == self.route.on:
            return underway.location, max(underway.at_s, self.work.hours.start_s)
        return self.problem.rep.base, self.work.hours.start_s

    @property
    def lunch(self) -> tuple[int, int] | None:
        if self.route.lunch_start_s is None:
            return None
        return self.route.lunch_start_s, self.route.lunch_start_s + self.work.lunch_s

    @property
    def breaks(self) -> list[tuple[int, int]]:
        """Busy blocks and lunch: neither driving nor serving."""
        busy = [(b.start_s, b.end_s) for b in self.work.busy]
        return [*busy, self.lunch] if self.lunch else busy

    def known(self) -> list[tuple[Stop, Account]]:
        return [
            (s, self.accounts[s.account_id])
            for s in self.route.stops
            if s.account_id in self.accounts
        ]

    def held(self, account_id: str) -> Held | None:
        """The visit of an account held on this date."""
        return _strongest(self.problem, account_id, self.route.on)

    def at(self, account_id: str) -> str:
        return f"{self.route.on}, account {account_id}"


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Returns every violation of the plan; an empty tuple for a plan that can be driven.

    The plan must be of this problem: same rep, same horizon.
    """
    accounts = {account.id: account for account in problem.accounts}
    worked = {day.on: day for day in problem.rep.working_days}
    found = [v for rule in PLAN_RULES for v in rule(problem, plan)]
    for route in plan.days:
        if route.on in worked:
            day = _Day(problem, accounts, route, worked[route.on])
            found += [v for rule in DAY_RULES for v in rule(day)]
    return tuple(found)


# The whole plan


def _wrong_horizon(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if (plan.rep_id, plan.today, plan.last_day) != (
        problem.rep.id,
        problem.today,
        problem.last_day,
    ):
        yield Violation(
            "wrong_horizon", "plan",
            f"the plan is of {plan.rep_id}, {plan.today} to {plan.last_day}; the problem of "
            f"{problem.rep.id}, {problem.today} to {problem.last_day}.",
        )  # fmt: skip


def _days(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Each working day of the horizon appears exactly once, and no other date does."""
    worked = {day.on for day in problem.rep.working_days}
    horizon = set(workdays.dates(problem.today, problem.last_day))
    count = Counter(route.on for route in plan.days)
    for on in sorted((worked & horizon) - set(count)):
        yield Violation("missing_day", f"{on}", "a working day has no day route.")
    for on, times in sorted(count.items()):
        if on not in worked or on not in horizon:
            yield Violation("not_worked", f"{on}", "the rep does not work on this date.")
        if times > 1:
            yield Violation("day_twice", f"{on}", f"the date has {times} day routes.")


def _unknown_accounts(problem: Problem, plan: Plan) -> Iterator[Violation]:
    known = {account.id for account in problem.accounts}
    for on, account_id in _visits(plan):
        if account_id not in known:
            yield Violation(
                "unknown_account", f"{on}", f"account {account_id} is not in the problem."
            )
    for entry in plan.unplanned:
        if entry.visit.account_id not in known:
            text = f"account {entry.visit.account_id} is not in the problem."
            yield Violation("unknown_account", "unplanned", text)


def _twice_a_day(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for (on, account_id), times in sorted(Counter(_visits(plan)).items()):
        if times > 1:
            yield Violation("twice_a_day", f"{on}, account {account_id}", f"visited {times} times.")


def _due_once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A due visit is planned once or unplanned once, never both."""
    due = [v.due for route in plan.days for v in _both(route) if v.due is not None]
    count = Counter((d.account_id, d.number, d.target) for d in due)
    count.update((u.visit.account_id, u.visit.number, u.visit.target) for u in plan.unplanned)
    for (account_id, number, target), times in sorted(count.items()):
        if times > 1:
            where = f"account {account_id}"
            yield Violation(
                "due_twice", where, f"due visit {number} of {target} appears {times} times."
            )


def _held(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A held visit is on its date, or the plan says why not."""
    planned = set(_visits(plan))
    explained = {entry.visit.account_id for entry in plan.unplanned}
    for held in problem.held:
        ahead = problem.today <= held.on <= problem.last_day
        known = any(account.id == held.account_id for account in problem.accounts)
        if not ahead or not known or (held.on, held.account_id) in planned:
            continue
        if held.account_id not in explained:
            where = f"{held.on}, account {held.account_id}"
            yield Violation("held_missing", where, f"a held visit ({held.kind}) is gone.")


def _due_forgotten(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """An account whose need outgrows its due window within the horizon appears somewhere."""
    named = {account_id for _, account_id in _visits(plan)}
    named |= {entry.visit.account_id for entry in plan.unplanned}
    for account in problem.accounts:
        if account.id not in named:
            closes = _window_closes(account, problem.today, problem.last_day)
            if closes:
                text = (
                    f"its due window closes by {closes}, but it is neither planned nor explained."
                )
                yield Violation("due_forgotten", f"account {account.id}", text)


# One day


def _totals(day: _Day) -> Iterator[Violation]:
    path = _path(day)
    if path is None:
        return
    for name, matrix, total in (
        ("travel_s", day.problem.travel_s, day.route.travel_s),
        ("travel_m", day.problem.travel_m, day.route.travel_m),
    ):
        expected = sum(matrix[a][b] for a, b in pairwise(path))
        if total != expected:
            text = f"{name} is {total}, its legs make {expected}."
            yield Violation("totals", f"{day.route.on}", text)
        for stop, (a, b) in zip(day.route.stops, pairwise(path), strict=False):
            if getattr(stop, name) != matrix[a][b]:
                text = f"{name} is {getattr(stop, name)}, the matrix says {matrix[a][b]}."
                yield Violation("totals", day.at(stop.account_id), text)


def _no_location(day: _Day) -> Iterator[Violation]:
    for stop, account in day.known():
        if account.location is None:
            yield Violation("no_location", day.at(stop.account_id), "a stop at an unknown place.")


def _driving(day: _Day) -> Iterator[Violation]:
    """Between two stops there is time for the drive, beside lunch and busy blocks."""
    path = _path(day)
    if path is None:
        return
    leaves = [day.route.leave_s, *(stop.departure_s for stop in day.route.stops)]
    arrivals = [*(stop.arrival_s for stop in day.route.stops), day.route.home_s]
    names = [*(stop.account_id for stop in day.route.stops), "base"]
    for (a, b), leave, there, name in zip(pairwise(path), leaves, arrivals, names, strict=True):
        needed = day.problem.travel_s[a][b]
        had = there - leave - _overlap(leave, there, day.breaks)
        if had < needed:
            text = f"the drive takes {needed} s, there are {had} s."
            yield Violation("impossible_travel", day.at(name), text)


def _service(day: _Day) -> Iterator[Violation]:
    for stop, account in day.known():
        expected = _service_s(account, day.held(account.id))
        if stop.start_s < stop.arrival_s:
            yield Violation("starts_early", day.at(account.id), "the visit starts before arrival.")
        if stop.departure_s - stop.start_s != expected:
            text = f"{stop.departure_s - stop.start_s} s on site instead of {expected} s."
            yield Violation("service_time", day.at(account.id), text)
    for call in day.route.calls:
        if call.account_id in day.accounts:
            expected = _service_s(day.accounts[call.account_id], day.held(call.account_id))
            if call.service_s != expected:
                text = f"a call of {call.service_s} s instead of {expected} s."
                yield Violation("service_time", day.at(call.account_id), text)


def _opening_hours(day: _Day) -> Iterator[Violation]:
    """A visit lies in one opening window; an agreed time counts more, not on a closed date."""
    for stop, account in day.known():
        open_windows = account.hours.on(day.route.on)
        held = day.held(account.id)
        agreed = held and held.window and open_windows
        inside = [
            w for w in open_windows if w.start_s <= stop.start_s and stop.departure_s <= w.end_s
        ]
        if not inside and not agreed:
            text = f"{_clock(stop.start_s)}-{_clock(stop.departure_s)} is outside opening hours."
            yield Violation("opening_hours", day.at(account.id), text)
    for call in day.route.calls:
        called = day.accounts.get(call.account_id)
        if called and not called.hours.on(day.route.on):
            yield Violation("opening_hours", day.at(called.id), "a call on a date it is closed.")


def _working_hours(day: _Day) -> Iterator[Violation]:
    if not day.route.stops and not day.route.calls:
        return
    _, earliest = day.start
    calls_s = sum(call.service_s for call in day.route.calls)
    end = day.work.hours.end_s
    free = end - day.route.home_s - _overlap(day.route.home_s, end, day.breaks)
    if day.route.leave_s < earliest:
        text = f"leaves at {_clock(day.route.leave_s)}, not before {_clock(earliest)}."
        yield Violation("working_hours", f"{day.route.on}", text)
    if day.route.home_s > end or free < calls_s:
        text = f"home at {_clock(day.route.home_s)} with {calls_s} s of calls; ends {_clock(end)}."
        yield Violation("working_hours", f"{day.route.on}", text)


def _breaks_kept(day: _Day) -> Iterator[Violation]:
    for stop in day.route.stops:
        if _overlap(stop.start_s, stop.departure_s, day.breaks):
            yield Violation(
                "overlaps_break", day.at(stop.account_id), "runs into lunch or busy time."
            )
    for before, after in pairwise(day.route.stops):
        if after.start_s < before.departure_s:
            text = f"starts before {before.account_id} is over."
            yield Violation("overlap", day.at(after.account_id), text)


def _lunch(day: _Day) -> Iterator[Violation]:
    """Lunch lies in its window, whole; a day that spans the window has one."""
    window, taken = day.work.lunch, day.lunch
    if window is None or not day.work.lunch_s:
        return
    where = f"{day.route.on}"
    if taken:
        if taken[0] < window.start_s or taken[1] > window.end_s:
            text = f"lunch {_clock(taken[0])}-{_clock(taken[1])} is outside its window."
            yield Violation("lunch", where, text)
        if any(taken[0] < b.end_s and b.start_s < taken[1] for b in day.work.busy):
            yield Violation("lunch", where, "lunch falls into a busy block.")
    elif day.route.stops and _spans_lunch(day, window) and _lunch_possible(day, window):
        text = f"on the road {_clock(day.route.leave_s)}-{_clock(day.route.home_s)} without lunch."
        yield Violation("lunch", where, text)


def _held_times(day: _Day) -> Iterator[Violation]:
    for stop, account in day.known():
        held = day.held(account.id)
        if stop.held and stop.held.on != day.route.on:
            text = f"the visit is held for {stop.held.on}."
            yield Violation("held_moved", day.at(account.id), text)
        service = stop.departure_s - stop.start_s
        window = held.window if held else None
        if window and not window.start_s <= stop.start_s <= max(
            window.start_s, window.end_s - service
        ):
            text = f"starts {_clock(stop.start_s)}, agreed from {_clock(window.start_s)}."
            yield Violation("held_moved", day.at(account.id), text)


def _wishes(day: _Day) -> Iterator[Violation]:
    """Avoided dates, ``not_before`` and off season bind every visit that is not held."""
    on = day.route.on
    avoided = {a.account_id for a in day.problem.avoided if a.on == on}
    for visit in _both(day.route):
        account = day.accounts.get(visit.account_id)
        if account is None or day.held(account.id):
            continue
        if account.id in avoided:
            yield Violation("avoided", day.at(account.id), "the date was to be kept free of it.")
        if account.not_before and on < account.not_before:
            yield Violation("not_before", day.at(account.id), f"not before {account.not_before}.")
        if _is_off(account, on):
            yield Violation("off_season", day.at(account.id), "the account is off season.")


def _phone(day: _Day) -> Iterator[Violation]:
    for call in day.route.calls:
        account = day.accounts.get(call.account_id)
        if account and (account.cadence is None or account.cadence.channel is not Channel.PHONE):
            yield Violation("not_by_phone", day.at(account.id), "its cadence asks for a visit.")


PLAN_RULES: tuple[Callable[[Problem, Plan], Iterator[Violation]], ...] = (
    _wrong_horizon,
    _days,
    _unknown_accounts,
    _twice_a_day,
    _due_once,
    _held,
    _due_forgotten,
)
DAY_RULES: tuple[Callable[[_Day], Iterator[Violation]], ...] = (
    _totals,
    _no_location,
    _driving,
    _service,
    _opening_hours,
    _working_hours,
    _breaks_kept,
    _lunch,
    _held_times,
    _wishes,
    _phone,
)


# What the rules ask


def _both(route: DayRoute) -> list[Stop | Call]:
    return [*route.stops, *route.calls]


def _visits(plan: Plan) -> list[tuple[date, str]]:
    return [(r.on, v.account_id) for r in plan.days for v in _both(r)]


def _path(day: _Day) -> list[int] | None:
    """Returns the places of the day in order; None when one of them is unknown."""
    places = [
        day.accounts[s.account_id].location for s in day.route.stops if s.account_id in day.accounts
    ]
    known = [place for place in places if place is not None]
    if len(known) < len(day.route.stops):
        return None
    return [day.start[0], *known, day.problem.rep.base]


def _strongest(problem: Problem, account_id: str, on: date) -> Held | None:
    """Returns the held visit that counts where there are several: kind, agreed time, first."""
    held = [h for h in problem.held if h.account_id == account_id and h.on == on]
    kinds = list(HeldKind)
    return max(held, key=lambda h: (kinds.index(h.kind), h.window is not None), default=None)


def _service_s(account: Account, held: Held | None) -> int:
    if held and held.service_s:
        return held.service_s
    return account.cadence.service_s if account.cadence else DEFAULT_SERVICE_S


def _overlap(start: int, end: int, breaks: list[tuple[int, int]]) -> int:
    """Returns the seconds of a stretch that breaks cover; two at once count once."""
    covered, now = 0, start
    for first, last in sorted(breaks):
        covered += max(0, min(end, last) - max(now, first))
        now = max(now, last)
    return covered


def _spans_lunch(day: _Day, window: TimeWindow) -> bool:
    lunch_s = day.work.lunch_s
    before, after = day.route.leave_s - lunch_s, day.route.home_s + lunch_s
    return before < window.start_s and after > window.end_s


def _lunch_possible(day: _Day, window: TimeWindow) -> bool:
    """Says whether a lunch is owed: not when it was taken, or never fitted the window."""
    underway = day.problem.underway
    if underway and underway.on == day.route.on and underway.lunch_taken:
        return False
    free = max(window.start_s, day.start[1])
    for block in sorted(day.work.busy, key=lambda b: b.start_s):
        if min(block.start_s, window.end_s) - free >= day.work.lunch_s:
            return True
        free = max(free, block.end_s)
    return window.end_s - free >= day.work.lunch_s


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _state(account: Account, on: date) -> SeasonState:
    """Returns the season's state of a date; no ramp wakes up a divest account."""
    state = cadence.season_state(account.season, on)
    if state is SeasonState.RAMP and account.account_class is AccountClass.DIVEST:
        return SeasonState.OFF
    return state


def _is_off(account: Account, on: date) -> bool:
    return _state(account, on) is SeasonState.OFF and account.season.off_rate == 0


def _window_closes(account: Account, today: date, last: date) -> date | None:
    """Returns the date by which a visit must appear, counted from the need alone; None for none.

    That is the first date of the horizon with more need than the tolerance, or the last one before
    the account closes with a visit open.
    """
    wanted = account.cadence
    if wanted is None:
        return None
    slack_d = min(
        max(wanted.tolerance * wanted.interval_d, NEED_TOLERANCE_D[0]), NEED_TOLERANCE_D[1]
    )
    slack = min(slack_d / wanted.interval_d, max(0.5, wanted.tolerance))
    first = max(today, account.not_before or today)
    value = account.need.value
    for on in workdays.dates(account.need.on, last):
        if on > account.need.on:
            value = _grown(account, on, value, slack)
        if on < first or _is_off(account, on):
            continue
        tomorrow = date.fromordinal(on.toordinal() + 1)
        closing = tomorrow <= last and _is_off(account, tomorrow)
        if value > 1 + slack + EPS or (closing and value >= 1 - slack + EPS):
            return on
    return None


def _grown(account: Account, on: date, value: float, slack: float) -> float:
    """Returns the need at the start of a date from that of the date before."""
    wanted, season = account.cadence, account.season
    if wanted is None:
        return 0.0
    before = date.fromordinal(on.toordinal() - 1)
    was, now = _state(account, before), _state(account, on)
    value += _rate(account, before, was)
    if now is SeasonState.RAMP and was is not now:
        visits, length = _ramp(account, on)
        opened = min(1.0, visits * season.ramp_gap_d / length)
        return max(value, opened) if season.off_rate else opened
    if (
        now is SeasonState.OFF
        and was is not now
        and not season.off_rate
        and value >= 1 - slack - EPS
    ):
        if wanted.fixed_day:
            return value - max(1, math.floor(value + EPS))
        return value - 1 if abs(value - 1) <= slack + EPS else 0.0
    return value


def _rate(account: Account, on: date, state: SeasonState) -> float:
    season, interval = account.season, account.cadence.interval_d if account.cadence else math.inf
    if state is SeasonState.RAMP:
        visits, length = _ramp(account, on)
        return visits / length
    factors = {SeasonState.OFF: season.off_rate, SeasonState.PEAK: season.peak_rate}
    return factors.get(state, 1.0) / interval


def _ramp(account: Account, on: date) -> tuple[int, int]:
    """Returns (visits, days) of the ramp a date lies in; a shortened one has fewer visits."""
    first = last = on
    while _state(account, before := date.fromordinal(first.toordinal() - 1)) is SeasonState.RAMP:
        first = before
    while _state(account, after := date.fromordinal(last.toordinal() + 1)) is SeasonState.RAMP:
        last = after
    length = (last - first).days + 1
    season = account.season
    share = min(1.0, length / season.ramp_d) if season.ramp_d else 1.0
    return max(1, math.floor(season.ramp_visits * share + 0.5)), length
