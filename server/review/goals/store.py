"""Goals at rest, and what they are measured by."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing import coverage, results, territories
from routing.domain import AccountClass
from server import auth, database, errors
from server.accounts import store as accounts
from server.auth import Role, Scope
from server.coverage import store as board
from server.models import AuditEntry, Goal, Person
from server.people import store as people
from server.review import results as sold
from server.review import store as review
from server.review.goals import rules
from server.review.goals.rules import Hours, Record, Wanted

DIMENSIONS: Mapping[str, coverage.By] = {
    "team": "team_id",
    "rep": "rep_id",
    "account_class": "account_class",
}
WEEK = timedelta(weeks=1)


# --- whose ----------------------------------------------------------------------------------------


def load_goals(db: Session, scope: Scope) -> tuple[Record, ...]:
    """Returns the goals somebody sees, those that end first before the others."""
    query = select(Goal).order_by(Goal.closed_at.is_not(None), Goal.last, Goal.id)
    labels = review.load_labels(db, scope)
    rows = [
        (row, db.get(Person, row.made_by) if row.made_by else None) for row in db.scalars(query)
    ]
    return tuple(
        _record(row, maker, labels) for row, maker in rows if _is_seen(db, scope, row, maker)
    )


def load_goal(db: Session, scope: Scope, goal_id: UUID) -> Record:
    """Returns one goal; another team's is as unknown as one nobody set."""
    for goal in load_goals(db, scope):
        if goal.id == goal_id:
            return goal
    raise errors.NotFound()


def _is_seen(db: Session, scope: Scope, goal: Goal, maker: Person | None) -> bool:
    """Whether a goal is about people in sight: everyone's for an admin, else the team's.

    A goal for all, or for a class, is about those its maker sees.
    """
    if scope.rep_ids is None or goal.made_by == scope.person_id:
        return True
    if goal.by == "rep":
        return goal.key in {str(rep_id) for rep_id in scope.rep_ids}
    if goal.by == "team":
        return scope.team_id is not None and goal.key == str(scope.team_id)
    if maker is None or maker.role != Role.MANAGER:
        return False
    return maker.team_id is not None and maker.team_id == scope.team_id


def _record(row: Goal, maker: Person | None, labels: Mapping[str, str]) -> Record:
    group = labels.get(row.key, row.key.capitalize()) if row.by != "all" else ""
    return Record(
        row.id, row.name, row.metric, row.target, row.by, row.key, group, row.first, row.last,
        row.baseline, row.made_by, maker.name if maker else "", row.made_at, row.closed_at,
    )  # fmt: skip


def must_see(db: Session, scope: Scope, wanted: Wanted) -> None:
    """Refuses a goal for people out of sight as if they did not exist."""
    if wanted.by == "account_class" and wanted.key not in set(AccountClass):
        raise errors.NotFound()
    if wanted.by in ("rep", "team") and wanted.key not in review.load_labels(db, scope):
        raise errors.NotFound()


def scope_of(db: Session, scope: Scope, goal: Record) -> Scope:
    """Returns whose accounts a goal is measured by: those its maker sees."""
    maker = db.get(Person, goal.made_by) if goal.made_by else None
    if maker is None or maker.role not in (Role.MANAGER, Role.ADMIN):
        return scope
    return auth.scope_of(db, maker)


# --- measuring ------------------------------------------------------------------------------------


class Meter:
    """Measures many goals; a period is loaded once, however many goals ask for it."""

    def __init__(self, db: Session, today: date) -> None:
        self._db, self._today = db, today
        self.near = people.load_alerts(db).goal_near
        self._known: dict[Any, Mapping[str, Mapping[str, Any]]] = {}

    def value(
        self, scope: Scope, metric: str, by: str, key: str, first: date, last: date
    ) -> float | None:
        """Returns a metric of one group between two dates, as far as they have come."""
        measure = rules.measures().get(metric)
        if measure is None or first > self._today:
            return None
        last = min(last, self._today)
        groups = self._groups(scope, measure.source, by, first, last)
        figure = groups.get(key if by != "all" else coverage.ALL, {}).get(metric)
        return figure.value if figure else None

    def _groups(
        self, scope: Scope, source: str, by: str, first: date, last: date
    ) -> Mapping[str, Mapping[str, Any]]:
        asked = (scope.person_id, scope.rep_ids, source, by, first, last)
        if asked not in self._known:
            load = self._board if source == "board" else self._sold
            self._known[asked] = load(scope, DIMENSIONS.get(by), first, last)
        return self._known[asked]

    def _board(
        self, scope: Scope, by: coverage.By | None, first: date, last: date
    ) -> Mapping[str, Mapping[str, Any]]:
        found = board.load_period(self._db, scope, board.Period(first, last))
        return coverage.review([row.record for row in found.rows], by, found.days)

    def _sold(
        self, scope: Scope, by: Any, first: date, last: date
    ) -> Mapping[str, Mapping[str, Any]]:
        begin, end = sold.months(first, last, self._today)
        rows = review.load_sold(self._db, scope, begin, end, self._today)
        frame = review.load_frame(self._db, begin, end, rows)
        return results.review(sold.records(rows, frame), by)


