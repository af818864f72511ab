"""Which accounts stand behind an exception: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from routing import cadence
from routing.coverage import Figure
from routing.domain import AccountClass, SeasonState
from server import wire
from server.accounts.store import AccountRecord
from server.coverage.store import Loaded
from server.review.exceptions.facts import Items

SERVED = (SeasonState.IN, SeasonState.PEAK)
#: "Nobody was in touch" speaks of customers; who has not bought yet has no claim.
NO_CUSTOMER = AccountClass.PROSPECT


def item(record: AccountRecord, note: str = "", on: date | None = None) -> wire.MondayItem:
    """Returns an account as a row of a list."""
    return wire.MondayItem(
        account_id=record.id,
        name=record.name,
        city=record.city,
        rep_id=record.rep_id,
        rep=record.rep or "",
        account_class=record.account_class,
        tier=record.tier,
        on=on,
        note=note,
    )


def counted(loaded: Loaded, figure: Figure, notes: Mapping[UUID, str]) -> Items:
    """Returns the rows of a figure: they add up to it."""
    records = {str(row.account.id): row.account for row in loaded.rows}
    return tuple(
        item(record, notes.get(record.id, ""), record.last_visit).model_copy(
            update={"adds": part.above, "of": part.below}
        )
        for part in figure.parts
        if (record := records.get(part.id))
    )


def neglected(records: Iterable[AccountRecord], today: date, intervals: float = 2) -> Items:
    """Returns the customers in season whom nobody touched for more than so many intervals."""
    found = [(last, one) for one in records if (last := _silent_since(one, today, intervals))]
    return tuple(
        item(one, f"no contact since {last.isoformat()}", last)
        for last, one in sorted(found, key=lambda pair: (pair[0], pair[1].name))
    )


def late_leads(records: Iterable[AccountRecord], today: date) -> Items:
    """Returns the prospects found on the road that nobody contacted by their deadline."""
    found = [(by, one) for one in records
             if one.active and (by := one.first_touch_by) and by < today]  # fmt: skip
    return tuple(
        item(one, f"first contact was due by {by.isoformat()}", one.found_on)
        for by, one in sorted(found, key=lambda pair: (pair[0], pair[1].name))
    )


def _silent_since(record: AccountRecord, today: date, intervals: float) -> date | None:
    """Returns the last contact by anybody, where too much fell due since.

    Days off season rest, and a ramp asks for nothing here: a missed one is told as such.
    """
    if record.cadence is None or record.account_class == NO_CUSTOMER or not record.active:
        return None
    last = last_contact(record)
    if today - last <= timedelta(days=intervals * record.cadence.interval_d):
        return None
    season = cadence.season_for(AccountClass(record.account_class), record.season)
    if season.windows and cadence.season_state(season, today) not in SERVED:
        return None
    calm = replace(season, ramp_visits=0)
    due = cadence.required_visits(record.cadence, calm, last + timedelta(days=1), today)
    return last if due > intervals else None


def last_contact(record: AccountRecord) -> date:
    """Returns when anybody was in touch last: a visit, a call, a colleague, else since known."""
    told = [one.on for one in record.history if one.outcome != "missed"]
    told += [one.on for one in record.touches]
    return max([*told, record.last_visit or record.known_since, record.known_since])


def missed_ramps(loaded: Loaded) -> Items:
    """Returns the accounts whose season opened in the period without all visits of its ramp."""
    return tuple(
        item(row.account, "opened without the whole ramp", row.account.last_visit)
        for row in loaded.rows
        if row.record.openings > row.record.ramps
    )


def late_words(loaded: Loaded) -> Mapping[UUID, str]:
    """Returns how late each overdue account is."""
    return {
        row.account.id: f"{row.record.overdue_days} days overdue"
        for row in loaded.rows
        if row.record.overdue
    }


def made_words(loaded: Loaded) -> Mapping[UUID, str]:
    """Returns what was required of each account, and made."""
    return {
        row.account.id: f"{row.record.made} of {row.record.required:.1f} made"
        for row in loaded.rows
        if row.record.required
    }
