"""What a plan that people have seen keeps: the morning after one change, and over weeks of nights.

The next problem tells a published plan as the server does: the visits of the next two days are
frozen, pins and appointments stay, all others move at a price.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from routing import cadence, check, plan
from routing.domain import (
    Account,
    Held,
    HeldKind,
    Need,
    Plan,
    Problem,
    Published,
    Stop,
    TimeWindow,
    WorkingDay,
)
from routing.plan.changes import Cause, ChangeKind, changes, nervousness
from tests.benchmarks import generator, result
from tests.benchmarks.result import Result
from tests.benchmarks.year import chance

ACCOUNTS, DAYS, SEEDS = 250, 40, 3
LOADS = {1.0: "fits", 1.25: "overload"}
VIEW_D, FROZEN_D, RETRY_WORKING_D = 14, 2, 2
MOST_MOVED, LEAST_KEPT = 0.1, 0.8

#: A newcomer on the second night of each week; one day off, told some working days ahead.
NIGHTS, WEEK, NEWCOMER, TOLD, AHEAD = 20, 5, 1, 6, 6
MISSED_SHARE = 0.05
#: One shown visit in so many is decided by a person: a pin, an appointment, a pin …
DECIDED_EVERY = 9

#: A change that moves a visit itself; the planner has no choice.
FACTS = frozenset({Cause.DAY_OFF, Cause.MISSED, Cause.NOT_BEFORE})
HUMAN = (HeldKind.PIN, HeldKind.APPOINTMENT)

COLUMNS = (
    "Instance", "What happens", "Shown", "Moved", "No choice", "Moved %", "Both %", "Decided",
    "Undone", "Faults", "CPU s",
)  # fmt: skip

Seen = set[tuple[date, str]]


@dataclass(frozen=True)
class Night:
    """What is learned overnight: who was out, who is new, which dates are off, what is agreed."""

    missed: frozenset[str] = frozenset()
    joined: tuple[Account, ...] = ()
    off: frozenset[date] = frozenset()
    decided: tuple[Held, ...] = ()


class Row(NamedTuple):
    """Of the visits ``shown``, so many ``moved`` by choice and so many without one."""

    instance: str
    what: str
    shown: int
    moved: int
    no_choice: int
    decided: int
    undone: int
    faults: int
    cpu_s: float
    most: float = MOST_MOVED

    @property
    def share(self) -> float:
        """The share that moved of those that could have stayed."""
        return self.moved / max(1, self.shown - self.no_choice)

    def cells(self) -> tuple[result.Cell, ...]:
        both = (self.moved + self.no_choice) / max(1, self.shown)
        return (
            self.instance, self.what, self.shown, self.moved, self.no_choice, 100 * self.share,
            100 * both, self.decided, self.undone, self.faults, self.cpu_s,
        )  # fmt: skip

    def broken(self) -> Iterator[str]:
        where = f"{self.instance}, {self.what}"
        if not self.shown:
            yield f"{where}: there is something to move"
        if self.share > self.most:
            yield f"{where}: at most {self.most:.0%} move, not {self.share:.1%}"
        if self.undone:
            yield f"{where}: what a person decided does not move"
        if self.faults:
            yield f"{where}: no violation"


def run(shared: Path | None = None) -> Result:
    """Returns one seed: each change on a rep that fits and on one overloaded, and the nights."""
    return main(quick=True)


def main(
    seconds: float | None = None, seed: int = 1, out: Path | None = None, *, quick: bool = False
) -> Result:
    """Measures the seeds from ``seed`` on; with ``quick`` one, and the overloaded rep's nights not.

    The plans are made as shipped, by a count of moves: ``seconds`` and ``out`` are not used.
    """
    rows: list[Row] = []
    for one in range(seed, seed + (1 if quick else SEEDS)):
        for load in LOADS:
            rows += _mornings(one, load, quick)
            if load == 1 or not quick:
                rows.append(_nights(one, load))
    return Result(COLUMNS, [row.cells() for row in rows], [p for row in rows for p in row.broken()])


# The morning after one change


def _mornings(seed: int, load: float, quick: bool) -> Iterator[Row]:
    asked, newcomers, days = instance(seed, load, extra=1)
    before = plan.make_plan(asked)
    off = days[AHEAD].on
    decided = decisions(before, but=off)
    out = before.days[0].stops[len(before.days[0].stops) // 2].account_id
    nights = {
        "nothing": Night(decided=decided),
        "a missed visit": Night(decided=decided, missed=frozenset({out})),
        "a new account": Night(decided=decided, joined=newcomers),
        "a day off": Night(decided=decided, off=frozenset({off})),
    }
    if quick:
        del nights["nothing"]
    for what, night in nights.items():
        following = morning_after(asked, before, night, days)
        cpu_s, after = timed(following)
        yield compared(_name(seed, load), what, following, before, after, cpu_s)


def compared(name: str, what: str, asked: Problem, before: Plan, after: Plan, cpu_s: float) -> Row:
    last = asked.today + timedelta(days=VIEW_D - 1)
    shown = {one for one in seen(before) if asked.today <= one[0] <= last}
    gone = round(len(shown) * nervousness(before, after, asked.today, VIEW_D))
    no_choice = sum(
        change.reason in FACTS
        for change in changes(before, after, asked)
        if change.kind in (ChangeKind.MOVED, ChangeKind.DROPPED)
        and (change.before, change.account_id) in shown
    )
    held = [one for one in asked.held if one.kind in HUMAN]
    return Row(
        name, what, len(shown), gone - no_choice, no_choice, len(held), len(undone(asked, after)),
        len(check.violations(asked, after)), cpu_s,
    )  # fmt: skip


def decisions(shown: Plan, but: date) -> tuple[Held, ...]:
    """Returns what people decide of what they see: pins and appointments, from the third day on.

    None is for the date ``but``.
    """
    stops = [(day.on, stop) for day in shown.days[2:] for stop in day.stops if day.on != but]
    return tuple(
        _appointment(on, stop) if number % 2 else Held(stop.account_id, on, HeldKind.PIN)
        for number, (on, stop) in enumerate(stops[::DECIDED_EVERY])
    )


def _appointment(on: date, stop: Stop) -> Held:
    window = TimeWindow(stop.start_s, stop.departure_s)
    return Held(stop.account_id, on, HeldKind.APPOINTMENT, window=window)


def undone(asked: Problem, after: Plan) -> list[Held]:
    """Returns each pin and appointment that is not on its date, or not at its time."""
    starts = {(d.on, s.account_id): s.start_s for d in after.days for s in d.stops}
    return [
        one
        for one in asked.held
        if one.kind in HUMAN
        and (
            (start := starts.get((one.on, one.account_id))) is None
            or (one.window and not one.window.start_s <= start < one.window.end_s)
        )
    ]


# Nights in a row


@dataclass
class Story:
    """Night by night, what was shown from when on; who was out when, who was met, what was off."""

    firsts: list[date] = field(default_factory=list)
    shown: list[Seen] = field(default_factory=list)
    out: Seen = field(default_factory=set)
    met: Seen = field(default_factory=set)
    off: set[date] = field(default_factory=set)

    def take(self, made: Plan, night: Night) -> None:
        """Takes in a plan and the day that followed it."""
        visits = seen(made)
        today = {one for one in visits if one[0] == made.today}
        out = {one for one in today if one[1] in night.missed}
        self.firsts.append(made.today)
        self.shown.append(visits)
        self.out |= out
        self.met |= today - out
        self.off |= night.off

    def kept(self) -> tuple[int, int, int]:
        """Returns (visits first shown 14 days ahead, moved by choice, moved without).

        Without a choice are those on a date that became a day off, and those whose account was
        out on that date or since it was shown.
        """
        shown = moved = no_choice = 0
        for one in self._first_shown():
            forced = one[0] in self.off or self._was_out(*one)
            shown += 1
            no_choice += forced
            moved += one not in self.met and not forced
        return shown, moved, no_choice

    def _first_shown(self) -> Iterator[tuple[date, str]]:
        """Yields the visits of each date as they stood when it came within the view."""
        ahead = timedelta(days=VIEW_D - 1)
        for before, first, shown in zip(self.firsts, self.firsts[1:], self.shown[1:], strict=False):
            come = (one for one in shown if before + ahead < one[0] <= first + ahead)
            yield from (one for one in sorted(come) if one[0] <= self.firsts[-1])

    def _was_out(self, on: date, account_id: str) -> bool:
        seen_since = on - timedelta(days=VIEW_D - 1)
        return any(i == account_id and seen_since <= day <= on for day, i in self.out)


def _nights(seed: int, load: float) -> Row:
    asked, newcomers, days = instance(seed, load, extra=NIGHTS // WEEK)
    story, cpu_s, faults = Story(), 0.0, 0
    for number in range(NIGHTS):
        spent_s, made = timed(asked)
        cpu_s, faults = cpu_s + spent_s, faults + len(check.violations(asked, made))
        night = _learned(seed, number, made, newcomers, days)
        story.take(made, night)
        asked = morning_after(asked, made, night, days)
    name, most = _name(seed, load), 1 - LEAST_KEPT
    return Row(name, f"{NIGHTS} nights", *story.kept(), 0, 0, faults, cpu_s, most)


def _learned(
    seed: int,
    number: int,
    made: Plan,
    newcomers: Sequence[Account],
    days: Sequence[WorkingDay],
) -> Night:
    """Returns what a night brings: the same whatever the planner did, as far as it visits alike."""
    ids = (stop.account_id for stop in made.days[0].stops)
    missed = {i for i in ids if chance.share(seed, i, made.today) < MISSED_SHARE}
    week, night = divmod(number, WEEK)
    return Night(
        frozenset(missed),
        (newcomers[week],) if night == NEWCOMER else (),
        frozenset({days[TOLD + AHEAD].on}) if number == TOLD else frozenset(),
    )


# From one day to the next


def _name(seed: int, load: float) -> str:
    return f"{LOADS[load]}, seed {seed}"


def instance(
    seed: int, load: float, extra: int
) -> tuple[Problem, tuple[Account, ...], tuple[WorkingDay, ...]]:
    """Returns a rep, so many accounts nobody has heard of yet, and the working days to come."""
    whole = generator.instance(seed, ACCOUNTS + extra, DAYS, load)
    known, newcomers = whole.accounts[:ACCOUNTS], whole.accounts[ACCOUNTS:]
    return replace(whole, accounts=known), newcomers, calendar(whole)


def calendar(asked: Problem) -> tuple[WorkingDay, ...]:
    """Returns the working days of the horizon and, like its last weeks', those of as long again."""
    days = asked.rep.working_days
    weeks = (days[-1].on - days[0].on).days // 7 + 1
    later = (replace(day, on=day.on + timedelta(weeks=weeks)) for day in days)
    return (*days, *later)


