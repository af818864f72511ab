"""Why a visit is elsewhere in a later plan: each cause asks the facts whether it holds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from routing import cadence
from routing.domain import (
    Account,
    Call,
    DayRoute,
    Held,
    HeldKind,
    Plan,
    Problem,
    SeasonState,
    Stop,
    TimeWindow,
    Unplanned,
    WorkingDay,
)

NAMED = 5
"""So many accounts are named where others took a visit's place."""

Figures = Mapping[str, int | float | str]


class Cause(StrEnum):
    """Why a visit is elsewhere than before: a fact first, the planner's own choice last."""

    ACCOUNT_GONE = "account_gone"
    VISITED = "visited"
    MISSED = "missed"
    PINNED = "pinned"
    APPOINTED = "appointed"
    AVOIDED = "avoided"
    RELEASED = "released"
    DAY_OFF = "day_off"
    OFF_SEASON = "off_season"
    NOT_BEFORE = "not_before"
    CLOSED = "closed"
    WORKING_HOURS = "working_hours"
    BUSY = "busy"
    STRETCHED = "stretched"
    DUE_MOVED = "due_moved"
    DISPLACED = "displaced"
    HORIZON = "horizon"
    NO_LONGER_DUE = "no_longer_due"
    NEW_ACCOUNT = "new_account"
    ROOM = "room"
    NOW_DUE = "now_due"
    SHORTER_DRIVING = "shorter_driving"
    MADE_ROOM = "made_room"
    REARRANGED = "rearranged"


CAUSE_TEXT: Mapping[Cause, str] = {
    Cause.ACCOUNT_GONE: "The account is no longer this rep's",
    Cause.VISITED: "Visited already",
    Cause.MISSED: "Not made on its date",
    Cause.PINNED: "A person holds it to this day",
    Cause.APPOINTED: "Agreed with the account",
    Cause.AVOIDED: "A person asked to keep the day free of it",
    Cause.RELEASED: "A person let go of its date",
    Cause.DAY_OFF: "The rep does not work that day",
    Cause.OFF_SEASON: "Off season on its date",
    Cause.NOT_BEFORE: "To be left alone until later",
    Cause.CLOSED: "Closed to us at its time",
    Cause.WORKING_HOURS: "Outside the day's working hours",
    Cause.BUSY: "Something else fills the day",
    Cause.STRETCHED: "The intervals of its class grew",
    Cause.DUE_MOVED: "Due at another time",
    Cause.DISPLACED: "Left out of the plan",
    Cause.HORIZON: "The days being planned moved on",
    Cause.NO_LONGER_DUE: "No longer due",
    Cause.NEW_ACCOUNT: "A new account",
    Cause.ROOM: "There is room for it now",
    Cause.NOW_DUE: "Due now",
    Cause.SHORTER_DRIVING: "Shorter driving",
    Cause.MADE_ROOM: "Made room for others",
    Cause.REARRANGED: "The plan as a whole is better so",
}
"""One sentence a cause, for every screen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit of a plan with its date."""

    on: date
    visit: Stop | Call


class Sides:
    """Both plans by account and by date, beside the facts of the later one."""

    def __init__(self, before: Plan, after: Plan, problem: Problem) -> None:
        self.before, self.after, self.problem = before, after, problem
        self.accounts: dict[str, Account] = {a.id: a for a in problem.accounts}
        self.worked: dict[date, WorkingDay] = {d.on: d for d in problem.rep.working_days}
        self.routes_before = {day.on: day for day in before.days}
        self.routes_after = {day.on: day for day in after.days}

    def is_history(self, one: Seen) -> bool:
        """Says whether a visit of the earlier plan is over: made, or of an account now gone."""
        if one.on > self.after.today:
            return False
        account = self.accounts.get(one.visit.account_id)
        if account is None:
            return one.on < self.after.today
        return account.last_visit is not None and account.last_visit >= one.on


def seen(plan: Plan) -> Iterator[Seen]:
    """Yields every visit of a plan by date."""
    for day in sorted(plan.days, key=lambda day: day.on):
        for visit in both(day):
            yield Seen(day.on, visit)


def both(day: DayRoute) -> list[Stop | Call]:
    """Returns the stops and calls of a day."""
    return [*day.stops, *day.calls]


# Why: each function returns the figures behind its cause, None where it is not the cause


