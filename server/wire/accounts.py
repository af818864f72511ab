"""Accounts, their cadence and season, files and the split."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import AccountClass, Figures, FileProblem, In, Out, ShortText, Span, Tier
from server.wire.plans import UnplannedOut


class ContactOut(Out):
    name: str
    phone: str
    email: str


class CadenceOut(Out):
    """What the account is asked for; null interval asks for nothing."""

    interval_d: float | None
    tolerance: float
    service_s: int
    channel: Literal["visit", "phone"]
    overridden: bool


class SeasonOut(Out):
    """State on the day the row was made; ``until`` is the last day of that state."""

    state: Literal["off", "ramp", "in", "peak"]
    until: date | None
    opens: date | None


class DueOut(Out):
    """Where an account stands. ``why`` says ``reason`` and ``figures`` in an English line."""

    state: Literal["not_due", "open", "due", "overdue", "off_season", "no_cadence"]
    days: int
    priority: float
    earliest: date | None
    target: date | None
    latest: date | None
    why: str
    reason: Literal["cadence", "ramp", "not_before", "off_season", "no_cadence", "first_touch"]
    figures: Figures = {}


class HistoryOut(Out):
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: str
    note: str
    rep: str
    source: str
    next_step: str = ""
    next_step_on: date | None = None


class TouchOut(Out):
    """A contact by a colleague: ``ticket``, ``phone``, ``email``, ``event``, ``campaign``."""

    on: date
    kind: str
    by: str
    text: str


class AccountRow(Out):
    """An account as the phone keeps it and the desk lists it."""

    type: Literal["account"] = "account"
    id: UUID
    rev: int
    number: str
    name: str
    rep_id: UUID | None
    rep: str | None
    account_class: AccountClass
    tier: Tier
    segment: str | None
    segment_label: str
    active: bool
    address: str
    city: str
    state: str
    zip: str
    lat: float | None
    lon: float | None
    place_source: str | None
    contacts: list[ContactOut]
    opening_hours: str
    opening_hours_problem: str
    hours_week: list[list[Span]]
    cadence: CadenceOut
    season: SeasonOut
    due: DueOut
    last_visit: date | None
    next_visit: date | None
    potential: float | None
    sales_12m: float
    sales_12m_before: float
    assumed: list[str]
    history: list[HistoryOut] = []
    touches: list[TouchOut] = []
    sales: list["SalesOut"] = []
    windows: list["SeasonWindowOut"] = []
    unplanned: "UnplannedOut | None" = None


class AccountDetail(AccountRow):
    """One account as its page on the desk shows it."""

    product_line: str | None


class SalesOut(Out):
    month: str
    value: float
    orders: int


#: Whose season windows are, the most specific first; a territory is a rep's.
SeasonOf = Literal["account", "town", "segment", "product_line", "territory"]


class SeasonWindowOut(Out):
    """``MM-DD`` both inclusive; may wrap the new year. ``of`` says whose window it is."""

    state: Literal["off", "ramp", "in", "peak"]
    start: str
    end: str
    of: SeasonOf = "account"


class SeasonWindowIn(In):
    state: Literal["off", "ramp", "in", "peak"]
    start: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    end: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]


class AccountChange(In):
    """Only what is sent changes. ``rev`` is the row's as it was read: 409 when it moved on."""

    rev: int
    rep_id: UUID | None = None
    account_class: AccountClass | None = None
    why: ShortText = ""
    tier: Tier | None = None
    product_line: ShortText | None = None
    interval_d: Annotated[float, Field(ge=1, le=730)] | None = None
    times_per_week: Annotated[int, Field(ge=1, le=7)] | None = None
    clear_override: bool = False
    service_s: Annotated[int, Field(gt=0, le=8 * 3600)] | None = None
    opening_hours: ShortText | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    active: bool | None = None
    windows: list[SeasonWindowIn] | None = None
    contacts: Annotated[list["ContactIn"], Field(max_length=20)] | None = None


class ContactIn(In):
    name: ShortText = ""
    phone: ShortText = ""
    email: ShortText = ""


class UndoOut(Out):
    """What was taken back."""

    label: str


class SegmentOut(Out):
    name: str
    label: str
    opening_hours: str
    windows: list[SeasonWindowOut]
    state: Literal["off", "ramp", "in", "peak"]
    accounts: int


class SegmentChange(In):
    opening_hours: ShortText | None = None
    windows: list[SeasonWindowIn] | None = None


class CadenceRuleRow(In):
    account_class: AccountClass
    tier: Tier
    interval_d: Annotated[float, Field(ge=1, le=730)] | None
    tolerance_d: Annotated[float, Field(gt=0, le=365)] | None
    service_s: Annotated[int, Field(gt=0, le=8 * 3600)]
    channel: Literal["visit", "phone"]
    value: Annotated[float, Field(ge=0, le=100)]


class CadenceTable(In):
    """The cells that change; the others stay."""

    items: Annotated[list[CadenceRuleRow], Field(min_length=1, max_length=15)]


class ImportChoice(Out):
    """A question only a person can answer; the answer goes into ``mapping`` under ``name``."""

    name: str
    label: str
    options: list[str]
    chosen: str


class ImportPreview(Out):
    """What a file would do (``applied`` false) or has done. Rows are samples, counts are whole.

    ``mapping`` is header to field. ``choices`` are open questions, such as the order of day and
    month.
    """

    kind: Literal["accounts", "visits", "sales", "touches"]
    file_name: str
    applied: bool
    headers: list[str]
    mapping: dict[str, str]
    fields: list["ImportField"]
    counts: dict[str, int]
    rows: list["ImportRow"]
    problems: list[FileProblem]
    problems_total: int
    choices: list[ImportChoice] = []
    #: Of each header the first values below it, in the order of ``headers``.
    samples: list[list[str]] = []
    #: Of an applied file: what it is taken back by.
    run_id: UUID | None = None


class ImportRunRow(Out):
    """A file that was applied; ``can_go_back`` while it can be taken back."""

    id: UUID
    at: datetime
    by: str
    kind: Literal["accounts", "visits", "sales", "touches"]
    file_name: str
    counts: dict[str, int]
    can_go_back: bool = False
    undone_at: datetime | None = None


class ImportField(Out):
    """A field a column may be mapped to."""

    name: str
    label: str
    needed: bool


class ImportRow(Out):
    line: int
    action: Literal["add", "change", "unchanged", "refuse"]
    key: str
    label: str
    changes: dict[str, tuple[str, str]]


class SplitRequest(In):
    rep_ids: Annotated[list[UUID], Field(min_length=1)]
    apply: bool = False


class SplitPreview(Out):
    """Who would get what; minutes are a week's work, travel included as an estimate."""

    reps: list["SplitShare"]
    accounts: list["SplitAccount"]
    undo_id: UUID | None


class SplitShare(Out):
    rep_id: UUID
    rep: str
    accounts_before: int
    accounts_after: int
    minutes_before: float
    minutes_after: float


class SplitAccount(Out):
    account_id: UUID
    name: str
    city: str
    rep_id: UUID
