"""The manager's week: its first screen, the exceptions and the digest."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out, ShortText

Screen = Literal[
    "board", "plans", "classes", "seasons", "goals", "field", "settings", "people", "accounts",
    "exceptions",
]  # fmt: skip


class MondayItem(Out):
    """An account, visit or word behind a number: ``adds`` above the line, ``of`` below it."""

    account_id: UUID | None = None
    name: str
    city: str = ""
    rep_id: UUID | None = None
    rep: str = ""
    account_class: str = ""
    tier: str = ""
    on: date | None = None
    note: str = ""
    adds: float = 1.0
    of: float = 0.0


class ExceptionOut(Out):
    """Something to act on: its figure, why it matters, the action and what that would do.

    ``size`` says how bad it is in its own unit; ``waiting`` has no threshold, it waits for a yes.
    """

    key: str
    kind: str
    waiting: bool
    rep_id: UUID | None
    title: str
    figure: str
    why: str
    effect: str
    action: str
    screen: Screen
    query: dict[str, str]
    size: float
    items: list[MondayItem]
    snoozed_until: date | None = None
    snoozed_why: str = ""


class ExceptionsOut(Out):
    """What stands open, the weightiest first, and what was set aside."""

    today: date
    items: list[ExceptionOut]
    snoozed: list[ExceptionOut]


class SnoozeRequest(In):
    """Sets an exception aside until a date; without one it is brought back."""

    key: ShortText
    until: Annotated[date | None, Field(strict=False)] = None
    why: ShortText = ""
    size: float = 0.0


class MondayFact(Out):
    """A part of the sentence on top; ``list`` names the list behind it, else a screen tells it."""

    text: str
    list: str = ""
    only_class: str = ""
    screen: Screen | None = None
    query: dict[str, str] = {}


class MondayWeek(Out):
    """A week of the hours strip."""

    first: date
    required_min: float
    available_min: float
    share: float | None
    flag: Literal["overload", "over", "slack", ""]


class MondayRep(Out):
    """A rep's row. ``last_sync`` is null where no phone was ever heard of."""

    rep_id: UUID
    rep: str
    weeks: list[MondayWeek]
    share: float | None
    attainment: float | None
    attainment_before: float | None
    overdue_value: float
    overdue: int
    unreported: int
    last_sync: datetime | None
    silent_days: int | None


class MondayLists(Out):
    """What the numbers are made of; a rep's number is made of that rep's rows."""

    required: list[MondayItem]
    overdue: list[MondayItem]
    unreported: list[MondayItem]


class MondayOut(Out):
    """The whole first screen. ``decisions`` are at most five of ``open`` ones."""

    first: date
    today: date
    sentence: list[MondayFact]
    attainment: float | None
    attainment_before: float | None
    reps: list[MondayRep]
    decisions: list[ExceptionOut]
    open: int
    snoozed: int
    lists: MondayLists


class DigestQuery(In):
    """The week that is wanted, by any of its dates; the last complete one without."""

    week: date | None = None


class DigestFigure(Out):
    """What was achieved beside the week before, in words."""

    label: str
    now: str
    before: str
    change: str


class DigestRep(Out):
    rep_id: UUID
    rep: str
    line: str


class DigestDecision(Out):
    at: datetime
    who: str
    text: str


class DigestOut(Out):
    """A week in a page. ``kept``: both weeks were written down on their Sundays and stay so."""

    first: date
    last: date
    kept: bool
    figures: list[DigestFigure]
    reps: list[DigestRep]
    new: list[str]
    gone: list[str]
    decisions: list[DigestDecision]
    coming: list[str]
    subject: str
    text: str
