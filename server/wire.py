"""Every JSON message, in and out; pwa/src/wire.ts mirrors them, the OpenAPI page is made of them.

Messages in are strict and refuse unknown fields: read them with ``X.model_validate_json(body)``.
Instants are ISO 8601 UTC, dates ISO, clock times seconds of the local day (``_s``), lengths metres.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

#: Of the sync messages: grows when a phone with older code could misread them.
SCHEMA = 1

Entry = Literal["phone", "desk", "token"]
AccountClass = Literal["core", "invest", "opportunistic", "divest", "prospect"]
Tier = Literal["A", "B", "C"]
Span = tuple[int, int]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]


class In(BaseModel):
    """A message somebody sends us."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Out(BaseModel):
    """A message we send."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True)
class Speech:
    """What a view takes and gives: the row of the OpenAPI page."""

    body: type[In] | None = None
    answer: type[Out] | None = None
    answers: type[BaseModel] | None = None
    status: int = 200


def speaks(
    body: type[In] | None = None,
    answer: type[Out] | None = None,
    answers: type[BaseModel] | None = None,
    status: int = 200,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Says which messages a view takes and gives; ``answers`` stands for ``{"items": [...]}``."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.speech = Speech(body, answer, answers, status)  # type: ignore[attr-defined]
        return view

    return mark


class Problem(Out):
    """problem+json (RFC 9457); ``problems`` lists every fault of foreign data at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    problems: list["FileProblem"] = []


class FileProblem(Out):
    """One fault, with its place and what to do. Line 1 is the header; 0 means the whole file."""

    line: int
    column: str
    text: str


# --- signing in ---------------------------------------------------------------------------------


class SignInRequest(In):
    email: ShortText
    password: Annotated[str, Field(max_length=1000)]
    entry: Entry = "phone"
    device: ShortText = ""


class DemoSignIn(In):
    email: ShortText
    entry: Literal["phone", "desk"]


class Me(Out):
    """Who is signed in. ``token`` is set once, in the answer to an entry ``token``."""

    id: UUID
    name: str
    email: str
    role: Literal["rep", "manager", "colleague", "admin"]
    team: str | None
    language: str
    company: str
    zone: str
    demo: bool
    notice: str
    token: str | None = None


class SignInRow(Out):
    id: UUID
    entry: Entry
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class About(Out):
    """What a page may know before anybody signs in."""

    company: str
    demo: bool
    notice: str
    version: str
    now: datetime
    today: date
    zone: str


class MapLabel(Out):
    name: str
    lat: float
    lon: float


class PlainMap(Out):
    """What a map without tiles draws: waters as polygons of (lat, lon), and names of towns."""

    shoreline: list[list[tuple[float, float]]]
    labels: list[MapLabel]


class ClockRequest(In):
    """Sets the demo's clock: to 07:40 of a date, or some days on."""

    to: date | None = None
    days: Annotated[int, Field(ge=-400, le=400)] | None = None


# --- people --------------------------------------------------------------------------------------


class RepOut(Out):
    id: UUID
    name: str
    email: str
    team: str | None
    active: bool
    base_label: str
    base_lat: float | None
    base_lon: float | None
    zone: str
    country: str
    subdivision: str | None
    week: list[Span | None]
    lunch_start_s: int | None
    lunch_end_s: int | None
    lunch_s: int
    auto_publish: bool
    days_off: list["DayOffOut"]
    accounts: int
    last_sync: datetime | None


class DayOffOut(Out):
    id: UUID
    first: date
    last: date
    reason: str


class RepChange(In):
    base_label: ShortText | None = None
    base_lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    base_lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    zone: ShortText | None = None
    country: ShortText | None = None
    subdivision: ShortText | None = None
    week: Annotated[list[Span | None], Field(min_length=7, max_length=7)] | None = None
    lunch_start_s: int | None = None
    lunch_end_s: int | None = None
    lunch_s: int | None = None
    auto_publish: bool | None = None


class DayOffRequest(In):
    first: date
    last: date
    reason: ShortText = ""


class SettingOut(Out):
    """A business setting: its value now, its default, what it decides."""

    key: str
    value: Any
    default: Any
    sentence: str


class SettingsChange(In):
    """Only the keys that are sent change; all of them or, when one cannot be, none."""

    values: dict[str, Any]


# --- accounts ------------------------------------------------------------------------------------


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
    state: Literal["not_due", "open", "due", "overdue", "off_season", "no_cadence"]
    days: int
    priority: float
    earliest: date | None
    target: date | None
    latest: date | None
    why: str


class HistoryOut(Out):
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: str
    note: str
    rep: str
    source: str


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
    sales: list["SalesOut"] = []
    windows: list["SeasonWindowOut"] = []
    unplanned: "UnplannedOut | None" = None


class SalesOut(Out):
    month: str
    value: float
    orders: int


