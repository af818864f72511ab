"""Calendar addresses: made, changed, renewed and ended by their owner, found by their secret."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.auth import Scope, sessions
from server.errors import NotFound
from server.feeds.records import FeedRecord, NewFeed
from server.models import Account, Company, Feed, Person, RepSettings, Team


def new_secret() -> str:
    """Returns 192 random bits for a path; shown once, then only its hash is known."""
    return secrets.token_urlsafe(24)


def load_feeds(db: Session, scope: Scope) -> tuple[FeedRecord, ...]:
    """Returns a person's own living feeds, newest first."""
    query = _feeds().where(Feed.person_id == scope.person_id).order_by(Feed.created_at.desc())
    return tuple(_record(*row) for row in db.execute(query))


def load_feeds_of_reps(db: Session, scope: Scope) -> tuple[FeedRecord, ...]:
    """Returns the living feeds of a manager's reps: that they exist, by whom they are read."""
    query = _feeds().where(Feed.person_id != scope.person_id, Person.role == "rep")
    if scope.rep_ids is not None:
        query = query.where(Feed.person_id.in_(scope.rep_ids))
    query = query.order_by(Person.name, Feed.created_at.desc())
    return tuple(_record(*row) for row in db.execute(query))


def load_feed(db: Session, scope: Scope, feed_id: UUID) -> FeedRecord:
    """Returns one of a person's own feeds."""
    query = _feeds().where(Feed.id == feed_id)
    if scope.person_id is not None:
        query = query.where(Feed.person_id == scope.person_id)
    return _one(db, query)


def load_feed_by_secret(db: Session, secret: str) -> FeedRecord:
    """Returns the feed of an address; unknown, revoked and malformed are the same NotFound."""
    return _one(db, _feeds().where(Feed.secret_hash == sessions.secret_hash(secret)))


def save_feed(db: Session, scope: Scope, new: NewFeed, now: datetime) -> tuple[UUID, str]:
    """Makes an address; returns the feed's id and the secret, which nobody can read again."""
    secret = new_secret()
    feed = Feed(
        person_id=scope.person_id,
        kind=new.kind,
        account_id=new.account_id,
        secret_hash=sessions.secret_hash(secret),
        detail=new.detail,
        alarm_minutes=new.alarm_minutes,
        language=new.language,
        days_ahead=new.days_ahead,
        created_at=now,
    )
    db.add(feed)
    db.flush()
    return feed.id, secret


def change_feed(db: Session, scope: Scope, feed_id: UUID, changes: Mapping[str, Any]) -> None:
    """Changes what a feed says. Its address stays, so calendars follow by themselves."""
    load_feed(db, scope, feed_id)
    if changes:
        db.execute(update(Feed).where(Feed.id == feed_id).values(**changes))


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


def note_answer(db: Session, feed_id: UUID, etag: str, since: datetime) -> None:
    """Remembers what a feed says now and since when: its Last-Modified."""
    db.execute(update(Feed).where(Feed.id == feed_id).values(etag=etag, etag_at=since))


def _feeds():
    return (
        select(Feed, Person, Company, Team.name, RepSettings.zone, Account.name)
        .join(Person, Person.id == Feed.person_id)
        .join(Company, Company.id == Company.id)
        .outerjoin(RepSettings, RepSettings.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Account, Account.id == Feed.account_id)
        .where(Feed.revoked_at.is_(None), Person.active)
    )


def _one(db: Session, query) -> FeedRecord:
    row = db.execute(query).first()
    if row is None:
        raise NotFound
    return _record(*row)


def _record(
    feed: Feed, person: Person, company: Company, team: str | None, zone: str | None, account: str
) -> FeedRecord:
    return FeedRecord(
        id=feed.id,
        state=(company.epoch, company.rev),
        person_id=feed.person_id,
        person=person.name,
        role=person.role,
        zone=zone or company.zone,
        kind=feed.kind,
        title={"rep": person.name, "team": team or "", "account": account}[feed.kind],
        account_id=feed.account_id,
        detail=feed.detail,
        alarm_minutes=feed.alarm_minutes,
        language=feed.language,
        days_ahead=feed.days_ahead,
        created_at=feed.created_at,
        last_fetched_at=feed.last_fetched_at,
        last_client=feed.last_client,
        etag=feed.etag,
        etag_at=feed.etag_at,
    )
