"""Calendar addresses, and what came of a visit that a calendar links to."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out

Kind = Literal["rep", "team", "account"]
Detail = Literal["full", "address", "busy"]
Language = Literal["en", "de"]
Alarm = Annotated[int, Field(ge=0, le=1440)]
#: Google takes about a megabyte, which half a year of a rep's visits fills.
Horizon = Annotated[int, Field(ge=7, le=180)]


class FeedRequest(In):
    """``account_id`` goes with the kind ``account``; what is left out has a default of its kind."""

    kind: Kind | None = None
    account_id: Annotated[UUID, Field(strict=False)] | None = None
    detail: Detail = "full"
    alarm_minutes: Alarm | None = None
    language: Language | None = None
    days_ahead: Horizon | None = None


class FeedChange(In):
    """Only what is sent changes; a null ``alarm_minutes`` turns the alarm off."""

    detail: Detail = "full"
    alarm_minutes: Alarm | None = None
    language: Language = "en"
    days_ahead: Horizon = 180


class FeedOut(Out):
    """``url``, ``webcal`` and ``qr_svg`` are known only in the answer that made the address.

    ``reach`` says who can reach it: everybody, this network or only this machine; ``plain`` is
    an address without encryption.
    """

    id: UUID
    kind: Kind
    title: str
    account_id: UUID | None
    detail: Detail
    alarm_minutes: int | None
    language: Language
    days_ahead: int
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str
    reach: Literal["public", "network", "machine", "plain"]
    url: str | None = None
    webcal: str | None = None
    qr_svg: str | None = None


class TeamFeedOut(Out):
    """That a rep has a calendar address, and by what it is read: never the address."""

    rep_id: UUID
    rep: str
    kind: Kind
    detail: Detail
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str


class BecameOut(Out):
    """What came of a visit; ``next_on`` is the account's next one that is not this."""

    id: UUID
    account_id: UUID
    account: str
    rep_id: UUID
    rep: str
    on: date
    start_s: int | None
    state: Literal["open", "made", "phone", "missed", "cancelled", "unreported"]
    told_on: date | None
    next_id: UUID | None
    next_on: date | None
    address: str
    lat: float | None
    lon: float | None
    phone: str
