"""Metrics of days in the field: made of dates, not of accounts."""

from collections.abc import Sequence

from routing.coverage.figures import Figure, ratio
from routing.coverage.records import FieldDay

#: So many visits of a whole day are good (formulas: 6-10).
FAIR_DAY = 6
#: Travel up to this share of on-site time is good.
FAIR_TRAVEL = 0.6


def call_rate(days: Sequence[FieldDay]) -> Figure:
    """Returns completed visits per day in the field; a short day counts half."""
    return ratio(
        days,
        lambda day: day.id,
        lambda day: day.visits,
        lambda day: day.share,
        lambda day: day.visits < FAIR_DAY * day.share,
        most=float("inf"),
    )


def travel_to_face(days: Sequence[FieldDay]) -> Figure:
    """Returns minutes on the way per minute on site."""
    return ratio(
        days,
        lambda day: day.id,
        lambda day: day.travel_min,
        lambda day: day.on_site_min,
        lambda day: day.travel_min > FAIR_TRAVEL * day.on_site_min,
        most=float("inf"),
    )
