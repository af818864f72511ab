"""Public holidays by country and subdivision, from the package ``holidays``."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays


def problem_of(country: str, subdivision: str | None) -> str:
    """Returns what is wrong with a country or subdivision, and what is possible; empty if nothing.

    An empty country is right: it has no public holidays.
    """
    known = holidays.list_supported_countries()
    if country and country not in known:
        return f"No holidays are known of the country {country!r}. Use two letters, like US or DE."
    parts = known.get(country, [])
    if subdivision and subdivision not in parts:
        return f"{country} has no part {subdivision!r}. It has: {', '.join(parts) or 'none'}."
    return ""


def public_holidays(
    country: str, subdivision: str | None, first: date, last: date
) -> Mapping[date, str]:
    """Returns the public holidays between two dates, both included, with their names.

    What no calendar is known of has none: a wrong country must not stop a plan.
    """
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _of_year(country, subdivision, year).items()
        if first <= day <= last
    }


@lru_cache(maxsize=512)
def _of_year(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    if not country or problem_of(country, subdivision):
        return {}
    found = holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False)
    return {day: name for day, name in found.items() if day.year == year}
