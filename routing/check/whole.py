"""The rules of the whole plan: nothing lost, nothing doubled, nothing stretched too far."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from routing import workdays
from routing.check.base import Violation, both, known, strongest, visits
from routing.check.need import EPS, stretched, window_closes
from routing.domain import (
    AccountClass,
    Call,
    DayRoute,
    Overload,
    Plan,
    Policy,
    Problem,
    Stop,
    WorkingDay,
)


def wrong_horizon(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A plan is of its problem's rep and dates."""
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


def days(problem: Problem, plan: Plan) -> Iterator[Violation]:
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


def unknown_accounts(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Whoever is named is in the problem."""
    ours = {account.id for account in problem.accounts}
    for on, account_id in visits(plan):
        if account_id not in ours:
            yield Violation(
                "unknown_account", f"{on}", f"account {account_id} is not in the problem."
            )
    for entry in plan.unplanned:
        if entry.visit.account_id not in ours:
            text = f"account {entry.visit.account_id} is not in the problem."
            yield Violation("unknown_account", "unplanned", text)


def twice_a_day(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Nobody is visited twice on one date."""
    for (on, account_id), times in sorted(Counter(visits(plan)).items()):
        if times > 1:
            yield Violation("twice_a_day", f"{on}, account {account_id}", f"visited {times} times.")


def due_once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A due visit is planned once or unplanned once, never both."""
    due = [v.due for route in plan.days for v in both(route) if v.due is not None]
    count = Counter((d.account_id, d.number, d.target) for d in due)
    count.update((u.visit.account_id, u.visit.number, u.visit.target) for u in plan.unplanned)
    for (account_id, number, target), times in sorted(count.items()):
        if times > 1:
            where = f"account {account_id}"
            yield Violation(
                "due_twice", where, f"due visit {number} of {target} appears {times} times."
            )


def held(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A held visit is on its date, or the plan says why not."""
    planned = set(visits(plan))
    explained = {entry.visit.account_id for entry in plan.unplanned}
    ours = {account.id for account in problem.accounts}
    for one in problem.held:
        ahead = problem.today <= one.on <= problem.last_day
        if not ahead or one.account_id not in ours or (one.on, one.account_id) in planned:
            continue
        if one.account_id not in explained:
            where = f"{one.on}, account {one.account_id}"
            yield Violation("held_missing", where, f"a held visit ({one.kind}) is gone.")


def due_forgotten(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """An account whose need outgrows its due window within the horizon appears somewhere.

    The window is that of the interval its class was stretched to.
    """
    named = {account_id for _, account_id in visits(plan)}
    named |= {entry.visit.account_id for entry in plan.unplanned}
    for account in problem.accounts:
        if account.id not in named:
            slower = stretched(account, plan.stretch)
            closes = window_closes(slower, problem.today, problem.last_day)
            if closes:
                text = (
                    f"its due window closes by {closes}, but it is neither planned nor explained."
                )
                yield Violation("due_forgotten", f"account {account.id}", text)


def stretch(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Only a class whose policy says so is stretched, no further than it says."""
    for account_class, factor in sorted(plan.stretch.items()):
        most = most_stretch(problem, account_class)
        if not 1 <= factor <= most + EPS:
            text = f"its intervals grew by {factor}, its policy allows 1 to {most}."
            yield Violation("stretch", f"class {account_class}", text)


def most_stretch(problem: Problem, account_class: AccountClass) -> float:
    """Returns by how much the intervals of a class may grow."""
    policy = problem.policies.get(account_class, Policy())
    return policy.stretch_to if policy.overload is Overload.STRETCH else 1.0


def prospecting_share(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Prospects take their share of the time on the road, give or take one visit."""
    if not problem.prospecting_share:
        return
    spent = prospecting_s(problem, plan)
    most = problem.prospecting_share * field_s(problem)
    if sum(spent) - max(spent, default=0) > most:
        text = f"prospects take {sum(spent)} s, their share is {round(most)} s."
        yield Violation("prospecting_share", "plan", text)


def prospecting_s(problem: Problem, plan: Plan) -> list[int]:
    """Returns the seconds on site, or on the phone, of every visit that counts as prospecting.

    These are the visits of prospects that nobody holds; one without a reason is of an older file.
    """
    prospects = {a.id for a in problem.accounts if a.account_class is AccountClass.PROSPECT}
    spent: list[tuple[date, Stop | Call, int]] = [
        (r.on, s, s.departure_s - s.start_s) for r in plan.days for s in r.stops
    ]
    spent += [(r.on, c, c.service_s) for r in plan.days for c in r.calls]
    return [
        seconds
        for on, visit, seconds in spent
        if visit.account_id in prospects
        and visit.reason is not None
        and strongest(problem, visit.account_id, on) is None
    ]


def field_s(problem: Problem) -> int:
    """Returns the working seconds of the horizon, without lunch and busy blocks."""
    worked = [d for d in problem.rep.working_days if problem.today <= d.on <= problem.last_day]
    return sum(map(_free_s, worked))


def _free_s(day: WorkingDay) -> int:
    busy_s = sum(block.end_s - block.start_s for block in day.busy)
    return max(0, day.hours.end_s - day.hours.start_s - day.lunch_s - busy_s)


def nights(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """A day begins where the one before ended, and ends at base unless a night away is allowed."""
    worked = {day.on: day for day in problem.rep.working_days}
    routes = {route.on: route for route in plan.days if route.on in worked}
    away: Counter[tuple[int, int]] = Counter()
    slept: int | None = None
    for on, route in sorted(routes.items()):
        if slept is None:
            yield from _begins(problem, worked[on], route)
        usual = known(worked[on].end, problem.rep.base)
        slept = known(route.end, usual)
        if slept == usual:
            slept = None
            continue
        away[on.isocalendar()[:2]] += 1
        tomorrow = on + timedelta(days=1)
        yield from _place(problem, route, slept)
        yield from _next_day(problem, route, slept, worked.get(tomorrow), routes.get(tomorrow))
        slept = slept if tomorrow in routes else None
    yield from _too_many(problem, away)


def _begins(problem: Problem, day: WorkingDay, route: DayRoute) -> Iterator[Violation]:
    """After a night at home a day begins where its date says, or where the rep is by now."""
    underway = problem.underway
    usual = known(day.start, problem.rep.base)
    if underway and underway.on == day.on:
        usual = underway.location
    if route.start is not None and route.start != usual:
        text = f"begins at place {route.start} instead of {usual}."
        yield Violation("day_start", f"{route.on}", text)


def _place(problem: Problem, route: DayRoute, place: int) -> Iterator[Violation]:
    """A night is spent at one of the rep's places, far enough from base."""
    accepted = problem.rep.nights
    if accepted is None or place not in accepted.places:
        text = f"the day ends at place {place}, where no night is accepted."
        yield Violation("night", f"{route.on}", text)
    elif (far_s := problem.travel_s[problem.rep.base][place]) < accepted.least_s:
        text = f"place {place} is {far_s} s from base, less than {accepted.least_s} s."
        yield Violation("night", f"{route.on}", text)


def _next_day(
    problem: Problem,
    route: DayRoute,
    place: int,
    work: WorkingDay | None,
    following: DayRoute | None,
) -> Iterator[Violation]:
    """The date after a night away is worked, and begins there."""
    if work is None or following is None:
        yield Violation("night", f"{route.on}", "no working day follows the night away.")
        return
    begins = known(following.start, work.start, problem.rep.base)
    if begins != place:
        text = f"the night is at place {place}, the next day begins at {begins}."
        yield Violation("night", f"{route.on}", text)


def _too_many(problem: Problem, away: Counter[tuple[int, int]]) -> Iterator[Violation]:
    accepted = problem.rep.nights.a_week if problem.rep.nights else 0
    for (year, week), times in sorted(away.items()):
        if times > accepted:
            text = f"{times} nights away, {accepted} are accepted."
            yield Violation("nights_a_week", f"week {week} of {year}", text)
