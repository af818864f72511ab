"""What the published plan answers to a rep's wishes."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Plan,
    PublishedPlan,
    Visit,
)
from server.people import store as people
from server.planning import wishes
from server.planning.store import scoped
from server.planning.wishes import WishAnswer, WishRecord


def load_answered_wishes(
    db: Session, scope: Scope, rep_id: UUID, first: date
) -> tuple[tuple[WishRecord, WishAnswer], ...]:
    """Returns a rep's wishes about a date and later, each with the published plan's answer."""
    scoped.must_see(scope, rep_id)
    wished = scoped.load_wishes(db, rep_id, first)
    published = db.execute(
        select(Plan.based_on_rev, Plan.today)
        .join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
        .where(PublishedPlan.rep_id == rep_id)
    ).first()
    known_rev, today = published or (None, first)
    placed = _placed(db, rep_id, {wish.account_id for wish in wished})

    def broken(wish: WishRecord) -> str:
        return rule(db, rep_id, today, wish)

    return tuple(
        (wish, wishes.answer(wish, known_rev, placed.get(wish.account_id, ()), broken))
        for wish in wished
    )


def load_contrary(db: Session, wish: WishRecord, today: date) -> str:
    """Returns why a rep's wish must give way to a manager's, in words; empty where none stands."""
    asked = wishes.contrary(wish, scoped.load_wishes(db, wish.rep_id, today))
    return wishes.asked_text(asked) if asked else ""


def _placed(
    db: Session, rep_id: UUID, account_ids: Collection[UUID]
) -> dict[UUID, list[wishes.Placed]]:
    query = select(Visit.account_id, Visit.on, Visit.start_s).where(
        Visit.rep_id == rep_id, Visit.account_id.in_(account_ids), Visit.cancelled_at.is_(None)
    )
    placed: dict[UUID, list[wishes.Placed]] = {}
    for account_id, on, start_s in db.execute(query):
        placed.setdefault(account_id, []).append(wishes.Placed(on, start_s))
    return placed


def rule(db: Session, rep_id: UUID, today: date, wish: WishRecord) -> str:
    """Returns the code of the hard rule a pin breaks; empty when it breaks none."""
    rep = people.load_rep(db, Scope.system(), rep_id)
    days, _ = people.working_days(rep, wish.on, wish.on)
    records = accounts.load_accounts(
        db, Scope.system(), today, account_ids={wish.account_id}, rep_id=rep_id
    )
    planned = [
        accounts.planning_account(record, wish.on, wish.on, None if record.lat is None else 0)
        for record in records
    ]
    return wishes.refusal(wish, today, days[0] if days else None, planned[0] if planned else None)