@dataclass(frozen=True, slots=True)
class Case:
    """One visit before and after, and what is known of it."""

    sides: Sides
    account_id: str
    old: Seen | None
    new: Seen | None

    @property
    def account(self) -> Account | None:
        """The account as it is now; None where it is no longer this rep's."""
        return self.sides.accounts.get(self.account_id)

    @property
    def work(self) -> WorkingDay | None:
        """The date it left, as it is worked now."""
        return self.sides.worked.get(self.old.on) if self.old else None

    def held(self, on: date, kind: HeldKind) -> Held | None:
        """Returns the visit held on a date, of this kind."""
        wanted = (self.account_id, on, kind)
        held = (h for h in self.sides.problem.held if (h.account_id, h.on, h.kind) == wanted)
        return next(held, None)

    def left_out(self, plan: Plan) -> Unplanned | None:
        """Returns the due visit without a day, in a plan, whose due window meets this one's."""
        one = self.old or self.new
        due = one.visit.due if one else None
        if one is None:
            return None
        first, last = (due.earliest, due.latest) if due else (one.on, one.on)
        met = (
            u
            for u in plan.unplanned
            if u.visit.account_id == self.account_id
            and u.visit.earliest <= last
            and first <= u.visit.latest
        )
        return next(met, None)

    def old_span(self) -> tuple[int, int] | None:
        """Returns when the visit began and ended before; None for a call."""
        if self.old is None or not isinstance(self.old.visit, Stop):
            return None
        return self.old.visit.start_s, self.old.visit.departure_s


def _account_gone(case: Case) -> Figures | None:
    return {} if case.account is None else None


def _visited(case: Case) -> Figures | None:
    """A visit nobody had planned for that date answers the due one."""
    made = case.account.last_visit if case.account else None
    if made is None or case.old is None or made < case.sides.before.today:
        return None
    planned = {one.on for one in seen(case.sides.before)
               if one.visit.account_id == case.account_id}  # fmt: skip
    due = case.old.visit.due
    answers = made not in planned and due is not None and due.earliest <= made
    return {"visited_on": made.isoformat()} if answers else None


def _missed(case: Case) -> Figures | None:
    if case.old is None or case.old.on >= case.sides.after.today:
        return None
    attempts = case.account.attempts if case.account else 0
    return {"attempts": attempts} if attempts else {}


def _pinned(case: Case) -> Figures | None:
    return _now_held(case, HeldKind.PIN)


def _appointed(case: Case) -> Figures | None:
    return _now_held(case, HeldKind.APPOINTMENT)


def _now_held(case: Case, kind: HeldKind) -> Figures | None:
    """A person holds the visit to where it is now, and did not before."""
    held = case.held(case.new.on, kind) if case.new else None
    if held is None or (case.old and case.new and case.old.visit.held == case.new.visit.held):
        return None
    return {"window": _span(held.window)} if held.window else {}


def _avoided(case: Case) -> Figures | None:
    if case.old is None or (case.new and case.new.on == case.old.on):
        return None
    asked = {(a.account_id, a.on) for a in case.sides.problem.avoided}
    return {} if (case.account_id, case.old.on) in asked else None


def _released(case: Case) -> Figures | None:
    held = case.old.visit.held if case.old else None
    if case.old is None or held is None or held.kind is HeldKind.FROZEN:
        return None
    return None if case.held(case.old.on, held.kind) else {"held": held.kind.value}


def _day_off(case: Case) -> Figures | None:
    if case.old is None or case.work is not None or case.old.on > case.sides.after.last_day:
        return None
    off = case.sides.problem.rep.days_off.get(case.old.on)
    return {"why": off} if off else {}


def _off_season(case: Case) -> Figures | None:
    account, old = case.account, case.old
    if account is None or old is None or account.season.off_rate:
        return None
    season = cadence.season_for(account.account_class, account.season)
    return {} if cadence.season_state(season, old.on) is SeasonState.OFF else None


def _not_before(case: Case) -> Figures | None:
    floor = case.account.not_before if case.account else None
    if floor is None or case.old is None or floor <= case.old.on:
        return None
    return {"not_before": floor.isoformat()}


def _closed(case: Case) -> Figures | None:
    """No opening window holds the visit at its old time any more."""
    account, old, span = case.account, case.old, case.old_span()
    if account is None or old is None or (old.visit.held and old.visit.held.window):
        return None
    windows = account.hours.on(old.on)
    if any(span is None or (w.start_s <= span[0] and span[1] <= w.end_s) for w in windows):
        return None
    return {"open": " ".join(map(_span, windows))} if windows else {}


def _working_hours(case: Case) -> Figures | None:
    span = case.old_span()
    if span is None or case.work is None:
        return None
    hours = case.work.hours
    inside = hours.start_s <= span[0] and span[1] <= hours.end_s
    return None if inside else {"hours": _span(hours)}


def _busy(case: Case) -> Figures | None:
    """Something new lies where this visit was, or another one of its day."""
    if case.old is None or case.work is None:
        return None
    stops = case.sides.routes_before[case.old.on].stops
    own = [s for s in stops if s.account_id == case.account_id]
    for stop in [*own, *stops]:
        for block in case.work.busy:
            if block.start_s < stop.departure_s and stop.start_s < block.end_s:
                return {"busy": _span(block)}
    return None


