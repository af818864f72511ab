"""What decides which season holds, and what accounts bought, as the store hands it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from routing.classification.seasons import SeasonParams
from routing.domain import Season
from server.accounts import store as accounts
from server.accounts.store import AccountRecord, Window

Key = tuple[str, str]
Windows = Mapping[Key, tuple[Window, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """Every active account in sight, all windows that may hold for them, and names by id.

    ``like`` has the ramp and the rates that every season has, ``params`` say from where on history
    suggests one.
    """

    records: tuple[AccountRecord, ...]
    windows: Windows
    segments: Mapping[str, str]
    reps: Mapping[str, str]
    like: Season = field(default_factory=Season)
    params: SeasonParams = field(default_factory=SeasonParams)

    def members(self, of: str, key: str) -> tuple[AccountRecord, ...]:
        """Returns the accounts that windows of such a one may hold for."""
        wanted = accounts.window_key(of, key)
        return tuple(r for r in self.records if wanted in accounts.window_keys(r))


class Buyer(NamedTuple):
    """An account with what it bought by month: (month, value, orders), the earliest first."""

    id: UUID
    name: str
    town: str
    segment: str | None
    at: tuple[float, float] | None
    sales: tuple[tuple[date, float, int], ...]


class Aside(NamedTuple):
    """What was set aside, without a date for good; or accepted, maybe with other dates."""

    until: date | None
    accepted: bool = False
