"""The manager's board and the lists behind its numbers."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from server.wire.accounts import HistoryOut
from server.wire.base import In, Out, ShortText

By = Literal["rep", "team", "account_class", "tier", "segment", "town"]
OverdueCause = Literal[
    "nobody", "no_place", "no_plan", "planned", "displaced", "left_out", "missed", "not_planned"
]


class CoverageFilter(In):
    """Which accounts are looked at, in which dates; four weeks up to today unless said otherwise.

    An empty value asks for the accounts that have none: nobody's, those without a segment.
    """

    first: date | None = None
    last: date | None = None
    rep: ShortText | None = None
    team: ShortText | None = None
    account_class: ShortText | None = None
    tier: ShortText | None = None
    segment: ShortText | None = None
    town: ShortText | None = None


class CoverageQuery(CoverageFilter):
    """What is asked of the board."""

    by: By = "rep"


class CoverageListQuery(CoverageQuery):
    """The number whose list is wanted; without a ``key`` the total's.

    ``rung`` and ``cause`` name a field of the overdue ladder.
    """

    metric: ShortText
    key: ShortText | None = None
    rung: ShortText | None = None
    cause: OverdueCause | None = None


class CoverageHeatQuery(CoverageFilter):
    """The metric a heat table is made of."""

    metric: ShortText = "attainment"


class CoverageExportQuery(CoverageQuery):
    """A board as a file; with a metric the list behind one of its numbers."""

    format: Literal["csv", "xlsx"] = "csv"
    metric: ShortText | None = None
    key: ShortText | None = None
    rung: ShortText | None = None
    cause: OverdueCause | None = None


class SnapshotQuery(In):
    """Whose past figures are wanted: everybody's in sight, a team's or a rep's."""

    by: Literal["all", "team", "rep"] = "all"
    key: ShortText = ""
    first: date | None = None
    last: date | None = None


class FigureOut(Out):
    """A number and what made it; null where there is nothing to count."""

    metric: str
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None = None
    high: float | None = None
    before: float | None = None


class MetricOut(Out):
    name: str
    label: str
    sentence: str
    unit: Literal["share", "value", "days", "count", "ratio"]
    #: What the list behind it is made of.
    of: Literal["accounts", "days"] = "accounts"
    good: str
    higher_is_better: bool


class CoverageGroup(Out):
    key: str
    label: str
    figures: list[FigureOut]


class CoverageApart(Out):
    """Two groups whose intervals of a metric do not overlap; only such may be ranked."""

    metric: str
    better: str
    worse: str


class CoverageOut(Out):
    """The board: the total, and the same figures by one dimension.

    ``season_first`` is when the season that most seasonal accounts are in, or were in last, began.
    """

    first: date
    last: date
    by: str
    metrics: list[MetricOut]
    total: CoverageGroup
    groups: list[CoverageGroup]
    apart: list[CoverageApart] = []
    season_first: date | None = None


class CoverageAccount(Out):
    """One account behind a number: ``adds`` above the line, ``of`` below it."""

    account_id: UUID
    number: str
    name: str
    rep: str
    account_class: str
    tier: str
    segment: str
    city: str
    required: float
    made: int
    missed: int
    overdue_days: int
    overdue_value: float
    due: str
    last_visit: date | None
    visits: list[HistoryOut]
    town: str = ""
    adds: float = 0.0
    of: float = 0.0
    short: bool = False


class CoverageDay(Out):
    """One day in the field behind a number: ``adds`` above the line, ``of`` below it.

    ``imputed`` are its visits whose minutes nobody told: the median stands for them.
    """

    rep_id: UUID
    rep: str
    on: date
    share: float
    visits: int
    travel_min: float
    on_site_min: float
    imputed: int
    adds: float
    of: float
    short: bool


class CoverageList(Out):
    """What a number is made of: the accounts or the days add up to its two sides."""

    metric: MetricOut
    figure: FigureOut
    accounts: list[CoverageAccount]
    days: list[CoverageDay] = []


class HeatCell(Out):
    """A class and tier: its figure, and how many accounts it counts."""

    account_class: str
    tier: str
    accounts: int
    figure: FigureOut


class CoverageHeat(Out):
    """One metric by class and tier, with both totals."""

    first: date
    last: date
    metric: MetricOut
    cells: list[HeatCell]
    classes: list[HeatCell]
    tiers: list[HeatCell]
    total: HeatCell


class LadderCell(Out):
    """How many accounts are so late for that cause, and what they weigh."""

    rung: str
    cause: OverdueCause
    accounts: int
    value: float


class OverdueLadder(Out):
    """The overdue accounts by days of their season and by cause, as plans stand now."""

    first: date
    last: date
    rungs: list[str]
    cells: list[LadderCell]
    accounts: int
    value: float


class MapAccount(Out):
    """An account on the board's map; null place where it is not known."""

    account_id: UUID
    name: str
    city: str
    lat: float | None
    lon: float | None
    account_class: str
    due: Literal["not_due", "open", "due", "overdue", "off_season", "no_cadence"]
    why: str
    required: float
    made: int
    attainment: Literal["met", "partly", "none", "not_asked"]


class CoverageMap(Out):
    """The accounts of the board, each with what colours it."""

    first: date
    last: date
    accounts: list[MapAccount]


class SnapshotOut(Out):
    """A night's figures: the four weeks up to ``on``, as they were counted then."""

    on: date
    values: dict[str, float | None]
    parts: dict[str, tuple[float | None, float | None]] = Field(default_factory=dict)


class SnapshotsOut(Out):
    """Past figures of one group, by date; they never change afterwards."""

    by: str
    key: str
    metrics: list[MetricOut]
    items: list[SnapshotOut]
