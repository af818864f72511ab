"""The people who sign in, as the command line keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import database, errors, models
from server.auth import Role, passwords, sessions


def load_company(db: Session) -> models.Company | None:
    """Returns the one row of the installation; None before the first start."""
    return db.scalars(select(models.Company)).first()


def save_company(db: Session, name: str, zone: str) -> None:
    """Adds the company of a new installation, unless there is one."""
    if load_company(db) is None:
        db.add(models.Company(name=name, zone=zone))
        db.flush()


def load_users(db: Session) -> Sequence[tuple[models.Person, str]]:
    """Returns everybody who may sign in, with the name of the team."""
    rows = db.execute(
        select(models.Person, models.Team.name)
        .outerjoin(models.Team, models.Team.id == models.Person.team_id)
        .order_by(models.Person.role, models.Person.name)
    )
    return [(person, team or "") for person, team in rows]


def load_user(db: Session, email: str) -> models.Person:
    """Returns a person by e-mail, or says whom there is."""
    found = db.scalars(
        select(models.Person).where(models.Person.email == email.strip().lower())
    ).first()
    if found is None:
        known = ", ".join(db.scalars(select(models.Person.email).order_by(models.Person.email)))
        raise errors.Invalid(f"Nobody has the e-mail {email}. There are: {known or 'none yet'}.")
    return found


def add_user(
    db: Session, email: str, name: str, role: Role, team: str | None, password: str,
    language: str = "",
) -> UUID:  # fmt: skip
    """Adds a person, and the team if it is new. A rep works ordinary hours until told otherwise."""
    email = email.strip().lower()
    if "@" not in email:
        raise errors.Invalid(f"{email!r} is no e-mail address.")
    if db.scalars(select(models.Person).where(models.Person.email == email)).first():
        raise errors.Conflict(f"{email} is there already.")
    person = models.Person(
        email=email,
        name=name,
        role=role,
        language=language,
        team_id=_team(db, team) if team else None,
        password_hash=_hash(password),
        rev=database.take_rev(db),
    )
    db.add(person)
    db.flush()
    return person.id


def set_password(db: Session, email: str, password: str, now: datetime) -> None:
    """Replaces a password; every session of the person ends."""
    person = load_user(db, email)
    person.password_hash = _hash(password)
    sessions.end_all(db, person.id, now)


def deactivate(db: Session, email: str, now: datetime) -> None:
    """Keeps somebody out from now on. Their visits, reports and accounts stay."""
    person = load_user(db, email)
    person.active, person.rev = False, database.take_rev(db)
    sessions.end_all(db, person.id, now)


def _team(db: Session, name: str) -> UUID:
    team = db.scalars(select(models.Team).where(models.Team.name == name)).first()
    if team is None:
        team = models.Team(name=name)
        db.add(team)
        db.flush()
    return team.id


def _hash(password: str) -> str:
    problem = passwords.problem_of(password)
    if problem:
        raise errors.Invalid(problem)
    return passwords.hashed(password)


@dataclass(frozen=True, slots=True)
class Ended:
    """What was taken away from whom: it must stay away, whatever backup is put back."""

    sign_ins: Sequence[tuple[UUID, datetime, bool]]
    feeds: Sequence[tuple[UUID, datetime]]


def load_ended(db: Session) -> Ended:
    """Returns the sessions and calendar addresses that were ended."""
    row, feed = models.SignIn, models.Feed
    sign_ins = db.execute(
        select(row.id, row.revoked_at, row.wipe).where(row.revoked_at.is_not(None))
    )
    feeds = db.execute(select(feed.id, feed.revoked_at).where(feed.revoked_at.is_not(None)))
    return Ended([(i, at, w) for i, at, w in sign_ins if at], [(i, at) for i, at in feeds if at])


def begin_epoch(db: Session, ended: Ended) -> None:
    """Makes phones pull everything anew after a restore, and ends again what had been ended."""
    company = load_company(db)
    assert company is not None
    company.epoch = database.new_id()
    for sign_in_id, at, wipe in ended.sign_ins:
        row = db.get(models.SignIn, sign_in_id)
        if row is not None:
            row.revoked_at, row.wipe = row.revoked_at or at, row.wipe or wipe
    for feed_id, at in ended.feeds:
        feed = db.get(models.Feed, feed_id)
        if feed is not None:
            feed.revoked_at = feed.revoked_at or at
    database.take_rev(db)
