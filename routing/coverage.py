"""How well a period's visits met what was required; every number knows its accounts."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from routing.domain import AccountClass, Tier

By = Literal["rep_id", "team_id", "account_class", "tier", "segment"]

# The one group of a review that is not divided.
ALL = "all"
# An account is asked for in a period when at least half a visit is.
ASKED = 0.5
# Half a visit above what is required is rounding, not over-service.
SPARE = 0.5
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Record:
    """One account's period: what was required, what was made, where it stands at the end.

    ``required`` is unrounded (cadence.required_visits). ``made`` counts completed visits that
    qualify, ``phone`` other calls, ``touches`` any other contact. ``due`` counts due visits of the
    period, done or not, ``on_time`` those made in their window. ``frozen`` counts stops of the
    morning copies, ``adhered`` those done the same day. ``overdue_days`` are in-season days late.
    ``off_season``: through the whole period; then the account is in no metric. ``off_at_end``:
    on its last day; then it is not among the accounts that could be overdue.
    """

    account_id: str
    rep_id: str | None
    team_id: str | None
    account_class: AccountClass
    tier: Tier
    segment: str | None
    required: float
    made: int
    touches: int = 0
    phone: int = 0
    on_time: int = 0
    due: int = 0
    overdue: bool = False
    overdue_days: int = 0
    overdue_value: float = 0.0
    frozen: int = 0
    adhered: int = 0
    off_season: bool = False
    off_at_end: bool = False

    def __post_init__(self) -> None:
        counts = (self.required, self.made, self.touches, self.phone, self.on_time, self.adhered)
        if min(*counts, self.overdue_days, self.overdue_value) < 0:
            raise ValueError(f"account {self.account_id} has a count below 0.")
        if self.on_time > self.due or self.adhered > self.frozen:
            raise ValueError(f"account {self.account_id} kept more than there was to keep.")


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value and what it is made of.

    ``value`` is None where there is nothing to measure; screens show a dash. For shares it is
    ``numerator / denominator``; sums have no denominator, a median has neither.
    ``account_ids`` are exactly the accounts counted, ``gap_ids`` those of them that keep the
    number from being as good as it could be.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    account_ids: tuple[str, ...]
    gap_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Good:
    """Which values are good: from ``limit`` up when higher is better, else up to it."""

    limit: float
    higher: bool = True

    def holds(self, value: float) -> bool:
        """Says whether a value is good."""
        return value >= self.limit if self.higher else value <= self.limit


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the review: its name in code, its label, a sentence and its measure."""

    name: str
    label: str
    sentence: str
    unit: Literal["share", "value", "days"]
    good: Good | None
    function: Callable[[Sequence[Record]], Figure]


def wilson(successes: float, n: float, z: float = Z_95) -> tuple[float, float] | None:
    """Returns Wilson's interval of a share, 95 % by default; None for n = 0.

    Reps may be ranked only where their intervals do not overlap (Wilson 1927).
    """
    if n <= 0:
        return None
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share.")
    share, spread = successes / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def attainment(records: Sequence[Record]) -> Figure:
    """Returns visits made over visits required, capped per account so no one covers another."""
    counted = [r for r in records if r.required > 0]
    return _ratio(
        counted,
        lambda r: min(r.made, r.required),
        lambda r: r.required,
        lambda r: r.made < r.required,
    )


def overdue_value(records: Sequence[Record]) -> Figure:
    """Returns the priority of all overdue accounts together; 0 when none of them is overdue."""
    late = tuple(r.account_id for r in records if r.overdue)
    total = math.fsum(r.overdue_value for r in records if r.overdue)
    return Figure(total if records else None, total, None, late, late)


