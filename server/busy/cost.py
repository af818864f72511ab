"""How much work a recurrence rule asks for: pure. ``FREQ=SECONDLY`` is a cheap attack."""

from collections.abc import Iterable
from datetime import date

#: A calendar may fill so many stretches of half a year.
MOST_TIMES = 5_000
HORIZON_D = 180
#: So often a day; a series that repeats more often would alone fill the half year.
MOST_A_DAY = MOST_TIMES // HORIZON_D
#: So many repetitions may lie between a series' beginning and now.
MOST_STEPS = 200_000

_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
_BELOW = {
    "SECONDLY": (),
    "MINUTELY": ("BYSECOND",),
    "HOURLY": ("BYSECOND", "BYMINUTE"),
}
_ALL = ("BYSECOND", "BYMINUTE", "BYHOUR")
#: With these a rule of hours may search for centuries for a day that does not exist.
_DATES = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")


def is_too_much(rules: Iterable[str], begins: date | None, today: date) -> bool:
    """Says whether a series repeats too often to be read."""
    return any(_is_too_much(_parts(rule), begins, today) for rule in rules)


def _is_too_much(parts: dict[str, str], begins: date | None, today: date) -> bool:
    often = parts.get("FREQ", "")
    if often in _A_DAY and any(name in parts for name in _DATES):
        return True
    a_day = _A_DAY.get(often, 1)
    for name in _BELOW.get(often, _ALL):
        a_day *= max(1, len(parts.get(name, "").split(",")))
    age_d = max(0, (today - begins).days) if begins else 0
    return a_day > MOST_A_DAY or a_day * age_d > MOST_STEPS


def _parts(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.upper().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
