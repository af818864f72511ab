"""Planning a rep in the background, the plans of the night and the copy of the morning."""

import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import routing
from routing import check, domain, plan
from routing.domain import HeldKind
from routing.plan import WeekCapacity
from routing.plan.weighing import weighed
from routing.rotation import RotationParams
from server import clock, database, errors, jobs, travel
from server.accounts import store as accounts
from server.auth import Scope
from server.people import store as people
from server.planning import changes, places, store
from server.planning.store import Beside, Wanted

RENEW_HOUR = 2
FREEZE_HOUR = 5
#: A plan with faults names this many of them.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, what the referee found wrong with it, and what it was made from."""

    plan: domain.Plan
    violations: tuple[str, ...]
    based_on_rev: int
    seconds: float
    weeks: tuple[WeekCapacity, ...]
    beside: Beside


class Plan(jobs.Task):
    """Plans one rep; the key is the rep's id."""

    name = "plan"

    def load(self, db: Any, key: str, now: datetime) -> Wanted | None:
        """Returns the problem; None for who is paused, or was invited and has no base yet."""
        rep_id = UUID(key)
        rep = people.load_rep(db, Scope.system(), rep_id)
        if not rep.active or rep.base_lat is None:
            return None
        return store.load_wanted(db, Scope.system(), rep_id, now)

    def compute(self, wanted: Wanted, progress: jobs.Progress) -> Made:
        """Returns the plan, judged by the referee, who shares no code with the solvers."""
        began = time.monotonic()
        times = travel.travel_times(wanted.locations)
        problem = replace(
            wanted.problem,
            travel_s=times.duration_s,
            travel_m=times.length_m,
            travel_source=times.source,
        )
        params = plan.PlanParams(search=weighed(RotationParams(), wanted.weights))
        made = plan.make_plan(problem, params, _in_words(wanted.rep, progress))
        faults = tuple(str(fault) for fault in check.violations(problem, made))
        kept, weeks = _without_begun(wanted, _without_let_go(made)), plan.capacity(problem)
        beside = _beside(wanted, problem, kept)
        return Made(kept, faults, wanted.based_on_rev, time.monotonic() - began, weeks, beside)

    def save(self, db: Any, key: str, made: Made, now: datetime) -> None:
        """Keeps the plan, and publishes it where nobody's yes is needed. Never a faulty one."""
        if made.violations:
            raise errors.Invalid(_faulty(made.violations))
        rep_id = UUID(key)
        plan_id = store.save_draft(
            db, rep_id, made.plan, made.based_on_rev, made.seconds, now, made.weeks, made.beside
        )
        if store.publishes_itself(db, rep_id):
            store.publish(db, Scope.system(), plan_id, now)

    def warm(self) -> None:
        """Loads the planner's inner loops, or compiles them."""
        routing.warm()


def _beside(wanted: Wanted, problem: domain.Problem, made: domain.Plan) -> Beside:
    """Returns what the plan's row keeps beside it: its days' places, and what it changed."""
    ends = places.of_days(made, problem.rep.working_days, wanted.locations, wanted.labels)
    weights = None if wanted.weights.are_usual else asdict(wanted.weights)
    followed = wanted.followed
    if followed is None:
        return Beside(ends, weights=weights)
    before = _without_begun(wanted, followed.plan)
    changed = changes.between(before, made, plan.kept_free(problem, made))
    return Beside(ends, followed.id, changed, weights)


def _without_let_go(made: domain.Plan) -> domain.Plan:
    """Returns the plan without the frozen visits that a late rep cannot make any more.

    Staying is what a frozen visit may, not what it must: where its account has another day in the
    plan, it has moved there, and nothing was left out.
    """
    placed = {stop.account_id for day in made.days for stop in day.stops}
    placed |= {call.account_id for day in made.days for call in day.calls}
    left_out = tuple(
        one
        for one in made.unplanned
        if one.figures.get("held") != HeldKind.FROZEN or one.visit.account_id not in placed
    )
    return replace(made, unplanned=left_out)


def _without_begun(wanted: Wanted, made: domain.Plan) -> domain.Plan:
    """Returns the plan without the appointments of today that have begun, planned or left out.

    The rep is there: their rows stay as they are, so nothing is left out and nothing has changed.
    """
    today = wanted.today
    begun = {
        held.account_id
        for held in wanted.problem.held
        if held.on == today and held.kind is HeldKind.APPOINTMENT
        if held.window is not None and held.window.start_s <= wanted.at_s
    }
    days = tuple(
        replace(day, stops=tuple(stop for stop in day.stops if stop.account_id not in begun))
        if day.on == today
        else day
        for day in made.days
    )
    left_out = tuple(
        one
        for one in made.unplanned
        if (one.visit.account_id, one.visit.target) not in {(name, today) for name in begun}
        or one.figures.get("held") != HeldKind.APPOINTMENT
    )
    return replace(made, days=days, unplanned=left_out)


def _in_words(rep: str, progress: jobs.Progress) -> plan.Progress:
    def tell(done: int, total: int) -> None:
        progress(f"planning {rep}: {done} of {total} weeks")

    return tell


def _faulty(violations: tuple[str, ...]) -> str:
    shown = "; ".join(violations[:SHOWN])
    more = len(violations) - SHOWN
    return f"The plan breaks rules and was not kept: {shown}" + (
        f"; {more} more" if more > 0 else ""
    )


def renew(db: Any, now: datetime) -> None:
    """Asks for everybody's plan. A new day also moves what is due, so phones get their accounts."""
    for rep in people.load_reps(db, Scope.system()):
        if rep.active:
            jobs.request(db, Plan.name, rep.id)
            today = clock.local_date(now, rep.zone)
            records = accounts.load_accounts(db, Scope.system(), today, rep_id=rep.id)
            accounts.touch(db, {record.id for record in records}, database.take_rev(db))


def freeze(db: Any, now: datetime) -> None:
    """Copies everybody's day. A tick that comes late copies today; one of yesterday comes too late.

    Before the hour there is nothing to copy yet: the slot that is being made up for is yesterday's.
    """
    zone = people.load_company(db).zone
    if now.astimezone(ZoneInfo(zone)).hour < FREEZE_HOUR:
        return
    for rep in people.load_reps(db, Scope.system()):
        if rep.active:
            store.freeze_morning(db, rep.id, clock.local_date(now, rep.zone))


TASKS: tuple[jobs.Task, ...] = (Plan(),)
TICKS = (
    jobs.Tick("renew plans", RENEW_HOUR, renew),
    jobs.Tick("freeze morning", FREEZE_HOUR, freeze),
)