def morning_after(asked: Problem, made: Plan, night: Night, days: Sequence[WorkingDay]) -> Problem:
    """Returns the problem of the next day worked, with the plan made today published.

    Today's visits are made but for the missed ones; the horizon rolls on by one day of ``days``.
    """
    off = {**asked.rep.days_off, **dict.fromkeys(night.off, "leave")}
    coming = [day for day in days if day.on > asked.today]
    last = next((day.on for day in coming if day.on > asked.last_day), asked.last_day)
    worked = tuple(day for day in coming if day.on <= last and day.on not in off)
    today = worked[0].on
    met = {i for on, i in seen(made) if on == asked.today} - night.missed
    accounts = tuple(_next(one, asked.today, met, night.missed, days) for one in asked.accounts)
    joined = tuple(replace(one, need=Need(today, 1.0)) for one in night.joined)
    decided = tuple(
        one for one in (*asked.held, *night.decided) if one.kind in HUMAN and one.on >= today
    )
    return replace(
        asked,
        rep=replace(asked.rep, working_days=worked, days_off=off),
        accounts=(*accounts, *joined),
        today=today,
        last_day=last,
        **_told(_standing(made, accounts, worked), decided, today),
    )


def _next(
    account: Account, on: date, met: set[str], missed: frozenset[str], days: Sequence[WorkingDay]
) -> Account:
    if account.id in met:
        return cadence.visited(account, on)
    if account.id in missed:
        later = [day.on for day in days if day.on > on]
        retry = later[RETRY_WORKING_D - 1]
        return replace(account, not_before=retry, attempts=account.attempts + 1)
    return account


