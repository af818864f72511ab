"""The accounts whose place is only their ZIP's or nobody's, and a geocoder's answers."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server import database
from server.accounts import places
from server.accounts.store import marking
from server.models import Account, GeocodedPlace


def load_unplaced(db: Session) -> tuple[str, ...]:
    """Returns the lines a geocoder is to be asked that it was not asked yet."""
    asked = set(db.scalars(select(GeocodedPlace.query)))
    return tuple(sorted({line for account in _unplaced(db) if (line := _query(account))} - asked))


def save_places(
    db: Session, answers: Mapping[str, tuple[float, float] | None], now: datetime
) -> None:
    """Keeps the answers and moves the accounts to them; who has a better place by now stays."""
    for line, place in answers.items():
        lat, lon = place or (None, None)
        db.merge(GeocodedPlace(query=line, lat=lat, lon=lon, at=now))
    moved = [account for account in _unplaced(db) if answers.get(_query(account))]
    for account in moved:
        account.lat, account.lon = answers[_query(account)] or (None, None)
        account.place_source, account.rev = "geocoder", database.take_rev(db)
    db.flush()
    marking.ask_for_plans(db, {account.rep_id for account in moved})


def _unplaced(db: Session) -> list[Account]:
    rough = or_(Account.lat.is_(None), Account.place_source == "zip")
    return list(db.scalars(select(Account).where(Account.active, rough)))


def _query(account: Account) -> str:
    return places.query(account.address, account.zip, account.city, account.state, account.country)
