"""Reps, their working time, and the business settings."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out, ShortText, Span


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
