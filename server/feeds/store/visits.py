"""What feeds show: whose visits, in which window, and what calendars were told of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from server.auth import Role, scope_of
from server.feeds.records import FeedRecord, FeedVisit, SeenRep, Told
from server.models import Account, Company, Contact, Person, RepSettings, ToldVisit, Visit

#: Days shown before today; a team's visits are many, and Google takes about a megabyte.
DAYS_BACK = 30
DAYS_BACK_TEAM = 7
#: A cancelled visit stays this long, so that every client has seen it go.
CANCELLED_DAYS = 14
#: More never fit below the limit of bytes: the shortest event takes over 300.
MOST_VISITS = 3000

#: Who may see others' visits; somebody who lost that role keeps an empty calendar.
SEERS = frozenset({Role.REP, Role.MANAGER, Role.ADMIN})


def load_seen_reps(db: Session, feed: FeedRecord) -> tuple[SeenRep, ...]:
    """Returns whose visits a feed shows: by what its owner may see now, not when it was made."""
    if feed.kind == "rep":
        return (SeenRep(feed.person_id, feed.person, feed.zone),)
    person = db.get_one(Person, feed.person_id)
    if person.role not in SEERS:
        return ()
    query = (
        select(Person.id, Person.name, func.coalesce(RepSettings.zone, Company.zone), Person.active)
        .select_from(Person)
        .join(Company, Company.id == Company.id)
        .outerjoin(RepSettings, RepSettings.person_id == Person.id)
        .where(Person.role == Role.REP)
        .order_by(Person.id)
    )
    rep_ids = scope_of(db, person).rep_ids
    if rep_ids is not None:
        query = query.where(Person.id.in_(rep_ids))
    return tuple(SeenRep(*row) for row in db.execute(query))


def version(db: Session, feed: FeedRecord, reps: Iterable[SeenRep], today: date) -> int:
    """Returns the latest revision of anything a feed shows, without reading a single visit.

    Visits moved out of the window count as well: without them an older number would come back.
    """
    mine = [*_mine(feed, reps), Visit.on >= today - timedelta(days=2 * DAYS_BACK)]
    accounts = select(func.max(Account.rev)).where(
        Account.id.in_(select(Visit.account_id).where(*mine))
    )
    found = db.execute(select(func.max(Visit.rev), accounts.scalar_subquery()).where(*mine)).one()
    return max(rev or 0 for rev in found)


def load_feed_visits(
    db: Session, feed: FeedRecord, reps: Sequence[SeenRep], today: date
) -> tuple[FeedVisit, ...]:
    """Returns the visits inside the feed's window, cancelled ones for a fortnight.

    Those of today and ahead come first, then backwards: what there is no room for is the oldest.
    """
    back = DAYS_BACK_TEAM if feed.kind == "team" else DAYS_BACK
    kept_since = datetime.combine(today - timedelta(days=CANCELLED_DAYS), time(), UTC)
    query = (
        select(Visit, Account)
        .join(Account, Account.id == Visit.account_id)
        .where(
            *_mine(feed, reps),
            or_(Visit.cancelled_at.is_(None), Visit.cancelled_at >= kept_since),
        )
    )
    last = today + timedelta(days=feed.days_ahead)
    working = [rep.id for rep in reps if rep.working]
    ahead = query.where(Visit.rep_id.in_(working), Visit.on.between(today, last))
    ahead = ahead.order_by(Visit.on, Visit.id)
    rows = db.execute(ahead.limit(MOST_VISITS)).all()
    behind = query.where(Visit.on.between(today - timedelta(days=back), today - timedelta(days=1)))
    behind = behind.order_by(Visit.on.desc(), Visit.id.desc())
    rows = [*rows, *db.execute(behind.limit(MOST_VISITS - len(rows)))]
    contacts = _first_contacts(db, {account.id for _, account in rows})
    return tuple(_feed_visit(visit, account, contacts) for visit, account in rows)


def load_told(db: Session, visit_ids: Collection[UUID]) -> dict[UUID, Told]:
    """Returns what calendars were last told of these visits."""
    query = select(ToldVisit).where(ToldVisit.visit_id.in_(visit_ids))
    return {
        row.visit_id: Told(row.appointment, row.content, row.sequence, row.changed_at)
        for row in db.scalars(query)
    }


def save_told(db: Session, told: Mapping[UUID, Told]) -> None:
    """Remembers what calendars are told of these visits from now on."""
    known = {row.visit_id: row for row in db.scalars(
        select(ToldVisit).where(ToldVisit.visit_id.in_(told)))}  # fmt: skip
    for visit_id, one in told.items():
        row = known.get(visit_id) or ToldVisit(visit_id=visit_id)
        row.appointment, row.content = one.appointment, one.content
        row.sequence, row.changed_at = one.sequence, one.changed_at
        db.add(row)
    db.flush()


def _mine(feed: FeedRecord, reps: Iterable[SeenRep]) -> list[ColumnElement[bool]]:
    mine: list[ColumnElement[bool]] = [Visit.rep_id.in_([rep.id for rep in reps])]
    return mine if feed.account_id is None else [*mine, Visit.account_id == feed.account_id]


def _first_contacts(db: Session, account_ids: set[UUID]) -> Mapping[UUID, Contact]:
    query = select(Contact).where(Contact.account_id.in_(account_ids)).order_by(Contact.id.desc())
    return {contact.account_id: contact for contact in db.scalars(query)}


def _feed_visit(visit: Visit, account: Account, contacts: Mapping[UUID, Contact]) -> FeedVisit:
    contact = contacts.get(account.id)
    figures: Mapping[str, Any] = visit.figures or {}
    return FeedVisit(
        id=visit.id,
        rep_id=visit.rep_id,
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
        reason=visit.reason,
        due=str(figures.get("due", "")),
        account=account.name,
        account_class=account.account_class,
        tier=account.tier,
        address=address_of(account),
        lat=account.lat,
        lon=account.lon,
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
    )


def address_of(account: Account) -> str:
    """Returns an account's address on one line."""
    town = " ".join(part for part in (account.state, account.zip) if part)
    return ", ".join(part for part in (account.address, account.city, town) if part)
