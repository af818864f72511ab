"""What selling came to in whole months; every number is the sum of its accounts' parts."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

By = Literal["rep_id", "team_id", "account_class", "tier", "segment"]
Unit = Literal["money", "share", "change", "count", "months", "per_hour", "index"]
Kind = Literal["sum", "ratio", "growth", "median"]

# The one group of a review that is not divided.
ALL = "all"
# Fewer visits or accounts than this, and a number is no more than a hint, unless asked otherwise.
FEW = 20
# What concentration looks at.
TOP = 10


class Sale(NamedTuple):
    """What an account bought in a month, named by its first day; a margin nobody told is None."""

    month: date
    value: float
    margin: float | None = None
    orders: int = 0


class Made(NamedTuple):
    """A visit made: minutes nobody told are None; ``ordered`` on its day or soon after."""

    on: date
    minutes: int | None
    travel_minutes: float
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Which months are looked at, and by which measures.

    ``end`` is the month after the last. ``told_since`` is the first month anybody imported:
    before it nothing is known, so nobody who buys in the year after it is called new.
    ``usual_minutes`` stand for a visit nobody timed. A ``margin_share`` of 0 assumes no margin.
    A number of fewer than ``few`` visits or accounts is a hint.
    """

    first: date
    end: date
    told_since: date | None = None
    usual_minutes: float = 30.0
    cost_a_minute: float = 0.0
    margin_share: float = 0.0
    few: float = FEW

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.end.day != 1 or self.first >= self.end:
            raise ValueError("a frame is whole months, the first before its end.")

    def before(self) -> "Frame":
        """Returns the same months of the year before."""
        return replace(self, first=_year_back(self.first), end=_year_back(self.end))


class Who(NamedTuple):
    """Whose sales they are, by the account as it stands now."""

    account_id: str
    rep_id: str
    team_id: str
    account_class: str
    tier: str
    segment: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One account's months. ``season_sales`` and ``season_before`` are of months in season only.

    ``margin`` is None where one of the months that sold something has none; ``gap`` is the median
    of months from order to order, those off season left out.
    """

    who: Who
    sales: float
    margin: float | None
    season_sales: float
    season_before: float
    compared: bool
    bought: bool
    is_new: bool
    gap: float | None
    visits: int
    ordered: int
    untimed: int
    minutes: float
    travel_minutes: float
    cost: float


class Part(NamedTuple):
    """What one account adds to a number, and how many observations that is."""

    above: float
    below: float = 1.0
    n: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it is made of, and whose parts those are.

    ``few``: too few observations to conclude from; sums are exact and never few.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    n: float
    few: bool
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Metric:
    """One result: how its parts become a number, and whether more is better."""

    name: str
    label: str
    sentence: str
    unit: Unit
    kind: Kind
    higher: bool
    parts: Callable[[Sequence[Record]], Mapping[str, Part]]


# --- an account's record --------------------------------------------------------------------------


def record(
    who: Who,
    sales: Sequence[Sale],
    visits: Sequence[Made],
    frame: Frame,
    in_season: Callable[[date], bool],
) -> Record:
    """Returns what an account's sales and visits come to in a frame.

    ``sales`` are all that are known, also outside the frame: they tell who is new and the rhythm.
    """
    inside = [one for one in sales if frame.first <= one.month < frame.end]
    compared = [m for m in _months(frame) if _is_told(m, frame) and in_season(m)]
    by_month = {one.month: one.value for one in sales}
    ordered = sorted(m.month for m in sales if m.month < frame.end and (m.value > 0 or m.orders))
    minutes = math.fsum(frame.usual_minutes if v.minutes is None else v.minutes for v in visits)
    travel = math.fsum(v.travel_minutes for v in visits)
    return Record(
        who=who,
        sales=math.fsum(one.value for one in inside),
        margin=_margin(inside, frame.margin_share),
        season_sales=math.fsum(by_month.get(month, 0.0) for month in compared),
        season_before=math.fsum(by_month.get(_year_back(month), 0.0) for month in compared),
        compared=bool(compared),
        bought=any(one.value > 0 or one.orders for one in inside),
        is_new=bool(ordered) and _is_new(ordered[0], frame),
        gap=_rhythm(ordered, in_season),
        visits=len(visits),
        ordered=sum(v.ordered for v in visits),
        untimed=sum(v.minutes is None for v in visits),
        minutes=minutes,
        travel_minutes=travel,
        cost=(minutes + travel) * frame.cost_a_minute,
    )


def usual_minutes(visits: Iterable[Made], fallback: float) -> float:
    """Returns the median of the minutes that were told: what stands for those that were not."""
    told = [visit.minutes for visit in visits if visit.minutes is not None]
    return float(median(told)) if told else fallback


def month_after(month: date, months: int = 1) -> date:
    """Returns the first day of the month so many months later; fewer than 0 is earlier."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _year_back(month: date) -> date:
    return month_after(month, -12)


