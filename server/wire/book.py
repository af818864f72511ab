"""The book of accounts: changes of many, changes to come, timelines, invitations."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.accounts import SeasonWindowIn
from server.wire.base import AccountClass, Entry, In, Out, ShortText, Tier
from server.wire.people import RepChange, RepOut

MOST_AT_ONCE = 3000


class BulkAccount(In):
    """An account and its row's ``rev`` as it was read."""

    id: UUID
    rev: int


class BulkChange(In):
    """Only what is sent changes, for all accounts alike: shown, or with ``apply`` done.

    ``valid_from`` is for class and rep; today, an earlier date or none is at once. ``rep_id`` null
    takes the rep away, ``windows`` without any leaves the account to its segment.
    """

    accounts: Annotated[list[BulkAccount], Field(min_length=1, max_length=MOST_AT_ONCE)]
    account_class: AccountClass | None = None
    tier: Tier | None = None
    interval_d: Annotated[float, Field(ge=1, le=730)] | None = None
    times_per_week: Annotated[int, Field(ge=1, le=7)] | None = None
    clear_override: bool = False
    windows: Annotated[list[SeasonWindowIn], Field(max_length=20)] | None = None
    rep_id: UUID | None = None
    active: bool | None = None
    valid_from: date | None = None
    why: ShortText = ""
    apply: bool = False


class BulkRefusal(Out):
    """An account that cannot change like this, and why."""

    account_id: UUID
    name: str
    why: str


class BulkShare(Out):
    """A rep's accounts, visits a week and hours a week, now and then; nobody's under null."""

    rep_id: UUID | None
    rep: str
    accounts_before: int
    accounts_after: int
    visits_before: float
    visits_after: float
    hours_before: float
    hours_after: float
    hours_there: float


class BulkEffect(Out):
    """One account that changes: what of it, and its part of the totals."""

    account_id: UUID
    name: str
    city: str
    changes: dict[str, tuple[str, str]]
    visits_before: float
    visits_after: float
    hours_before: float
    hours_after: float


class BulkPreview(Out):
    """What a change of many does or did, measured over the weeks from ``first`` on."""

    applied: bool
    label: str
    changed: int
    unchanged: int
    refused: list[BulkRefusal]
    first: date
    weeks: int
    valid_from: date | None
    reps: list[BulkShare]
    accounts: list[BulkEffect]
    undo_id: UUID | None


class UndoRow(Out):
    """A change of many that can be taken back; ``touched`` accounts were changed again since."""

    id: UUID
    at: datetime
    by: str
    label: str
    accounts: int
    touched: int


class PlannedChangeOut(Out):
    """A change of an account's rep or class that waits for its date."""

    id: UUID
    account_id: UUID
    account: str
    field: Literal["rep_id", "account_class"]
    value: str | None
    words: str
    valid_from: date
    by: str
    why: str


class TimelineEntry(Out):
    """One thing of an account's life: ``on`` is its date, ``at`` the instant where one is known."""

    id: str
    on: date
    at: datetime | None
    kind: Literal["visit", "report", "touch", "class", "change", "planned", "word"]
    what: str
    who: str
    text: str


class TimelineOut(Out):
    """The latest first; ``older`` were left out."""

    items: list[TimelineEntry]
    older: int


class TeamOut(Out):
    id: UUID
    name: str


class NewRep(In):
    """A rep to come, without a password: the answer holds the link that sets one."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(min_length=3, max_length=200)]
    team_id: UUID | None = None
    settings: RepChange | None = None


class PersonChange(In):
    """Who a rep is; ``active`` false pauses, true lets work again."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    email: Annotated[str, Field(min_length=3, max_length=200)] | None = None
    team_id: UUID | None = None
    active: bool | None = None


class InvitationOut(Out):
    """Somebody's link, null where none is good. ``link`` is shown once, where it was just made."""

    id: UUID | None
    person_id: UUID
    person: str
    expires_at: datetime | None
    link: str | None = None


class RepInvited(Out):
    """The new rep and the link to hand over."""

    rep: RepOut
    invitation: InvitationOut


class InvitationSecret(In):
    """What stands behind ``invitation=`` in the link."""

    secret: Annotated[str, Field(min_length=1, max_length=200)]


class Invited(Out):
    """Whom a link is for."""

    name: str
    email: str
    company: str
    role: str


class InvitationAccept(In):
    """The first password of who was invited; the answer signs in."""

    secret: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=500)]
    entry: Entry
    device: ShortText = ""
