"""Other calendars of a rep and the times they fill."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out, ShortText

Address = Annotated[str, Field(min_length=1, max_length=2000)]


class OtherCalendarRequest(In):
    """``url`` is an ICS address; it is kept encrypted and never shown again.

    ``all_day_off`` makes whole-day events days off; ``titles`` keeps what events are called.
    """

    url: Address
    name: ShortText = ""
    all_day_off: bool = True
    titles: bool = False


class OtherCalendarChange(In):
    """Only what is sent changes; a new ``url`` replaces the old one."""

    url: Address | None = None
    name: ShortText | None = None
    all_day_off: bool | None = None
    titles: bool | None = None


class UnreadOut(Out):
    """An event that could not be read; its title only where titles are kept."""

    code: Literal["faulty", "too_often"]
    title: str
    begins: str


class OtherCalendarOut(Out):
    """A calendar without its address. ``read_at`` is the age of ``times``, the last good copy."""

    id: UUID
    rep_id: UUID
    name: str
    all_day_off: bool
    titles: bool
    created_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    problem: str
    problem_text: str
    unread: list[UnreadOut]
    times: int
    state: Literal["waiting", "running", "done", "failed"]
    progress: str


class NamedAccount(Out):
    id: UUID
    name: str


class BusyOut(Out):
    """A stretch of time another calendar fills, or the appointment it is.

    ``choices`` asks which account is meant.
    """

    id: UUID
    calendar_id: UUID
    calendar: str
    start: datetime
    end: datetime
    all_day: bool
    title: str
    account: NamedAccount | None
    choices: list[NamedAccount]


class BusyAnswerRequest(In):
    """Which account the event and its repetitions mean; null for none."""

    account_id: Annotated[UUID, Field(strict=False)] | None