def _months(frame: Frame) -> list[date]:
    count = (frame.end.year - frame.first.year) * 12 + frame.end.month - frame.first.month
    return [month_after(frame.first, number) for number in range(count)]


def _is_told(month: date, frame: Frame) -> bool:
    """Says whether the month has one a year before that somebody told of."""
    return frame.told_since is not None and _year_back(month) >= frame.told_since


def _is_new(first_order: date, frame: Frame) -> bool:
    inside = frame.first <= first_order < frame.end
    return inside and _is_told(first_order, frame)


def _margin(sales: Sequence[Sale], share: float) -> float | None:
    told = [_month_margin(one, share) for one in sales if one.value]
    return None if None in told else math.fsum(one for one in told if one is not None)


def _month_margin(sale: Sale, share: float) -> float | None:
    return sale.value * share if sale.margin is None and share else sale.margin


def _rhythm(ordered: Sequence[date], in_season: Callable[[date], bool]) -> float | None:
    """Returns the median months between orders; two gaps are the least that make a rhythm."""
    if len(ordered) < 3:
        return None
    return float(median(_gap(a, b, in_season) for a, b in pairwise(ordered)))


def _gap(earlier: date, later: date, in_season: Callable[[date], bool]) -> int:
    month, count = month_after(earlier), 1
    while month < later:
        count += in_season(month)
        month = month_after(month)
    return count


# --- the metrics ----------------------------------------------------------------------------------


def _each(
    chosen: Callable[[Record], bool], part: Callable[[Record], Part]
) -> Callable[[Sequence[Record]], Mapping[str, Part]]:
    return lambda records: {r.who.account_id: part(r) for r in records if chosen(r)}


def _is_compared(r: Record) -> bool:
    return r.compared and bool(r.season_sales or r.season_before)


def _has_margin(r: Record) -> bool:
    return r.margin is not None and bool(r.bought or r.cost)


def _brings(r: Record) -> float:
    """Returns what an account leaves once its visits are paid."""
    return (r.margin or 0.0) - r.cost


def _top(records: Sequence[Record]) -> Mapping[str, Part]:
    sold = sorted((r for r in records if r.sales > 0), key=lambda r: (-r.sales, r.who.account_id))
    return {r.who.account_id: Part(r.sales if at < TOP else 0.0, r.sales)
            for at, r in enumerate(sold)}  # fmt: skip


