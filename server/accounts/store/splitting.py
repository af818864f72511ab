"""The split of accounts nobody has: preview, apply with a way back."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from server import database, errors, wire
from server.accounts import split
from server.accounts.records import AccountRecord
from server.accounts.store import loading, marking
from server.auth import Scope
from server.models import Account, Undo
from server.people import store as people
from server.people.store import RepRecord


def split_accounts(
    db: Session,
    scope: Scope,
    rep_ids: Collection[UUID],
    today: date,
    now: datetime,
    *,
    apply: bool,
) -> wire.SplitPreview:
    """Shares active accounts without a rep out among reps; ``apply`` also writes it.

    The same accounts and reps give the same split, so what was shown is what is applied.
    """
    reps = _reps(db, scope, rep_ids)
    records = loading.load_accounts(db, scope, today)
    unassigned = [a for a in records if a.rep_id is None]
    if not unassigned:
        raise errors.Invalid("There are no active accounts without a rep.")
    chosen = {rep.id for rep in reps}
    carried = [a for a in records if a.rep_id in chosen]
    travel_s = 60 * people.load_setting(db, "travel_minutes")
    band = float(people.load_setting(db, "balance_band"))
    made = split.split(unassigned, carried, reps, today, travel_s, band)
    undo_id = _apply(db, scope, made, now) if apply else None
    return _preview(made, unassigned, undo_id)


def _reps(db: Session, scope: Scope, rep_ids: Collection[UUID]) -> list[RepRecord]:
    seen = {rep.id: rep for rep in people.load_reps(db, scope) if rep.active}
    if not set(rep_ids) <= seen.keys():
        raise errors.NotFound()
    return sorted((seen[rep_id] for rep_id in set(rep_ids)), key=lambda rep: (rep.name, rep.id))


def _apply(db: Session, scope: Scope, made: split.Split, now: datetime) -> UUID | None:
    """Gives the accounts to their reps and returns the way back; none for the command line."""
    rev = database.take_rev(db)
    for rep_id in set(made.owners.values()):
        ids = [account_id for account_id, owner in made.owners.items() if owner == rep_id]
        db.execute(update(Account).where(Account.id.in_(ids)).values(rep_id=rep_id, rev=rev))
    marking.ask_for_plans(db, made.owners.values())
    label = f"{len(made.owners)} accounts split among {len(made.shares)} reps"
    people.audit(db, now, scope, "accounts_split", "accounts", {"label": label})
    if scope.person_id is None:
        return None
    moves = {str(account_id): [None, str(rep_id)] for account_id, rep_id in made.owners.items()}
    row = Undo(at=now, by=scope.person_id, label=label, before={"rep_id": moves})
    db.add(row)
    db.flush()
    return row.id


def _preview(
    made: split.Split, unassigned: list[AccountRecord], undo_id: UUID | None
) -> wire.SplitPreview:
    return wire.SplitPreview(
        reps=[wire.SplitShare(**share._asdict()) for share in made.shares],
        accounts=[
            wire.SplitAccount(account_id=a.id, name=a.name, city=a.city, rep_id=made.owners[a.id])
            for a in unassigned
        ],
        undo_id=undo_id,
    )
