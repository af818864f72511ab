"""The model on which every engine of the rep benchmark is measured: nominal due windows.

An account's due visits follow one another as if each were made on its target date, so that they
are known before anything is planned and engines without cadences can be asked for them. A visit
counts when it falls on a working day of its window, inside opening hours, at most once a day and
account. The objective is driving plus ``DROP_S`` times the priority of each visit not made.
"""

from dataclasses import dataclass
from datetime import date

from routing import cadence
from routing.domain import Account, Channel, DueVisit, Problem, TimeWindow, WorkingDay

DROP_S = 7200


@dataclass(frozen=True, slots=True)
class Visit:
    """A due visit, what it is worth, and what leaving it out costs in seconds of driving."""

    account: Account
    due: DueVisit
    priority: float

    @property
    def penalty_s(self) -> int:
        return round(DROP_S * self.priority)

    @property
    def service_s(self) -> int:
        assert self.account.cadence is not None
        return self.account.cadence.service_s

    @property
    def place(self) -> int:
        assert self.account.location is not None
        return self.account.location


def visits(problem: Problem) -> tuple[Visit, ...]:
    """Returns every visit aimed at a date of the horizon, account by account."""
    found = (account_visits(a, problem.today, problem.last_day) for a in problem.accounts)
    return tuple(visit for some in found for visit in some)


def account_visits(account: Account, today: date, last_day: date) -> list[Visit]:
    """Returns one account's, in order; each moves the cadence on from its target date."""
    found: list[Visit] = []
    state = account
    while due := cadence.due_visit(state, today, last_day, len(found)):
        if due.target > last_day:
            break
        found.append(Visit(account, due, cadence.priority(state, due.target)))
        state = cadence.visited(state, due.target)
    return found


def days(problem: Problem) -> tuple[WorkingDay, ...]:
    """Returns the working days of the horizon, in order."""
    inside = [d for d in problem.rep.working_days if problem.today <= d.on <= problem.last_day]
    return tuple(sorted(inside, key=lambda day: day.on))


def starts(problem: Problem, visit: Visit) -> dict[int, tuple[TimeWindow, ...]]:
    """Returns, by number of the working day, when the visit may begin: earliest to latest.

    Driving there from base and home again is counted in; a moment alone is a second wide.
    """
    base, travel_s = problem.rep.base, problem.travel_s
    found = {}
    for number, day in enumerate(days(problem)):
        if not visit.due.earliest <= day.on <= visit.due.latest:
            continue
        first = day.hours.start_s + travel_s[base][visit.place]
        last = day.hours.end_s - travel_s[visit.place][base]
        spans = (
            (max(first, w.start_s), min(last, w.end_s) - visit.service_s)
            for w in visit.account.hours.on(day.on)
        )
        if fits := tuple(TimeWindow(a, max(b, a + 1)) for a, b in spans if a <= b):
            found[number] = fits
    return found


def unknown(problem: Problem) -> list[str]:
    """Returns what of a problem this model does not know; such a problem is not measured."""
    told = {
        "lunch": any(day.lunch_s for day in problem.rep.working_days),
        "busy blocks": any(day.busy for day in problem.rep.working_days),
        "days from or to another place": any(
            place is not None for day in problem.rep.working_days for place in (day.start, day.end)
        ),
        "nights away": problem.rep.nights is not None,
        "held visits": bool(problem.held),
        "dates avoided": bool(problem.avoided),
        "a day underway": problem.underway is not None,
        "calls": any(
            a.cadence is not None and a.cadence.channel is Channel.PHONE for a in problem.accounts
        ),
        "accounts without a place": any(
            a.cadence is not None and a.location is None for a in problem.accounts
        ),
    }
    return [name for name, there in told.items() if there]
