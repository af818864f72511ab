"""The nouns of planning, in memory: frozen, self-checking, free of any database or screen.

Units everywhere: durations whole seconds (``_s``), lengths whole metres (``_m``), clock times
seconds since local midnight of the rep's zone, dates local dates, coordinates ``(lat, lon)``.
Nonsense raises ValueError here, so that no solver has to distrust what it is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

DAY_S = 24 * 3600

DEFAULT_SERVICE_S = 1800
"""How long a held visit takes at an account without a cadence."""


class AccountClass(StrEnum):
    """Where an account stands in its relationship; prospect until it has bought."""

    CORE = "core"
    INVEST = "invest"
    OPPORTUNISTIC = "opportunistic"
    DIVEST = "divest"
    PROSPECT = "prospect"


class Tier(StrEnum):
    """How much an account could buy: A holds the first half of all potential, B up to 80 %."""

    A = "A"
    B = "B"
    C = "C"


class Channel(StrEnum):
    """How a cadence wants the contact made; a phone visit costs minutes but no travel."""

    VISIT = "visit"
    PHONE = "phone"


class SeasonState(StrEnum):
    """What the calendar says of an account: leave alone, wake up, serve, serve more."""

    OFF = "off"
    RAMP = "ramp"
    IN = "in"
    PEAK = "peak"


class DueState(StrEnum):
    """Where an account stands against its due window."""

    NOT_DUE = "not_due"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    OFF_SEASON = "off_season"
    NO_CADENCE = "no_cadence"


class Reason(StrEnum):
    """Why a due visit is not in the plan. Every code has one sentence in ``plan.REASON_TEXT``."""

    NOT_ENOUGH_HOURS = "not_enough_hours"
    DISPLACED = "displaced"
    CLOSED = "closed"
    OFF_SEASON = "off_season"
    NO_LOCATION = "no_location"
    TOO_FAR = "too_far"
    NO_WORKING_DAY = "no_working_day"
    DROPPED = "dropped"
    SHARE_USED = "share_used"
    DOES_NOT_FIT_DAY = "does_not_fit_day"
    BEYOND_HORIZON = "beyond_horizon"


class Why(StrEnum):
    """Why a planned visit is in the plan. ``figures`` beside it hold the dates and the detour."""

    DUE = "due"
    LATE = "late"
    RAMP = "ramp"
    PROSPECTING = "prospecting"
    FROZEN = "frozen"
    PIN = "pin"
    APPOINTMENT = "appointment"


class Overload(StrEnum):
    """What a manager allows to happen to a class when the hours do not suffice."""

    PROTECT = "protect"
    STRETCH = "stretch"
    LAPSE = "lapse"


class HeldKind(StrEnum):
    """Why a visit may not be moved by the planner, weakest first."""

    FROZEN = "frozen"
    PIN = "pin"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the earth, degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} is not between -90 and 90.")
        if not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} is not between -180 and 180.")


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A stretch of one local day, ``start_s`` to ``end_s`` seconds after midnight."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s <= DAY_S:
            raise ValueError(f"time window {self.start_s}-{self.end_s} is empty or not in a day.")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When an account receives: a weekly pattern (Monday first) and the dates that differ.

    Holidays, seasonal hours and closures arrive as ``exceptions``; a date there with no windows
    is closed.
    """

    week: tuple[tuple[TimeWindow, ...], ...]
    exceptions: Mapping[date, tuple[TimeWindow, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"opening hours need 7 weekdays, not {len(self.week)}.")

    def on(self, day: date) -> tuple[TimeWindow, ...]:
        """Returns the windows of one date, in order; none when closed."""
        return self.exceptions.get(day, self.week[day.weekday()])


ALWAYS_OPEN = OpeningHours(week=((TimeWindow(0, DAY_S),),) * 7)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often an account is to be visited, with what slack, for how long and by what channel.

    ``tolerance`` is a share of the interval (formulas, section 2): the due window opens at a need
    of ``1 - tolerance`` and closes at ``1 + tolerance``.
    """

    interval_d: float
    tolerance: float = 0.25
    service_s: int = 1800
    channel: Channel = Channel.VISIT
    fixed_day: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.interval_d <= 730:
            raise ValueError(f"interval {self.interval_d} days is not between 1 and 730.")
        if not 0 < self.tolerance < 1:
            raise ValueError(f"tolerance {self.tolerance} is not between 0 and 1.")
        if not 0 < self.service_s <= DAY_S:
            raise ValueError(f"service time {self.service_s} s is not within a day.")


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day that recurs each year; 29 February means 28 February in common years."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            date(2024, self.month, self.day)
        except ValueError:
            raise ValueError(f"{self.day}.{self.month}. is no day of any year.") from None

    def in_year(self, year: int) -> date:
        """Returns the date of that year."""
        if (self.month, self.day) == (2, 29) and not _leap(year):
            return date(year, 2, 28)
        return date(year, self.month, self.day)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True)
class SeasonWindow:
    """A recurring stretch of the year, both days inclusive; may wrap the new year."""

    state: SeasonState
    start: MonthDay
    end: MonthDay


@dataclass(frozen=True, slots=True)
class Season:
    """All windows of one account and the ramp before each opening.

    Without windows the account is in season all year. With in or peak windows it is off outside
    them; with off windows only, it is in season outside them. ``ramp_visits`` are guaranteed
    within ``ramp_d`` days before an opening, the last of them ``ramp_gap_d`` days before it.
    ``off_rate`` above zero makes the off season soft (service visits only). ``ramp_bonus`` is what
    a ramp visit is worth beside its account's value.
    """

    windows: tuple[SeasonWindow, ...] = ()
    ramp_visits: int = 2
    ramp_d: int = 42
    ramp_gap_d: int = 7
    off_rate: float = 0.0
    peak_rate: float = 1.5
    ramp_bonus: float = 0.5

    def __hash__(self) -> int:
        """Looks at the first window alone: calendars are looked up 100,000 times a plan."""
        if not self.windows:
            return self.ramp_visits
        start, end = self.windows[0].start, self.windows[0].end
        return hash((len(self.windows), start.month, start.day, end.month, end.day, self.ramp_d))


@dataclass(frozen=True, slots=True)
class Need:
    """Visits accumulated at the start of a date since the last one; 1.0 is due."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Account:
    """A place a rep visits, as the planner needs it.

    ``location`` indexes the problem's travel times; None where the place is not known.
    ``cadence`` is None where nothing is asked for (divest C). ``not_before`` is the floor a
    refusal, a snooze or a missed visit sets. ``value`` weighs the account against others
    (formulas, section 2, "Weights v"). ``behind`` are the visits lost because earlier ones came
    late: while it is above 0, the next one may come as soon as it counts again.
    """

    id: str
    name: str
    location: int | None
    account_class: AccountClass
    tier: Tier
    cadence: Cadence | None
    need: Need
    value: float = 1.0
    hours: OpeningHours = ALWAYS_OPEN
    season: Season = Season()
    last_visit: date | None = None
    not_before: date | None = None
    attempts: int = 0
    behind: float = 0.0


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """One date on which a rep works: from leaving base to being back, lunch inside.

    ``start`` and ``end`` index the travel times where the day does not begin or end at base.
    """

    on: date
    hours: TimeWindow
    lunch: TimeWindow | None = None
    lunch_s: int = 0
    busy: tuple[TimeWindow, ...] = ()
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        if self.lunch and self.lunch.end_s - self.lunch.start_s < self.lunch_s:
            raise ValueError(f"lunch of {self.lunch_s} s does not fit its window on {self.on}.")


@dataclass(frozen=True, slots=True)
class Nights:
    """Overnight stays a rep accepts between two working days in a row.

    ``places`` index the travel times; only those at least ``least_s`` of driving from base count.
    """

    places: tuple[int, ...]
    a_week: int = 1
    least_s: int = 3600

    def __post_init__(self) -> None:
        if not 0 <= self.a_week <= 7:
            raise ValueError(f"{self.a_week} nights a week are not between 0 and 7.")
        if self.least_s < 0:
            raise ValueError(f"a least drive of {self.least_s} s is below 0.")


@dataclass(frozen=True, slots=True)
class SoftRegion:
    """Accounts better visited on some weekdays (0 is Monday) or in some weeks of a cycle.

    An empty tuple allows all. Week 0 of the cycle holds Monday 2024-01-01, as every
    ``cycle_weeks``-th one after it. A wish with a price, never a limit.
    """

    name: str
    account_ids: tuple[str, ...]
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    cycle_weeks: int = 1

    def __post_init__(self) -> None:
        if not all(0 <= weekday <= 6 for weekday in self.weekdays):
            raise ValueError(f"region {self.name}: weekdays are 0 (Monday) to 6.")
        if self.cycle_weeks < 1 or not all(0 <= week < self.cycle_weeks for week in self.weeks):
            raise ValueError(f"region {self.name}: weeks are 0 to below {self.cycle_weeks}.")


@dataclass(frozen=True, slots=True)
class Policy:
    """What may happen to a class under overload; ``stretch_to`` bounds how far intervals grow."""

    overload: Overload = Overload.PROTECT
    stretch_to: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.stretch_to <= 4:
            raise ValueError(f"a stretch to {self.stretch_to} is not between 1 and 4.")


@dataclass(frozen=True, slots=True)
class Rep:
    """Who visits: where each day starts and ends, and the dates of the horizon worked.

    ``base`` indexes the travel times. A date without a :class:`WorkingDay` is not worked;
    ``days_off`` says why (holiday, leave) for those a person would ask about.
    """

    id: str
    name: str
    base: int
    working_days: tuple[WorkingDay, ...]
    days_off: Mapping[date, str] = field(default_factory=dict)
    nights: Nights | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A visit that stays on its date, at a given time where there is one.

    ``visit_id`` is the published visit it holds. Pins and appointments are hard: the plan breaks
    around them, never through them.
    """

    account_id: str
    on: date
    kind: HeldKind
    visit_id: str | None = None
    window: TimeWindow | None = None
    service_s: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A visit people already see on a date; a new plan may move it, at a price."""

    account_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Avoided:
    """A date, or a whole due window from it on, that a rep asked to keep free of an account."""

    account_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Underway:
    """Where the day of ``on`` stands when it is planned again: from here, not before this time."""

    on: date
    location: int
    at_s: int
    lunch_taken: bool = False


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit the cadence asks for: earliest, target and latest date.

    ``number`` counts an account's due visits from the first one open today. ``ramp`` marks a visit
    that wakes the account up before its season.
    """

    account_id: str
    number: int
    earliest: date
    target: date
    latest: date
    ramp: bool = False

    def __post_init__(self) -> None:
        if not self.earliest <= self.target <= self.latest:
            raise ValueError(f"due window {self.earliest}..{self.latest} misses {self.target}.")


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit in a day route. ``arrival_s`` may precede ``start_s``: then the rep waits.

    ``travel_s`` and ``travel_m`` lead from the place before. ``why`` says in one line why this
    account on this day; ``reason`` and ``figures`` say it for the referee.
    """

    account_id: str
    due: DueVisit | None
    arrival_s: int
    start_s: int
    departure_s: int
    travel_s: int
    travel_m: int
    held: Held | None = None
    why: str = ""
    reason: Why | None = None
    figures: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A phone visit on a date: minutes, no travel, any time of the day."""

    account_id: str
    due: DueVisit | None
    service_s: int
    held: Held | None = None
    why: str = ""
    reason: Why | None = None
    figures: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayRoute:
    """One rep's ordered day. Calls are made at its end: ``home_s`` plus their time fits the hours.

    ``start`` and ``end`` index the travel times where they are not base: a night away, a day
    that the rep's calendar begins elsewhere. ``bound_s`` is what no order of the same visits can
    drive less than; with ``proven`` it is ``travel_s``.
    """

    on: date
    leave_s: int
    home_s: int
    stops: tuple[Stop, ...] = ()
    calls: tuple[Call, ...] = ()
    lunch_start_s: int | None = None
    travel_s: int = 0
    travel_m: int = 0
    proven: bool = False
    start: int | None = None
    end: int | None = None
    bound_s: int = 0


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A due visit without a day, the reason, and the figures behind the reason."""

    visit: DueVisit
    reason: Reason
    figures: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Territory:
    """The accounts of one rep."""

    rep_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one rep's plan is made from. Same problem, same parameters, same plan.

    ``today`` is the first date planned; ``last_day`` the last one (inclusive).
    ``travel_s`` and ``travel_m`` are square matrices indexed by ``Account.location``.
    ``published`` is what people see now. A class without a policy is protected. Prospects fill
    at most ``prospecting_share`` of the field time; 0 plans them like any other account.
    """

    rep: Rep
    accounts: tuple[Account, ...]
    today: date
    last_day: date
    travel_s: tuple[tuple[int, ...], ...]
    travel_m: tuple[tuple[int, ...], ...]
    held: tuple[Held, ...] = ()
    avoided: tuple[Avoided, ...] = ()
    underway: Underway | None = None
    travel_source: str = "great_circle"
    published: tuple[Published, ...] = ()
    policies: Mapping[AccountClass, Policy] = field(default_factory=dict)
    prospecting_share: float = 0.0
    regions: tuple[SoftRegion, ...] = ()

    def __post_init__(self) -> None:
        if self.last_day < self.today:
            raise ValueError(f"the horizon ends on {self.last_day}, before {self.today}.")
        size = len(self.travel_s)
        if any(len(row) != size for row in (*self.travel_s, *self.travel_m)):
            raise ValueError("travel times are not square.")
        if not 0 <= self.prospecting_share <= 1:
            raise ValueError(f"a prospecting share of {self.prospecting_share} is not 0 to 1.")
        places = [self.rep.base, *(a.location for a in self.accounts if a.location is not None)]
        places += self.rep.nights.places if self.rep.nights else ()
        places += [p for d in self.rep.working_days for p in (d.start, d.end) if p is not None]
        if any(not 0 <= place < size for place in places):
            raise ValueError(f"a location index lies outside the {size} travel times.")
        if len({a.id for a in self.accounts}) != len(self.accounts):
            raise ValueError("two accounts share one id.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Rotation, day routes and what is left out, for one rep over one horizon.

    ``stretch`` holds by how much the intervals of a class grew because the hours did not suffice.
    """

    rep_id: str
    today: date
    last_day: date
    days: tuple[DayRoute, ...]
    unplanned: tuple[Unplanned, ...]
    travel_source: str = "great_circle"
    stretch: Mapping[AccountClass, float] = field(default_factory=dict)
