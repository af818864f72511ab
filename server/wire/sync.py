"""What the phone sends and gets: ``POST /api/sync``."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from server.wire.accounts import AccountRow, ContactIn
from server.wire.base import SCHEMA, AccountClass, In, LongText, Out, ShortText, Span
from server.wire.classes import PlaybookText
from server.wire.listed import AccountColumns
from server.wire.plans import DayRow, PlanState, VisitRow

EVENTS = (
    "merger", "expansion", "big_deal", "new_contact", "competitor_lost", "competitor_won",
    "contract_end", "closing",
)  # fmt: skip
Event = Literal[
    "merger", "expansion", "big_deal", "new_contact", "competitor_lost", "competitor_won",
    "contract_end", "closing",
]  # fmt: skip
Kind = Literal[
    "report", "check_in", "prospect", "correct", "feedback", "drop", "pin", "withdraw"
]  # fmt: skip
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class SyncItem(In):
    """One fact or wish. ``args`` is read by its kind's own message below.

    ``about`` is the account; feedback, and taking it back, may be about none.
    """

    id: UUID
    kind: Literal[
        "report", "check_in", "prospect", "correct", "feedback", "drop", "pin", "withdraw"
    ]
    about: UUID | None = None
    args: dict[str, Any]
    at_phone: datetime
    zone: ShortText = ""


class SyncRequest(In):
    """At most 50 items and 256 kB. ``cursor`` 0 and a null ``epoch`` pull everything.

    ``plan`` is the tag of the plan row the phone has, ``rest`` what the last answer said.
    """

    client_id: UUID
    #: Not strict: a newer phone is answered with our ``schema``, an older one is still read.
    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
    epoch: UUID | None = None
    cursor: Annotated[int, Field(ge=0)] = 0
    plan: ShortText | None = None
    rest: ShortText | None = None
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
    next_step: ShortText = ""
    next_step_on: date | None = None
    class_answer: Literal["", "keep", "change", "unsure"] = ""
    class_wanted: AccountClass | None = None
    events: Annotated[list[Event], Field(max_length=len(EVENTS))] = []
    order_value: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)] | None = None
    photos: Annotated[list[Sha256], Field(max_length=6)] = []

    @model_validator(mode="after")
    def a_changed_class_is_named(self) -> Self:
        """Refuses "another class" without saying which."""
        if (self.class_answer == "change") != (self.class_wanted is not None):
            raise ValueError("class_wanted belongs to the class answer change")
        return self


class CheckInArgs(In):
    """The rep is at the account. Without a place the phone could not tell where it was."""

    visit_id: UUID | None = None
    on: date
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class ProspectArgs(In):
    """A new account that has not bought yet; ``about`` is the id the phone gave it."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    on: date
    segment: ShortText = ""
    address: ShortText = ""
    city: ShortText = ""
    zip: ShortText = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    contact_name: ShortText = ""
    phone: ShortText = ""
    email: ShortText = ""
    note: LongText = ""


class CorrectArgs(In):
    """What somebody who stands there knows better; the value before stays in the audit log."""

    opening_hours: ShortText | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    contacts: Annotated[list[ContactIn], Field(max_length=20)] | None = None


class FeedbackArgs(In):
    """A word to the manager."""

    on: date
    topic: Literal["account", "route", "plan", "day"]
    text: Annotated[str, Field(min_length=1, max_length=4000)]


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


class KeptAsideRow(Out):
    """What a lost phone still sent; a manager applies it or discards it."""

    id: UUID
    person_id: UUID
    rep: str
    device: str
    kind: str
    account: str
    on: str
    outcome: str
    note: str
    kept_at: datetime


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
    next_step: str = ""
    next_step_on: date | None = None
    class_answer: str = ""
    class_wanted: str | None = None
    order_value: float | None = None
    photos: list[str] = []
    rep: str
    at_phone: datetime | None
    amended: bool
    withdrawn: bool


class WishRow(Out):
    """What was asked of the plan, by the rep or by their manager (``by``), and its answer."""

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
    answer_code: str = ""
    answer_on: date | None = None
    by: str = ""


class FeedbackRow(Out):
    """A word to the manager with its answer, as phone and desk show it.

    An account the reader does not see is left out. ``answered_at`` is null until it is answered.
    """

    type: Literal["feedback"] = "feedback"
    id: UUID
    rev: int
    rep_id: UUID
    rep: str
    account_id: UUID | None
    account: str
    on: date
    topic: Literal["account", "route", "plan", "day"]
    text: str
    received_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    withdrawn: bool


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
    #: The pages of the playbook that somebody edited, by key; phones know the default texts.
    playbook: dict[str, PlaybookText] = {}
    #: How many working days a prospect added on the phone may wait for its first contact.
    first_touch_days: int | None = None


class Deleted(Out):
    type: str
    id: str


Row = AccountRow | VisitRow | DayRow | ReportRow | WishRow | FeedbackRow | MeRow | PlanState


class SyncAnswer(Out):
    """``more`` asks the phone to pull again at once. A new ``epoch`` means: drop the base.

    ``accounts`` lists many at once; until ``rest`` is null, pages with their details follow.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    results: list[SyncResult]
    changes: list[Annotated[Row, Field(discriminator="type")]]
    deleted: list[Deleted]
    accounts: AccountColumns | None = None
    rest: str | None = None
    cursor: int
    more: bool
    epoch: UUID
    server_time: datetime
    today: date
    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
