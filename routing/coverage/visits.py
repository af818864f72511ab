"""Metrics of visits: how many, where, when, and what they were used for."""

from collections.abc import Callable, Sequence

from routing.coverage.figures import Figure, ratio
from routing.coverage.records import Record
from routing.domain import AccountClass

# An account is asked for in a period when at least half a visit is.
ASKED = 0.5
# Half a visit above what is required is rounding, not over-service.
SPARE = 0.5


def _ratio(
    counted: Sequence[Record],
    above: Callable[[Record], float],
    below: Callable[[Record], float],
    gap: Callable[[Record], float],
) -> Figure:
    return ratio(counted, lambda r: r.account_id, above, below, gap)


def attainment(records: Sequence[Record]) -> Figure:
    """Returns visits made over visits required, capped per account so no one covers another."""
    counted = [r for r in records if r.required > 0]
    return _ratio(
        counted,
        lambda r: min(r.made, r.required),
        lambda r: r.required,
        lambda r: r.made < r.required,
    )


def coverage(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts asked for that had at least one visit."""
    counted = [r for r in records if r.required >= ASKED]
    return _ratio(counted, lambda r: r.made >= 1, lambda r: 1, lambda r: r.made < 1)


def reach(records: Sequence[Record]) -> Figure:
    """Returns the share of accounts with any contact, required or not."""
    return _ratio(records, _touched, lambda r: 1, lambda r: not _touched(r))


def over_service(records: Sequence[Record]) -> Figure:
    """Returns the share of visits made that went beyond what was required.

    What a day off took from the requirement stays here: making it up is no over-service.
    """
    return _ratio([r for r in records if r.made], _surplus, lambda r: r.made, _surplus)


def on_time(records: Sequence[Record]) -> Figure:
    """Returns the share of due visits made inside their window; due and never done is late."""
    counted = [r for r in records if r.due]
    return _ratio(counted, lambda r: r.on_time, lambda r: r.due, lambda r: r.on_time < r.due)


def adherence(records: Sequence[Record]) -> Figure:
    """Returns the share of stops frozen in the morning that were done that day."""
    return _of_frozen(records, lambda r: r.adhered, lambda r: r.adhered < r.frozen)


def excused(records: Sequence[Record]) -> Figure:
    """Returns the share of stops frozen in the morning that the customer called off."""
    return _of_frozen(records, lambda r: r.excused, lambda r: r.excused)


def unexcused(records: Sequence[Record]) -> Figure:
    """Returns the share of stops frozen in the morning that were missed for any other reason."""
    return _of_frozen(records, lambda r: r.unexcused, lambda r: r.unexcused)


def re_evaluation(records: Sequence[Record]) -> Figure:
    """Returns the share of completed visits whose report says whether the class is right."""
    counted = [r for r in records if r.visits]
    return _ratio(
        counted, lambda r: r.answered, lambda r: r.visits, lambda r: r.answered < r.visits
    )


def prospecting_share(records: Sequence[Record]) -> Figure:
    """Returns the share of on-site minutes that went to prospects."""
    return _of_minutes(
        [r for r in records if r.minutes], lambda r: r.account_class is AccountClass.PROSPECT
    )


def focus(records: Sequence[Record]) -> Figure:
    """Returns the share of on-site minutes at the accounts with the first half of potential."""
    counted = [r for r in records if r.minutes and r.focal is not None]
    return _of_minutes(counted, lambda r: bool(r.focal))


def _of_frozen(
    records: Sequence[Record], above: Callable[[Record], float], gap: Callable[[Record], float]
) -> Figure:
    return _ratio([r for r in records if r.frozen], above, lambda r: r.frozen, gap)


def _of_minutes(counted: Sequence[Record], chosen: Callable[[Record], bool]) -> Figure:
    return _ratio(
        counted,
        lambda r: r.minutes if chosen(r) else 0.0,
        lambda r: r.minutes,
        lambda r: not chosen(r),
    )


def _touched(record: Record) -> bool:
    return record.made + record.touches + record.phone > 0


def _surplus(record: Record) -> float:
    return max(0.0, record.made - record.required - record.away - SPARE)
