"""The figures of past nights: written once, never changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.coverage import Figure
from server import errors
from server.auth import Scope
from server.models import Snapshot
from server.people import store as people

Groups = Mapping[tuple[str, str], Mapping[str, Figure]]


class SnapshotRecord(NamedTuple):
    """A night's figures: each metric's value, numerator and denominator."""

    on: date
    figures: Mapping[str, Sequence[float | None]]


def is_taken(db: Session, on: date) -> bool:
    """Says whether a date's figures are there already."""
    return db.get(Snapshot, (on, "all", "")) is not None


def save_snapshots(db: Session, on: date, groups: Groups, now: datetime) -> int:
    """Writes the figures of a date that are not there yet; returns how many groups were written."""
    query = select(Snapshot.by, Snapshot.key).where(Snapshot.on == on)
    there = {(by, key) for by, key in db.execute(query)}
    new = {group: figures for group, figures in groups.items() if group not in there}
    for (by, key), figures in new.items():
        db.add(Snapshot(on=on, by=by, key=key, figures=_figures(figures), taken_at=now))
    db.flush()
    return len(new)


def load_snapshots(
    db: Session, scope: Scope, by: str, key: str, first: date, last: date
) -> tuple[SnapshotRecord, ...]:
    """Returns a group's past figures by date; a manager's "all" is the own team."""
    by, key = _seen(db, scope, by, key)
    query = (
        select(Snapshot)
        .where(Snapshot.by == by, Snapshot.key == key, Snapshot.on.between(first, last))
        .order_by(Snapshot.on)
    )
    return tuple(SnapshotRecord(row.on, row.figures) for row in db.scalars(query))


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: [figure.value, figure.numerator, figure.denominator]
        for name, figure in figures.items()
    }


def _seen(db: Session, scope: Scope, by: str, key: str) -> tuple[str, str]:
    """Returns the group that is meant; one out of sight is as unknown as one nobody has."""
    if by == "all":
        return ("all", "") if scope.rep_ids is None else ("team", str(scope.team_id or ""))
    reps = people.load_reps(db, scope)
    known = {str((rep.team_id if by == "team" else rep.id) or "") for rep in reps}
    if key not in known:
        raise errors.NotFound()
    return by, key
