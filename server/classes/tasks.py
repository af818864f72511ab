"""Judging classes: every account once a week, one account after a report that may change it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from routing.classification.classes import ClassRules
from server import clock, jobs
from server.classes import store, verdicts
from server.classes.store import EVERY
from server.classes.verdicts import Case, Verdict
from server.people import store as people

HOUR = 3
#: A little less than a week, so that a late night does not put it off by a day each time.
WEEK = timedelta(days=6, hours=12)

#: The verdicts by the day they are about.
Found = tuple[tuple[date, tuple[Verdict, ...]], ...]


class Wanted(NamedTuple):
    """The thresholds, and the accounts to judge by the day they are judged on."""

    rules: ClassRules
    days: tuple[tuple[date, tuple[Case, ...]], ...]


class Classes(jobs.Task):
    """Holds the class rules against accounts; the key is an account's id, or every account."""

    name = "classes"
    quick = True

    def load(self, db: Any, key: str, now: datetime) -> Wanted:
        """Returns the accounts to judge, by the day they are judged on.

        The very first time history is judged as of four weeks ago too: what a file told of then is
        as good as what was seen.
        """
        today = clock.local_date(now, people.load_company(db).zone)
        rules = people.load_class_rules(db)
        first = today - timedelta(days=rules.apart_d)
        days = [first, today] if key == EVERY and store.is_first_time(db) else [today]
        ids = None if key == EVERY else {UUID(key)}
        return Wanted(rules, tuple((day, store.load_cases(db, day, ids)) for day in days))

    def compute(self, problem: Wanted, progress: jobs.Progress) -> Found:
        """Returns the verdict on each; a day knows what was held on the days before it."""
        found: list[tuple[date, tuple[Verdict, ...]]] = []
        for day, cases in problem.days:
            held = {one.account_id: (one.to_class, on) for on, all_ in found for one in all_
                    if one.to_class}  # fmt: skip
            judged = tuple(_judged(case, day, held, problem.rules) for case in cases)
            found.append((day, judged))
        return tuple(found)

    def save(self, db: Any, key: str, made: Found, now: datetime) -> None:
        """Keeps the verdicts, and proposes what may be proposed as of the last day."""
        for day, found in made[:-1]:
            store.save_evaluations(db, found, day)
        today, found = made[-1]
        store.save_verdicts(db, found, today, now)


def _judged(
    case: Case, day: date, held: Mapping[UUID, tuple[str, date]], rules: ClassRules
) -> Verdict:
    before = held.get(case.known.account_id)
    known = replace(case, held=(*case.held, before)) if before else case
    return verdicts.verdict(known, day, rules)


def weekly(db: Any, now: datetime) -> None:
    """Asks for every account unless that was done within the week."""
    done = [row.finished_at for row in jobs.load_requests(db, Classes.name, [EVERY])]
    if not any(at is not None and at > now - WEEK for at in done):
        jobs.request(db, Classes.name, EVERY)


TASKS: tuple[jobs.Task, ...] = (Classes(),)
TICKS = (jobs.Tick("judge classes", HOUR, weekly),)
