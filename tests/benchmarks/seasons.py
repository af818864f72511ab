"""Seasons learnt from real order history, and whether the ramp visits they ask for come in time.

On the lakes each year up to 2021 is learnt from and the next one planned: every account of a lake
town with an accepted suggestion against the same account with a flat cadence. In the middle of the
state, where no season is, hardly anything may be suggested.
"""

import csv
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from routing import cadence
from routing.classification import seasons
from routing.domain import Account, AccountClass, Cadence, Need, Season, Tier
from server.accounts import assume
from tests.benchmarks.result import Result

COLUMNS = ("Region", "Learnt to", "Class", "Groups", "Suggested", "Starts", "Ramp visit",
           "Flat cadence", "Visits", "Flat visits")  # fmt: skip

#: The towns on Okoboji, Spirit Lake and Clear Lake, as the file writes them.
LAKE_TOWNS = frozenset(
    ("ARNOLDS PARK", "OKOBOJI", "MILFORD", "SPIRIT LAKE", "CLEAR LAKE", "CLEARLAKE")
)
LEARNT = {"lakes": (2018, 2019, 2020, 2021), "central": (2020, 2021)}
CLASSES = (AccountClass.CORE, AccountClass.INVEST, AccountClass.OPPORTUNISTIC)
#: A ramp visit comes so many days before the season starts.
EARLIEST_D, LATEST_D = 42, 7
PROMISED, ALLOWED = 0.85, 0.05
#: The chains stand for segments, which the file does not tell: how their names begin.
CHAINS = ("HY-VEE", "FAREWAY", "CASEY'S", "KUM & GO", "WALGREENS", "KWIK", "WAL-MART", "TARGET",
          "QUIK", "SAM'S", "CVS", "DOLLAR", "FLEET", "PRICE CHOPPER", "NEW STAR")  # fmt: skip


Year = tuple[np.ndarray, np.ndarray]
#: What is suggested, by ("town" or "chain", name).
Found = dict[tuple[str, str], seasons.Suggestion]


class Place(NamedTuple):
    """An account of the file: where it is, and what it bought in each month of each year."""

    number: str
    town: str
    chain: str
    at: tuple[float, float] | None
    sold: Mapping[int, Year]


class Tally(NamedTuple):
    """Season starts, those with a visit in time with and without windows, visits of the year."""

    starts: int = 0
    ramp: int = 0
    flat: int = 0
    visits: int = 0
    flat_visits: int = 0


def run(shared: Path) -> Result:
    """Learns and plans both regions; says which promise does not hold."""
    rows: list[tuple[Any, ...]] = []
    broken: list[str] = []
    for region, learnt in LEARNT.items():
        places = read(shared / "data" / "iowa", region)
        for last in learnt:
            found = suggestions(places, last)
            rows += _rows(region, places, found, last)
            broken += _broken(region, found, last)
    for account_class in CLASSES:
        kept = [row for row in rows if row[2] == account_class.value]
        starts, ramp = sum(row[5] for row in kept), sum(row[6] for row in kept)
        if ramp < PROMISED * starts:
            broken.append(f"{account_class.value}: {ramp} of {starts} starts have a ramp visit")
    return Result(COLUMNS, rows, broken)


def _rows(
    region: str,
    places: Sequence[Place],
    found: Found,
    last: int,
) -> Iterator[tuple[Any, ...]]:
    suggested = sum(one.verdict in seasons.SUGGESTED for one in found.values())
    if region != "lakes":
        yield region, last, "", len(found), suggested, 0, 0, 0, 0, 0
        return
    for account_class in CLASSES:
        tally = planned(places, found, last, account_class)
        yield region, last, account_class.value, len(found), suggested, *tally


def _broken(region: str, found: Found, last: int) -> Iterator[str]:
    named = [name for (_, name), one in found.items() if one.verdict in seasons.SUGGESTED]
    if region == "central" and len(named) > ALLOWED * len(found):
        yield f"{region} to {last}: {len(named)} of {len(found)} groups have a season"
    wrong = [name for name in named if name not in LAKE_TOWNS]
    if region == "lakes" and wrong:
        yield f"{region} to {last}: {', '.join(wrong)} lie at no lake"


def read(data: Path, region: str) -> list[Place]:
    """Returns the accounts of a region that bought anything."""
    sold: dict[str, dict[int, Year]] = defaultdict(
        lambda: defaultdict(lambda: (np.zeros(12), np.zeros(12)))
    )
    with (data / f"sales_by_month_{region}_iowa.csv").open() as file:
        for row in csv.DictReader(file):
            year, month = map(int, row["month"].split("-"))
            values, orders = sold[row["account_id"]][year]
            values[month - 1] += float(row["sales"])
            orders[month - 1] += int(row["order_days"])
    with (data / f"accounts_{region}_iowa.csv").open() as file:
        return [_place(row, sold[row["account_id"]]) for row in csv.DictReader(file)
                if row["account_id"] in sold]  # fmt: skip


