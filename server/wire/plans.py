"""Plans, days, visits, and the work in the background."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from server.wire.base import In, Out, Span


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
