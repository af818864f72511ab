"""Who asks, and what they may see.

``@requires`` finds the session of a request and hands the view its ``Scope``; every load of a
store takes that scope, so that a forgotten check of access is a TypeError. A browser may hold two
sessions at once, a rep's phone and a manager's desk: each entry names its own in a header.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from flask import Request, current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import errors, models
from server.auth import sessions
from server.database import db

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ENTRY_HEADER = "X-Rounds-Entry"
ENTRIES = ("phone", "desk")


class Role(StrEnum):
    """What a person does here. An admin may whatever a manager may, for every team."""

    REP = "rep"
    MANAGER = "manager"
    COLLEAGUE = "colleague"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose accounts somebody may see. ``rep_ids`` None means everyone's."""

    person_id: UUID | None
    role: Role
    rep_ids: frozenset[UUID] | None
    team_id: UUID | None = None

    @classmethod
    def system(cls) -> Self:
        """Returns the scope of jobs and the command line: everything."""
        return cls(None, Role.ADMIN, None)

    @classmethod
    def rep(cls, rep_id: UUID, team_id: UUID | None = None) -> Self:
        """Returns the scope of one rep: the own accounts."""
        return cls(rep_id, Role.REP, frozenset({rep_id}), team_id)

    def sees(self, rep_id: UUID | None) -> bool:
        """Whether accounts of that rep are visible; None asks for those without a rep.

        Accounts without a rep wait for any manager, never for a rep.
        """
        if self.rep_ids is None:
            return True
        if rep_id is None:
            return self.role is Role.MANAGER
        return rep_id in self.rep_ids


def scope_of(session: Session, person: models.Person) -> Scope:
    """Returns what a person may see: a rep the own accounts, a manager the team's."""
    role = Role(person.role)
    if role is Role.REP:
        return Scope.rep(person.id, person.team_id)
    if role is not Role.MANAGER:
        return Scope(person.id, role, None, person.team_id)
    team = select(models.Person.id).where(
        models.Person.team_id == person.team_id, models.Person.role == Role.REP
    )
    return Scope(person.id, role, frozenset(session.scalars(team)), person.team_id)


#: Takes what a lost device still sends, and says whether all of it is safe now.
Keeper = Callable[[sessions.SignedIn], bool]


def requires(
    *roles: Role, from_lost: Keeper | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a view answer signed-in people of these roles only (none named: all), scope first.

    A lost device never reaches the view; ``from_lost`` may take what it sent.
    """
    allowed = {*roles, Role.ADMIN} if Role.MANAGER in roles else set(roles or Role)

    def around(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            signed_in = authenticate(from_lost)
            if Role(signed_in.person.role) not in allowed:
                raise errors.Forbidden()
            return view(scope_of(db(), signed_in.person), *args, **kwargs)

        guarded.roles = frozenset(allowed)  # type: ignore[attr-defined]
        return guarded

    return around


def authenticate(from_lost: Keeper | None = None) -> sessions.SignedIn:
    """Returns the session this request belongs to, or raises: signed out, or not from our page."""
    token = _bearer(request)
    if token is None and request.method in WRITING:
        check_origin()
    secrets = [token] if token is not None else _cookies(request)
    for secret in secrets:
        signed_in = sessions.find(db(), secret, real_now())
        if signed_in is not None:
            g.signed_in = signed_in
            g.person_id = str(signed_in.person.id)
            if request.method in WRITING:
                sessions.note_seen(signed_in.row, real_now())
            return signed_in
    for secret in secrets:
        lost = sessions.find_lost(db(), secret)
        if lost is not None:
            raise _lost(lost, from_lost)
    raise errors.SignedOut()


def _lost(lost: sessions.SignedIn, from_lost: Keeper | None) -> errors.SignedOut:
    """Returns what a lost device hears, and whose it was: a phone may hold several people's data.

    ``kept`` says that what it sent with this request lies safe here, so it may go from there.
    """
    kept = {"kept": from_lost(lost)} if from_lost else {}
    said = "This device was reported lost."
    return errors.SignedOut(said, wipe=True, person=str(lost.person.id), **kept)


def check_origin() -> None:
    """Refuses a write that another site's page may have sent with our cookie."""
    origin = request.headers.get("Origin", "")
    public = urlsplit(settings().public_url).netloc
    if not origin or urlsplit(origin).netloc not in {request.host, public} - {""}:
        raise errors.Forbidden("This must come from a page of Rounds itself.")


def cookie_name(entry: str) -> str:
    """Returns the cookie of an entry: bound to the host by its name where there is https."""
    return f"__Host-{entry}" if is_secure() else f"rounds-{entry}"


def is_secure() -> bool:
    """Whether people reach this server by https."""
    return request.is_secure or settings().public_url.startswith("https://")


def _bearer(asked: Request) -> str | None:
    kind, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _cookies(asked: Request) -> list[str]:
    """Returns the secrets of the named entry. A link that is followed names none: either does."""
    entry = asked.headers.get(ENTRY_HEADER)
    if entry is None and asked.method in WRITING:
        raise errors.Forbidden(f"Say in {ENTRY_HEADER} which sign-in this is: phone or desk.")
    entries = ENTRIES if entry is None else [e for e in ENTRIES if e == entry]
    found = [asked.cookies.get(cookie_name(e)) for e in entries]
    return [secret for secret in found if secret]


def person() -> models.Person:
    """Returns who sent this request: for views that ``requires`` let through."""
    signed_in: sessions.SignedIn = g.signed_in
    return signed_in.person


def settings() -> Any:
    """Returns the settings of the application that is running."""
    return current_app.extensions["rounds"].settings


def real_now() -> datetime:
    """Returns the instant without the demo's offset: what sessions live by."""
    return current_app.extensions["rounds"].clock.real()


def now() -> datetime:
    """Returns the instant the company lives in."""
    return current_app.extensions["rounds"].clock.now(db())


def as_shown(real: datetime) -> datetime:
    """Returns a real instant on the company's clock, so that "5 minutes ago" is true in a demo."""
    return real + (now() - real_now())


def today() -> date:
    """Returns the date in the company's time zone."""
    return current_app.extensions["rounds"].clock.today(db(), company().zone)


def company() -> models.Company:
    """Returns the one row of the installation."""
    return db().scalars(select(models.Company)).one()
