"""Signing in, devices, what a page may know before that, the demo's clock and map."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import Entry, In, Out, ShortText


class SignInRequest(In):
    email: ShortText
    password: Annotated[str, Field(max_length=1000)]
    entry: Entry = "phone"
    device: ShortText = ""


class DemoSignIn(In):
    email: ShortText
    entry: Literal["phone", "desk"]


class Me(Out):
    """Who is signed in. ``token`` is set once, in the answer to an entry ``token``."""

    id: UUID
    name: str
    email: str
    role: Literal["rep", "manager", "colleague", "admin"]
    team: str | None
    language: str
    company: str
    zone: str
    demo: bool
    notice: str
    token: str | None = None


class SignInRow(Out):
    id: UUID
    entry: Entry
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class About(Out):
    """What a page may know before anybody signs in."""

    company: str
    demo: bool
    notice: str
    version: str
    now: datetime
    today: date
    zone: str


class MapLabel(Out):
    name: str
    lat: float
    lon: float


class PlainMap(Out):
    """What a map without tiles draws: waters as polygons of (lat, lon), and names of towns."""

    shoreline: list[list[tuple[float, float]]]
    labels: list[MapLabel]


class ClockRequest(In):
    """Sets the demo's clock: to 07:40 of a date, or some days on."""

    to: date | None = None
    days: Annotated[int, Field(ge=-400, le=400)] | None = None
