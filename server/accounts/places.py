"""Where an account lies when its file gives no coordinates: the point of its ZIP, or a geocoder.

The ZIP's point needs no network and is shown as approximate. A geocoder is asked only where the
setting names one, slowly, and never twice the same.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import geopy.geocoders
import zipcodes
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter

from server import errors

#: Where ``place_source`` comes from, the surest first. A later file never replaces ``phone``.
SOURCES = ("phone", "file", "geocoder", "zip")
SECONDS_BETWEEN = 1.1
#: Sent with each query: geocoders ask who is there.
USER_AGENT = "rounds-field-sales"
US_NAMES = frozenset(
    {"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}
)

Ask = Callable[[str], tuple[float, float] | None]


class Place(NamedTuple):
    """A point on the earth and how it is known."""

    lat: float
    lon: float
    source: str


def is_us(country: str) -> bool:
    return country.strip().casefold() in US_NAMES


def by_zip(zip_code: str, country: str) -> Place | None:
    """Returns the point of a US ZIP code, also of a ZIP+4; None elsewhere and where unknown."""
    if not is_us(country):
        return None
    point = _points().get(zip_code.strip()[:5])
    return Place(*point, "zip") if point else None


@lru_cache(maxsize=1)
def _points() -> Mapping[str, tuple[float, float]]:
    points = {}
    for row in zipcodes.list_all():
        if row["lat"] and row["long"]:
            points[row["zip_code"]] = (float(row["lat"]), float(row["long"]))
    return points


def query(address: str, zip_code: str, city: str, state: str, country: str) -> str:
    """Returns the line a geocoder is asked; empty where there is no street to ask for."""
    if not address.strip():
        return ""
    return ", ".join(p for p in (address, f"{zip_code} {city}".strip(), state, country) if p)


def geocoder(name: str, url: str = "") -> Ask:
    """Returns a function that asks one of geopy's geocoders, at most about once a second."""
    try:
        service = geopy.geocoders.get_geocoder_for_service(name)
        made = service(**_options(url))
    except (GeopyError, TypeError) as error:
        raise errors.ProviderFailed(
            f"The geocoder {name!r} cannot be used: {error}", permanent=True
        ) from error
    limited = RateLimiter(
        made.geocode, min_delay_seconds=SECONDS_BETWEEN, max_retries=1, swallow_exceptions=False
    )

    def ask(line: str) -> tuple[float, float] | None:
        found = limited(line)
        return (found.latitude, found.longitude) if found else None

    return ask


def _options(url: str) -> dict[str, str]:
    """Returns what a geocoder is made with: who asks, and the host where it is one's own."""
    scheme, _, host = url.rpartition("://")
    own = {"domain": host.rstrip("/"), "scheme": scheme or "https"} if host else {}
    return {"user_agent": USER_AGENT, **own}


def found(lines: Iterable[str], ask: Ask) -> dict[str, tuple[float, float] | None]:
    """Returns what the geocoder said of each line; None where it knows no such place.

    Stops at the first failure of the service and keeps what it has; with nothing yet it raises.
    """
    answers: dict[str, tuple[float, float] | None] = {}
    for line in lines:
        try:
            answers[line] = ask(line)
        except GeopyError as error:
            if answers:
                return answers
            raise errors.ProviderFailed(
                f"The geocoder did not answer: {error}", permanent=False
            ) from error
    return answers
