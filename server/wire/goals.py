"""Goals and their progress."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import FileProblem, In, Out, ShortText

GoalBy = Literal["all", "team", "rep", "account_class"]


class GoalRequest(In):
    """A goal as it is asked for; whatever is missing comes back as a problem, all at once."""

    name: ShortText = ""
    metric: ShortText = ""
    target: Annotated[float, Field(allow_inf_nan=False)] | None = None
    by: GoalBy = "all"
    key: ShortText = ""
    first: date | None = None
    last: date | None = None


class GoalCheck(Out):
    """Problems stop a goal, warnings do not. ``baseline`` is what it would start from."""

    problems: list[FileProblem]
    warnings: list[str]
    baseline: float | None
    hours_needed: float | None
    hours_there: float | None


class GoalClose(In):
    closed: bool


class GoalOut(Out):
    """A goal; ``value`` is its metric so far, ``expected`` what would be on pace today.

    ``same_people``: its maker sees the same reps, so the board shows the very number.
    """

    id: UUID
    name: str
    metric: str
    target: float
    by: GoalBy
    key: str
    group: str
    first: date
    last: date
    baseline: float | None
    maker: str
    made_at: datetime
    closed_at: datetime | None
    value: float | None
    expected: float | None
    elapsed: float
    state: Literal["not_started", "unknown", "met", "missed", "ahead", "on_pace", "behind"]
    same_people: bool


class GoalMeasure(Out):
    """A metric a goal may have, and where its list stands."""

    name: str
    label: str
    unit: str
    higher: bool
    source: Literal["board", "results"]
    adds_up: bool


class GoalsOut(Out):
    items: list[GoalOut]
    measures: list[GoalMeasure]
