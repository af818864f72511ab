"""Regions: accounts of a rep better visited on some weekdays or in some weeks."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.domain import SoftRegion
from server import database, errors, jobs
from server.auth import Scope
from server.models import Account, Region, RegionAccount
from server.people import store as people


def load_regions(db: Session, scope: Scope, rep_id: UUID) -> tuple[SoftRegion, ...]:
    """Returns a rep's regions by name, with those of their accounts that are still the rep's."""
    people.load_rep(db, scope, rep_id)
    query = select(Account.id).where(Account.rep_id == rep_id)
    return load_soft_regions(db, rep_id, {str(account_id) for account_id in db.scalars(query)})


def load_soft_regions(
    db: Session, rep_id: UUID, account_ids: Collection[str]
) -> tuple[SoftRegion, ...]:
    """Returns a rep's regions, with only these accounts in them."""
    rows = db.scalars(select(Region).where(Region.rep_id == rep_id).order_by(Region.name)).all()
    members: dict[UUID, list[str]] = {row.id: [] for row in rows}
    query = select(RegionAccount).where(RegionAccount.region_id.in_(members))
    for one in db.scalars(query.order_by(RegionAccount.account_id)):
        members[one.region_id].append(str(one.account_id))
    return tuple(
        SoftRegion(
            row.name,
            tuple(one for one in members[row.id] if one in account_ids),
            tuple(row.weekdays),
            tuple(row.weeks),
            row.cycle_weeks,
        )
        for row in rows
    )


def save_regions(
    db: Session, scope: Scope, rep_id: UUID, wanted: Iterable[SoftRegion], now: datetime
) -> None:
    """Replaces all regions of a rep and asks for a new plan."""
    people.load_rep(db, scope, rep_id)
    wanted = tuple(wanted)
    _must_be_theirs(db, rep_id, {UUID(one) for region in wanted for one in region.account_ids})
    old = select(Region.id).where(Region.rep_id == rep_id)
    db.execute(delete(RegionAccount).where(RegionAccount.region_id.in_(old)))
    db.execute(delete(Region).where(Region.rep_id == rep_id))
    for region in wanted:
        row = Region(
            rep_id=rep_id,
            name=region.name,
            weekdays=list(region.weekdays),
            weeks=list(region.weeks),
            cycle_weeks=region.cycle_weeks,
        )
        db.add(row)
        db.flush()
        ids = dict.fromkeys(region.account_ids)
        db.add_all(RegionAccount(region_id=row.id, account_id=UUID(one)) for one in ids)
    database.take_rev(db)
    jobs.request(db, "plan", rep_id)
    people.audit(
        db, now, scope, "regions_changed", rep_id, {region.name: len(region.account_ids)
                                                   for region in wanted}
    )  # fmt: skip


def _must_be_theirs(db: Session, rep_id: UUID, account_ids: Collection[UUID]) -> None:
    query = select(Account.id).where(Account.rep_id == rep_id, Account.id.in_(account_ids))
    if missing := set(account_ids) - set(db.scalars(query)):
        text = f"{len(missing)} of these accounts are not this rep's."
        raise errors.Invalid(text, [{"line": 0, "column": "account_ids", "text": text}])
