"""Reps, their working time, and the business settings."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import AccountClass, In, Out, PlaceRow, ShortText, Span


class DayEnds(In):
    """Where a weekday begins and ends; null is the base."""

    start: PlaceRow | None = None
    end: PlaceRow | None = None


class NightsRow(In):
    """Nights away a rep accepts, only at places at least ``least_s`` of driving from base."""

    places: Annotated[list[PlaceRow], Field(min_length=1, max_length=20)]
    a_week: Annotated[int, Field(ge=0, le=7)] = 1
    least_s: Annotated[int, Field(ge=0, le=86400)] = 3600


class RepOut(Out):
    """A rep. ``ends`` are places of the seven weekdays, Monday first; null is the base."""

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
    ends: list[DayEnds | None]
    nights: NightsRow | None
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
    ends: Annotated[list[DayEnds | None], Field(min_length=7, max_length=7)] | None = None
    nights: NightsRow | None = None
    auto_publish: bool | None = None


class DayOffRequest(In):
    first: date
    last: date
    reason: ShortText = ""


class SettingOut(Out):
    """A business setting: its value now, its default, what it decides, who changed it last.

    Numbers lie from ``least`` to ``most``, some are ``whole``. ``changed_at`` is
    null where nobody ever changed it.
    """

    key: str
    value: Any
    default: Any
    sentence: str
    group: str = "Planning"
    least: int = 0
    most: int = 1
    whole: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


class SettingsChange(In):
    """Only the keys that are sent change; all of them or, when one cannot be, none."""

    values: dict[str, Any]


class PolicyRow(In):
    """What may happen to a class when the hours do not suffice.

    Its visits are protected, its intervals stretch (up to ``stretch_to`` times), or its visits
    lapse first.
    """

    account_class: AccountClass
    overload: Literal["protect", "stretch", "lapse"]
    stretch_to: Annotated[float, Field(ge=1, le=4)] = 1.0


class PolicyTable(In):
    """The classes that change; the others stay."""

    items: Annotated[list[PolicyRow], Field(min_length=1, max_length=5)]
