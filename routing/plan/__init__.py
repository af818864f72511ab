"""The plan of one rep, read top to bottom: capacity, rotation, day routes, reasons.

What is due and what the hours allow is decided in the rotation; here each day gets its exact order
and times, and whatever has no day is tried once more before it is given a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from routing import day_route, rotation
from routing.domain import DayRoute, Plan, Problem, Reason, Unplanned
from routing.plan import agreed, mend, policy, prospects, reasons
from routing.plan import days as day_plans
from routing.plan.capacity import WeekCapacity, capacity
from routing.plan.words import REASON_TEXT, sentence
from routing.rotation import Absent
from routing.rotation.demand import Demand

__all__ = [
    "REASON_TEXT",
    "PlanParams",
    "WeekCapacity",
    "capacity",
    "kept_free",
    "make_plan",
    "sentence",
    "today_route",
]

Progress = Callable[[int, int], None]

NOT_ASKED_FOR = reasons.NOT_ASKED_FOR


@dataclass(frozen=True, slots=True)
class PlanParams:
    """The knobs of the two solvers."""

    search: rotation.RotationParams = field(default_factory=rotation.RotationParams)
    day: day_route.DayRouteParams = field(default_factory=day_route.DayRouteParams)


def make_plan(
    problem: Problem, params: PlanParams | None = None, progress: Progress | None = None
) -> Plan:
    """Returns the plan of the horizon: every working day, and each due visit on one or explained.

    Infeasible wishes are answers, never errors. Same problem, same parameters, same plan.

    Parameters
    ----------
    problem
        With ``underway`` set, that day starts there and then with its held visits in best order.
        With ``published`` set, what people already see moves only where that pays.
    progress
        Hears (weeks done, weeks in all).
    """
    params = params or PlanParams()
    out, again = agreed.settled(problem), False
    while True:
        made = _made(agreed.kept_free(problem, out), params, progress)
        left = agreed.absent(problem, made.days)
        if left <= out:
            return agreed.explained(made, left)
        # Seldom: what was planned beside it crowded an appointment out. Nothing may take its time.
        out, again = out | left if again else left, True


def kept_free(problem: Problem, plan: Plan) -> Problem:
    """Returns the problem with the time of each appointment the plan does not keep as busy."""
    return agreed.kept_free(problem, agreed.absent(problem, plan.days))


def _made(problem: Problem, params: PlanParams, progress: Progress | None) -> Plan:
    """Returns the plan of days whose busy times are all known."""
    tell = _in_weeks(problem, progress)
    asked, stretch = policy.stretched(problem)
    asked, outside = prospects.within_share(_weighed(asked))
    found = rotation.rotation(asked, params.search, lambda done, all_: tell(done, 2 * all_))
    days, hopeless = _ordered(asked, params, found, tell)
    refused, absent = _second_chances(days, found.absent)
    absent = mend.put_in_what_pays(days, absent)
    rooms = days.rooms()
    unplanned = [*hopeless, *refused, *(reasons.unplanned(rooms, one) for one in absent)]
    unplanned += prospects.unplanned(problem, outside)
    values = {account.id: account.value for account in problem.accounts}
    routes = (day_plans.day(asked, one, values) for _, one in sorted(days.made.items()))
    return Plan(
        problem.rep.id,
        problem.today,
        problem.last_day,
        tuple(routes),
        tuple(sorted(unplanned, key=_by_date)),
        problem.travel_source,
        stretch,
    )


def today_route(problem: Problem, plan: Plan, params: PlanParams | None = None) -> DayRoute | None:
    """Returns the day under way again, from where the rep is now, without planning the rest.

    The visits are those ``problem.held`` names for that date; None where it is not worked. A visit
    that no longer fits is missing from the route.
    """
    underway = problem.underway
    if underway is None:
        return next((day for day in plan.days if day.on == problem.today), None)
    held = tuple(h for h in problem.held if h.on == underway.on)
    named = {h.account_id for h in held}
    only = replace(
        problem,
        today=underway.on,
        last_day=underway.on,
        held=held,
        accounts=tuple(a for a in problem.accounts if a.id in named),
        published=(),
        prospecting_share=0.0,
    )
    made = make_plan(only, params)
    return made.days[0] if made.days else None


def _weighed(problem: Problem) -> Problem:
    """Returns the problem with less value on what may lapse while the hours do not suffice."""
    worths = policy.worths(problem)
    accounts = tuple(
        a if worths[a.id] == 1 else replace(a, value=a.value * worths[a.id])
        for a in problem.accounts
    )
    return replace(problem, accounts=accounts)


def _in_weeks(problem: Problem, progress: Progress | None) -> Progress:
    weeks = -(-((problem.last_day - problem.today).days + 1) // 7)

    def tell(done: int, steps: int) -> None:
        if progress:
            progress(weeks * done // max(1, steps), weeks)

    return tell


def _ordered(
    problem: Problem, params: PlanParams, found: rotation.RotationResult, tell: Progress
) -> tuple[mend.Days, list[Unplanned]]:
    """Returns each day in its best order; held stops without room get a second hearing.

    What is held and fails for another reason than room is hopeless.
    """
    demand = Demand(problem)
    drafts, hopeless = dict(found.days), []
    for planned in found.unfit:
        assert planned.held is not None
        unplanned = reasons.held_unplanned(demand, planned, planned.held)
        on = planned.held.on
        if unplanned.reason is Reason.DOES_NOT_FIT_DAY and planned.windows and not planned.is_call:
            drafts[on] = replace(drafts[on], stops=(*drafts[on].stops, planned))
        else:
            hopeless.append(unplanned)
    days = mend.Days(problem, params.day, demand, {})
    for done, (day, draft) in enumerate(day_plans.worked(problem, drafts)):
        days.made[day.on] = day_plans.made(problem, day, draft, params.day)
        tell(len(drafts) + done + 1, 2 * len(drafts))
    return days, hopeless


def _second_chances(
    days: mend.Days, absent: tuple[Absent, ...]
) -> tuple[list[Unplanned], list[Absent]]:
    """Tries what a day could not hold on other days; a held visit that is out is refused."""
    refused: list[Unplanned] = []
    waiting = list(absent)
    for on, planned, out in list(mend.without_left_out(days)):
        if planned.held or planned.due is None:
            refused.append(mend.refused(on, planned, out))
        elif not mend.moved(days, planned):
            waiting.append(Absent(planned.account, planned.due, planned.worth_s))
    return refused, waiting


def _by_date(unplanned: Unplanned) -> tuple[object, ...]:
    return unplanned.visit.target, unplanned.visit.account_id, unplanned.visit.number