def _place(row: Mapping[str, str], sold: Mapping[int, Year]) -> Place:
    at = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
    chain = next((one for one in CHAINS if row["name"].startswith(one)), "")
    return Place(row["account_id"], row["city"], chain, at, sold)


def suggestions(places: Sequence[Place], last: int) -> Found:
    """Returns what each town and each chain is suggested from the years up to ``last``."""
    first = min(year for place in places for year in place.sold)
    known = [place for place in places if min(place.sold) <= last]
    years = range(first, last + 1)
    towns = grouped(known, "town")
    found = {("chain", name): seasons.suggestion(pooled(of, years))
             for name, of in grouped(known, "chain").items() if name}  # fmt: skip
    centres = {name: centre for name, of in towns.items() if (centre := _centre(of))}
    counts = {name: len(of) for name, of in towns.items()}
    for town in towns:
        names = seasons.neighbours(centres, counts, town)
        together = [place for name in names for place in towns[name]]
        found["town", town] = seasons.suggestion(pooled(together, years))
    return found


def grouped(places: Sequence[Place], by: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[getattr(place, by)].append(place)
    return found


def pooled(places: Collection[Place], years: Sequence[int]) -> seasons.Pooled:
    """Returns what some accounts bought together."""
    nothing = (np.zeros(12), np.zeros(12))
    sums = [[sum((p.sold.get(year, nothing)[part] for p in places), np.zeros(12)) for year in years]
            for part in (0, 1)]  # fmt: skip
    values = tuple(tuple(map(float, year)) for year in sums[0])
    orders = tuple(tuple(map(int, year)) for year in sums[1])
    return seasons.Pooled(years[0], values, orders, len(places))


def _centre(places: Sequence[Place]) -> tuple[float, float] | None:
    at = [place.at for place in places if place.at]
    if not at:
        return None
    return statistics.median(lat for lat, _ in at), statistics.median(lon for _, lon in at)


def planned(
    places: Sequence[Place],
    found: Found,
    last: int,
    account_class: AccountClass,
) -> Tally:
    """Returns how many lake accounts are seen in the ramp of the year after ``last``."""
    tiers = _tiers(places, last)
    tally = Tally()
    for town, of in grouped([p for p in places if last in p.sold], "town").items():
        if town not in LAKE_TOWNS or not (start := season_start(of, last + 1)):
            continue
        season = Season(found["town", town].windows)
        for place in of:
            asked = cadence.CADENCE_TABLE[account_class, Tier(tiers[place.number])]
            with_windows = visits(place.number, asked, account_class, season, last + 1)
            flat = visits(place.number, asked, account_class, Season(), last + 1)
            more = (1, _in_time(with_windows, start), _in_time(flat, start),
                    len(with_windows), len(flat))  # fmt: skip
            tally = Tally(*(a + b for a, b in zip(tally, more, strict=True)))
    return tally


def season_start(places: Sequence[Place], year: int) -> date | None:
    """Returns what the year itself showed: the first of the longest stretch above its mean."""
    values = np.array(pooled(places, [year]).values[0])
    if not values.any():
        return None
    # A year that is not over yet has no say in its missing months.
    over = values > values[values > 0].mean()
    best, length = 0, 0
    for month in range(12):
        reach = next((n for n in range(12 - month) if not over[month + n]), 12 - month)
        if reach > length:
            best, length = month, reach
    return date(year, best + 1, 1)


def visits(
    number: str, asked: Cadence | None, account_class: AccountClass, season: Season, year: int
) -> list[date]:
    """Returns the due dates of a year, each visit made on its own; the need begins spread."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    account = Account(
        id=number, name=number, location=None, account_class=account_class, tier=Tier.B,
        cadence=asked, need=Need(first, cadence.spread(number)), season=season,
    )  # fmt: skip
    made: list[date] = []
    while (due := cadence.due_visit(account, first, last)) and due.target <= last:
        made.append(due.target)
        account = cadence.visited(account, due.target)
    return made


def _in_time(made: Sequence[date], start: date) -> bool:
    return any(
        start - timedelta(days=EARLIEST_D) <= day <= start - timedelta(days=LATEST_D)
        for day in made
    )


def _tiers(places: Sequence[Place], year: int) -> dict[str, str]:
    """Returns the tiers an import would assume from the sales of that year."""
    return assume.assumed_tiers(
        assume.Facts(p.number, True, None, float(p.sold[year][0].sum()), None)
        for p in places if year in p.sold
    )  # fmt: skip
