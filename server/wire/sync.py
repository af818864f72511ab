"""What the phone sends and gets: ``POST /api/sync``."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from server.wire.accounts import AccountRow
from server.wire.base import SCHEMA, In, LongText, Out, ShortText, Span
from server.wire.plans import DayRow, PlanState, VisitRow


class SyncItem(In):
    """One fact or wish. ``args`` is read by its kind's own message below."""

    id: UUID
    kind: Literal["report", "drop", "pin", "withdraw"]
    about: UUID
    args: dict[str, Any]
    at_phone: datetime
    zone: ShortText = ""


class SyncRequest(In):
    """At most 50 items and 256 kB. ``cursor`` 0 and a null ``epoch`` pull everything."""

    client_id: UUID
    #: Not strict: a newer phone is answered with our ``schema``, an older one is still read.
    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
    epoch: UUID | None = None
    cursor: Annotated[int, Field(ge=0)] = 0
    send: Annotated[list[SyncItem], Field(max_length=50)] = []


class SyncEnvelope(SyncRequest):
    """The request as the server opens it: items unread, so that a poisoned one blocks no other."""

    send: Annotated[list[dict[str, Any]], Field(max_length=50)] = []  # type: ignore[assignment]


class ReportArgs(In):
    """``about`` is the account. An extra visit has no ``visit_id``."""

    visit_id: UUID | None = None
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: ShortText = ""
    note: LongText = ""
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None


class DropArgs(In):
    """Skip: not on this date. ``about`` is the account."""

    visit_id: UUID
    on: date
    reason: ShortText = ""


class PinArgs(In):
    """Hold to a date, maybe within clock times. ``about`` is the account."""

    visit_id: UUID | None = None
    on: date
    start_s: Annotated[int, Field(ge=0, le=86400)] | None = None
    end_s: Annotated[int, Field(ge=0, le=86400)] | None = None
    reason: ShortText = ""


class WithdrawArgs(In):
    """Takes back an earlier fact or wish of the same person. ``about`` is its account."""

    of: UUID


class SyncResult(Out):
    """``code`` says why it was refused; ``duplicate`` repeats the first answer's code."""

    id: UUID
    status: Literal["accepted", "duplicate", "refused"]
    code: str | None = None
    text: str | None = None


class ReportRow(Out):
    type: Literal["report"] = "report"
    id: UUID
    rev: int
    account_id: UUID
    visit_id: UUID | None
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: str
    note: str
    minutes: int | None
    rep: str
    at_phone: datetime | None
    amended: bool
    withdrawn: bool


class WishRow(Out):
    type: Literal["wish"] = "wish"
    id: UUID
    rev: int
    account_id: UUID
    visit_id: UUID | None
    kind: Literal["drop", "pin", "avoid"]
    on: date
    start_s: int | None
    end_s: int | None
    reason: str
    withdrawn: bool
    answer: Literal["waiting", "kept", "refused"]
    answer_text: str


class MeRow(Out):
    type: Literal["me"] = "me"
    id: UUID
    rev: int
    name: str
    email: str
    role: str
    company: str
    zone: str
    language: str
    demo: bool
    notice: str
    base_label: str
    base_lat: float | None
    base_lon: float | None
    week: list[Span | None]
    lunch_start_s: int | None
    lunch_end_s: int | None
    lunch_s: int


class Deleted(Out):
    type: str
    id: str


Row = AccountRow | VisitRow | DayRow | ReportRow | WishRow | MeRow | PlanState


class SyncAnswer(Out):
    """``more`` asks the phone to pull again at once. A new ``epoch`` means: drop the base."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    results: list[SyncResult]
    changes: list[Annotated[Row, Field(discriminator="type")]]
    deleted: list[Deleted]
    cursor: int
    more: bool
    epoch: UUID
    server_time: datetime
    today: date
    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
