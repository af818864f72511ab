"""What lost phones still sent, until a manager has looked at it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import errors
from server.auth import Scope
from server.auth.sessions import SignedIn
from server.models import Account, Fact, KeptAside, Person, SignIn

#: Whoever found the phone can send too: a device may fill this much and no more.
MOST_ITEMS = 2000
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One fact or wish of a lost phone, as it was sent; ``account`` is empty out of sight."""

    id: UUID
    person_id: UUID
    rep: str
    device: str
    sign_in_id: UUID
    account: str
    item: Mapping[str, Any]
    kept_at: datetime


def keep_aside(
    db: Session, lost: SignedIn, sent: Mapping[UUID, Mapping[str, Any]], now: datetime
) -> bool:
    """Keeps what is new, each id once; false where that is more than one device may leave here.

    What was answered before its answer got lost is in the log already: it is safe too.
    """
    person_id = lost.person.id
    taken = {*_ids(db, KeptAside.item_id, KeptAside.person_id == person_id, sent),
             *_ids(db, Fact.id, Fact.person_id == person_id, sent)}  # fmt: skip
    new = {one: json.dumps(raw) for one, raw in sent.items() if one not in taken}
    if not _has_room(db, lost.row.id, new.values()):
        return False
    for item_id, text in new.items():
        db.add(KeptAside(person_id=person_id, sign_in_id=lost.row.id, item_id=item_id, item=text,
                         kept_at=now))  # fmt: skip
    db.flush()
    return True


def load_kept_aside(db: Session, scope: Scope, kept_id: UUID | None = None) -> Sequence[KeptRecord]:
    """Returns what waits for this manager, in the order it came; of one id, or raises."""
    query = (
        select(KeptAside, Person.name, SignIn.device)
        .join(Person, Person.id == KeptAside.person_id)
        .join(SignIn, SignIn.id == KeptAside.sign_in_id)
        .order_by(KeptAside.kept_at, KeptAside.id)
    )
    if scope.rep_ids is not None:
        query = query.where(KeptAside.person_id.in_(scope.rep_ids))
    if kept_id is not None:
        query = query.where(KeptAside.id == kept_id)
    rows = db.execute(query).all()
    if kept_id is not None and not rows:
        raise errors.NotFound()
    return [_record(db, scope, row, rep, device) for row, rep, device in rows]


def remove_kept_aside(db: Session, kept_id: UUID) -> None:
    """Removes what was applied or discarded."""
    db.delete(db.get_one(KeptAside, kept_id))
    db.flush()


def _ids(db: Session, column: Any, of_person: Any, sent: Mapping[UUID, Any]) -> set[UUID]:
    return set(db.scalars(select(column).where(of_person, column.in_(list(sent)))))


def _has_room(db: Session, sign_in_id: UUID, new: Any) -> bool:
    count, size = db.execute(
        select(func.count(), func.coalesce(func.sum(func.length(KeptAside.item)), 0)).where(
            KeptAside.sign_in_id == sign_in_id
        )
    ).one()
    more = sum(len(text) for text in new)
    return count + len(new) <= MOST_ITEMS and size + more <= MOST_BYTES


def _record(db: Session, scope: Scope, row: KeptAside, rep: str, device: str) -> KeptRecord:
    item = json.loads(row.item)
    return KeptRecord(
        id=row.id,
        person_id=row.person_id,
        rep=rep,
        device=device,
        sign_in_id=row.sign_in_id,
        account=_account(db, scope, item),
        item=item,
        kept_at=row.kept_at,
    )


def _account(db: Session, scope: Scope, item: Mapping[str, Any]) -> str:
    """Returns the account's name; whoever sends may name any account, seen are only the own."""
    try:
        account = db.get(Account, UUID(str(item.get("about"))))
    except ValueError:
        return ""
    return account.name if account is not None and scope.sees(account.rep_id) else ""
