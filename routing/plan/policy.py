"""What happens to each class when the hours do not suffice: protected, stretched, or left out.

Stretching comes first, as far as it is allowed; only what does not fit then is left out, first of
all the visits of the classes that may lapse.
"""

from collections.abc import Mapping
from dataclasses import replace

from routing.domain import Account, AccountClass, Overload, Problem
from routing.plan.capacity import (
    MOST_STRETCH,
    allowed,
    load,
    needed_stretch,
    policy_of,
    slower,
    visit_h,
)

LAPSING = 0.25
"""What a visit of a class that may lapse is worth under overload, of its usual value."""


def stretched(problem: Problem) -> tuple[Problem, Mapping[AccountClass, float]]:
    """Returns the problem with intervals that fit the hours, and by how much each class grew.

    Only classes whose policy is to stretch grow, by one common factor in hundredths, each at most
    as far as its policy says; the factors name only those above 1. The need of an account stays
    what it is: it grows more slowly from here. Where the hours suffice nothing changes.
    """
    hours = visit_h(problem)
    if load(problem, hours).fits:
        return problem, {}
    meaning = allowed(problem)
    factor = needed_stretch(problem, hours, meaning) or MOST_STRETCH
    asked = {a.account_class for a in problem.accounts if a.cadence}
    factors = {name: f for name, f in meaning(factor).items() if f > 1 and name in asked}
    accounts = tuple(slower(a, factors.get(a.account_class, 1.0)) for a in problem.accounts)
    return replace(problem, accounts=accounts), factors


def is_overloaded(problem: Problem) -> bool:
    """Says whether the cadences ask for more hours than there are."""
    return not load(problem, visit_h(problem)).fits


def worth(problem: Problem, account: Account) -> float:
    """Returns what part of its value a visit to an account counts: all, unless its class lapses.

    For many accounts ask :func:`worths`, which counts the hours once.
    """
    lapses = policy_of(problem, account.account_class).overload is Overload.LAPSE
    return LAPSING if lapses and is_overloaded(problem) else 1.0


def worths(problem: Problem) -> dict[str, float]:
    """Returns :func:`worth` of every account, by its id.

    Of a stretched problem: what fits once it is stretched need not lapse.
    """
    policies = {a.account_class: policy_of(problem, a.account_class) for a in problem.accounts}
    lapsing = {name for name, policy in policies.items() if policy.overload is Overload.LAPSE}
    if not lapsing or not is_overloaded(problem):
        lapsing = set()
    return {a.id: LAPSING if a.account_class in lapsing else 1.0 for a in problem.accounts}
