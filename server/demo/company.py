"""The demo company, whole: people, accounts, visits, touches, sales of a fictional wholesaler.

``demo_company(today)`` is pure and seeded: the same accounts whatever the date, a history that
ends yesterday. It yields rows in the product's own import format, so that the demo comes in
through the same door as anybody's file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain, cycle
from random import Random

from server.demo import geography, history, mix, names, people, seasons
from server.demo import told as reports
from server.demo import touches as office
from server.demo.geography import Polygon, Town
from server.demo.mix import ANN, CLEO, EMIL, Row
from server.demo.people import latest_working_morning

__all__ = ["DemoCompany", "demo_company", "latest_working_morning"]

NAME = "North Shore Ice & Drinks"
NOTICE = (
    f"{NAME} is fictional: the towns are real, the people and accounts are not. "
    "Names, classes, sales and past visits are simulated."
)

TERRITORIES = {
    ANN: geography.LAKES_SOUTH,
    CLEO: geography.NORTH_SHORE,
    EMIL: geography.MILWAUKEE,
}
#: Where a segment can be: a marina needs a harbour, a ski slope a hill.
_NEEDS = {"marina": "w", "ski_slope": "h", "christmas_market": "f"}
#: Accounts that came in without a rep: segment, class, tier of each town in ``UNASSIGNED``.
_UNASSIGNED = (("cafe", "core", "B"), ("restaurant", "prospect", "B"), ("bar", "invest", "C"))
#: The numbers of the two that gave up.
_INACTIVE = (1017, 1201)
#: Dollars a year an account could buy: A holds about half of all of it, A and B over 80 %.
_POTENTIAL = {"A": (16_000, 46_000), "B": (10_500, 15_500), "C": (4_500, 10_000)}
#: One account in so many gave no hours of its own: its segment's count.
_WITHOUT_HOURS = 12


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """Rows for the import, and what the plain map draws. ``notice`` belongs on every screen."""

    name: str
    zone: str
    country: str
    teams: tuple[str, ...]
    people: tuple[Row, ...]
    segments: tuple[Row, ...]
    accounts: tuple[Row, ...]
    visits: tuple[Row, ...]
    sales: tuple[Row, ...]
    told: tuple[Row, ...]
    touches: tuple[Row, ...]
    shoreline: tuple[Polygon, ...]
    labels: tuple[tuple[str, float, float], ...]
    notice: str


def demo_company(today: date, seed: int = 2026) -> DemoCompany:
    """Returns the company as it stands on the morning of ``today``."""
    staff = people.people(today)
    accounts = _accounts(seed)
    visits = _visits(accounts, staff, today, seed)
    since = (today - timedelta(days=history.VISITS_D)).isoformat()
    recent = [visit for visit in visits if visit["date"] >= since]
    return DemoCompany(
        name=NAME,
        zone=people.ZONE,
        country=people.COUNTRY,
        teams=people.TEAMS,
        people=tuple(staff),
        segments=tuple(_segment_rows()),
        accounts=tuple(_with_last_visits(accounts, visits)),
        visits=tuple(recent),
        sales=tuple(history.monthly_sales(accounts, today, seed)),
        told=tuple(reports.told(accounts, recent, today, seed)),
        touches=tuple(office.past_touches(accounts, today, seed)),
        shoreline=geography.SHORELINE,
        labels=geography.TOWN_LABELS,
        notice=NOTICE,
    )


def _segment_rows() -> Iterator[Row]:
    for segment in seasons.SEGMENTS:
        yield {
            "name": segment.name, "label": segment.label, "opening_hours": segment.hours[0],
            "seasons": seasons.season_rows(segment), "ramp_days": seasons.RAMP_D,
            "ramp_visits": seasons.RAMP_VISITS, "ramp_last_days": seasons.RAMP_GAP_D,
        }  # fmt: skip


# --- accounts -----------------------------------------------------------------------------------


@cache
def _accounts(seed: int) -> tuple[Row, ...]:
    """Returns all accounts without their last visits: these alone depend on today."""
    taken: set[str] = set()
    sites = list(_sites(seed))
    numbers = Random(f"{seed} numbers").sample(range(1001, 1001 + len(sites)), len(sites))
    pairs = zip(numbers, sites, strict=True)
    rows = [_account(seed, number, *site, taken) for number, site in pairs]
    return tuple(sorted(rows, key=lambda row: row["account_number"]))


def _sites(seed: int) -> Iterator[tuple[str | None, Town, str, str, str, bool]]:
    """Yields rep, town, segment, class, tier and whether it is one of the twice-a-week houses."""
    for rep, towns in TERRITORIES.items():
        wanted = list(mix.classes(rep))
        places = _places(Random(f"{seed} {rep}"), towns, [segment for segment, *_ in wanted])
        for number, (kind, town) in enumerate(zip(wanted, places, strict=True)):
            yield rep, town, *kind, number < mix.TWICE_A_WEEK[rep]
    for town, kind in zip(geography.UNASSIGNED, _UNASSIGNED, strict=True):
        yield None, town, *kind, False


def _places(rng: Random, towns: Sequence[Town], segments: Sequence[str]) -> list[Town]:
    """Returns a town for each segment: those that need a harbour or a hill choose first."""
    free = list(chain.from_iterable([town] * town.accounts for town in towns))
    rng.shuffle(free)
    choosy = {
        trait: cycle([town for town in towns if trait in town.traits]) for trait in "whf"
    }  # fmt: skip
    chosen: dict[int, Town] = {}
    for position, segment in enumerate(segments):
        if segment in _NEEDS:
            chosen[position] = next(t for t in choosy[_NEEDS[segment]] if t in free)
            free.remove(chosen[position])
    return [chosen.get(position) or free.pop() for position in range(len(segments))]


def _account(
    seed: int, number: int, rep: str | None, town: Town, segment: str, account_class: str,
    tier: str, twice: bool, taken: set[str],
) -> Row:  # fmt: skip
    rng = Random(f"{seed} account {number}")
    lat, lon = geography.place(rng, town.zip)
    name = names.business_name(rng, segment, town.city, taken)
    return {
        "account_number": f"NS-{number}", "name": name, "rep": rep,
        "account_class": account_class, "tier": tier, "segment": segment,
        "potential": round(rng.triangular(*_POTENTIAL[tier]), -2),
        "interval_days": None, "times_per_week": 2 if twice else None,
        "minutes": mix.own_minutes(rng, rep, segment, mix.CADENCE[account_class, tier][2]),
        "opening_hours": _hours(rng, segment), "last_visit": None,
        **names.contact(rng, name, geography.area_codes(town.zip)),
        "address": geography.street_address(rng, town.city), "city": town.city,
        "state": town.state, "zip": town.zip, "country": people.COUNTRY, "lat": lat, "lon": lon,
        "status": "inactive" if number in _INACTIVE else "active",
    }  # fmt: skip


def _hours(rng: Random, segment: str) -> str | None:
    return rng.choice(seasons.BY_NAME[segment].hours) if rng.randrange(_WITHOUT_HOURS) else None


# --- history ------------------------------------------------------------------------------------


def _visits(accounts: Sequence[Row], staff: Sequence[Row], today: date, seed: int) -> list[Row]:
    reps = [person for person in staff if person["role"] == "rep"]

    def works(rep: str, day: date) -> float:
        return people.work_share(reps, rep, day)

    return history.past_visits(accounts, works, today, seed)


def _with_last_visits(accounts: Sequence[Row], visits: Sequence[Row]) -> Iterator[Row]:
    """A call counts as a visit only where the class asks for calls; a missed one never does."""
    counts = {a["account_number"]: "phone" if mix.by_phone(a) else "made" for a in accounts}
    last = {
        visit["account_number"]: visit["date"]
        for visit in visits
        if visit["outcome"] == counts[visit["account_number"]]
    }
    for account in accounts:
        yield account | {"last_visit": last.get(account["account_number"])}
