"""What the manager's desk sees of what phones told, and what it answers."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out


class FeedbackQuery(In):
    """Without a state: all of them."""

    state: Literal["open", "answered"] | None = None


class FeedbackAnswer(In):
    """An empty text takes the answer back."""

    text: Annotated[str, Field(max_length=4000)]


class ReportOut(Out):
    """A report in full; ``account`` and ``account_class`` are the account's as it stands now.

    ``photos`` are only those that have arrived and that the reader may see.
    """

    id: UUID
    account_id: UUID
    account: str
    account_class: str
    rep: str
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: str
    note: str
    minutes: int | None
    next_step: str
    next_step_on: date | None
    class_answer: str
    class_wanted: str | None
    events: list[str]
    order_value: float | None
    photos: list[str]
    source: str


class ProspectOut(Out):
    """An account a rep added on the road; the class as it stands now."""

    account_id: UUID
    account: str
    city: str
    account_class: str
    rep: str
    on: date
    note: str


class FieldOut(Out):
    """Who wants another class, whom reps found, what was missed; each the latest first."""

    proposals: list[ReportOut]
    prospects: list[ProspectOut]
    missed: list[ReportOut]
