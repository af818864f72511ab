"""Which prospects get a share of the field time: by potential, then by the way there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from routing import cadence
from routing.domain import Account, AccountClass, Problem, Reason, Unplanned
from routing.plan import capacity
from routing.plan.driving import free_s


def within_share(problem: Problem) -> tuple[Problem, tuple[Account, ...]]:
    """Returns the problem with as many prospects as the share holds, and those outside.

    The share is of the working seconds of the horizon. Held visits to a prospect stay whatever
    the share; a share of 0 plans prospects like any other account.
    """
    if not problem.prospecting_share:
        return problem, ()
    held = {visit.account_id for visit in problem.held}
    asking = [a for a in problem.accounts if _asks(a) and a.id not in held]
    left = problem.prospecting_share * sum(map(free_s, problem.rep.working_days))
    outside = []
    hours = capacity.visit_h(problem)
    for account in sorted(asking, key=lambda a: (-a.value, _way_s(problem, a), a.id)):
        needed = _visits(problem, account) * 3600 * hours[account.id]
        if needed > left:
            outside.append(account)
        else:
            left -= needed
    gone = {account.id for account in outside}
    kept = tuple(a for a in problem.accounts if a.id not in gone)
    return replace(problem, accounts=kept), tuple(outside)


def _asks(account: Account) -> bool:
    return account.account_class is AccountClass.PROSPECT and account.cadence is not None


def _visits(problem: Problem, account: Account) -> float:
    season = cadence.season_for(account.account_class, account.season)
    end = problem.last_day + timedelta(days=1)
    return max(1.0, cadence.required_visits(account.cadence, season, problem.today, end))


def _way_s(problem: Problem, account: Account) -> int:
    """Returns the way to the nearest account that is visited anyway, or base; seconds."""
    place = account.location
    if place is None:
        return 1 << 30
    others = [a.location for a in problem.accounts if not _asks(a) and a.location is not None]
    return min(problem.travel_s[place][other] for other in (problem.rep.base, *others))


def unplanned(problem: Problem, outside: Sequence[Account]) -> list[Unplanned]:
    """Returns the due visits of the prospects outside the share, each with its place in line."""
    found = []
    gone = {account.id for account in outside}
    for account in (a for a in problem.accounts if a.id in gone):
        due = cadence.due_visit(account, problem.today, problem.last_day)
        if due is not None and due.target <= problem.last_day:
            figures = {"share": problem.prospecting_share, "value": account.value}
            found.append(Unplanned(due, Reason.SHARE_USED, figures))
    return found
