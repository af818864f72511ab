"""What would make an overloaded rep's weeks fit: pure."""

import math
from collections.abc import Mapping, Sequence

from routing.domain import AccountClass, Overload, Policy
from routing.plan.year import YearWeek


def stretch(weeks: Sequence[YearWeek], policies: Mapping[AccountClass, Policy]) -> float | None:
    """Returns the least factor, in hundredths, by which the intervals that may grow must grow.

    Visits fall as intervals grow, so minutes are divided by the factor, each class up to its own
    bound. None where even the bounds are not enough.
    """
    there = math.fsum(week.available_min for week in weeks)
    bounds = {
        name: one.stretch_to for name, one in policies.items() if one.overload is Overload.STRETCH
    }

    def required(factor: float) -> float:
        return math.fsum(
            minutes / min(factor, bounds.get(name, 1.0))
            for week in weeks
            for name, minutes in week.required_min.items()
        )

    for step in range(100, round(100 * max(bounds.values(), default=1.0)) + 1):
        if required(step / 100) <= there:
            return step / 100
    return None


def words(weeks: Sequence[YearWeek], policies: Mapping[AccountClass, Policy]) -> str:
    """Returns the way out in a sentence."""
    factor = stretch(weeks, policies)
    names = [
        name.value for name, one in policies.items() if one.overload is Overload.STRETCH
    ]  # fmt: skip
    if factor is not None:
        return f"It fits with the intervals of {' and '.join(names)} at {factor:g} times."
    there = math.fsum(week.available_min for week in weeks)
    required = math.fsum(week.all_min for week in weeks)
    a_week = (required - there) / 60 / max(1, len(weeks))
    return (
        f"Stretching what may be stretched is not enough: give away accounts of {a_week:.0f} hours "
        "a week, or change classes."
    )
