"""Plans, days, visits, and the work in the background."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from server.wire.base import Figures, In, Out, PlaceRow, Span

#: A sum of hours by class.
ByClass = dict[str, float]


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
    """A due visit without a day: the code, the figures behind it, and both in a sentence."""

    account_id: UUID
    account: str
    reason: str
    sentence: str
    figures: Figures = {}
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
    """A planned visit. ``windows`` are the account's opening hours of that date.

    ``why`` is a sentence; ``reason`` its code (null in rows of older plans), with ``figures``.
    """

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
    reason: str | None
    figures: Figures
    held: Literal["frozen", "pin", "appointment"] | None
    cancelled: bool
    windows: list[Span]


class TravelRow(Out):
    """Seconds and metres from each place (row) to each (column): start, end, ids of visits."""

    places: list[str]
    s: list[list[int]]
    m: list[list[int]]


class AllowsRow(Out):
    """What a date allows: working hours, when lunch may be and how long, times taken."""

    hours: Span
    lunch: Span | None
    lunch_s: int
    busy: list[Span]


class DayRow(Out):
    """The frame of a day; its id is the date. Times made from the great circle are estimates.

    A null ``start`` or ``end`` is the base. No order of its visits drives less than ``bound_s``.
    ``travel`` and ``allows`` come to the rep's phone with the week from the plan's first day on.
    """

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
    bound_s: int
    start: PlaceRow | None
    end: PlaceRow | None
    estimate: bool
    travel: TravelRow | None = None
    allows: AllowsRow | None = None


class AccountPlan(Out):
    """Why an account is planned when it is, and why what is due has no day."""

    visits: list[VisitRow]
    unplanned: list[UnplannedOut]


class DaysQuery(In):
    """Which days; the seven from today unless said otherwise."""

    rep: UUID | None = None
    first: date | None = None
    last: date | None = None


class ChangeOut(Out):
    """A visit that differs between two plans; ``before`` and ``after`` are its dates.

    ``sentence`` says why in words, ``reason`` is the code, ``figures`` are behind it.
    """

    kind: Literal["moved", "retimed", "added", "dropped"]
    account_id: UUID
    account: str
    before: date | None
    after: date | None
    reason: str
    sentence: str
    figures: Figures


class ChangesOut(Out):
    """What is different in a plan: a draft against the published one, or that one since a date.

    ``nervousness`` is the share of the visits of the next 14 days that moved or vanished.
    """

    plan_id: UUID
    state: Literal["draft", "published"]
    made_at: datetime
    since: date | None
    nervousness: float | None
    items: list[ChangeOut]


class ChangesQuery(In):
    """Since when; a draft is compared with the published plan unless a date is named."""

    since: date | None = None


class PlanState(Out):
    """Of the published plan: how old, what was left out. Its id is the rep's: there is one.

    ``changes`` are those since yesterday, of the next two weeks. ``tag`` tells two states apart: a
    phone that names the one it has is not sent it again.
    """

    type: Literal["plan"] = "plan"
    id: UUID
    rev: int
    tag: str = ""
    made_at: datetime
    stale: bool
    working: str
    unplanned: list[UnplannedOut]
    changes: list[ChangeOut] = []


class RegionRow(In):
    """Accounts of a rep better visited on some weekdays (0 is Monday) or in some weeks of a cycle.

    Empty lists allow all. Week 0 of every cycle holds Monday 2024-01-01.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    account_ids: Annotated[list[UUID], Field(max_length=2000)]
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)] = []
    weeks: Annotated[list[Annotated[int, Field(ge=0, le=51)]], Field(max_length=52)] = []
    cycle_weeks: Annotated[int, Field(ge=1, le=52)] = 1

    @model_validator(mode="after")
    def weeks_are_of_the_cycle(self) -> Self:
        """Refuses a week the cycle has not."""
        if any(week >= self.cycle_weeks for week in self.weeks):
            raise ValueError(f"weeks are 0 to {self.cycle_weeks - 1}")
        return self


class RegionTable(In):
    """All regions of a rep; those that are not named are gone."""

    items: Annotated[list[RegionRow], Field(max_length=100)]

    @model_validator(mode="after")
    def names_differ(self) -> Self:
        """Refuses two regions of one name."""
        names = [region.name for region in self.items]
        if len(set(names)) < len(names):
            raise ValueError("two regions have the same name")
        return self


# --- answers to a tap -----------------------------------------------------------------------------


class FindDayQuery(In):
    """Between which dates: eight weeks from today unless said otherwise.

    ``moving`` is the date of the visit that shall be elsewhere.
    """

    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    moving: date | None = None


class DayOfferOut(Out):
    """What a visit on this date would cost: driving, and when it would begin.

    Without ``start_s`` the date cannot have it; ``reason`` then says why not.
    """

    on: date
    detour_s: int | None
    start_s: int | None
    reason: str | None
    sentence: str


class DayOffers(Out):
    """A find-a-day answer; ``estimate`` when its travel times come from the great circle."""

    account_id: UUID
    rep_id: UUID
    estimate: bool
    items: list[DayOfferOut]


class HereQuery(In):
    """Where the rep is; without it, where the last report was made."""

    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None

    @model_validator(mode="after")
    def both_or_none(self) -> Self:
        """Refuses half a place."""
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon come together")
        return self


class DropQuery(HereQuery):
    """When the rep wants to be back, seconds of the local day; else when the day ends."""

    until: Annotated[int, Field(ge=0, le=86400)] | None = None


class NearbyQuery(HereQuery):
    """How many minutes one more visit may add to the driving."""

    minutes: Annotated[int, Field(ge=1, le=120)] = 10


class RestStop(Out):
    """A visit still to come today, with its times from here."""

    visit_id: UUID
    account_id: UUID
    account: str
    arrival_s: int
    start_s: int
    departure_s: int
    travel_s: int
    travel_m: int


class LeftOutOut(Out):
    """A visit of today that there is no time for any more, and why."""

    visit_id: UUID
    account_id: UUID
    account: str
    reason: str
    sentence: str
    figures: Figures


class RestOfDay(Out):
    """The rest of today in its best order, from here and now; without times where it is over."""

    on: date
    leave_s: int | None
    home_s: int | None
    lunch_start_s: int | None
    travel_s: int
    travel_m: int
    proven: bool
    estimate: bool
    items: list[RestStop]
    left_out: list[LeftOutOut]


class DropOut(Out):
    """A visit to leave out today.

    ``worth_s`` is the driving it would be worth (null for what a person holds there), ``won_s`` the
    time that its minutes and its way set free.
    """

    visit_id: UUID
    account_id: UUID
    account: str
    held: Literal["frozen", "pin", "appointment"] | None
    worth_s: int | None
    won_s: int


class DropsOut(Out):
    """What has to go, least worth first, and the day as it can then be done."""

    items: list[DropOut]
    rest: RestOfDay


class NearbyOut(Out):
    """An account near the way that wants a visit: the driving it adds, and when it would begin.

    ``due`` is open, due or overdue.
    """

    account_id: UUID
    account: str
    detour_s: int
    start_s: int
    worth_s: int
    due: str


class LoadOut(Out):
    """Hours required by class beside those there, from first to last date."""

    first: date
    last: date
    required_h: ByClass
    all_h: float
    available_h: float
    fits: bool


class CapacityOut(Out):
    """Whether the cadences can be kept, and by how much intervals would have to grow if not.

    ``stretch`` grows only the classes whose policy allows it, ``stretch_all`` every class alike;
    null where no factor is enough.
    """

    weeks: list[LoadOut]
    total: LoadOut
    stretch: float | None
    stretch_all: float | None
