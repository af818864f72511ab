"""Results from sales, and the lists behind their numbers."""

from datetime import date
from typing import Literal
from uuid import UUID

from server.wire.base import In, Out, ShortText


class ResultsQuery(In):
    """What is asked of the results: whole months; the last twelve complete ones unless said."""

    first: date | None = None
    last: date | None = None
    by: Literal["rep", "team", "account_class", "tier", "segment"] = "rep"


class ResultsListQuery(ResultsQuery):
    """The number whose list is wanted; without a ``key`` the total's."""

    metric: ShortText
    key: ShortText | None = None


class ResultFigure(Out):
    """A number and what made it; null where there is nothing to measure, ``few`` where too little.

    ``before`` is of the same months a year earlier.
    """

    metric: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: float
    few: bool
    low: float | None = None
    high: float | None = None
    before: float | None = None


class ResultMetric(Out):
    """``kind`` says how the accounts' parts become the number."""

    name: str
    label: str
    sentence: str
    unit: Literal["money", "share", "change", "count", "months", "per_hour", "index"]
    kind: Literal["sum", "ratio", "growth", "median"]
    higher_is_better: bool


class ResultGroup(Out):
    key: str
    label: str
    figures: list[ResultFigure]


class ResultMonth(Out):
    """The sales of a month; ``before`` is null where nobody told of the year before."""

    month: date
    sales: float
    before: float | None


class ResultFacts(Out):
    """What a reader must know: what was imputed or assumed, and how far the sales reach."""

    told_since: date | None
    told_until: date | None
    visits: int
    untimed: int
    usual_minutes: float
    margin_known: float | None
    margin_assumed: float
    cost_a_minute: float


class ResultsOut(Out):
    """Results of whole months: the total, and the same figures by one dimension."""

    first: date
    last: date
    by: str
    metrics: list[ResultMetric]
    total: ResultGroup
    groups: list[ResultGroup]
    months: list[ResultMonth]
    facts: ResultFacts


class ResultAccount(Out):
    """One account behind a number: what it adds above and below the line."""

    account_id: UUID
    number: str
    name: str
    rep: str
    account_class: str
    tier: str
    segment: str
    city: str
    above: float
    below: float


class ResultsList(Out):
    metric: ResultMetric
    figure: ResultFigure
    accounts: list[ResultAccount]
