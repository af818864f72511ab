"""The referee of the rep benchmark: drives each day, matches visits to due windows, adds up.

It takes the dates and the orders alone and shares no code with any planner or its checks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.domain import Account, DueVisit, Problem, WorkingDay
from tests.benchmarks import nominal
from tests.benchmarks.nominal import Visit

#: Account ids in the order they are driven to, by date.
Days = Mapping[date, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``priority`` is the share made of all that was due; an idle problem has made all of it."""

    objective: int
    made: int
    due: int
    priority: float
    travel_s: int
    violations: tuple[str, ...]


def judge(problem: Problem, days: Days) -> Verdict:
    """Returns what the days are worth and every rule they break."""
    due = nominal.visits(problem)
    accounts = {account.id: account for account in problem.accounts}
    worked = {day.on: day for day in nominal.days(problem)}
    violations = [f"{on}: not a working day" for on in days if days[on] and on not in worked]
    travel_s = 0
    for on, ids in days.items():
        violations += [f"{on}: {unknown} is no account" for unknown in set(ids) - set(accounts)]
        if on in worked:
            stops = [accounts[id_] for id_ in ids if id_ in accounts]
            driven_s, faults = driven(problem, worked[on], stops)
            travel_s += driven_s
            violations += faults
    answered = answers(problem, days)
    violations += [
        f"{on}: {id_} is not due"
        for on, ids in days.items()
        for id_ in dict.fromkeys(ids)
        if (on, id_) not in answered
    ]
    made = set(answered.values())
    missed = sum(visit.penalty_s for visit in due if visit.due not in made)
    whole = sum(visit.priority for visit in due)
    kept = sum(visit.priority for visit in due if visit.due in made)
    share = kept / whole if whole else 1.0
    return Verdict(travel_s + missed, len(made), len(due), share, travel_s, tuple(violations))


def driven(problem: Problem, day: WorkingDay, stops: Sequence[Account]) -> tuple[int, list[str]]:
    """Returns the driving of a day and its faults: each visit begins as early as it can."""
    faults = [f"{day.on}: {a.id} is visited twice" for k, a in enumerate(stops) if a in stops[:k]]
    at, now, total = problem.rep.base, day.hours.start_s, 0
    for account in stops:
        leg = problem.travel_s[at][account.location]
        at, now, total = account.location, now + leg, total + leg
        start = begins(account, day.on, now)
        if start is None:
            faults.append(f"{day.on}: {account.id} is not open from {now} s on")
        now = (now if start is None else start) + account.cadence.service_s
    leg = problem.travel_s[at][problem.rep.base]
    if now + leg > day.hours.end_s:
        faults.append(f"{day.on}: home {now + leg - day.hours.end_s} s late")
    return total + leg, faults


def begins(account: Account, on: date, now: int) -> int | None:
    """Returns when a visit can begin that ends before its window does; None if never again."""
    spans = (
        (max(now, window.start_s), window.end_s)
        for window in sorted(account.hours.on(on), key=lambda window: window.start_s)
    )
    return next((at for at, closes in spans if at + account.cadence.service_s <= closes), None)


def answers(problem: Problem, days: Days) -> dict[tuple[date, str], DueVisit]:
    """Returns which due visit each visit answers, by its date and account."""
    due: dict[str, list[Visit]] = defaultdict(list)
    for visit in nominal.visits(problem):
        due[visit.account.id].append(visit)
    dates: dict[str, list[date]] = defaultdict(list)
    for on in sorted(days):
        for id_ in dict.fromkeys(days[on]):
            dates[id_].append(on)
    return {
        (on, id_): visit.due
        for id_, visited in dates.items()
        for on, visit in _assigned(due[id_], visited).items()
    }


def _assigned(due: Sequence[Visit], visited: Sequence[date]) -> dict[date, Visit]:
    """Returns which visit each date answers, so that the priority answered is the greatest.

    The dates' matchings are a matroid: the worthiest first, by augmenting paths, is optimal.
    """
    answer: dict[date, Visit] = {}

    def placed(visit: Visit, tried: set[date]) -> bool:
        for on in visited:
            if on in tried or not visit.due.earliest <= on <= visit.due.latest:
                continue
            tried.add(on)
            if on not in answer or placed(answer[on], tried):
                answer[on] = visit
                return True
        return False

    for visit in sorted(due, key=lambda v: (-v.priority, v.due.target)):
        placed(visit, set())
    return answer