def _standing(made: Plan, accounts: Sequence[Account], worked: Sequence[WorkingDay]) -> Seen:
    """Returns the visits shown that are still possible."""
    dates = {day.on for day in worked}
    not_before = {one.id: one.not_before for one in accounts}
    return {(on, i) for on, i in seen(made) if on in dates and (not_before[i] or on) <= on}


def _told(
    standing: Seen, decided: Sequence[Held], today: date
) -> Mapping[str, tuple[Held, ...] | tuple[Published, ...]]:
    """Returns what is held and what is published; a person's word stands before a frozen day."""
    frozen_to = today + timedelta(days=FROZEN_D - 1)
    by_person = {one.account_id for one in decided}
    frozen = tuple(
        Held(i, on, HeldKind.FROZEN)
        for on, i in sorted(standing)
        if on <= frozen_to and i not in by_person
    )
    held = (*decided, *frozen)
    taken = {(one.on, one.account_id) for one in held}
    published = tuple(Published(i, on) for on, i in sorted(standing - taken))
    return {"held": held, "published": published}


def seen(made: Plan) -> Seen:
    """Returns (date, account) of every visit of a plan."""
    return {(day.on, visit.account_id) for day in made.days for visit in (*day.stops, *day.calls)}


def timed(asked: Problem) -> tuple[float, Plan]:
    """Returns the CPU seconds of a plan, and the plan."""
    began = time.process_time()
    made = plan.make_plan(asked)
    return time.process_time() - began, made
