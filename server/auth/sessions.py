"""Sessions as rows, one a device: opaque secrets, of which only the SHA-256 is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import models

#: A session's last sign of life is written at most this often.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session and its person."""

    row: models.SignIn
    person: models.Person


def secret_hash(secret: str) -> str:
    """Returns what is kept of a secret of 256 random bits: no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def start(
    session: Session, person_id: UUID, entry: str, device: str, now: datetime, days: int
) -> str:
    """Adds a session and returns its secret, which is shown only this once."""
    secret = secrets.token_urlsafe(32)
    session.add(
        models.SignIn(
            person_id=person_id,
            entry=entry,
            device=device,
            secret_hash=secret_hash(secret),
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    session.flush()
    return secret


def find(session: Session, secret: str, now: datetime) -> SignedIn | None:
    """Returns the valid session of a secret."""
    found = _of(session, secret)
    if found is None or found.row.revoked_at is not None:
        return None
    return found if found.row.expires_at > now and found.person.active else None


def find_lost(session: Session, secret: str) -> SignedIn | None:
    """Returns the session of a device that was reported lost: it must hear that it is to wipe."""
    found = _of(session, secret)
    return found if found is not None and found.row.wipe else None


def _of(session: Session, secret: str) -> SignedIn | None:
    found = session.execute(
        select(models.SignIn, models.Person)
        .join(models.Person, models.Person.id == models.SignIn.person_id)
        .where(models.SignIn.secret_hash == secret_hash(secret))
    ).first()
    return SignedIn(*found) if found is not None else None


def note_seen(row: models.SignIn, now: datetime) -> None:
    """Keeps the last sign of life, for the list of devices. Only requests that write do this."""
    if now - row.last_seen_at >= SEEN_EVERY:
        row.last_seen_at = now


def load_open(session: Session, person_id: UUID, now: datetime) -> list[models.SignIn]:
    """Returns a person's valid sessions, the latest used first."""
    return list(
        session.scalars(
            select(models.SignIn)
            .where(
                models.SignIn.person_id == person_id,
                models.SignIn.revoked_at.is_(None),
                models.SignIn.expires_at > now,
            )
            .order_by(models.SignIn.last_seen_at.desc(), models.SignIn.id)
        )
    )


def load(session: Session, sign_in_id: UUID) -> models.SignIn | None:
    """Returns a session by its id."""
    return session.get(models.SignIn, sign_in_id)


def end(row: models.SignIn, now: datetime, *, lost: bool = False) -> None:
    """Ends a session; a lost device is told to wipe what it holds when it next asks."""
    row.revoked_at = row.revoked_at or now
    row.wipe = row.wipe or lost


def end_all(session: Session, person_id: UUID, now: datetime) -> None:
    """Ends every session of a person: their password changed, or they left."""
    session.execute(
        update(models.SignIn)
        .where(models.SignIn.person_id == person_id, models.SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
    )
