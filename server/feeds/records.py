"""What a feed is and what it shows, as frozen records: pure."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewFeed:
    """What somebody asks of a new calendar address."""

    kind: str = "rep"
    account_id: UUID | None = None
    detail: str = "full"
    alarm_minutes: int | None = None
    language: str = "en"
    days_ahead: int = 180


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A calendar address without its secret.

    ``zone`` is its owner's; ``title`` names whose visits they are: a rep, a team or an account.
    ``state`` is the company's epoch and revision: nothing a feed shows changes without these.
    """

    id: UUID
    state: tuple[UUID, int]
    person_id: UUID
    person: str
    role: str
    zone: str
    kind: str
    title: str
    account_id: UUID | None
    detail: str
    alarm_minutes: int | None
    language: str
    days_ahead: int
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str
    etag: str
    etag_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeenRep:
    """A rep whose visits a feed shows, with the zone their clock times are in.

    Of a paused rep, who is not ``working``, only what was: nobody makes the visits ahead.
    """

    id: UUID
    name: str
    zone: str
    working: bool = True


@dataclass(frozen=True, slots=True)
class FeedVisit:
    """A visit as a calendar shows it, its account and contact beside it."""

    id: UUID
    rep_id: UUID
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
    reason: str | None
    due: str
    account: str
    account_class: str
    tier: str
    address: str
    lat: float | None
    lon: float | None
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Told:
    """What calendars know of a visit: digests of it, the number they compare, since when."""

    appointment: str
    content: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Became:
    """What came of a visit: as it stands, whether it was told of, and the account's next one.

    ``state`` is ``open`` (today or ahead), ``made``, ``phone``, ``missed``, ``cancelled``, or
    ``unreported``: its date is over and nobody said anything.
    """

    id: UUID
    account_id: UUID
    account: str
    rep_id: UUID
    rep: str
    on: date
    start_s: int | None
    state: str
    told_on: date | None
    next_id: UUID | None
    next_on: date | None
    address: str
    lat: float | None
    lon: float | None
    phone: str
