"""Seasons: whose windows hold, what history suggests, who comes into season."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.accounts import SeasonOf, SeasonWindowIn, SeasonWindowOut
from server.wire.base import In, Out, ShortText

State = Literal["off", "ramp", "in", "peak"]


class SeasonScopeQuery(In):
    """Whose windows are meant: ``key`` is an id, ``City, ST`` or a name."""

    of: SeasonOf
    key: ShortText


class SeasonChange(SeasonScopeQuery):
    """All windows of one account, town, segment, product line or territory; none clears them.

    ``suggested``: they come from a suggestion, which is accepted by them whatever its dates were.
    """

    windows: Annotated[list[SeasonWindowIn], Field(max_length=20)]
    suggested: bool = False


class SeasonScopeOut(Out):
    """``accounts`` are those it could hold for, ``governed`` those no other windows come before."""

    of: SeasonOf
    key: str
    label: str
    windows: list[SeasonWindowOut]
    state: State
    accounts: int
    governed: int


class SeasonAccountOut(Out):
    """What an account ends up with, and why in one line."""

    account_id: UUID
    number: str
    name: str
    town: str
    rep: str
    account_class: str
    state: State
    windows: list[SeasonWindowOut]
    why: str


class StateChange(Out):
    """An account whose state of today changes with the windows."""

    account_id: UUID
    name: str
    town: str
    before: State
    after: State


class RequiredWeek(Out):
    """Visits the cadence asks the governed accounts for in the week that begins that day."""

    first: date
    before: float
    after: float


class SeasonEffect(Out):
    """What windows would change, before anything is saved.

    ``governed`` accounts follow, ``replaced`` of them leave windows that are less specific,
    ``overruled`` keep those that are more so; ``elsewhere`` are accounts of other teams that it
    reaches too. ``followers`` says what each ends up with.
    """

    governed: int
    replaced: int
    overruled: int
    elsewhere: int
    changed: list[StateChange]
    weeks: list[RequiredWeek]
    followers: list[SeasonAccountOut]


class SeasonSaved(Out):
    """How many accounts follow, and the windows before: sending them again takes it back."""

    accounts: int
    before: list[SeasonWindowOut]


class SeasonIndexOut(Out):
    """One month of the evidence: its index (1 is a usual month) and whether it is in season."""

    month: int
    index: float
    in_season: bool


class BuyerOut(Out):
    """An account that buys in the months its group does not: it needs windows of its own."""

    account_id: UUID
    name: str
    share_outside: float


class SeasonSuggestionOut(Out):
    """What a group's orders say, with the evidence; only ``season`` and ``busy`` have windows.

    ``standing``: to decide, accepted (the windows in force are these), later or never.
    """

    of: SeasonOf
    key: str
    label: str
    pooled_with: list[str]
    verdict: Literal[
        "season", "busy", "all_year", "scattered", "no_evidence", "too_few", "too_short"
    ]
    standing: Literal["open", "accepted", "later", "never"]
    until: date | None
    words: str
    first_year: int | None
    last_year: int | None
    accounts: int
    orders: int
    months: list[SeasonIndexOut]
    carried: float | None
    windows: list[SeasonWindowOut]
    current: list[SeasonWindowOut]
    ramp_from: str | None
    buyers_outside: list[BuyerOut]


class SeasonAside(SeasonScopeQuery):
    """Not now (asked again after a season), never, or to be decided after all."""

    standing: Literal["open", "later", "never"]


class RampAccountOut(Out):
    """An account and the ramp before its opening.

    ``lag_months`` counts from the month of the first ramp touch to that of the first order; below
    zero the account bought before anybody came.
    """

    account_id: UUID
    name: str
    town: str
    rep: str
    opens: date
    ramp_from: date
    wanted: int
    done: int
    planned: list[date]
    missing: int
    first_touch: date | None = None
    first_order: date | None = None
    lag_months: int | None = None
    outcome: Literal["ahead", "ramp", "complete", "missed"]
    order: Literal["", "none_yet", "after", "same_month", "before", "no_touch"] = ""


class RampGroupOut(Out):
    """Accounts of one town and segment that open on the same day; the sums are of its accounts."""

    town: str
    segment: str
    opens: date
    ramp_from: date
    wanted: int
    done: int
    planned: int
    missing: int
    accounts: list[RampAccountOut]


class RampOut(Out):
    """Who comes into season within twelve weeks, and how the last openings went.

    So many ``touches`` are wanted in so many ``days`` before an opening.
    """

    today: date
    days: int
    touches: int
    coming: list[RampGroupOut]
    opened: list[RampGroupOut]
