"""Metrics of lateness: what is overdue at the end, and what a season's edges left behind."""

import math
from collections.abc import Callable, Sequence
from statistics import median

from routing.coverage.figures import Figure, Part, ratio
from routing.coverage.records import Record

P90 = 0.9


def overdue_value(records: Sequence[Record]) -> Figure:
    """Returns the priority of all overdue accounts together; 0 when none of them is overdue."""
    parts = tuple(Part(r.account_id, r.overdue_value) for r in records if r.overdue)
    total = math.fsum(part.above for part in parts)
    ids = tuple(part.id for part in parts)
    return Figure(total if records else None, total, None, parts, ids)


def overdue_share(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts in season at the period's end that are overdue then."""
    counted = [r for r in records if not r.off_at_end]
    return ratio(
        counted, lambda r: r.account_id, lambda r: r.overdue, lambda r: 1, lambda r: r.overdue
    )


def overdue_median_days(records: Sequence[Record]) -> Figure:
    """Returns the median of days late over the overdue accounts; None when none is."""
    return _of_days(records, median)


def overdue_p90_days(records: Sequence[Record]) -> Figure:
    """Returns how late nine of ten overdue accounts are at most (nearest rank); None of none."""
    return _of_days(records, lambda days: sorted(days)[math.ceil(P90 * len(days)) - 1])


def ramp_completion(records: Sequence[Record]) -> Figure:
    """Returns the share of season openings that all visits of their ramp went before."""
    counted = [r for r in records if r.openings]
    return ratio(
        counted,
        lambda r: r.account_id,
        lambda r: r.ramps,
        lambda r: r.openings,
        lambda r: r.ramps < r.openings,
    )


def season_missed(records: Sequence[Record]) -> Figure:
    """Returns the share of season closings that wrote an overdue visit off."""
    counted = [r for r in records if r.closings]
    return ratio(
        counted,
        lambda r: r.account_id,
        lambda r: r.missed_seasons,
        lambda r: r.closings,
        lambda r: r.missed_seasons,
    )


def _of_days(records: Sequence[Record], measure: Callable[[list[int]], float]) -> Figure:
    late = [r for r in records if r.overdue]
    parts = tuple(Part(r.account_id, r.overdue_days) for r in late)
    value = float(measure([r.overdue_days for r in late])) if late else None
    return Figure(value, None, None, parts, tuple(part.id for part in parts))
