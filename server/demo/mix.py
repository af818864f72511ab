"""How many accounts of which class and tier each rep has, and how often each is visited.

The table is balanced by hand: summer's kiosks, marinas and hotels take over what bars, ski slopes
and Christmas markets need in winter, so that a rep's week asks for about the same number of
visits all year. ``tests/server/demo`` computes it month by month.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

from server.demo.seasons import PEAK_RATE, RAMP_D, RAMP_VISITS, season_state

Row = dict[str, Any]

ANN, CLEO, EMIL = "ann@demo.example", "cleo@demo.example", "emil@demo.example"

#: The product's default cadence: weeks between visits, tolerance in days, minutes, channel.
CADENCE: Mapping[tuple[str, str], tuple[int | None, float | None, int, str]] = {
    ("core", "A"): (1, 2, 45, "visit"),
    ("core", "B"): (2, 3, 30, "visit"),
    ("core", "C"): (4, 5, 20, "visit"),
    ("invest", "A"): (1, None, 45, "visit"),
    ("invest", "B"): (2, None, 45, "visit"),
    ("invest", "C"): (2, None, 30, "visit"),
    ("opportunistic", "A"): (12, None, 45, "visit"),
    ("opportunistic", "B"): (12, None, 30, "visit"),
    ("opportunistic", "C"): (12, None, 15, "phone"),
    ("divest", "A"): (12, None, 15, "phone"),
    ("divest", "B"): (26, None, 10, "phone"),
    ("divest", "C"): (None, None, 10, "phone"),
    ("prospect", "A"): (4, None, 30, "visit"),
    ("prospect", "B"): (4, None, 30, "visit"),
    ("prospect", "C"): (12, None, 30, "visit"),
}

_LETTERS = {
    "c": "core", "i": "invest", "o": "opportunistic", "d": "divest", "p": "prospect",
}  # fmt: skip

#: ``cA6``: six core accounts of tier A.
MIX = {
    ANN: {
        "restaurant": "cA6 cB5 cC3 iA1 iB2 iC1 oB1 oC1 dB1 pC1",
        "cafe": "cA2 cB3 cC2 iB1 oC1 pB1",
        "supermarket": "cA5 cB3 iA1 iB1 dA1 pB1",
        "kiosk": "cA1 cB2 cC2 iC1 oB1 pB1",
        "marina": "cA1 cB3 cC2 iB1 oC1 pB1",
        "fuel_station": "cA1 cB1 cC1 oC1 dC1",
        "hotel": "cA1 cB2 iB1 oB1 pA1",
        "bar": "cA4 cB4 cC1 iA1 iB1 oB1",
        "ski_slope": "cA3 iB1",
        "christmas_market": "cA1 iB1",
    },
    CLEO: {
        "restaurant": "cA7 cB5 cC3 iA1 iB2 iC1 oA1 oB1 oC1 dB1 pA1 pC1",
        "cafe": "cA2 cB3 cC3 iB1 oC1 dC1 pB1",
        "supermarket": "cA5 cB3 iA1 iB1 dA1 pB1",
        "kiosk": "cA1 cB2 cC2 oB1 pC1",
        "marina": "cA1 cB2 cC1 iB1 pB1",
        "fuel_station": "cA1 cB2 cC1 oC1",
        "hotel": "cA1 cB2 iB1 oB1 pA1",
        "bar": "cA4 cB4 cC1 iA1 iC1 oB1 dC1",
        "ski_slope": "cA1 cB1",
        "christmas_market": "cA2 iB1",
    },
    EMIL: {
        "restaurant": "cA5 cB6 cC4 iA1 iB1 iC1 oA1 oB1 oC1 dB1 pA1 pC1",
        "cafe": "cA2 cB4 cC2 iB1 oC1 dC1 pB1",
        "supermarket": "cA4 cB4 iA1 iB1 dA1 pB1",
        "kiosk": "cA1 cB2 cC1 iC1 oB1 pB1",
        "marina": "cA1 cB2 cC1 iB1 oB1",
        "fuel_station": "cA1 cB2 cC1 oC1 dC1",
        "hotel": "cA1 cB1 iB1 oB1 pA1",
        "bar": "cA4 cB3 cC2 iA1 iB1 oB1 dC1",
        "ski_slope": "cA2 cB1",
        "christmas_market": "cA1 iB1 pB1",
    },
}

#: The first of a rep's core A restaurants, which buy fish-fry drinks twice a week.
TWICE_A_WEEK = {ANN: 3, CLEO: 3, EMIL: 2}

#: How long a stop takes against its class's minutes, where the trade is quicker by nature.
PACE: Mapping[str, tuple[float, ...]] = {
    "restaurant": (0.8, 0.9, 1.0),
    "cafe": (0.7, 0.8, 1.0),
    "supermarket": (0.8, 1.0),
    "kiosk": (0.6, 0.7),
    "fuel_station": (0.5, 0.6),
    "marina": (0.8, 1.0),
    "bar": (0.7, 0.8, 1.0),
}

#: Minutes that every stop of a rep takes longer: parking on Chicago's north side.
PARKING_MIN = {CLEO: 5}


def classes(rep: str) -> Iterator[tuple[str, str, str]]:
    """Yields segment, class and tier of each account a rep has."""
    for segment, cells in MIX[rep].items():
        for cell in cells.split():
            for _ in range(int(cell[2:])):
                yield segment, _LETTERS[cell[0]], cell[1]


def own_minutes(rng: Random, rep: str | None, segment: str, of_class: int) -> int | None:
    """Returns the minutes an account asks for where they differ from its class's, else None."""
    pace = rng.choice(PACE.get(segment, (1.0,)))
    minutes = 5 * round(of_class * pace / 5) + PARKING_MIN.get(rep or "", 0)
    return minutes if minutes != of_class else None


def interval_d(account: Row) -> float | None:
    """Returns the days between two visits in season; the account's own wish beats its class."""
    if account["times_per_week"]:
        return 7 / account["times_per_week"]
    weeks = CADENCE[account["account_class"], account["tier"]][0]
    return account["interval_days"] or (7 * weeks if weeks else None)


def tolerance(account: Row) -> float:
    """Returns the share of the interval a visit may be early or late."""
    days = CADENCE[account["account_class"], account["tier"]][1]
    own = account["times_per_week"] or account["interval_days"]
    return 0.25 if own or not days else days / (interval_d(account) or 1)


def minutes(account: Row) -> int:
    """Returns the minutes on site: the account's own, else its class's."""
    return account["minutes"] or CADENCE[account["account_class"], account["tier"]][2]


def by_phone(account: Row) -> bool:
    """Says whether the account's class asks for a call instead of a visit."""
    return CADENCE[account["account_class"], account["tier"]][3] == "phone"


def visits_a_day(account: Row, day: date) -> float:
    """Returns the visits one date asks for: none off season, two spread over a ramp."""
    interval = interval_d(account)
    state = season_state(account["segment"], day)
    if interval is None or state == "off":
        return 0.0
    if state == "ramp":
        return 0.0 if account["account_class"] == "divest" else RAMP_VISITS / RAMP_D
    return (PEAK_RATE if state == "peak" else 1) / interval
