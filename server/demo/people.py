"""Who works at the demo company, where they start from, and when."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from server.demo.geography import zip_point
from server.demo.mix import ANN, CLEO, EMIL, Row

ZONE, COUNTRY = "America/Chicago", "US"
TEAMS = ("Lakes", "City")

_HOUR_S = 3600
_FULL_DAY = [8 * _HOUR_S, 17 * _HOUR_S + 1800]
#: The minute the demo's clock shows when it is opened: before the first rep leaves.
_MORNING = time(7, 40)

#: Name, e-mail, role, team; for reps the ZIP and town of their base and the holidays they keep.
_OFFICE = (
    ("Ada Admin", "admin@demo.example", "admin", None),
    ("Bob Sawyer", "bob@demo.example", "manager", "Lakes"),
    ("Dora Vance", "dora@demo.example", "manager", "City"),
    ("Finn Ashby", "service@demo.example", "colleague", None),
)
_REPS = (
    ("Ann Keller", ANN, "Lakes", "53105", "Burlington, WI", "WI"),
    ("Cleo Marsh", CLEO, "City", "60201", "Evanston, IL", "IL"),
    ("Emil Novak", EMIL, "Lakes", "53213", "Wauwatosa, WI", "WI"),
)
#: Emil leaves at half past twelve on Fridays.
_FRIDAYS = {EMIL: [8 * _HOUR_S, 12 * _HOUR_S + 1800]}
#: Days from today, how many working days, why. The past ones show in the visits, too.
_DAYS_OFF = {
    ANN: ((-38, 1, "Moving house"), (9, 1, "Dentist"), (48, 3, "Family holiday")),
    CLEO: ((-52, 2, "Long weekend"), (20, 1, "Trade fair in Rosemont"), (65, 2, "Wedding")),
    EMIL: ((-24, 1, "Training"), (13, 1, "School event"), (58, 4, "Vacation")),
}


def people(today: date) -> list[Row]:
    """Returns everyone who signs in; reps with base, week, lunch and days off around ``today``."""
    office = [
        {"name": name, "email": email, "role": role, "team": team}
        for name, email, role, team in _OFFICE
    ]
    return office + [_rep(today, *fields) for fields in _REPS]


def _rep(
    today: date, name: str, email: str, team: str, zip_code: str, base: str, state: str
) -> Row:
    lat, lon = zip_point(zip_code)
    return {
        "name": name, "email": email, "role": "rep", "team": team,
        "base_label": base, "base_lat": lat, "base_lon": lon,
        "zone": ZONE, "country": COUNTRY, "subdivision": state, "week": _week(email),
        "lunch_start_s": 11 * _HOUR_S + 1800, "lunch_end_s": 13 * _HOUR_S + 1800, "lunch_s": 1800,
        "days_off": _days_off(today, email, state),
    }  # fmt: skip


def _week(rep: str) -> list[list[int] | None]:
    """Returns seven ``[start_s, end_s]`` or None, Monday first."""
    return [_FULL_DAY] * 4 + [_FRIDAYS.get(rep, _FULL_DAY), None, None]


def _days_off(today: date, rep: str, state: str) -> list[Row]:
    rows = []
    for ahead, count, reason in _DAYS_OFF[rep]:
        days = _working_days_from(today + timedelta(days=ahead), count, state)
        rows.append({"first": days[0].isoformat(), "last": days[-1].isoformat(), "reason": reason})
    return rows


def _working_days_from(first: date, count: int, state: str) -> list[date]:
    days: list[date] = []
    while len(days) < count:
        if is_working_day(first, state):
            days.append(first)
        first += timedelta(days=1)
    return days


def work_share(reps: Iterable[Row], rep: str, day: date) -> float:
    """Returns the share of a full day a rep works on a date: 0 on weekends, holidays, days off."""
    person = next(person for person in reps if person["email"] == rep)
    hours = person["week"][day.weekday()]
    if not hours or not is_working_day(day, person["subdivision"]) or _is_off(person, day):
        return 0.0
    return (hours[1] - hours[0]) / (_FULL_DAY[1] - _FULL_DAY[0])


def _is_off(person: Row, day: date) -> bool:
    on = day.isoformat()
    return any(row["first"] <= on <= row["last"] for row in person["days_off"])


@cache
def is_working_day(day: date, state: str | None = None) -> bool:
    """Says whether a date is a weekday and no holiday of the country or the state."""
    return day.weekday() < 5 and day not in _holidays(state)


@cache
def _holidays(state: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(COUNTRY, subdiv=state)


def latest_working_morning(now_utc: datetime, zone: str = ZONE) -> datetime:
    """Returns 07:40 local of the latest day all reps work, not after ``now_utc``.

    State holidays count as well as federal ones: Wisconsin keeps New Year's Eve, and a demo that
    opened there would show two reps an empty day.
    """
    states = sorted({fields[-1] for fields in _REPS})
    now = now_utc.astimezone(ZoneInfo(zone))
    morning = datetime.combine(now.date(), _MORNING, now.tzinfo)
    while morning > now or not all(is_working_day(morning.date(), state) for state in states):
        morning -= timedelta(days=1)
    return morning
