"""Reads whose windows hold and what accounts bought; keeps what a manager set aside."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import wire
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Account, SalesMonth, Segment, SetAside
from server.people import store as people
from server.planning import store as planning
from server.seasons import history
from server.seasons.radar import radar as radar
from server.seasons.records import Aside, Buyer, Key, Known

#: Why a suggestion is set aside that was accepted.
ACCEPTED = "accepted"


def load_known(db: Session, scope: Scope, today: date) -> Known:
    """Returns what decides which season holds for whom."""
    ids = select(Account.id).where(*accounts.in_sight(scope))
    return Known(
        records=accounts.load_accounts(db, scope, today),
        windows=accounts.load_windows(db, ids),
        segments={row.name: row.label for row in db.scalars(select(Segment))},
        reps={str(rep.id): rep.name for rep in people.load_reps(db, scope) if rep.active},
        like=people.load_season(db),
        params=people.load_season_params(db),
    )


def load_open_suggestions(
    db: Session, scope: Scope, today: date
) -> tuple[wire.SeasonSuggestionOut, ...]:
    """Returns the seasons that orders suggest and nobody decided about."""
    segments = {row.name: row.label for row in db.scalars(select(Segment))}
    like, params = people.load_season(db), people.load_season_params(db)
    known = Known((), accounts.load_windows(db), segments, {}, like, params)
    aside = load_aside(db, scope, today)
    found = history.suggestions(load_buyers(db, scope), known, aside, today)
    return tuple(one for one in found if one.windows and one.standing == "open")


def load_buyers(db: Session, scope: Scope) -> tuple[Buyer, ...]:
    """Returns every account in sight with sales; one that closed is evidence all the same."""
    sales = load_sales(db, scope)
    query = select(Account).where(*accounts.in_sight(scope)).order_by(Account.name, Account.number)
    return tuple(
        Buyer(row.id, row.name, accounts.town_of(row.city, row.state), row.segment,
              (row.lat, row.lon) if row.lat is not None and row.lon is not None else None,
              sales[row.id])
        for row in db.scalars(query) if row.id in sales
    )  # fmt: skip


def load_sales(
    db: Session, scope: Scope, since: date | None = None
) -> Mapping[UUID, tuple[tuple[date, float, int], ...]]:
    """Returns the sales of each account in sight by month, from a month on."""
    query = (
        select(SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.orders)
        .join(Account, Account.id == SalesMonth.account_id)
        .where(*accounts.in_sight(scope))
        .order_by(SalesMonth.month)
    )
    if since is not None:
        query = query.where(SalesMonth.month >= since)
    found: dict[UUID, list[tuple[date, float, int]]] = defaultdict(list)
    for account_id, month, value, orders in db.execute(query):
        found[account_id].append((month, float(value), orders))
    return {key: tuple(rows) for key, rows in found.items()}


def load_planned(db: Session, scope: Scope, first: date, last: date) -> Mapping[UUID, list[date]]:
    """Returns the published visits of each account that nobody has reported yet."""
    found: dict[UUID, list[date]] = defaultdict(list)
    for visit in planning.load_visits(db, scope, first=first, last=last, open_only=True):
        found[visit.account_id].append(visit.on)
    return found


def load_aside(db: Session, scope: Scope, today: date) -> Mapping[Key, Aside]:
    """Returns the suggestions this manager does not want to see now: each sets aside alone."""
    prefix = _aside_key(scope, "", "")[:-1]
    found = {}
    for row in db.scalars(select(SetAside).where(SetAside.key.startswith(prefix))):
        of, key = row.key.removeprefix(prefix).split(":", 1)
        if row.until is None or row.until > today:
            found[of, key] = Aside(row.until, row.why == ACCEPTED)
    return found


def save_aside(
    db: Session, scope: Scope, of: str, key: str, standing: str, until: date | None, now: datetime
) -> None:
    """Sets a suggestion aside until a date or for good; ``open`` brings it back.

    An accepted one is remembered too: it stays accepted whatever dates its windows were dragged to.
    """
    accounts.must_see(db, scope, of, key)
    name = _aside_key(scope, *accounts.window_key(of, key))
    if row := db.get(SetAside, name):
        db.delete(row)
        db.flush()
    why = ACCEPTED if standing == ACCEPTED else ""
    if standing != "open":
        db.add(SetAside(key=name, until=until, why=why, by=scope.person_id, at=now))
        db.flush()
    details = {"standing": standing, "until": until.isoformat() if until else None}
    people.audit(db, now, scope, "season_set_aside", f"{of} {key}", details)


def _aside_key(scope: Scope, of: str, key: str) -> str:
    return f"season:{scope.person_id}:{of}:{key}"
