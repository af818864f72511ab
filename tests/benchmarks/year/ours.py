"""Our planner, asked every night as the server asks it: from history, with what people see held."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from routing import cadence, plan, rotation
from routing.cadence import Touch
from routing.domain import (
    Account,
    AccountClass,
    Held,
    HeldKind,
    Need,
    Overload,
    Plan,
    Policy,
    Problem,
    Published,
    Rep,
    TimeWindow,
    WorkingDay,
)
from tests.benchmarks.year.nights import ONE_DAY, Shown, Tonight
from tests.benchmarks.year.world import END_S, FIRST, HORIZON_D, LUNCH, LUNCH_S, START_S, Site

NAME = "rounds"
FROZEN_D = 2
PROSPECTING_SHARE = 0.15
HOURS = TimeWindow(START_S, END_S)
POLICIES: Mapping[AccountClass, Policy] = {
    AccountClass.CORE: Policy(Overload.PROTECT),
    AccountClass.INVEST: Policy(Overload.PROTECT),
    AccountClass.OPPORTUNISTIC: Policy(Overload.STRETCH, 1.5),
    AccountClass.DIVEST: Policy(Overload.LAPSE),
    AccountClass.PROSPECT: Policy(Overload.LAPSE),
}
#: What a missed visit costs in the comparison of two plans, seconds of driving a point of value.
MISSED_S = 7200

SECONDS = 2.0
#: How many moves the search makes for each second of a night, so that an effort is a count on any
#: machine: half of what it makes in a CPU second with 100 to 250 accounts, because the rest of a
#: plan (graphs, exact days, what still pays, reasons) takes as long again.
ITERATIONS_A_SECOND = 6_500
SPOT_EVERY = timedelta(weeks=10)
SPOT_EFFORT = 15


def effort(seconds: float) -> plan.PlanParams:
    """Returns the knobs of one night of about so many CPU seconds, told as a count of moves."""
    moves = max(1, round(seconds * ITERATIONS_A_SECOND))
    search = rotation.RotationParams(rounds=3, round_iterations=max(1, moves // 7))
    return plan.PlanParams(search=search)


@dataclass(frozen=True, slots=True)
class Spot:
    """One night planned twice: what the plan costs, and what one of ``SPOT_EFFORT`` times does."""

    on: date
    cost: int
    longer_cost: int

    @property
    def gain(self) -> float:
        """Returns the share of the cost that the longer search saves."""
        return 1 - self.longer_cost / self.cost if self.cost else 0.0


class Ours:
    """Keeps each account's need from night to night, as a history would give it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.last: tuple[Problem, Plan] | None = None
        self.spots: list[Spot] = []
        self._next_look = FIRST + SPOT_EVERY
        self._needs: dict[str, Need] = {}
        self._steps: dict[str, list[cadence.Step]] = {}
        self._read: dict[str, int] = {}

    def plan(self, tonight: Tonight) -> Shown:
        asked = self.problem(tonight)
        made = plan.make_plan(asked, effort(self.seconds))
        self.last = asked, made
        return {
            day.on: (*(s.account_id for s in day.stops), *(c.account_id for c in day.calls))
            for day in made.days
        }

    def look_again(self, on: date) -> None:
        """Plans the last night once more with much more effort, if it is time for such a look."""
        if self.last is None or on < self._next_look:
            return
        self._next_look += SPOT_EVERY
        asked, made = self.last
        longer = plan.make_plan(asked, effort(SPOT_EFFORT * self.seconds))
        self.spots.append(Spot(on, cost(asked, made), cost(asked, longer)))

    def problem(self, tonight: Tonight) -> Problem:
        """Returns what the server would read on this night: travel times, needs, held visits."""
        evening = tonight.first - ONE_DAY
        days = tuple(WorkingDay(on, HOURS, LUNCH, LUNCH_S) for on in tonight.days)
        return Problem(
            rep=Rep("rep", "Rep", 0, days),
            accounts=tuple(self._account(tonight, site, evening) for site in tonight.sites),
            today=tonight.first,
            last_day=tonight.first + timedelta(days=HORIZON_D - 1),
            travel_s=tonight.drive_s,
            travel_m=tonight.drive_s,
            held=_held(tonight),
            published=tuple(Published(i, on) for on, i in _standing(tonight)),
            policies=POLICIES,
            prospecting_share=PROSPECTING_SHARE,
        )

    def _account(self, tonight: Tonight, site: Site, evening: date) -> Account:
        made, account = tonight.made[site.id], site.account
        return replace(
            account,
            need=self._need(site, tuple(made), evening),
            behind=cadence.behind_after(account.cadence, self._steps[site.id], evening),
            last_visit=made[-1] if made else None,
            not_before=tonight.not_before.get(site.id),
        )

    def _need(self, site: Site, made: tuple[date, ...], evening: date) -> Need:
        """Returns the need of an evening; only what is new since the last one is read."""
        account = site.account
        season = cadence.season_for(account.account_class, account.season)
        steps = cadence.replay(
            account.cadence,
            season,
            [Touch(on) for on in made[self._read.get(site.id, 0) :]],
            site.id,
            evening,
            known_since=None if site.last_visit else site.known_from,
            start=self._needs.get(site.id),
        )
        value = cadence.need_on((account.cadence, season), steps[-1].after, evening)
        need = Need(evening, value)
        self._steps.setdefault(site.id, []).extend(steps[1:])
        self._needs[site.id], self._read[site.id] = need, len(made)
        return need


def _standing(tonight: Tonight) -> list[tuple[date, str]]:
    """Returns the visits people see on days still worked, of accounts that have not called off."""
    return [
        (on, account_id)
        for on in tonight.days
        for account_id in tonight.shown.get(on, ())
        if tonight.not_before.get(account_id, on) <= on
    ]


def _held(tonight: Tonight) -> tuple[Held, ...]:
    frozen_to = tonight.first + timedelta(days=FROZEN_D - 1)
    frozen = [
        Held(account_id, on, HeldKind.FROZEN)
        for on, account_id in _standing(tonight)
        if on <= frozen_to
    ]
    agreed = [
        Held(one.account_id, one.on, HeldKind.APPOINTMENT, window=one.window)
        for one in tonight.appointments
    ]
    return (*frozen, *agreed)


def cost(problem: Problem, made: Plan) -> int:
    """Returns driving plus what the due visits without a day are worth, seconds of driving."""
    value = {account.id: account.value for account in problem.accounts}
    missed = sum(value[left.visit.account_id] for left in made.unplanned)
    return sum(day.travel_s for day in made.days) + round(MISSED_S * missed)
