"""Whose windows there are, what each account ends up with, and what new ones would change: pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from routing import cadence
from routing.domain import AccountClass, Season
from server import wire
from server.accounts import store as accounts
from server.accounts.store import AccountRecord, Window
from server.seasons.records import Key, Known, Windows

WEEK = timedelta(days=7)
WEEKS_AHEAD = 12
#: The places of one kind of windows in what a person reads.
WHOSE = {
    "account": "its own",
    "town": "its town's",
    "segment": "its segment's",
    "product_line": "its product line's",
    "territory": "its territory's",
}


def scopes(known: Known, today: date) -> list[wire.SeasonScopeOut]:
    """Returns everything windows may be given to, by kind and name.

    Of single accounts only those with windows: the others are found on the accounts' screen.
    """
    members = _by_key(known.records)
    return [
        _scope(known, of, key, label, members[accounts.window_key(of, key)], today)
        for of, key, label in _named(known)
    ]


def _by_key(records: Iterable[AccountRecord]) -> Mapping[Key, list[AccountRecord]]:
    found: dict[Key, list[AccountRecord]] = defaultdict(list)
    for record in records:
        for key in accounts.window_keys(record):
            found[key].append(record)
    return found


def _named(known: Known) -> Iterator[tuple[str, str, str]]:
    for record in known.records:
        if known.windows.get(("account", str(record.id))):
            yield "account", str(record.id), record.name
    towns = {accounts.town_of(r.city, r.state): None for r in known.records}
    by_key = {accounts.window_key("town", town): town for town in reversed(towns) if town}
    for town in sorted(by_key.values(), key=str.casefold):
        yield "town", town, town
    for name, label in sorted(known.segments.items(), key=lambda pair: pair[1].casefold()):
        yield "segment", name, label
    for line in sorted({r.product_line for r in known.records if r.product_line}):
        yield "product_line", line, line
    for rep_id, name in known.reps.items():
        yield "territory", rep_id, name


def _scope(
    known: Known,
    of: str,
    key: str,
    label: str,
    members: Sequence[AccountRecord],
    today: date,
) -> wire.SeasonScopeOut:
    windows = known.windows.get(accounts.window_key(of, key), ())
    return wire.SeasonScopeOut(
        of=of,  # type: ignore[arg-type]
        key=key,
        label=label,
        windows=windows_out(windows),
        state=_state(windows, known.like, today),  # type: ignore[arg-type]
        accounts=len(members),
        governed=sum(_is_governed(r, of, known.windows) for r in members) if windows else 0,
    )


def followers(
    records: Iterable[AccountRecord], windows: Windows, today: date
) -> list[wire.SeasonAccountOut]:
    """Returns what each account ends up with, and why."""
    return [_follower(record, windows, today) for record in records]


def _follower(record: AccountRecord, windows: Windows, today: date) -> wire.SeasonAccountOut:
    held = accounts.windows_in_force(record, windows)
    return wire.SeasonAccountOut(
        account_id=record.id,
        number=record.number,
        name=record.name,
        town=accounts.town_of(record.city, record.state),
        rep=record.rep or "",
        account_class=record.account_class,
        state=_state(held, record.season, today),  # type: ignore[arg-type]
        windows=windows_out(held),
        why=why(record, windows),
    )


def why(record: AccountRecord, windows: Windows) -> str:
    """Returns whose windows hold for an account, and whose they come before."""
    kinds = [of for of, key in accounts.window_keys(record) if windows.get((of, key))]
    if not kinds:
        return "No windows: in season all year."
    first = WHOSE[kinds[0]].capitalize()
    if len(kinds) == 1:
        return f"{first} windows."
    return f"{first} windows, before {' and '.join(WHOSE[kind] for kind in kinds[1:])}."


def effect(
    known: Known, of: str, key: str, windows: tuple[Window, ...], elsewhere: int, today: date
) -> wire.SeasonEffect:
    """Returns what these windows would change: states of today, visits of the coming weeks."""
    after = {**known.windows, accounts.window_key(of, key): windows}
    members = known.members(of, key)
    place = accounts.SPECIFIC.index(of)
    overruled = {r.id for r in members if _place(r, after) < place}
    governed = [record for record in members if record.id not in overruled]
    return wire.SeasonEffect(
        governed=len(governed),
        replaced=sum(_leaves(record, known.windows, after) for record in governed),
        overruled=len(overruled),
        elsewhere=elsewhere,
        changed=list(_changed(governed, known.windows, after, today)),
        weeks=_weeks(governed, known.windows, after, today),
        followers=followers(members, after, today),
    )


def _changed(
    governed: Iterable[AccountRecord], windows: Windows, after: Windows, today: date
) -> Iterator[wire.StateChange]:
    for record in governed:
        was = _state(accounts.windows_in_force(record, windows), record.season, today)
        now = _state(accounts.windows_in_force(record, after), record.season, today)
        if was != now:
            yield wire.StateChange(
                account_id=record.id, name=record.name,
                town=accounts.town_of(record.city, record.state),
                before=was, after=now,  # type: ignore[arg-type]
            )  # fmt: skip


def _weeks(
    governed: Sequence[AccountRecord], windows: Windows, after: Windows, today: date
) -> list[wire.RequiredWeek]:
    firsts = [today + number * WEEK for number in range(WEEKS_AHEAD)]
    return [
        wire.RequiredWeek(first=first, before=_required(governed, windows, first),
                          after=_required(governed, after, first))
        for first in firsts
    ]  # fmt: skip


def _required(governed: Iterable[AccountRecord], windows: Windows, first: date) -> float:
    return round(sum(required(record, windows, first, first + WEEK) for record in governed), 3)


def required(record: AccountRecord, windows: Windows, first: date, end: date) -> float:
    """Returns the visits an account's cadence asks for under given windows."""
    season = accounts.season_of(accounts.windows_in_force(record, windows), record.season)
    known = cadence.season_for(AccountClass(record.account_class), season)
    return cadence.required_visits(record.cadence, known, first, end)


def _place(record: AccountRecord, windows: Windows) -> int:
    """Returns how specific the windows in force are; after all others where there are none."""
    held = accounts.windows_in_force(record, windows)
    return accounts.SPECIFIC.index(held[0].of) if held else len(accounts.SPECIFIC)


def _leaves(record: AccountRecord, windows: Windows, after: Windows) -> bool:
    """Whether an account had windows before, of somebody less specific than now."""
    return _place(record, after) < _place(record, windows) < len(accounts.SPECIFIC)


def _is_governed(record: AccountRecord, of: str, windows: Windows) -> bool:
    return _place(record, windows) == accounts.SPECIFIC.index(of)


def _state(windows: tuple[Window, ...], like: Season, today: date) -> str:
    return cadence.season_state(accounts.season_of(windows, like), today).value


def windows_out(windows: Iterable[Window]) -> list[wire.SeasonWindowOut]:
    return [accounts.window_out(window) for window in windows]
