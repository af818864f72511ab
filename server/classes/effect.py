"""What a class asks of a rep's week: visits a year and minutes a week, pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from routing import cadence, territories
from routing.domain import AccountClass, Cadence, Season
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.people.store import RepRecord

YEAR_D = 365
WEEKS = YEAR_D / 7
Rules = Mapping[tuple[str, str], accounts.Rule]


class Demand(NamedTuple):
    """Visits and calls of a year, and the minutes of a mean week with the way there."""

    visits: float = 0.0
    minutes: float = 0.0


def demand(
    record: AccountRecord, account_class: str, rules: Rules, today: date, travel_s: float
) -> Demand:
    """Returns what an account would ask for in a year from today, were it of that class.

    Its own interval and minutes stay before the table's; season and ramp are those it has.
    """
    own = (record.interval_d, record.times_per_week, record.service_s)
    rhythm = accounts.cadence_of(rules[account_class, record.tier], *own)
    season = cadence.season_for(AccountClass(account_class), record.season)
    return _asked(rhythm, season, today, travel_s)


@lru_cache(maxsize=4096)
def _asked(rhythm: Cadence | None, season: Season, today: date, travel_s: float) -> Demand:
    """Walks a year of days: accounts of one cadence and season, as most of a segment, share it."""
    end = today + timedelta(days=YEAR_D)
    visits = cadence.required_visits(rhythm, season, today, end)
    minutes = territories.workload(rhythm, season, today, end, travel_s)
    return Demand(visits, minutes / WEEKS)


def demands(
    records: Iterable[AccountRecord], rules: Rules, today: date, travel_s: float
) -> dict[UUID, Demand]:
    """Returns what each account asks for as it stands."""
    return {one.id: demand(one, one.account_class, rules, today, travel_s) for one in records}


def capacity_min(rep: RepRecord) -> float:
    """Returns the minutes of a rep's ordinary week, without lunch."""
    days = [span[1] - span[0] - rep.lunch_s for span in rep.week if span]
    return sum(max(0, seconds) for seconds in days) / 60
