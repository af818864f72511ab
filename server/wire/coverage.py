"""The manager's board and the lists behind its numbers."""

from datetime import date
from typing import Literal
from uuid import UUID

from server.wire.accounts import HistoryOut
from server.wire.base import In, Out, ShortText


class CoverageQuery(In):
    """What is asked of the board; four weeks up to today unless said otherwise."""

    first: date | None = None
    last: date | None = None
    by: Literal["rep", "team", "account_class", "tier", "segment"] = "rep"


class CoverageListQuery(CoverageQuery):
    """The number whose list is wanted; without a ``key`` the total's."""

    metric: ShortText
    key: ShortText | None = None


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
    unit: Literal["share", "value", "days", "count"]
    good: str
    higher_is_better: bool


class CoverageGroup(Out):
    key: str
    label: str
    figures: list[FigureOut]


class CoverageOut(Out):
    """The board: the total, and the same figures by one dimension."""

    first: date
    last: date
    by: str
    metrics: list[MetricOut]
    total: CoverageGroup
    groups: list[CoverageGroup]


class CoverageAccount(Out):
    """One account behind a number, and what it adds to it."""

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


class CoverageList(Out):
    metric: MetricOut
    figure: FigureOut
    accounts: list[CoverageAccount]
