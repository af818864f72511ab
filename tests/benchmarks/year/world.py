"""A rep's year, made from a seed: accounts, calendar and what chance has in store.

A third of the reps can do all that is asked for with hours to spare, a third only just, and a third
has 10 to 25 % more work than hours. ``Site`` is what everybody may know of an account; the methods
of ``World`` are what happens, whoever plans.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from routing.domain import Account, Channel, Location, TimeWindow
from routing.travel import TravelTimes
from tests.benchmarks.year import chance

FIRST = date(2026, 3, 2)
HORIZON_D = 56
BASE_AT = Location(42.5, -88.4)
#: Dates known before the year: the last visits of the past lie there. And after it, for plans.
BEFORE_D, AFTER_D = 300, 120

HOUR = 3600
START_S, END_S = 8 * HOUR, 17 * HOUR
LUNCH = TimeWindow(round(11.5 * HOUR), round(13.5 * HOUR))
LUNCH_S = HOUR // 2
SATURDAY = 5

#: Of all visits: the account is not there, calls off the day before, calls off that morning.
NO_SHOW, CANCELS_BEFORE, CANCELS_THAT_DAY = 0.05, 0.02, 0.015
NO_SHOW_S = 600
RETRY_WORKING_D = 2
SERVICE_SPREAD, DAY_SPREAD, LEG_SPREAD = 0.25, 0.06, 0.12
LONGEST_SERVICE = 3.0

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """An account as all planners know it; each counts its need for itself.

    A lead appears on ``known_from`` and is due at once; what was there before has a last visit.
    """

    account: Account
    where: Location
    known_from: date
    last_visit: date | None = None

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def is_call(self) -> bool:
        return self.account.cadence is not None and self.account.cadence.channel is Channel.PHONE

    @property
    def service_s(self) -> int:
        assert self.account.cadence
        return self.account.cadence.service_s


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit the account itself asked for, to lie within ``window``; it counts like any other."""

    account_id: str
    asked_on: date
    on: date
    window: TimeWindow


@dataclass(frozen=True)
class World:
    """One rep's year. ``ill`` holds each date ill with the first date of that illness."""

    seed: int
    rep: int
    load: str
    weeks: int
    sites: tuple[Site, ...]
    travel: TravelTimes
    working: tuple[date, ...]
    ill: Mapping[date, date]
    appointments: tuple[Appointment, ...]

    @property
    def end(self) -> date:
        """The first date after the year."""
        return FIRST + timedelta(weeks=self.weeks)

    @cached_property
    def by_id(self) -> dict[str, Site]:
        return {site.id: site for site in self.sites}

    @cached_property
    def agreed(self) -> dict[tuple[str, date], Appointment]:
        return {(one.account_id, one.on): one for one in self.appointments}

    def known_ill(self, on: date, evening: date) -> bool:
        """Says whether people know on an evening that the rep will be ill on a date."""
        return on in self.ill and self.ill[on] <= evening

    def spans(self, account_id: str, on: date) -> Spans:
        """Returns when a visit may begin, by opening hours or by what was agreed."""
        site = self.by_id[account_id]
        one = self.agreed.get((account_id, on))
        windows = (one.window,) if one else site.account.hours.on(on)
        return start_spans(windows, site.service_s)

    def drive_s(self, on: date, a: int, b: int) -> int:
        """Returns how long a drive takes on a date, traffic included."""
        traffic = chance.factor(DAY_SPREAD, self.seed, self.rep, "traffic", on)
        traffic *= chance.factor(LEG_SPREAD, self.seed, self.rep, "leg", on, a, b)
        return round(self.travel.duration_s[a][b] * traffic)

    def service_s(self, account_id: str, on: date) -> int:
        longer = chance.factor(SERVICE_SPREAD, self.seed, self.rep, "service", account_id, on)
        return round(self.by_id[account_id].service_s * min(LONGEST_SERVICE, longer))

    def is_away(self, account_id: str, on: date) -> bool:
        return chance.share(self.seed, self.rep, "away", account_id, on) < NO_SHOW

    def cancels_before(self, account_id: str, on: date) -> bool:
        """Says whether a visit on that date, if agreed, would be called off the day before."""
        return self._cancels(account_id, on) < CANCELS_BEFORE

    def cancels(self, account_id: str, on: date) -> bool:
        """Says whether a visit on that date is called off by that morning at the latest."""
        return self._cancels(account_id, on) < CANCELS_BEFORE + CANCELS_THAT_DAY

    def _cancels(self, account_id: str, on: date) -> float:
        return chance.share(self.seed, self.rep, "cancel", account_id, on)


def start_spans(windows: tuple[TimeWindow, ...], service_s: int) -> Spans:
    """Returns the first and last moment at which a visit may begin and still end inside."""
    return tuple(
        (w.start_s, w.end_s - service_s) for w in windows if w.end_s - service_s >= w.start_s
    )


def retry_from(missed: date) -> date:
    """Returns the first date to try again: some working days later."""
    day, left = missed, RETRY_WORKING_D
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
