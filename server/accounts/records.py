"""An account as everything after this room sees it: its row, cadence, season, need and history.

Pure: from what the store read to what planning, phone and coverage ask. History becomes need by
channel: a visit counts 1, a phone call 1 where the cadence asks for calls and a half elsewhere, a
missed visit nothing, but it puts the next attempt off.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from routing import cadence as cadences
from routing import domain
from routing.domain import (
    AccountClass,
    Cadence,
    Channel,
    MonthDay,
    Need,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
)
from server.accounts import opening_hours

#: A share of the interval must stay above nothing and below one.
NARROWEST, WIDEST = 0.01, 0.95
SATURDAY = 5
#: On-site time of a cell that asks for nothing, should an account ask for itself.
NO_RULE_S = 600


class Rule(NamedTuple):
    """One cell of the cadence table. ``interval_d`` None asks for nothing.

    ``usual`` is the tolerance of a row without days; ``phone`` is for which part of a visit a call
    counts where a visit is wanted. Both are the company's.
    """

    interval_d: float | None
    tolerance_d: float | None
    service_s: int
    channel: str
    value: float
    usual: float = 0.25
    phone: float = 0.5

    @property
    def tolerance(self) -> float:
        """The row's days as a share of its interval; the usual share where it has none."""
        if self.tolerance_d is None or self.interval_d is None:
            return min(max(self.usual, NARROWEST), WIDEST)
        return min(self.tolerance_d / self.interval_d, WIDEST)


Rules = Mapping[tuple[str, str], Rule]


class Contact(NamedTuple):
    """A person at an account."""

    name: str
    phone: str
    email: str


#: Whose season windows win, the most specific first: as a whole set, never mixed
#: (docs/decisions/0010-which-season-wins.md).
SPECIFIC = ("account", "town", "segment", "product_line", "territory")


class Window(NamedTuple):
    """A season window and whose it is: one of ``SPECIFIC``."""

    state: str
    start: MonthDay
    end: MonthDay
    of: str = "account"


class History(NamedTuple):
    """A report that counts: what happened, when, told by whom."""

    on: date
    outcome: str
    result: str
    note: str
    rep: str
    source: str
    next_step: str = ""
    next_step_on: date | None = None


class Touch(NamedTuple):
    """A contact by a colleague that is no visit: a ticket, a call, a mail, an event."""

    on: date
    kind: str
    by: str
    text: str


class Sales(NamedTuple):
    """What an account bought in a month, named by its first day."""

    month: date
    value: float
    orders: int


class Switch(NamedTuple):
    """A change of class: until the day before ``on`` history counted by the class before."""

    on: date
    before: str


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account on one day. ``cadence`` None asks for nothing; ``history`` is the latest first.

    ``hours`` is the text in force: the account's own where it can be read, else its segment's.
    ``attempts`` and ``not_before`` come from missed visits since the last one made.
    ``first_touch_by`` is a lead's (:mod:`server.accounts.leads`).
    """

    id: UUID
    rev: int
    number: str
    name: str
    rep_id: UUID | None
    rep: str | None
    account_class: str
    tier: str
    segment: str | None
    segment_label: str
    active: bool
    address: str
    city: str
    state: str
    zip: str
    country: str
    lat: float | None
    lon: float | None
    place_source: str | None
    interval_d: float | None
    times_per_week: int | None
    service_s: int | None
    opening_hours: str
    opening_hours_problem: str
    hours: str
    potential: float | None
    assumed: tuple[str, ...]
    known_since: date
    found_on: date | None
    first_touch_by: date | None
    rule: Rule
    cadence: Cadence | None
    season: Season
    windows: tuple[Window, ...]
    need: Need
    behind: float
    last_visit: date | None
    attempts: int
    not_before: date | None
    next_visit: date | None
    contacts: tuple[Contact, ...]
    history: tuple[History, ...]
    touches: tuple[Touch, ...]
    sales: tuple[Sales, ...]
    sales_12m: float
    sales_12m_before: float
    product_line: str | None = None

    @property
    def overridden(self) -> bool:
        """Whether the account asks for an interval or time of its own."""
        return not (self.interval_d is self.times_per_week is self.service_s is None)

    @property
    def value(self) -> float:
        """What a visit weighs against those of other accounts."""
        return self.rule.value


def default_rules() -> dict[tuple[str, str], Rule]:
    """Returns the cadence table as it is before anybody edits it."""
    rules = {}
    for (account_class, tier), cadence in cadences.CADENCE_TABLE.items():
        value = cadences.VALUE_WEIGHTS[account_class, tier]
        rules[account_class.value, tier.value] = (
            Rule(cadence.interval_d, round(cadence.tolerance * cadence.interval_d, 2),
                 cadence.service_s, cadence.channel.value, value)
            if cadence
            else Rule(None, None, NO_RULE_S, Channel.PHONE.value, value)
        )  # fmt: skip
    return rules


@lru_cache(maxsize=8192)
def cadence_of(
    rule: Rule, interval_d: float | None, times_per_week: int | None, service_s: int | None
) -> Cadence | None:
    """Returns what an account is asked for: its own interval before the table's.

    So many visits a week are an interval of 7 days divided by them. The tolerance stays the row's
    share of the interval.
    """
    interval = 7 / times_per_week if times_per_week else interval_d or rule.interval_d
    if interval is None:
        return None
    return Cadence(max(1.0, interval), rule.tolerance, service_s or rule.service_s,
                   Channel(rule.channel))  # fmt: skip


@lru_cache(maxsize=4096)
def season_of(windows: tuple[Window, ...], like: Season = Season()) -> Season:  # noqa: B008
    """Returns the season the windows make, its ramp and rates ``like`` those of another.

    Without windows the account is in season all year.
    """
    made = tuple(SeasonWindow(SeasonState(w.state), w.start, w.end) for w in windows)
    return replace(like, windows=made)


def town_of(city: str, state: str) -> str:
    """Returns a town as season windows name it: ``City, ST``."""
    return ", ".join(part.strip() for part in (city, state) if part.strip())


def window_key(of: str, key: object) -> tuple[str, str]:
    """Returns what windows are found by; files write the same town in many cases."""
    return of, str(key).casefold() if of == "town" else str(key)


def window_keys(account: Any) -> tuple[tuple[str, str], ...]:
    """Returns whose windows may hold for an account (a row or a record), the most specific first.

    An account without a town, segment, product line or rep has no such key.
    """
    town = town_of(account.city or "", account.state or "")
    keys = (account.id, town, account.segment, account.product_line, account.rep_id)
    return tuple(window_key(of, key) for of, key in zip(SPECIFIC, keys, strict=True) if key)


Windows = Mapping[tuple[str, str], tuple[Window, ...]]


def windows_in_force(account: Any, windows: Windows) -> tuple[Window, ...]:
    """Returns the most specific set of windows there is for an account; none at all is all year."""
    return next((windows[key] for key in window_keys(account) if windows.get(key)), ())


def weight(outcome: str, rule: Rule) -> float:
    """Returns how much of a visit a report counts for, under a row of the cadence table."""
    if outcome == "phone":
        return 1.0 if rule.channel == Channel.PHONE else rule.phone
    return 1.0 if outcome == "made" else 0.0


def touches(
    history: Sequence[History], rule: Rule, told_last_visit: date | None
) -> tuple[cadences.Touch, ...]:
    """Returns what counts toward the need, an imported "last visit" too, by date."""
    counted = [(h.on, weight(h.outcome, rule)) for h in history]
    if told_last_visit is not None:
        counted.append((told_last_visit, 1.0))
    return tuple(cadences.Touch(on, share) for on, share in sorted(set(counted)) if share > 0)


class Standing(NamedTuple):
    """What history left: today's need, and the visits that late ones cost of late."""

    need: Need
    behind: float


