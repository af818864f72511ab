"""When an account receives, from a text in OpenStreetMap's ``opening_hours`` syntax.

A text that cannot be read is kept, shown and flagged (``problem_of``); the account is then planned
by its segment's hours (``in_force``). An empty text means: whenever the rep works.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import opening_hours as osm

from routing.domain import ALWAYS_OPEN, DAY_S, OpeningHours, TimeWindow

ONE_DAY = timedelta(days=1)
#: A weekday's usual hours are told from at least this many of it.
LEAST_WEEKS = 4

#: What people write instead, and what to write: the first that matches is said.
HINTS = (
    (r"[–—−]", "Use a plain hyphen (-) instead of “–”."),
    (r"(?i)\d\s*[ap]\.?m\b", "Write times from 0 to 24 hours, like 14:00 for 2 pm."),
    (r"-\s*\d{1,2}\s*(?:$|[;,])", "Write minutes too, like 07:00-21:00."),
    (
        r"\d{1,2}:\d{2}\s+(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b",
        "Put a semicolon between two rules, like Mo-Fr 09:00-18:00; Sa 10:00-14:00.",
    ),
    (r"(?i)\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", "Write days as Mo Tu We Th Fr Sa Su."),
    (r"\d{1,2}\.\d{2}", "Write times with a colon, like 07:30."),
    (r"^\+?[\d ()/-]{7,}$", "This looks like a phone number."),
)
EXAMPLE = "Write hours like Mo-Fr 08:00-18:00; Sa 09:00-13:00."


@lru_cache(maxsize=20_000)
def problem_of(text: str) -> str:
    """Returns why the text cannot be read, where, and what to write; empty when it can."""
    if not text.strip():
        return ""
    try:
        osm.OpeningHours(text)
    except osm.ParserError as error:  # type: ignore[attr-defined]
        return f"{_where(text, str(error))} {_hint(text)}"
    return ""


def _where(text: str, said: str) -> str:
    place = re.search(r"--> \d+:(\d+)", said)
    at = int(place[1]) - 1 if place else 0
    rest = text[at : at + 20]
    return f"“{text}” cannot be read from “{rest}” on." if rest else f"“{text}” ends too early."


def _hint(text: str) -> str:
    return next((hint for pattern, hint in HINTS if re.search(pattern, text)), EXAMPLE)


def in_force(text: str, segment_text: str) -> str:
    """Returns the text that counts: the account's own where it can be read, else its segment's."""
    if text.strip() and not problem_of(text):
        return text
    return "" if problem_of(segment_text) else segment_text


@lru_cache(maxsize=4096)
def opening_hours(text: str, first: date, last: date, country: str = "") -> OpeningHours:
    """Returns the weekly pattern and the dates from ``first`` to ``last`` that differ from it.

    The pattern of a weekday is what most of its dates have; seasons, closures and the public
    holidays of ``country`` come as exceptions. Hours past midnight count on both dates. Empty and
    unreadable texts are always open; who has a segment asks ``in_force`` first. "By appointment"
    and other unknown states count as closed.
    """
    if not text.strip() or problem_of(text):
        return ALWAYS_OPEN
    until = max(last, first + timedelta(weeks=LEAST_WEEKS) - ONE_DAY)
    dates = _dates(text, first, until, country)
    week = tuple(_usual(dates, weekday) for weekday in range(7))
    return OpeningHours(
        week,
        {
            day: windows
            for day, windows in dates.items()
            if day <= last and windows != week[day.weekday()]
        },
    )


def _usual(dates: Mapping[date, tuple[TimeWindow, ...]], weekday: int) -> tuple[TimeWindow, ...]:
    """Returns the commonest windows of a weekday; of equally common ones those seen first."""
    seen = Counter(windows for day, windows in dates.items() if day.weekday() == weekday)
    return seen.most_common(1)[0][0]


def _dates(text: str, first: date, last: date, country: str) -> dict[date, tuple[TimeWindow, ...]]:
    days: dict[date, list[TimeWindow]] = {
        first + timedelta(days=n): [] for n in range((last - first).days + 1)
    }
    start, end = _midnight(first), _midnight(last + ONE_DAY)
    for begins, ends, state, _ in _read(text, country).intervals(start, end):
        if str(state) == "open":
            _add(days, begins, min(ends, end))
    return {day: tuple(_merged(windows)) for day, windows in days.items()}


def _read(text: str, country: str) -> osm.OpeningHours:
    try:
        return osm.OpeningHours(text, country=country or None)
    except osm.UnknownCountryError:  # type: ignore[attr-defined]
        return osm.OpeningHours(text)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _add(days: dict[date, list[TimeWindow]], begins: datetime, ends: datetime) -> None:
    """Adds an open stretch to each date it touches, split at midnight."""
    day = begins.date()
    while _midnight(day) < ends:
        midnight = _midnight(day)
        start = max(0, int((begins - midnight).total_seconds()))
        end = min(DAY_S, int((ends - midnight).total_seconds()))
        if start < end:
            days[day].append(TimeWindow(start, end))
        day += ONE_DAY


def _merged(windows: list[TimeWindow]) -> list[TimeWindow]:
    """Returns the windows with neighbours joined: open with a comment and without are one."""
    joined: list[TimeWindow] = []
    for window in windows:
        if joined and joined[-1].end_s >= window.start_s:
            window = TimeWindow(joined.pop().start_s, window.end_s)
        joined.append(window)
    return joined
