"""The review of plans: the year, the hours of each day, what a manager asks, holds and weighs."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out
from server.wire.plans import ByClass

#: A reason somebody else will read.
Why = Annotated[str, Field(min_length=3, max_length=500)]
#: A factor of a weight: 1 is the usual.
Factor = Annotated[float, Field(ge=0.25, le=4, allow_inf_nan=False)]
Seconds = Annotated[int, Field(ge=0, le=86400)]


# --- the year ------------------------------------------------------------------------------------


class YearWeekOut(Out):
    """A week, Monday first: minutes required by class beside those there.

    ``week`` is its ISO number, ``share`` null where nobody works. ``flag`` is ``overload``,
    ``over`` (too much, within the limit), ``slack`` or empty; ``short`` says what takes its hours.
    """

    first: date
    last: date
    week: int
    required_min: ByClass
    all_min: float
    available_min: float
    share: float | None
    flag: Literal["overload", "over", "slack", ""]
    short: list[str]


class YearCollision(Out):
    """Weeks in a row that ask for more than they hold, and why, also as a sentence."""

    first: date
    last: date
    kind: Literal["season", "hours", "always"]
    by: Literal["segment", "town", ""]
    causes: list[str]
    share: float
    sentence: str


class RepYear(Out):
    """A rep's 52 weeks. ``way_min`` is assumed, or the median of ``legs`` driven where enough."""

    rep_id: UUID
    rep: str
    way_min: float
    way_from: Literal["setting", "legs"]
    legs: int
    accounts: int
    weeks: list[YearWeekOut]
    collisions: list[YearCollision]
    all_min: float
    available_min: float
    share: float | None
    flag: Literal["overload", "over", "slack", ""]
    reps_needed: float | None


class YearBalance(Out):
    """How evenly the year's load lies over the reps, each against the own hours.

    ``index`` is 100 at the mean; ``outside`` are the reps beyond the band.
    """

    index: dict[UUID, float | None]
    cv: float | None
    gini: float | None
    max_min: float | None
    band: float
    outside: list[UUID]


class YearOut(Out):
    """The year of every rep in sight, and how evenly it lies."""

    overload: float
    slack: float
    items: list[RepYear]
    balance: YearBalance


class YearQuery(In):
    """Which week (by any of its dates), and of which class; all unless said."""

    week: date
    account_class: str | None = None


class YearAccount(Out):
    """What one account asks of a week: visits unrounded, minutes with the way."""

    account_id: UUID
    account: str
    account_class: str
    tier: str
    segment: str
    city: str
    visits: float
    minutes: float


class YearList(Out):
    """The accounts behind a week's minutes, most first; they add up to ``total_min``."""

    first: date
    last: date
    total_min: float
    available_min: float
    items: list[YearAccount]


# --- hours of each day ---------------------------------------------------------------------------


class HoursDay(Out):
    """A date's planned time beside the time there; ``why`` says why nobody works."""

    on: date
    stops: int
    calls: int
    service_s: int
    travel_s: int
    needed_s: int
    there_s: int
    why: str


class HoursWeek(Out):
    """A week of days. ``required_s`` is what the cadences ask of it, as the year has it.

    ``planned`` is false where the published plan does not reach.
    """

    first: date
    last: date
    required_s: int
    needed_s: int
    there_s: int
    planned: bool
    days: list[HoursDay]


class HoursOut(Out):
    rep_id: UUID
    weeks: list[HoursWeek]


# --- what a manager decides ----------------------------------------------------------------------


class RefuseRequest(In):
    """Why a draft is refused."""

    why: Annotated[str, Field(max_length=500)] = ""


class HoldRequest(In):
    """Why the published plan stays until it is released."""

    why: Why


class Weights(In):
    """Factors of what plans weigh; 1 is the usual."""

    driving: Factor = 1.0
    steady: Factor = 1.0
    punctual: Factor = 1.0
    value: Factor = 1.0


class HeldOut(Out):
    """Since when plans do not publish by themselves, who said so and why; empty if not known."""

    at: datetime | None
    by: str
    why: str


class RefusedOut(Out):
    """The latest refused draft."""

    made_at: datetime
    at: datetime
    by: str
    why: str


class ReviewOut(Out):
    """How a rep's plans are made and published.

    ``publishing`` is ``itself``, ``held`` (this rep's plans wait) or ``company`` (all plans do).
    """

    rep_id: UUID
    publishing: Literal["itself", "held", "company"]
    held: HeldOut | None
    weights: Weights
    usual: bool
    refused: RefusedOut | None


class MoveRequest(In):
    """Onto which date a visit is held, within which hours if it matters."""

    on: date
    start_s: Seconds | None = None
    end_s: Seconds | None = None
    why: Annotated[str, Field(max_length=500)] = ""


class VetoRequest(In):
    """Why a visit shall not be made on its date."""

    why: Why


class ReviewWish(Out):
    """What a rep or a manager (``by``; empty for the rep) asked of the plan, and its answer."""

    id: UUID
    account_id: UUID
    account: str
    visit_id: UUID | None
    kind: Literal["drop", "pin", "avoid"]
    on: date
    start_s: int | None
    end_s: int | None
    why: str
    by: str
    answer: Literal["waiting", "kept", "refused"]
    answer_text: str
