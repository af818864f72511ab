"""Reads the audit log, newest first. Nothing here or elsewhere changes an entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.accounts import store as accounts
from server.auth import Role, Scope
from server.models import Account, AuditEntry, Person

PAGE = 50
#: So many rows are read at a time.
BATCH = 500
#: What a person who did nothing by hand is called.
ROUNDS = "Rounds"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted; ``before`` is the last id of the page before."""

    person: UUID | None = None
    action: str = ""
    about: str = ""
    first: datetime | None = None
    last: datetime | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with the name of who did it."""

    id: UUID
    at: datetime
    person_id: UUID | None
    who: str
    action: str
    about: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees of the log: everything, or what concerns the team. ``names`` by id."""

    names: Mapping[str, str]
    people: frozenset[UUID] | None
    ids: frozenset[str]

    def shows(self, entry: AuditEntry) -> bool:
        """Whether an entry concerns this person: done by the team, or to what is in sight.

        What holds for the whole company, as a setting, concerns everybody.
        """
        if self.people is None:
            return True
        if entry.person_id in self.people or entry.about in self.ids:
            return True
        return not _is_id(entry.about) and entry.action.endswith("_changed")


def load_seen(db: Session, scope: Scope) -> Seen:
    """Returns whose entries somebody sees, and the names of all that entries speak of."""
    query = select(Account.id, Account.name).where(*accounts.in_sight(scope))
    places = {str(key): name for key, name in db.execute(query)}
    everybody = db.execute(select(Person.id, Person.name, Person.team_id, Person.role)).all()
    if scope.rep_ids is None:
        mine = everybody
    else:
        mine = [one for one in everybody if _is_mine(scope, *one)]
    names = places | {str(key): name for key, name, _, _ in mine}
    if scope.rep_ids is None:
        return Seen(names, None, frozenset())
    return Seen(names, frozenset(key for key, *_ in mine), frozenset(names))


def _is_mine(scope: Scope, person_id: UUID, name: str, team_id: UUID | None, role: str) -> bool:
    if person_id == scope.person_id or person_id in (scope.rep_ids or ()):
        return True
    return role == Role.MANAGER and team_id is not None and team_id == scope.team_id


def _is_id(about: str) -> bool:
    return len(about) == 36 and about.count("-") == 4


def load_page(db: Session, seen: Seen, asked: Asked) -> tuple[tuple[Entry, ...], bool]:
    """Returns a page of entries, newest first, and whether there are older ones."""
    found: list[Entry] = []
    for row in _rows(db, asked):
        if not seen.shows(row):
            continue
        if len(found) == PAGE:
            return tuple(found), True
        found.append(_entry(row, seen))
    return tuple(found), False


def load_actions(db: Session, seen: Seen) -> list[str]:
    """Returns the kinds of entries there are for somebody, by name."""
    query = select(AuditEntry).order_by(AuditEntry.id)
    rows = db.scalars(query).yield_per(BATCH)
    return sorted({row.action for row in rows if seen.shows(row)})


def _rows(db: Session, asked: Asked) -> Iterator[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    if asked.person:
        query = query.where(AuditEntry.person_id == asked.person)
    if asked.action:
        query = query.where(AuditEntry.action == asked.action)
    if asked.about:
        query = query.where(AuditEntry.about == asked.about)
    if asked.first:
        query = query.where(AuditEntry.at >= asked.first)
    if asked.last:
        query = query.where(AuditEntry.at < asked.last)
    if asked.before and (edge := db.get(AuditEntry, asked.before)):
        same = (AuditEntry.at == edge.at) & (AuditEntry.id < edge.id)
        query = query.where(or_(AuditEntry.at < edge.at, same))
    yield from db.scalars(query).yield_per(BATCH)


def _entry(row: AuditEntry, seen: Seen) -> Entry:
    who = seen.names.get(str(row.person_id), "Somebody else") if row.person_id else ROUNDS
    return Entry(row.id, row.at, row.person_id, who, row.action, row.about, row.details)


def load_people(db: Session, seen: Seen) -> list[tuple[UUID, str]]:
    """Returns who may be looked for, by name."""
    query = select(Person.id, Person.name).order_by(Person.name, Person.id)
    return [(key, name) for key, name in db.execute(query)
            if seen.people is None or key in seen.people]  # fmt: skip