def coverage(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts asked for that had at least one visit."""
    counted = [r for r in records if r.required >= ASKED]
    return _ratio(counted, lambda r: r.made >= 1, lambda r: 1, lambda r: r.made < 1)


def reach(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts with any contact, required or not."""
    return _ratio(records, _touched, lambda r: 1, lambda r: not _touched(r))


def over_service(records: Sequence[Record]) -> Figure:
    """Returns the share of visits made that went beyond what was required."""
    return _ratio([r for r in records if r.made], _surplus, lambda r: r.made, _surplus)


def on_time(records: Sequence[Record]) -> Figure:
    """Returns the share of due visits made inside their window; due and never done is late."""
    counted = [r for r in records if r.due]
    return _ratio(counted, lambda r: r.on_time, lambda r: r.due, lambda r: r.on_time < r.due)


def adherence(records: Sequence[Record]) -> Figure:
    """Returns the share of stops frozen in the morning that were done that day."""
    counted = [r for r in records if r.frozen]
    return _ratio(counted, lambda r: r.adhered, lambda r: r.frozen, lambda r: r.adhered < r.frozen)


def overdue_share(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts in season at the period's end that are overdue then."""
    counted = [r for r in records if not r.off_at_end]
    return _ratio(counted, lambda r: r.overdue, lambda r: 1, lambda r: r.overdue)


def overdue_median_days(records: Sequence[Record]) -> Figure:
    """Returns the median of days late over the overdue accounts; None when none is."""
    late = [r for r in records if r.overdue]
    ids = tuple(r.account_id for r in late)
    return Figure(median(r.overdue_days for r in late) if late else None, None, None, ids, ids)


def _touched(record: Record) -> bool:
    return record.made + record.touches + record.phone > 0


def _surplus(record: Record) -> float:
    return max(0.0, record.made - record.required - SPARE)


def _ratio(
    counted: Sequence[Record],
    numerator: Callable[[Record], float],
    denominator: Callable[[Record], float],
    gap: Callable[[Record], float],
) -> Figure:
    above = math.fsum(numerator(r) for r in counted)
    below = math.fsum(denominator(r) for r in counted)
    return Figure(
        value=min(1.0, above / below) if below else None,
        numerator=above,
        denominator=below,
        account_ids=tuple(r.account_id for r in counted),
        gap_ids=tuple(r.account_id for r in counted if gap(r)),
    )


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            "attainment",
            "Attainment",
            "Visits made of visits required, each account capped at what it requires.",
            "share",
            Good(0.85),
            attainment,
        ),
        Metric(
            "overdue_value",
            "Overdue value",
            "Priority of all overdue accounts together: what it costs to leave them.",
            "value",
            None,
            overdue_value,
        ),
        Metric(
            "coverage",
            "Coverage",
            "Accounts visited at least once, of those the cadence asked for.",
            "share",
            Good(0.90),
            coverage,
        ),
        Metric(
            "reach",
            "Reach",
            "Accounts with any contact by anyone, of all accounts in season.",
            "share",
            Good(0.95),
            reach,
        ),
        Metric(
            "over_service",
            "Over-service",
            "Visits beyond what was required, of all visits made.",
            "share",
            Good(0.10, higher=False),
            over_service,
        ),
        Metric(
            "on_time",
            "On time",
            "Due visits made inside their window; due and never done counts as late.",
            "share",
            Good(0.75),
            on_time,
        ),
        Metric(
            "adherence",
            "Adherence",
            "Stops of the morning's plan done on their day, cancelled ones included.",
            "share",
            Good(0.80),
            adherence,
        ),
        Metric(
            "overdue_share",
            "Overdue share",
            "Accounts overdue at the end, of all accounts in season then.",
            "share",
            Good(0.08, higher=False),
            overdue_share,
        ),
        Metric(
            "overdue_median_days",
            "Median days overdue",
            "Half of the overdue accounts are later than this, counted in days of their season.",
            "days",
            Good(10, higher=False),
            overdue_median_days,
        ),
    )
}


def review(records: Iterable[Record], by: By | None = None) -> Mapping[str, Mapping[str, Figure]]:
    """Returns every metric of every group, groups in the order of their names.

    Without ``by`` there is one group, ``"all"``. What has no value to group by (no rep, no
    segment) is the group ``""``. A group without an account in season still appears, empty, so
    that nobody disappears from a list in winter.
    """
    groups: dict[str, list[Record]] = {} if by else {ALL: []}
    for record in records:
        group = groups.setdefault(str(getattr(record, by) or "") if by else ALL, [])
        if not record.off_season:
            group.append(record)
    return {
        name: {metric.name: metric.function(groups[name]) for metric in METRICS.values()}
        for name in sorted(groups)
    }