def _horizon(case: Case) -> Figures | None:
    """A date that only one of the plans covers."""
    new_days = case.new is not None and case.new.on > case.sides.before.last_day
    no_more = case.old is not None and case.old.on > case.sides.after.last_day
    return {} if new_days or no_more else None


def _stretched(case: Case) -> Figures | None:
    if case.account is None or not _left_its_window(case):
        return None
    was, now = (plan.stretch.get(case.account.account_class, 1.0)
                for plan in (case.sides.before, case.sides.after))  # fmt: skip
    return {"stretch": now} if was != now else None


def _due_moved(case: Case) -> Figures | None:
    due = case.new.visit.due if case.new else None
    if due is None or not _left_its_window(case):
        return None
    return {"earliest": due.earliest.isoformat(), "latest": due.latest.isoformat()}


def _left_its_window(case: Case) -> bool:
    """Says whether the old date lies outside the due window, which is another one now."""
    was = case.old.visit.due if case.old else None
    due = case.new.visit.due if case.new else None
    if case.old is None or due is None:
        return case.new is None
    same = was is not None and (was.earliest, was.latest) == (due.earliest, due.latest)
    return not same and not due.earliest <= case.old.on <= due.latest


def _displaced(case: Case) -> Figures | None:
    left_out = case.left_out(case.sides.after) if case.new is None else None
    return left_out.figures if left_out else None


def _no_longer_due(case: Case) -> Figures | None:
    return {} if case.new is None else None


def _new_account(case: Case) -> Figures | None:
    """Nobody had heard of it in the plan before, and nobody has been there."""
    known = {one.visit.account_id for one in seen(case.sides.before)}
    known |= {entry.visit.account_id for entry in case.sides.before.unplanned}
    account = case.account
    new = account is not None and account.last_visit is None and account.id not in known
    return {} if new else None


def _room(case: Case) -> Figures | None:
    left_out = case.left_out(case.sides.before)
    return {"unplanned": left_out.reason.value} if left_out else None


def _now_due(case: Case) -> Figures | None:
    due = case.new.visit.due if case.new else None
    return {"due": due.target.isoformat()} if due else {}


def _shorter_driving(case: Case) -> Figures | None:
    """The days left and joined are driven in less time than before, taken together."""
    dates = {one.on for one in (case.old, case.new) if one}
    was = sum(r.travel_s for on, r in case.sides.routes_before.items() if on in dates)
    now = sum(r.travel_s for on, r in case.sides.routes_after.items() if on in dates)
    figures = {"saved_s": was - now, "driven_before_s": was, "driven_after_s": now}
    return figures if now < was else None


def _made_room(case: Case) -> Figures | None:
    """Others are on the day it left that were not there before."""
    if case.old is None:
        return None
    before, after = case.sides.routes_before, case.sides.routes_after
    was = {visit.account_id for visit in both(before[case.old.on])}
    now = {visit.account_id for visit in both(after[case.old.on])} if case.old.on in after else was
    others = sorted(now - was)[:NAMED]
    return {"by": " ".join(others)} if others else None


def _rearranged(case: Case) -> Figures | None:
    return {}


def _span(window: TimeWindow) -> str:
    ends = (f"{s // 3600:02}:{s // 60 % 60:02}" for s in (window.start_s, window.end_s))
    return "-".join(ends)


_Asked = Callable[[Case], Figures | None]
LEFT: Mapping[Cause, _Asked] = {
    Cause.ACCOUNT_GONE: _account_gone,
    Cause.VISITED: _visited,
    Cause.MISSED: _missed,
    Cause.APPOINTED: _appointed,
    Cause.PINNED: _pinned,
    Cause.AVOIDED: _avoided,
    Cause.RELEASED: _released,
    Cause.DAY_OFF: _day_off,
    Cause.OFF_SEASON: _off_season,
    Cause.NOT_BEFORE: _not_before,
    Cause.CLOSED: _closed,
    Cause.WORKING_HOURS: _working_hours,
    Cause.BUSY: _busy,
    Cause.HORIZON: _horizon,
    Cause.DISPLACED: _displaced,
    Cause.STRETCHED: _stretched,
    Cause.DUE_MOVED: _due_moved,
    Cause.NO_LONGER_DUE: _no_longer_due,
    Cause.SHORTER_DRIVING: _shorter_driving,
    Cause.MADE_ROOM: _made_room,
    Cause.REARRANGED: _rearranged,
}
"""Asked in this order of what was moved, retimed or dropped; the first that answers counts."""
ADDED: Mapping[Cause, _Asked] = {
    Cause.APPOINTED: _appointed,
    Cause.PINNED: _pinned,
    Cause.HORIZON: _horizon,
    Cause.NEW_ACCOUNT: _new_account,
    Cause.ROOM: _room,
    Cause.NOW_DUE: _now_due,
}
