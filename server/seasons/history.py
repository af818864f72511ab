"""What order history suggests for each segment and town, with its evidence in words: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from routing.classification import seasons
from routing.classification.seasons import SUGGESTED, SeasonParams, Suggestion, Verdict
from server import wire
from server.accounts import store as accounts
from server.accounts.store import Window
from server.seasons.records import Aside, Buyer, Key, Known

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: What can be decided comes first; of the rest what is nearest to an answer.
ORDER = (*SUGGESTED, Verdict.SCATTERED, Verdict.ALL_YEAR, Verdict.NO_EVIDENCE, Verdict.TOO_FEW,
         Verdict.TOO_SHORT)  # fmt: skip


class Group(NamedTuple):
    """A segment or town, its own buyers, and those of the towns it was pooled with."""

    of: str
    key: str
    label: str
    own: Sequence[Buyer]
    pooled_with: Sequence[str]
    pooled: Sequence[Buyer]


def suggestions(
    buyers: Sequence[Buyer], known: Known, aside: Mapping[Key, Aside], today: date
) -> list[wire.SeasonSuggestionOut]:
    """Returns every segment and town that bought anything: what is suggested, and what is not."""
    years = completed_years(buyers, today)
    every = groups(buyers, known.segments, known.params)
    found = [_suggestion(group, years, known, aside) for group in every]
    return sorted(found, key=lambda one: (ORDER.index(Verdict(one.verdict)), -one.accounts))


def completed_years(buyers: Iterable[Buyer], today: date) -> range:
    """Returns the calendar years the sales cover from January to December, all of them past."""
    months = [month for buyer in buyers for month, _, _ in buyer.sales]
    if not months:
        return range(0)
    first, last = min(months), max(months)
    begin = first.year if first.month == 1 else first.year + 1
    end = min(last.year if last.month == 12 else last.year - 1, today.year - 1)
    return range(begin, end + 1)


def groups(
    buyers: Iterable[Buyer], segments: Mapping[str, str], params: SeasonParams
) -> list[Group]:
    """Returns the buyers by segment, and by town with its neighbours where it is small."""
    by_segment: dict[str, list[Buyer]] = defaultdict(list)
    by_town: dict[str, list[Buyer]] = defaultdict(list)
    names: dict[str, str] = {}
    for buyer in buyers:
        if buyer.segment:
            by_segment[buyer.segment].append(buyer)
        if buyer.town:
            key = accounts.window_key("town", buyer.town)[1]
            names.setdefault(key, buyer.town)
            by_town[key].append(buyer)
    return [
        *(Group("segment", name, segments.get(name, name), own, (), own)
          for name, own in by_segment.items()),
        *_towns(by_town, names, params),
    ]  # fmt: skip


def _towns(
    by_town: Mapping[str, Sequence[Buyer]], names: Mapping[str, str], params: SeasonParams
) -> list[Group]:
    centres = {key: at for key, own in by_town.items() if (at := _centre(own))}
    counts = {key: len(own) for key, own in by_town.items()}
    found = []
    for key, own in by_town.items():
        near = seasons.neighbours(centres, counts, key, params)
        pooled = [buyer for name in near for buyer in by_town[name]]
        others = [names[name] for name in near[1:]]
        found.append(Group("town", names[key], names[key], own, others, pooled))
    return found


def _centre(buyers: Iterable[Buyer]) -> tuple[float, float] | None:
    at = [buyer.at for buyer in buyers if buyer.at]
    return (median(lat for lat, _ in at), median(lon for _, lon in at)) if at else None


def pooled(buyers: Iterable[Buyer], years: range) -> seasons.Pooled:
    """Returns what some accounts bought together; who bought nothing in these years is no one."""
    values = {year: [0.0] * 12 for year in years}
    orders = {year: [0] * 12 for year in years}
    bought = set()
    for buyer in buyers:
        for month, value, count in buyer.sales:
            if month.year in values:
                values[month.year][month.month - 1] += value
                orders[month.year][month.month - 1] += count
                bought.add(buyer.id)
    return seasons.Pooled(years.start, tuple(map(tuple, values.values())),
                          tuple(map(tuple, orders.values())), len(bought))  # fmt: skip


def _suggestion(
    group: Group, years: range, known: Known, aside: Mapping[Key, Aside]
) -> wire.SeasonSuggestionOut:
    found = seasons.suggestion(pooled(group.pooled, years), known.params)
    key = accounts.window_key(group.of, group.key)
    windows = [Window(w.state.value, w.start, w.end, group.of) for w in found.windows]
    current = known.windows.get(key, ())
    put_off = aside.get(key)
    return wire.SeasonSuggestionOut(
        of=group.of,  # type: ignore[arg-type]
        key=group.key,
        label=group.label,
        pooled_with=list(group.pooled_with),
        verdict=found.verdict.value,
        standing=_standing(windows, current, put_off),  # type: ignore[arg-type]
        until=put_off.until if put_off else None,
        words=words(found, years, known.params),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        accounts=found.accounts,
        orders=found.orders,
        months=_months(found),
        carried=found.carried,
        windows=[accounts.window_out(window) for window in windows],
        current=[accounts.window_out(window) for window in current],
        ramp_from=f"{found.ramp_from.month:02}-{found.ramp_from.day:02}"
        if found.ramp_from
        else None,
        buyers_outside=_outside(group.own, found, years, known.params),
    )


def _standing(windows: Sequence[Window], current: Sequence[Window], aside: Aside | None) -> str:
    if windows and sorted(windows) == sorted(current):
        return "accepted"
    if aside and aside.accepted:
        return "accepted" if current else "open"
    if aside:
        return "later" if aside.until else "never"
    return "open"


def _months(found: Suggestion) -> list[wire.SeasonIndexOut]:
    season = found.in_season or (False,) * len(found.index)
    return [
        wire.SeasonIndexOut(month=number, index=round(index, 3), in_season=inside)
        for number, (index, inside) in enumerate(zip(found.index, season, strict=True), 1)
    ]


def _outside(
    own: Iterable[Buyer], found: Suggestion, years: range, params: SeasonParams
) -> list[wire.BuyerOut]:
    """Returns who would be left alone in months in which it buys; by its index shrunk to all's."""
    if found.verdict is not Verdict.SEASON:
        return []
    rows = []
    for buyer in own:
        bought = pooled([buyer], years)
        totals = [sum(month) for month in zip(*bought.values, strict=True)]
        if (mean := sum(totals) / 12) <= 0:
            continue
        index = seasons.shrunk_index(
            [total / mean for total in totals], bought.order_count, found.index, params
        )
        share = sum(i for i, inside in zip(index, found.in_season, strict=True) if not inside) / 12
        if share > 1 - params.carried:
            rows.append(
                wire.BuyerOut(account_id=buyer.id, name=buyer.name, share_outside=round(share, 3))
            )
    return sorted(rows, key=lambda row: -row.share_outside)