class SeasonWindowOut(Out):
    """``MM-DD`` both inclusive; may wrap the new year. ``of`` says whose window it is."""

    state: Literal["off", "ramp", "in", "peak"]
    start: str
    end: str
    of: Literal["account", "segment"] = "account"


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

    kind: Literal["accounts", "visits", "sales"]
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


class ImportRunRow(Out):
    """A file that was applied."""

    id: UUID
    at: datetime
    by: str
    kind: Literal["accounts", "visits", "sales"]
    file_name: str
    counts: dict[str, int]


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


# --- plans ---------------------------------------------------------------------------------------


class PlanRequest(In):
    rep_id: UUID


class RequestOut(Out):
    """Background work: what it is, how far it is, what went wrong and what to do."""

    task: str
    key: str
    about: str
    state: Literal["waiting", "running", "done", "failed"]
    progress: str
    error: str
    attempts: int
    asked_at: datetime
    finished_at: datetime | None


class UnplannedOut(Out):
    account_id: UUID
    account: str
    reason: str
    sentence: str
    target: date
    latest: date


class PlanOut(Out):
    id: UUID
    rep_id: UUID
    rep: str
    made_at: datetime
    today: date
    last_day: date
    state: Literal["draft", "published", "replaced", "refused"]
    summary: dict[str, Any]
    unplanned: list[UnplannedOut] = []


class VisitRow(Out):
    """A planned visit. ``windows`` are the account's opening hours of that date."""

    type: Literal["visit"] = "visit"
    id: UUID
    rev: int
    account_id: UUID
    account: str
    rep_id: UUID
    on: date
    position: int
    channel: Literal["visit", "phone"]
    arrival_s: int | None
    start_s: int | None
    departure_s: int | None
    travel_s: int
    travel_m: int
    service_s: int
    earliest: date | None
    target: date | None
    latest: date | None
    ramp: bool
    why: str
    held: Literal["frozen", "pin", "appointment"] | None
    cancelled: bool
    windows: list[Span]


class DayRow(Out):
    """The frame of a day; its id is the date. Times made from the great circle are estimates."""

    type: Literal["day"] = "day"
    id: str
    rev: int
    rep_id: UUID
    on: date
    leave_s: int
    home_s: int
    lunch_start_s: int | None
    lunch_s: int
    travel_s: int
    travel_m: int
    proven: bool
    estimate: bool


class AccountPlan(Out):
    """Why an account is planned when it is, and why what is due has no day."""

    visits: list[VisitRow]
    unplanned: list[UnplannedOut]


class DaysQuery(In):
    """Which days; the seven from today unless said otherwise."""

    rep: UUID | None = None
    first: date | None = None
    last: date | None = None


class PlanState(Out):
    """Of the published plan: how old, what was left out. Its id is the rep's: there is one."""

    type: Literal["plan"] = "plan"
    id: UUID
    rev: int
    made_at: datetime
    stale: bool
    working: str
    unplanned: list[UnplannedOut]


# --- what the phone sends and gets ---------------------------------------------------------------


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


# --- calendars -----------------------------------------------------------------------------------


class FeedRequest(In):
    detail: Literal["full", "address", "busy"] = "full"
    alarm_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None


class FeedOut(Out):
    """``url`` and ``webcal`` are known only in the answer that made the address."""

    id: UUID
    kind: Literal["rep", "team", "account"]
    detail: Literal["full", "address", "busy"]
    alarm_minutes: int | None
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str
    url: str | None = None
    webcal: str | None = None
    qr_svg: str | None = None


# --- coverage ------------------------------------------------------------------------------------


class CoverageQuery(In):
    """What is asked of the board; four weeks up to today unless said otherwise."""

    first: date | None = None
    last: date | None = None
    by: Literal["rep", "team", "account_class", "tier", "segment"] = "rep"


class CoverageListQuery(CoverageQuery):
    """The number whose list is wanted; without a ``key`` the total's."""

    metric: ShortText
    key: ShortText | None = None


class FigureOut(Out):
    """A number and what made it; null where there is nothing to count."""

    metric: str
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None


class MetricOut(Out):
    name: str
    label: str
    sentence: str
    unit: Literal["share", "value", "days", "count"]
    good: str
    higher_is_better: bool


class CoverageGroup(Out):
    key: str
    label: str
    figures: list[FigureOut]


class CoverageOut(Out):
    """The board: the total, and the same figures by one dimension."""

    first: date
    last: date
    by: str
    metrics: list[MetricOut]
    total: CoverageGroup
    groups: list[CoverageGroup]


class CoverageAccount(Out):
    """One account behind a number, and what it adds to it."""

    account_id: UUID
    number: str
    name: str
    rep: str
    account_class: str
    tier: str
    segment: str
    city: str
    required: float
    made: int
    missed: int
    overdue_days: int
    overdue_value: float
    due: str
    last_visit: date | None
    visits: list[HistoryOut]


class CoverageList(Out):
    metric: MetricOut
    figure: FigureOut
    accounts: list[CoverageAccount]
