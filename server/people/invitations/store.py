"""New reps, who they are, and the links by which they set a password."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server import database, errors, jobs
from server.auth import Role, Scope, sessions
from server.models import Invitation, Person, Team
from server.people import store as people

#: A link is good for a week.
GOOD_FOR = timedelta(days=7)
UNKNOWN = "This link is not known here. Ask your manager for a new one."
USED = "This link was used already. Sign in with your password, or ask your manager for a new one."
EXPIRED = "This link is too old: it was good for a week. Ask your manager for a new one."
REVOKED = "This link was taken back. Ask your manager for a new one."
PAUSED = "You are paused at the moment: ask your manager."


class Waiting(NamedTuple):
    """Somebody with a link that is good, or who has no password and no such link."""

    person_id: UUID
    person: str
    invitation_id: UUID | None
    expires_at: datetime | None


# --- who a rep is --------------------------------------------------------------------------------


def load_teams(db: Session, scope: Scope) -> list[Team]:
    """Returns the teams somebody may put a rep into: a manager the own."""
    query = select(Team).order_by(func.lower(Team.name))
    if scope.rep_ids is not None:
        query = query.where(Team.id == scope.team_id)
    return list(db.scalars(query))


def add_rep(db: Session, scope: Scope, fields: Mapping[str, Any], now: datetime) -> UUID:
    """Adds a rep without a password and with ordinary hours; a manager's rep joins the own team."""
    own = scope.team_id if scope.rep_ids is not None else fields.get("team_id")
    said = {"name": fields["name"], "email": fields["email"], "team_id": own}
    asked = fields.get("team_id")
    _check(db, scope, None, said | ({"team_id": asked} if asked else {}))
    person = Person(role=Role.REP, name=said["name"].strip(), email=_mail(said["email"]),
                    team_id=own, rev=database.take_rev(db))  # fmt: skip
    db.add(person)
    db.flush()
    people.audit(db, now, scope, "rep_invited", person.id, {"name": person.name})
    return person.id


def change_person(
    db: Session, scope: Scope, rep_id: UUID, fields: Mapping[str, Any], real: datetime,
    now: datetime,
) -> None:  # fmt: skip
    """Writes who a rep is. A paused rep is signed out everywhere and gets no plan.

    The accounts stay theirs; nobody visits them until the rep works again or another gets them.
    """
    people.load_rep(db, scope, rep_id)
    _check(db, scope, rep_id, fields)
    person = db.get_one(Person, rep_id)
    was_active = person.active
    for name, value in fields.items():
        setattr(person, name, value.strip() if name == "name" else value)
    person.email = _mail(person.email)
    person.rev = database.take_rev(db)
    if not person.active:
        sessions.end_all(db, rep_id, real)
        revoke(db, rep_id, real)
    elif not was_active:
        jobs.request(db, "plan", rep_id)
    db.flush()
    people.audit(db, now, scope, "person_changed", rep_id, {n: str(v) for n, v in fields.items()})


def _check(db: Session, scope: Scope, rep_id: UUID | None, fields: Mapping[str, Any]) -> None:
    """Raises every fault of who a rep is to be, at once."""
    faults = [(name, f"{name} cannot be empty.") for name in ("name", "email", "active")
              if name in fields and fields[name] in (None, "")]  # fmt: skip
    if "name" in fields and fields["name"] and not fields["name"].strip():
        faults.append(("name", "A rep needs a name."))
    if fields.get("email"):
        faults += _mail_faults(db, rep_id, _mail(fields["email"]))
    team_id = fields.get("team_id")
    if team_id is not None and team_id not in {team.id for team in load_teams(db, scope)}:
        faults.append(("team_id", "You may not put anybody into that team."))
    elif "team_id" in fields and team_id != scope.team_id and scope.rep_ids is not None:
        faults.append(("team_id", "Only an admin takes somebody out of a team."))
    if faults:
        problems = [{"line": 0, "column": field, "text": text} for field, text in faults]
        raise errors.Invalid(" ".join(text for _, text in faults), problems)


def _mail(text: str) -> str:
    return text.strip().lower()


def _mail_faults(db: Session, rep_id: UUID | None, email: str) -> list[tuple[str, str]]:
    before, _, after = email.partition("@")
    if not before or not after or " " in email:
        return [("email", f"{email} is no e-mail address.")]
    taken = db.scalars(select(Person.id).where(Person.email == email)).first()
    return [("email", f"{email} is somebody's already.")] if taken not in (None, rep_id) else []


# --- the links -----------------------------------------------------------------------------------


def invite(
    db: Session, scope: Scope, rep_id: UUID, real: datetime, now: datetime
) -> tuple[Invitation, str]:
    """Makes a link and returns it with its secret, shown only now; an earlier one is dead."""
    rep = people.load_rep(db, scope, rep_id)
    if not rep.active:
        raise errors.Conflict(f"{rep.name} is paused: let them work again first.")
    revoke(db, rep_id, real)
    secret = secrets.token_urlsafe(32)
    row = Invitation(person_id=rep_id, secret_hash=sessions.secret_hash(secret), created_at=real,
                     by=scope.person_id, expires_at=real + GOOD_FOR)  # fmt: skip
    db.add(row)
    db.flush()
    people.audit(db, now, scope, "link_made", rep_id, {"good_for_days": GOOD_FOR.days})
    return row, secret


def revoke(db: Session, rep_id: UUID, real: datetime) -> None:
    """Kills every unused link of a person: from then on it ended before it began."""
    mine = (Invitation.person_id == rep_id, Invitation.used_at.is_(None))
    open_now = Invitation.expires_at > real
    db.execute(update(Invitation).where(*mine, open_now)
               .values(expires_at=Invitation.created_at))  # fmt: skip


def load_waiting(db: Session, scope: Scope, real: datetime) -> list[Waiting]:
    """Returns whose link is good, and who has no password and no such link, by name."""
    open_links = {
        row.person_id: row
        for row in db.scalars(
            select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > real)
        )
    }
    query = select(Person).where(Person.role == Role.REP).order_by(func.lower(Person.name))
    if scope.rep_ids is not None:
        query = query.where(Person.id.in_(scope.rep_ids))
    return [
        Waiting(person.id, person.name, link.id if link else None,
                link.expires_at if link else None)
        for person in db.scalars(query)
        if (link := open_links.get(person.id)) or (person.password_hash is None and person.active)
    ]  # fmt: skip


def load_invited(db: Session, secret: str, real: datetime) -> tuple[Invitation, Person]:
    """Returns a good link and whom it is for; a dead one says in words why it is."""
    row = db.scalars(
        select(Invitation).where(Invitation.secret_hash == sessions.secret_hash(secret))
    ).first()
    if row is None:
        raise errors.Invalid(UNKNOWN)
    if row.used_at is not None:
        raise errors.Invalid(USED)
    if row.expires_at <= real:
        raise errors.Invalid(REVOKED if row.expires_at <= row.created_at else EXPIRED)
    person = db.get_one(Person, row.person_id)
    if not person.active:
        raise errors.Invalid(PAUSED)
    return row, person


def accept(db: Session, secret: str, password_hash: str, real: datetime, now: datetime) -> Person:
    """Sets the password of who was invited: the link is used up, other devices are signed out."""
    row, person = load_invited(db, secret, real)
    row.used_at = real
    person.password_hash = password_hash
    sessions.end_all(db, person.id, real)
    db.flush()
    scope = Scope.rep(person.id, person.team_id)
    people.audit(db, now, scope, "password_set", person.id, {})
    return person
