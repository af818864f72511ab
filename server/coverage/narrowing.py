"""Which accounts and days a question is about: pure."""

from collections.abc import Mapping

from routing import coverage
from server import wire
from server.coverage.counting import Counted
from server.coverage.store import Loaded

#: A screen's name of a dimension, and the record's.
DIMENSIONS: Mapping[str, coverage.By] = {
    "rep": "rep_id",
    "team": "team_id",
    "account_class": "account_class",
    "tier": "tier",
    "segment": "segment",
    "town": "town",
}
#: Days in the field have these alone; a board narrowed by another says nothing of days.
OF_DAYS = {"rep", "team"}


def narrowed(loaded: Loaded, ask: wire.CoverageFilter) -> Loaded:
    """Returns what a filter leaves; an empty value leaves what has none."""
    wanted = {name: value for name in DIMENSIONS if (value := getattr(ask, name)) is not None}
    rows = tuple(row for row in loaded.rows if _fits(row, wanted))
    days = tuple(
        day
        for day in loaded.days
        if wanted.keys() <= OF_DAYS
        and all((getattr(day, DIMENSIONS[name]) or "") == key for name, key in wanted.items())
    )
    return Loaded(rows, days)


def within(loaded: Loaded, by: str, key: str | None) -> Loaded:
    """Returns what a group of the board is made of; all of it without a key."""
    if key is None:
        return loaded
    return narrowed(loaded, wire.CoverageFilter.model_validate({by: key}))


def figures(loaded: Loaded) -> Mapping[str, coverage.Figure]:
    """Returns every metric of what was loaded, all together."""
    return coverage.review(_records(loaded), days=loaded.days)[coverage.ALL]


def groups(loaded: Loaded, by: str) -> Mapping[str, Mapping[str, coverage.Figure]]:
    """Returns every metric by one dimension."""
    return coverage.review(_records(loaded), DIMENSIONS[by], loaded.days)


def _records(loaded: Loaded) -> list[coverage.Record]:
    return [row.record for row in loaded.rows]


def _fits(row: Counted, wanted: Mapping[str, str]) -> bool:
    return all(
        str(getattr(row.record, DIMENSIONS[name]) or "") == key for name, key in wanted.items()
    )