@lru_cache(maxsize=16_384)
def standing(
    cadence: Cadence | None,
    season: Season,
    made: tuple[cadences.Touch, ...],
    number: str,
    today: date,
    before: tuple[tuple[date, Cadence | None], ...] = (),
    found_on: date | None = None,
) -> Standing:
    """Returns where an account stands. ``before`` are earlier cadences, each with its last date.

    A change of class keeps the need it found, so that nothing becomes overdue by it. The account's
    number, not its id, decides where an account of unknown history begins: the same file gives the
    same plan wherever it is imported. One that a rep ``found_on`` a day is due on that day.
    """
    start: Need | None = None
    for until, earlier in before:
        if until <= today and (start is None or start.on < until):
            start = cadences.need_after(earlier, season, made, number, until, found_on, start)
    steps = cadences.replay(cadence, season, made, number, today, found_on, start)
    value = cadences.need_on((cadence, season), steps[-1].after, today)
    return Standing(Need(today, value), cadences.behind_after(cadence, steps, today))


def missed_since(
    history: Sequence[History], last_visit: date | None, retry_d: int
) -> tuple[int, date | None]:
    """Returns the attempts since the last visit, and the first day for the next one."""
    missed = [h.on for h in history
              if h.outcome == "missed" and (last_visit is None or h.on > last_visit)]  # fmt: skip
    return len(missed), working_days_after(max(missed), retry_d) if missed else None


def working_days_after(day: date, count: int) -> date:
    """Returns the date that many Mondays to Fridays later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def last_counted(made: Collection[cadences.Touch], today: date) -> date | None:
    """Returns the latest date with a whole visit on or before today."""
    return max((touch.on for touch in made if touch.weight >= 1 and touch.on <= today),
               default=None)  # fmt: skip


def planning_account(
    record: AccountRecord, first: date, last: date, location_index: int | None
) -> domain.Account:
    """Returns the account as the planner needs it, its opening hours read for those dates."""
    return domain.Account(
        id=str(record.id),
        name=record.name,
        location=location_index,
        account_class=AccountClass(record.account_class),
        tier=Tier(record.tier),
        cadence=record.cadence,
        need=record.need,
        value=record.value,
        hours=opening_hours.opening_hours(record.hours, first, last, _country(record.country)),
        season=record.season,
        last_visit=record.last_visit,
        not_before=record.not_before,
        attempts=record.attempts,
        behind=record.behind,
    )


def _country(name: str) -> str:
    return name if len(name) == 2 and name.isupper() else ""
