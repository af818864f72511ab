"""Adds an account somebody found on the road."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from server import database, wire
from server.accounts.store import marking
from server.auth import Scope
from server.models import Account, ClassChange, Contact, Segment
from server.people import store as people

#: East of Greenwich it may be tomorrow already.
ONE_DAY = timedelta(days=1)


def add_prospect(
    db: Session, rep_id: UUID, account_id: UUID, said: wire.ProspectArgs, now: datetime
) -> None:
    """Writes a prospect of tier C for its rep; where it stands is what the phone knew.

    A line of business nobody knows is left out: it would have no hours and no seasons. A phone
    whose clock is ahead finds nobody in the future: its deadline would never come.
    """
    rev = database.take_rev(db)
    segment = db.get(Segment, said.segment) if said.segment else None
    db.add(
        Account(
            id=account_id,
            number=_number(account_id),
            name=said.name,
            rep_id=rep_id,
            account_class="prospect",
            tier="C",
            segment=segment.name if segment else None,
            address=said.address,
            city=said.city,
            zip=said.zip,
            lat=said.lat,
            lon=said.lon,
            place_source="phone" if said.lat is not None else None,
            assumed=["tier"],
            known_since=said.on,
            found_on=min(said.on, now.date() + ONE_DAY),
            rev=rev,
        )
    )
    db.flush()
    if said.contact_name or said.phone or said.email:
        db.add(Contact(account_id=account_id, name=said.contact_name, phone=said.phone,
                       email=said.email))  # fmt: skip
    db.add(ClassChange(account_id=account_id, from_class=None, to_class="prospect",
                       valid_from=said.on, by=rep_id, why=said.note[:200], at=now))  # fmt: skip
    people.audit(db, now, Scope.rep(rep_id), "prospect_added", account_id, {"name": said.name})
    marking.ask_for_plans(db, [rep_id])


def _number(account_id: UUID) -> str:
    """Returns a number of its own: the end of a version 7 id is chance."""
    return f"P-{account_id.hex[-8:].upper()}"