def load_hours(db: Session, scope: Scope, wanted: Wanted, today: date) -> Hours | None:
    """Returns the hours a week that required visits need in a goal's dates, and those there.

    Of a class there is nothing to say: hours belong to reps.
    """
    if wanted.by == "account_class" or wanted.first is None or wanted.last is None:
        return None
    first, end = max(wanted.first, today), wanted.last + timedelta(days=1)
    reps = [rep for rep in people.load_reps(db, scope) if rep.active and _is_of(rep, wanted)]
    ids, travel_s = {rep.id for rep in reps}, 60.0 * people.load_setting(db, "travel_minutes")
    weeks = max(1.0, (end - first) / WEEK)
    needed = sum(
        territories.workload(row.cadence, row.season, first, end, travel_s)
        for row in accounts.load_accounts(db, scope, today)
        if row.rep_id in ids and row.cadence
    )
    there = sum(
        day.hours.end_s - day.hours.start_s - day.lunch_s
        for rep in reps
        for day in people.working_days(rep, first, wanted.last)[0]
    )
    return Hours(needed / 60 / weeks, there / 3600 / weeks)


def _is_of(rep: people.RepRecord, wanted: Wanted) -> bool:
    if wanted.by == "rep":
        return str(rep.id) == wanted.key
    return wanted.by == "all" or str(rep.team_id) == wanted.key


# --- changing -------------------------------------------------------------------------------------


def add_goal(
    db: Session, scope: Scope, wanted: Wanted, baseline: float | None, now: datetime
) -> UUID:
    """Sets a goal; what it was measured at today stays its baseline."""
    row = Goal(made_by=scope.person_id, made_at=now, baseline=baseline, **_fields(wanted))
    db.add(row)
    _save(db, scope, row, "goal_made", now)
    return row.id


def change_goal(
    db: Session, scope: Scope, goal_id: UUID, wanted: Wanted, baseline: float | None, now: datetime
) -> None:
    """Writes a goal anew; the baseline is measured again only where it means something else."""
    load_goal(db, scope, goal_id)
    row = db.get_one(Goal, goal_id)
    same = (row.metric, row.by, row.key, row.first) == (
        wanted.metric, wanted.by, wanted.key, wanted.first,
    )  # fmt: skip
    for name, value in _fields(wanted).items():
        setattr(row, name, value)
    if not same:
        row.baseline = baseline
    _save(db, scope, row, "goal_changed", now)


def close_goal(db: Session, scope: Scope, goal_id: UUID, closed: bool, now: datetime) -> None:
    """Closes a goal, or opens it again."""
    load_goal(db, scope, goal_id)
    row = db.get_one(Goal, goal_id)
    row.closed_at = now if closed else None
    _save(db, scope, row, "goal_closed" if closed else "goal_reopened", now)


def delete_goal(db: Session, scope: Scope, goal_id: UUID, now: datetime) -> None:
    """Removes a goal; the log keeps all of it, so that it can be brought back."""
    load_goal(db, scope, goal_id)
    row = db.get_one(Goal, goal_id)
    people.audit(db, now, scope, "goal_deleted", row.id, _kept(row))
    db.delete(row)
    db.flush()
    database.take_rev(db)


def restore_goal(db: Session, scope: Scope, goal_id: UUID, now: datetime) -> None:
    """Brings a deleted goal back as it was, baseline and maker too: for whom deleted it."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.action == "goal_deleted", AuditEntry.about == str(goal_id))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    entry = db.scalars(query).first()
    if entry is None or db.get(Goal, goal_id) is not None or entry.person_id != scope.person_id:
        raise errors.NotFound()
    row = Goal(id=goal_id, **_told(entry.details))
    db.add(row)
    _save(db, scope, row, "goal_restored", now)


def _save(db: Session, scope: Scope, row: Goal, action: str, now: datetime) -> None:
    db.flush()
    database.take_rev(db)
    people.audit(db, now, scope, action, row.id, {"name": row.name, "target": row.target})


def _fields(wanted: Wanted) -> dict[str, Any]:
    key = "" if wanted.by == "all" else wanted.key
    return {"name": wanted.name.strip() or rules.measures()[wanted.metric].label,
            "metric": wanted.metric, "target": wanted.target, "by": wanted.by, "key": key,
            "first": wanted.first, "last": wanted.last}  # fmt: skip


_DATES, _INSTANTS, _IDS = ("first", "last"), ("made_at", "closed_at"), ("made_by",)
_PLAIN = ("name", "metric", "target", "by", "key", "baseline")


def _kept(row: Goal) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _PLAIN}
    others = {name: getattr(row, name) for name in (*_DATES, *_INSTANTS, *_IDS)}
    return plain | {n: v if v is None else v.isoformat() if n not in _IDS else str(v)
                    for n, v in others.items()}  # fmt: skip


def _told(details: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: details[name] for name in _PLAIN}
    for names, read in ((_DATES, date.fromisoformat), (_INSTANTS, datetime.fromisoformat),
                        (_IDS, UUID)):  # fmt: skip
        told |= {name: read(details[name]) if details[name] else None for name in names}
    return told
