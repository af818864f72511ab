"""Many accounts at once: what lists, search and the map need of each, in columns."""

from datetime import date
from typing import Literal
from uuid import UUID

from server.wire.base import AccountClass, Out, Tier


class AccountColumns(Out):
    """One list a field, all in the same order: a third of the bytes that rows would take.

    ``due_*`` are the row's ``due``, ``season`` its state, ``unplanned`` the reason's code.
    Places are told to a metre.
    """

    id: list[UUID]
    rev: list[int]
    number: list[str]
    name: list[str]
    account_class: list[AccountClass]
    tier: list[Tier]
    segment_label: list[str]
    active: list[bool]
    city: list[str]
    lat: list[float | None]
    lon: list[float | None]
    channel: list[Literal["visit", "phone"]]
    service_s: list[int]
    season: list[Literal["off", "ramp", "in", "peak"]]
    due_state: list[Literal["not_due", "open", "due", "overdue", "off_season", "no_cadence"]]
    due_days: list[int]
    due_priority: list[float]
    due_target: list[date | None]
    due_latest: list[date | None]
    last_visit: list[date | None]
    next_visit: list[date | None]
    unplanned: list[str | None]
