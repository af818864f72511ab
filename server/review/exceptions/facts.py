"""What exceptions are found in: one record a rep, and what waits for the manager."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from routing.classification.mix import Flag
from routing.coverage import Figure
from routing.domain import AccountClass, Policy
from routing.plan.year import Year, YearWeek
from server import wire
from server.people.store import Alerts

#: Weeks of the hours strip, the running one first.
STRIP_WEEKS = 13
Items = tuple[wire.MondayItem, ...]


@dataclass(frozen=True, slots=True)
class RepFacts:
    """A rep on a day. ``year`` is required minutes against those there, ``figures`` four weeks.

    ``silent_d`` are whole working days since the phone was heard of; None where it never was.
    """

    id: UUID
    name: str
    year: Year
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    accounts: int = 0
    prospects: int = 0
    unreported: Items = ()
    last_seen: datetime | None = None
    silent_d: int | None = None

    @property
    def strip(self) -> tuple[YearWeek, ...]:
        """The next thirteen weeks."""
        return self.year.weeks[:STRIP_WEEKS]

    @property
    def share(self) -> float | None:
        """What thirteen weeks require of the minutes there; None where nothing is there."""
        there = sum(week.available_min for week in self.strip)
        return sum(week.all_min for week in self.strip) / there if there else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that waits to be published; ``moved`` visits lie otherwise than now."""

    rep_id: UUID
    rep: str
    made_at: datetime
    moved: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A class proposal and the hours a week it adds (or takes, below zero)."""

    item: wire.MondayItem
    hours: float


@dataclass(frozen=True, slots=True)
class Pace:
    """A goal behind its pace."""

    id: UUID
    name: str
    value: float
    expected: float
    target: float
    unit: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A season the orders suggest and nobody decided about."""

    of: str
    label: str
    accounts: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A place whose ramp begins soon: the town, how many accounts, the ramp's first day."""

    town: str
    accounts: int
    ramp_from: date


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is an exception: the company's settings."""

    overload: float
    goods: Mapping[str, float]
    policies: Mapping[AccountClass, Policy]
    alerts: Alerts = field(default_factory=Alerts)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a manager's week is told from.

    ``neglected``, ``leads``, ``ramps``, ``overdue``, ``required`` and ``at_risk`` are lists of
    accounts of all reps in sight and of nobody; a rep's part is found by ``rep_id``.
    """

    today: date
    limits: Limits
    reps: tuple[RepFacts, ...]
    total: Mapping[str, Figure]
    before: Mapping[str, Figure] = field(default_factory=dict)
    required: Items = ()
    overdue: Items = ()
    neglected: Items = ()
    leads: Items = ()
    ramps: Items = ()
    at_risk: Items = ()
    words: Items = ()
    kept: Items = ()
    drafts: tuple[Draft, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    suggestions: tuple[Suggested, ...] = ()
    goals: tuple[Pace, ...] = ()
    openings: tuple[Opening, ...] = ()

    @property
    def first(self) -> date:
        """The first day of the four weeks the figures are about."""
        return self.today - timedelta(days=27)
