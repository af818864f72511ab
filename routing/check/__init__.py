"""The referee: every violation in a plan, whoever made it.

It shares no code with the solvers, so that a mistake there cannot excuse itself here: it counts
the need, times the days and weighs the reasons once more by itself. ``PLAN_RULES`` and
``DAY_RULES`` list what is looked at, one function a rule.
"""

from collections.abc import Callable, Iterator

from routing.check import day, promised, reasons, whole, whys
from routing.check.base import Day, Violation
from routing.domain import Plan, Problem

__all__ = ["DAY_RULES", "PLAN_RULES", "Violation", "violations"]

PLAN_RULES: tuple[Callable[[Problem, Plan], Iterator[Violation]], ...] = (
    whole.wrong_horizon,
    whole.days,
    whole.unknown_accounts,
    whole.twice_a_day,
    whole.due_once,
    whole.held,
    whole.due_forgotten,
    whole.stretch,
    whole.prospecting_share,
    whole.nights,
    reasons.unplanned,
)
DAY_RULES: tuple[Callable[[Day], Iterator[Violation]], ...] = (
    day.totals,
    day.bound,
    day.no_location,
    day.driving,
    day.service,
    day.opening_hours,
    day.working_hours,
    day.breaks_kept,
    day.lunch,
    day.held_times,
    day.wishes,
    day.phone,
    whys.whys,
)


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Returns every violation of the plan; an empty tuple for a plan that can be driven.

    The plan must be of this problem: same rep, same horizon. A reason that does not hold, or a
    figure behind one, is a violation too; so is a visit in the time of an appointment left out.
    """
    accounts = {account.id: account for account in problem.accounts}
    worked = {work.on: work for work in promised.kept_free(problem, plan).rep.working_days}
    found = [v for rule in PLAN_RULES for v in rule(problem, plan)]
    for route in plan.days:
        if route.on in worked:
            here = Day(problem, accounts, route, worked[route.on])
            found += [v for rule in DAY_RULES for v in rule(here)]
    return tuple(found)