def _squares(records: Sequence[Record]) -> Mapping[str, Part]:
    total = math.fsum(r.sales for r in records if r.sales > 0)
    return {r.who.account_id: Part((r.sales / total) ** 2) for r in records if r.sales > 0}


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            "sales", "Sales",
            "What was bought in these months, as imported.",
            "money", "sum", True, _each(lambda r: bool(r.sales), lambda r: Part(r.sales)),
        ),
        Metric(
            "growth", "Growth",
            "Sales against the same months a year before; months off season count on neither side.",
            "change", "growth", True,
            _each(_is_compared, lambda r: Part(r.season_sales, r.season_before)),
        ),
        Metric(
            "new_customers", "First orders",
            "Accounts that ordered for the first time. Who bought in the first year that was "
            "imported may have bought before, and is not counted.",
            "count", "sum", True, _each(lambda r: r.is_new, lambda r: Part(1.0)),
        ),
        Metric(
            "new_share", "Sales to new accounts",
            "Share of the sales that went to accounts with their first order in these months.",
            "share", "ratio", True,
            _each(lambda r: r.sales > 0, lambda r: Part(r.sales * r.is_new, r.sales)),
        ),
        Metric(
            "penetration", "Penetration",
            "Accounts that bought, of all active accounts that are known, prospects too.",
            "share", "ratio", True,
            _each(lambda r: r.who.active, lambda r: Part(float(r.bought), 1.0)),
        ),
        Metric(
            "strike_rate", "Strike rate",
            "Visits with an order the same day or within the days set for it, of all visits made.",
            "share", "ratio", True,
            _each(lambda r: r.visits > 0, lambda r: Part(r.ordered, r.visits, r.visits)),
        ),
        Metric(
            "sales_hour", "Sales per visit hour",
            "Sales of the accounts visited in these months, by hour on site there.",
            "per_hour", "ratio", True,
            _each(lambda r: r.minutes > 0, lambda r: Part(r.sales, r.minutes / 60, r.visits)),
        ),
        Metric(
            "margin_hour", "Margin per visit hour",
            "The same with the margin; accounts whose margin is not known are left out.",
            "per_hour", "ratio", True,
            _each(lambda r: r.minutes > 0 and r.margin is not None,
                  lambda r: Part(r.margin or 0.0, r.minutes / 60, r.visits)),
        ),
        Metric(
            "cost_to_serve", "Cost to serve",
            "Minutes on site and on the way to visits made, at the cost of a minute.",
            "money", "sum", False, _each(lambda r: r.cost > 0, lambda r: Part(r.cost)),
        ),
        Metric(
            "contribution", "Margin after visits",
            "Margin less the cost to serve; accounts whose margin is not known are left out.",
            "money", "sum", True, _each(_has_margin, lambda r: Part(_brings(r))),
        ),
        Metric(
            "unprofitable", "Accounts below cost",
            "Accounts whose visits cost more than the margin they brought.",
            "count", "sum", False,
            _each(lambda r: _has_margin(r) and _brings(r) < 0, lambda r: Part(1.0)),
        ),
        Metric(
            "rhythm", "Buying rhythm",
            "Months from order to order, the middle account's; months off season are left out.",
            "months", "median", False,
            _each(lambda r: r.gap is not None and r.who.active, lambda r: Part(r.gap or 0.0)),
        ),
        Metric(
            "top_share", "Ten largest",
            "Share of the sales that the ten largest accounts made.",
            "share", "ratio", False, _top,
        ),
        Metric(
            "concentration", "Concentration",
            "Squared shares of sales added up (HHI): 1 is a single account, under 0.1 is well "
            "spread.",
            "index", "sum", False, _squares,
        ),
    )
}  # fmt: skip

#: Sums that say nothing about an empty group: no account, no concentration.
_NEEDS_ACCOUNTS = {"concentration", "contribution", "unprofitable"}


def figure(metric: Metric, records: Sequence[Record], few: float = FEW) -> Figure:
    """Returns a metric of some accounts, from their parts alone; of fewer than ``few`` a hint."""
    parts = metric.parts(records)
    above = math.fsum(part.above for part in parts.values())
    below = math.fsum(part.below for part in parts.values())
    n = math.fsum(part.n for part in parts.values())
    if metric.kind == "sum":
        known = bool(parts) or (bool(records) and metric.name not in _NEEDS_ACCOUNTS)
        return Figure(above if known else None, above, None, n, False, parts)
    if metric.kind == "median":
        value = float(median(part.above for part in parts.values())) if parts else None
        return Figure(value, None, None, n, bool(parts) and n < few, parts)
    value = above / below if below > 0 else None
    if value is not None and metric.kind == "growth":
        value -= 1
    return Figure(value, above, below, n, bool(parts) and n < few, parts)


def review(
    records: Iterable[Record], by: By | None = None, few: float = FEW
) -> Mapping[str, Mapping[str, Figure]]:
    """Returns every metric of every group, groups in the order of their names.

    Without ``by`` there is one group, ``"all"``; what has no value to group by is ``""``.
    """
    groups: dict[str, list[Record]] = {} if by else {ALL: []}
    for one in records:
        groups.setdefault(str(getattr(one.who, by) or "") if by else ALL, []).append(one)
    return {
        name: {metric.name: figure(metric, groups[name], few) for metric in METRICS.values()}
        for name in sorted(groups)
    }
