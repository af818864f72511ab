"""Feeds and what they show: rows to frozen records, and back. Only this feature writes feeds."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.auth import Scope, sessions
from server.errors import NotFound
from server.models import Account, Company, Contact, Feed, Person, RepSettings, Visit

#: Days shown before and after today: Google takes about 1,100 events.
DAYS_BACK = 30
DAYS_AHEAD = 180
#: A cancelled visit stays this long, so that every client has seen it go.
CANCELLED_DAYS = 14
#: How often "last fetched" is written, so that a poll seldom writes.
NOTE_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A calendar address without its secret."""

    id: UUID
    person_id: UUID
    person: str
    zone: str
    detail: str
    alarm_minutes: int | None
    kind: str
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """A visit as a calendar shows it, its account and contact beside it."""

    id: UUID
    on: date
    start_s: int | None
    departure_s: int | None
    channel: str
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    sequence: int
    held: str | None
    why: str
    account: str
    account_class: str
    tier: str
    address: str
    lat: float | None
    lon: float | None
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a feed's bytes depend on: equal versions, equal bytes."""

    rev: int
    changed_at: datetime | None


def new_secret() -> str:
    """Returns 192 random bits for a path; shown once, then only its hash is known."""
    return secrets.token_urlsafe(24)


def load_feeds(db: Session, scope: Scope) -> tuple[FeedRecord, ...]:
    """Returns a person's own living feeds, newest first. Nobody sees another's."""
    query = _feeds().where(Feed.person_id == scope.person_id).order_by(Feed.created_at.desc())
    return tuple(_record(*row) for row in db.execute(query))


def load_feed(db: Session, scope: Scope, feed_id: UUID) -> FeedRecord:
    """Returns one of a person's own feeds."""
    query = _feeds().where(Feed.id == feed_id)
    if scope.person_id is not None:
        query = query.where(Feed.person_id == scope.person_id)
    row = db.execute(query).first()
    if row is None:
        raise NotFound
    return _record(*row)


def load_feed_by_secret(db: Session, secret: str) -> FeedRecord:
    """Returns the feed of an address; unknown, revoked and malformed are the same NotFound."""
    row = db.execute(_feeds().where(Feed.secret_hash == sessions.secret_hash(secret))).first()
    if row is None:
        raise NotFound
    return _record(*row)


def save_feed(
    db: Session, scope: Scope, detail: str, alarm_minutes: int | None, now: datetime
) -> tuple[UUID, str]:
    """Makes an address; returns the feed's id and the secret, which nobody can read again."""
    secret = new_secret()
    feed = Feed(
        person_id=scope.person_id,
        secret_hash=sessions.secret_hash(secret),
        detail=detail,
        alarm_minutes=alarm_minutes,
        created_at=now,
    )
    db.add(feed)
    db.flush()
    return feed.id, secret


def rotate(db: Session, scope: Scope, feed_id: UUID) -> str:
    """Gives a feed a new secret; the old address is dead at once. Returns the new secret."""
    load_feed(db, scope, feed_id)
    secret = new_secret()
    db.execute(
        update(Feed)
        .where(Feed.id == feed_id)
        .values(secret_hash=sessions.secret_hash(secret), last_fetched_at=None, last_client="")
    )
    return secret


def revoke(db: Session, scope: Scope, feed_id: UUID, now: datetime) -> None:
    """Kills an address for good."""
    load_feed(db, scope, feed_id)
    db.execute(update(Feed).where(Feed.id == feed_id).values(revoked_at=now))


def revoke_all(db: Session, person_id: UUID, now: datetime) -> None:
    """Kills every address of a person whose device is lost."""
    mine = update(Feed).where(Feed.person_id == person_id, Feed.revoked_at.is_(None))
    db.execute(mine.values(revoked_at=now))


def note_fetch(db: Session, feed_id: UUID, client: str, now: datetime) -> None:
    """Remembers when and by what kind of client a feed was last fetched."""
    db.execute(
        update(Feed).where(Feed.id == feed_id).values(last_fetched_at=now, last_client=client)
    )


def version(db: Session, feed: FeedRecord) -> Version:
    """Returns what the feed's ETag is made of, without reading a single visit."""
    mine = Visit.rep_id == feed.person_id
    visits = select(func.max(Visit.rev), func.max(Visit.changed_at)).where(mine)
    visit_rev, changed_at = db.execute(visits).one()
    # Where an account was handed over, its new owner's visits changed as well.
    account_rev = db.scalar(select(func.max(Account.rev)).where(Account.rep_id == feed.person_id))
    return Version(max(visit_rev or 0, account_rev or 0), changed_at)


def load_feed_visits(db: Session, feed: FeedRecord, today: date) -> tuple[FeedVisit, ...]:
    """Returns the visits inside the feed's window, cancelled ones for a fortnight."""
    kept_since = today - timedelta(days=CANCELLED_DAYS)
    query = (
        select(Visit, Account)
        .join(Account, Account.id == Visit.account_id)
        .where(
            Visit.rep_id == feed.person_id,
            Visit.on >= today - timedelta(days=DAYS_BACK),
            Visit.on <= today + timedelta(days=DAYS_AHEAD),
        )
        .order_by(Visit.on, Visit.position)
    )
    rows = [
        (visit, account)
        for visit, account in db.execute(query)
        if visit.cancelled_at is None or visit.cancelled_at.date() >= kept_since
    ]
    contacts = _first_contacts(db, {account.id for _, account in rows})
    return tuple(_feed_visit(visit, account, contacts) for visit, account in rows)


def _feeds():
    return (
        select(Feed, Person.name, RepSettings.zone, Company.zone)
        .join(Person, Person.id == Feed.person_id)
        .join(RepSettings, RepSettings.person_id == Person.id, isouter=True)
        .join(Company, Company.id == Company.id)
        .where(Feed.revoked_at.is_(None), Person.active)
    )


def _record(feed: Feed, person: str, zone: str | None, company_zone: str) -> FeedRecord:
    return FeedRecord(
        id=feed.id,
        person_id=feed.person_id,
        person=person,
        zone=zone or company_zone,
        detail=feed.detail,
        alarm_minutes=feed.alarm_minutes,
        kind=feed.kind,
        created_at=feed.created_at,
        last_fetched_at=feed.last_fetched_at,
        last_client=feed.last_client,
    )


def _first_contacts(db: Session, account_ids: set[UUID]) -> Mapping[UUID, Contact]:
    query = select(Contact).where(Contact.account_id.in_(account_ids)).order_by(Contact.id.desc())
    return {contact.account_id: contact for contact in db.scalars(query)}


def _feed_visit(visit: Visit, account: Account, contacts: Mapping[UUID, Contact]) -> FeedVisit:
    contact = contacts.get(account.id)
    town = " ".join(part for part in (account.state, account.zip) if part)
    parts = (account.address, account.city, town)
    return FeedVisit(
        id=visit.id,
        on=visit.on,
        start_s=visit.start_s,
        departure_s=visit.departure_s,
        channel=visit.channel,
        created_at=visit.created_at,
        changed_at=visit.changed_at,
        cancelled_at=visit.cancelled_at,
        sequence=visit.sequence,
        held=visit.held,
        why=visit.why,
        account=account.name,
        account_class=account.account_class,
        tier=account.tier,
        address=", ".join(part for part in parts if part),
        lat=account.lat,
        lon=account.lon,
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
    )