def words(found: Suggestion, years: range, params: SeasonParams) -> str:
    """Returns the evidence as a person says it."""
    if found.verdict is Verdict.TOO_SHORT:
        return ("Not enough evidence: a season needs two completed calendar years of orders, "
                f"here {'is one' if found.years == 1 else 'is none'}.")  # fmt: skip
    heard = f"{found.accounts} accounts with {found.orders} orders, {years[0]} to {years[-1]}."
    if found.verdict is Verdict.TOO_FEW:
        return (f"Not enough evidence: {heard} It takes {params.accounts} accounts and "
                f"{params.orders} orders.")  # fmt: skip
    return f"{_finding(found)} {heard} {_test(found)}"


def _finding(found: Suggestion) -> str:
    share = f"{found.carried:.0%}" if found.carried is not None else ""
    spans = month_spans(found.in_season)
    outside = month_spans([not inside for inside in found.in_season])
    if found.verdict is Verdict.SEASON:
        return f"{share} of the value is bought in {spans}; hardly anything in {outside}."
    if found.verdict is Verdict.BUSY:
        return (f"They buy all year, but {share} of the value in {spans}: "
                "a peak with a ramp before it.")  # fmt: skip
    if found.verdict is Verdict.SCATTERED:
        return (f"Some months are low, but {spans} carry only {share} of the value: "
                "nobody should be left alone in the others.")  # fmt: skip
    if found.verdict is Verdict.ALL_YEAR:
        return "The months differ, but none is so low that visits could stop."
    return "No evidence of a season: the months differ no more than by chance."


def _test(found: Suggestion) -> str:
    if not found.gate:
        return ""
    if found.gate.limit is not None:
        return f"Friedman’s test: {found.gate.q:.1f}, the limit is {found.gate.limit:.1f}."
    return f"Permutation test: chance does as well in {found.gate.p:.1%} of tries."


def month_spans(marked: Sequence[bool]) -> str:
    """Returns months as people say them: ``Nov to Feb and Jun``."""
    starts = [m for m in range(len(marked)) if marked[m] and not marked[m - 1]]
    if not starts:
        return "all months" if any(marked) else "no month"
    spans = []
    for first in starts:
        last = first
        while marked[(last + 1) % 12]:
            last += 1
        spans.append(MONTHS[first] if last == first else f"{MONTHS[first]} to {MONTHS[last % 12]}")
    return " and ".join(spans)
