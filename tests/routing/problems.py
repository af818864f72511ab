"""Problems for the planner's tests: a plain small one, and many odd ones from a seed."""

import random
from datetime import date, timedelta

from routing import travel
from routing.domain import (
    DAY_S,
    Account,
    AccountClass,
    Avoided,
    Cadence,
    Channel,
    Held,
    HeldKind,
    Location,
    MonthDay,
    Need,
    OpeningHours,
    Problem,
    Rep,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
    TimeWindow,
    Underway,
    WorkingDay,
)

MONDAY = date(2026, 5, 4)
HOUR = 3600


def hours(start: float, end: float) -> TimeWindow:
    return TimeWindow(round(start * HOUR), round(end * HOUR))


OPEN = OpeningHours(((TimeWindow(0, DAY_S),),) * 7)
CLOSED = OpeningHours(((),) * 7)


def day(on: date, **changes) -> WorkingDay:
    """8 to 17 o'clock, half an hour of lunch between 11:30 and 13:30."""
    fields = {"hours": hours(8, 17), "lunch": hours(11.5, 13.5), "lunch_s": 1800} | changes
    return WorkingDay(on, **fields)


def weekdays(first: date, days: int) -> tuple[WorkingDay, ...]:
    dates = (first + timedelta(days=i) for i in range(days))
    return tuple(day(on) for on in dates if on.weekday() < 5)


def account(number: int, **changes) -> Account:
    """Core B at place ``number``, due on the first Monday, every 14 days, 30 minutes."""
    fields = {
        "id": f"a{number}",
        "name": f"Account {number}",
        "location": number,
        "account_class": AccountClass.CORE,
        "tier": Tier.B,
        "cadence": Cadence(14, 3 / 14, 1800),
        "need": Need(MONDAY, 1.0),
    } | changes
    return Account(**fields)


def line(places: int, step_s: int = 600) -> tuple[tuple[int, ...], ...]:
    """Places on a line, ``step_s`` apart; the base is place 0, account n place n."""
    return tuple(tuple(abs(a - b) * step_s for b in range(places)) for a in range(places))


def problem(*accounts: Account, days: int = 14, step_s: int = 600, **changes) -> Problem:
    """Ann's working days from a Monday on, her accounts on a line."""
    size = 1 + max([a.location or 0 for a in accounts], default=0)
    fields = {
        "rep": Rep("ann", "Ann", 0, weekdays(MONDAY, days)),
        "accounts": accounts,
        "today": MONDAY,
        "last_day": MONDAY + timedelta(days=days - 1),
        "travel_s": line(size, step_s),
        "travel_m": line(size, step_s * 10),
    } | changes
    return Problem(**fields)


def odd_problem(seed: int) -> Problem:
    """Anything that may come: seasons, closures, meetings, held visits that clash, overload."""
    dice = random.Random(seed)
    size, days = dice.randint(1, 30), dice.choice([1, 5, 14, 30])
    today = date(2026, 1, 1) + timedelta(days=dice.randint(0, 400))
    wide = dice.choice([0.1, 0.4, 1.2])
    places = [Location(42, -88)] + [
        Location(42 + dice.uniform(-wide, wide), -88 + dice.uniform(-wide, wide))
        for _ in range(size)
    ]
    times = travel.great_circle(places)
    accounts = tuple(_odd_account(dice, i, today, days) for i in range(size))
    dates = [today + timedelta(days=i) for i in range(days)]
    off = {on: "leave" for on in dates if dice.random() < 0.1}
    worked = tuple(_odd_day(dice, on) for on in dates if on.weekday() < 6 and on not in off)
    return Problem(
        Rep("ann", "Ann", 0, worked, off),
        accounts,
        today,
        dates[-1],
        times.duration_s,
        times.length_m,
        tuple(_odd_held(dice, accounts, today, days) for _ in range(dice.randint(0, 6))),
        tuple(
            Avoided(dice.choice(accounts).id, today + timedelta(days=dice.randint(0, days)))
            for _ in range(dice.randint(0, 5))
        ),
        Underway(today, dice.randint(0, size), dice.randint(7, 17) * HOUR, dice.random() < 0.3)
        if dice.random() < 0.25
        else None,
    )


def _odd_account(dice: random.Random, number: int, today: date, days: int) -> Account:
    week = ((hours(0, 24),),) * 7
    if dice.random() < 0.5:
        week = tuple(dice.choice(DAYS) for _ in range(7))
    closed = {today + timedelta(days=dice.randint(0, days)): () for _ in range(2)}
    season = Season()
    if dice.random() < 0.4:
        season = Season(tuple(_odd_window(dice) for _ in range(dice.randint(1, 2))))
    cadence = Cadence(
        dice.choice([1, 2, 3.5, 7, 10, 14, 28, 84]),
        dice.choice([0.1, 0.25, 0.5, 0.9]),
        dice.choice([600, 1800, 2700, 7200]),
        dice.choice([Channel.VISIT] * 5 + [Channel.PHONE]),
        dice.random() < 0.1,
    )
    return Account(
        f"a{number}",
        f"Account {number}",
        None if dice.random() < 0.05 else number + 1,
        dice.choice(list(AccountClass)),
        dice.choice(list(Tier)),
        None if dice.random() < 0.08 else cadence,
        Need(today - timedelta(days=dice.choice([0, 0, 3, 40])), dice.uniform(-0.5, 1.9)),
        dice.choice([0.2, 1, 3]),
        OpeningHours(week, closed),
        season,
        not_before=today + timedelta(days=dice.randint(-5, 30)) if dice.random() < 0.15 else None,
    )


DAYS = [
    (),
    (hours(9, 18),),
    (hours(11, 14), hours(16, 22)),
    (hours(0, 24),),
    (hours(8, 8.75),),
    (hours(19, 23),),
]


def _odd_window(dice: random.Random) -> SeasonWindow:
    first, last = (MonthDay(dice.randint(1, 12), dice.randint(1, 28)) for _ in range(2))
    return SeasonWindow(
        dice.choice([SeasonState.IN, SeasonState.PEAK, SeasonState.OFF]), first, last
    )


def _odd_day(dice: random.Random, on: date) -> WorkingDay:
    starts = dice.sample([8, 9, 10, 11.5, 13, 15], dice.choice([0, 0, 0, 1, 2]))
    busy = tuple(hours(s, s + dice.choice([0.5, 1, 2])) for s in starts)
    shift = dice.choice([(8, 17), (8, 17), (7, 12), (13, 19), (9, 15)])
    if dice.random() < 0.2:
        return WorkingDay(on, hours(*shift), busy=busy)
    return WorkingDay(on, hours(*shift), hours(11.5, 13.5), 2700, busy)


def _odd_held(dice: random.Random, accounts: tuple[Account, ...], today: date, days: int) -> Held:
    at = dice.randint(7, 17)
    window = hours(at, at + dice.choice([0.25, 1, 2])) if dice.random() < 0.5 else None
    on = today + timedelta(days=dice.randint(0, days))
    kind = dice.choice(list(HeldKind))
    return Held(dice.choice(accounts).id, on, kind, None, window, dice.choice([None, 900]))
