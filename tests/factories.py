"""One plain function per noun: a row that is valid as it is, changed by what the test names."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server import models
from server.auth import sessions
from server.database import new_id

ZONE = "America/Chicago"
#: A Tuesday, 07:40 in Chicago.
NOW = datetime(2026, 5, 5, 12, 40, tzinfo=UTC)
TODAY = date(2026, 5, 5)
WEEK = [[8 * 3600, 17 * 3600]] * 5 + [None, None]


@dataclass(frozen=True)
class Cast:
    """Ann is a rep, Bob her manager; Cleo and Dan are a rep and the manager of another team."""

    ann: UUID
    bob: UUID
    cleo: UUID
    dan: UUID
    admin: UUID
    north: UUID
    south: UUID


def save(db: Session, row: Any) -> Any:
    db.add(row)
    db.flush()
    return row


def make_company(db: Session, **changes: Any) -> models.Company:
    fields = {"name": "Lake Ice", "zone": ZONE, "country": "US", "rev": 1} | changes
    return save(db, models.Company(**fields))


def make_team(db: Session, name: str = "North") -> models.Team:
    return save(db, models.Team(name=name))


def make_person(db: Session, name: str = "Eve", role: str = "rep", **changes: Any):
    fields = {"name": name, "email": f"{name.lower()}@example.com", "role": role} | changes
    return save(db, models.Person(**fields))


def make_rep(db: Session, name: str = "Eve", *, base=(42.58, -88.43), **changes: Any):
    """A rep with working hours, Monday to Friday 8 to 17, based at Lake Geneva."""
    person = make_person(db, name, "rep", **changes)
    lat, lon = base
    save(
        db,
        models.RepSettings(
            person_id=person.id,
            base_label="Home",
            base_lat=lat,
            base_lon=lon,
            zone=ZONE,
            week=WEEK,
            lunch_start_s=11 * 3600,
            lunch_end_s=14 * 3600,
            lunch_s=1800,
        ),
    )
    return person


def make_cast(db: Session) -> Cast:
    """The company and its small cast."""
    make_company(db)
    north, south = make_team(db, "North").id, make_team(db, "South").id
    return Cast(
        ann=make_rep(db, "Ann", team_id=north).id,
        bob=make_person(db, "Bob", "manager", team_id=north).id,
        cleo=make_rep(db, "Cleo", team_id=south).id,
        dan=make_person(db, "Dan", "manager", team_id=south).id,
        admin=make_person(db, "Ada", "admin").id,
        north=north,
        south=south,
    )


def make_segment(db: Session, name: str = "restaurant", **changes: Any) -> models.Segment:
    return save(db, models.Segment(**{"name": name, "label": name.capitalize()} | changes))


def make_account(db: Session, rep_id: UUID | None = None, **changes: Any) -> models.Account:
    """A core account of tier B near Lake Geneva."""
    key = new_id()
    fields = {
        "id": key,
        "number": f"A{key.hex[-12:]}",
        "name": "Anchor Grill",
        "rep_id": rep_id,
        "account_class": "core",
        "tier": "B",
        "city": "Lake Geneva",
        "state": "WI",
        "zip": "53147",
        "lat": 42.59,
        "lon": -88.43,
        "place_source": "file",
        "known_since": TODAY - timedelta(days=400),
    } | changes
    return save(db, models.Account(**fields))


def make_plan(db: Session, rep_id: UUID, **changes: Any) -> models.Plan:
    fields = {
        "rep_id": rep_id,
        "made_at": NOW,
        "today": TODAY,
        "last_day": TODAY + timedelta(days=83),
        "based_on_rev": 1,
        "body": {},
        "summary": {},
        "published_at": NOW,
    } | changes
    return save(db, models.Plan(**fields))


def make_visit(db: Session, account: models.Account, plan: models.Plan, **changes: Any):
    """A visit today at ten, for half an hour."""
    fields = {
        "account_id": account.id,
        "rep_id": plan.rep_id,
        "plan_id": plan.id,
        "on": TODAY,
        "position": 1,
        "arrival_s": 36000,
        "start_s": 36000,
        "departure_s": 37800,
        "travel_s": 600,
        "travel_m": 8000,
        "created_at": NOW,
        "changed_at": NOW,
    } | changes
    return save(db, models.Visit(**fields))


def make_report(db: Session, account: models.Account, rep_id: UUID, **changes: Any):
    """An extra visit made today."""
    fields = {
        "account_id": account.id,
        "rep_id": rep_id,
        "on": TODAY,
        "outcome": "made",
        "received_at": NOW,
        "at_phone": NOW,
    } | changes
    return save(db, models.Report(**fields))


def make_feed(db: Session, person_id: UUID, secret: str = "secret", **changes: Any) -> models.Feed:
    fields = {
        "person_id": person_id,
        "secret_hash": sessions.secret_hash(secret),
        "created_at": NOW,
    } | changes
    return save(db, models.Feed(**fields))


class Browser(FlaskClient):
    """Reads each answer to its end, as browsers do: a file that is sent is closed again."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True} | kwargs)


def caller(app: Flask, person_id: UUID, entry: str = "phone") -> FlaskClient:
    """A browser in which that person is signed in, on a page of ours."""
    rounds = app.extensions["rounds"]
    with rounds.database.session(write=True) as db:
        secret = sessions.start(db, person_id, entry, "Test", rounds.clock.real(), 90)
        db.commit()
    client = stranger(app, entry)
    client.set_cookie(f"rounds-{entry}", secret)
    return client


def stranger(app: Flask, entry: str = "phone") -> FlaskClient:
    """A browser on a page of ours in which nobody is signed in."""
    client = app.test_client()
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    client.environ_base["HTTP_X_ROUNDS_ENTRY"] = entry
    return client
