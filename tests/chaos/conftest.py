"""What chaos happens to: a small company in a real file, served by a real process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from server import clock, create_app, database, jobs, models
from server.auth import sessions
from server.jobs import queue
from server.settings import Settings
from tests import factories
from tests.demo_server import RoundsProcess, Server
from tests.factories import NOW, TODAY, Cast

#: On a grid around Lake Geneva, a kilometre apart.
STEP = 0.01


class Company:
    """The cast with accounts, in the database that the served processes use as well."""

    def __init__(self, app: Flask, cast: Cast, accounts: dict[UUID, list[UUID]]) -> None:
        self.app, self.cast, self.accounts = app, cast, accounts

    @property
    def where(self) -> tuple[str, ...]:
        """The options that name this database on the command line."""
        settings = self.app.extensions["rounds"].settings
        return ("--data-folder", str(settings.data_folder), "--database-url", settings.url)

    def token(self, person_id: UUID) -> str:
        """Signs a script of that person in."""
        rounds = self.app.extensions["rounds"]
        with database.write_transaction(self.app) as db:
            return sessions.start(db, person_id, "token", "chaos", rounds.clock.real(), 90)

    def ask_for_a_plan(self) -> None:
        with database.write_transaction(self.app) as db:
            jobs.request(db, "plan", self.cast.ann)

    def request(self) -> models.Request:
        """Ann's request for a plan as it stands."""
        with database.read_transaction(self.app) as db:
            return db.get_one(models.Request, ("plan", str(self.cast.ann)))

    def plans(self) -> list[models.Plan]:
        with database.read_transaction(self.app) as db:
            return db.query(models.Plan).filter_by(rep_id=self.cast.ann).all()


@pytest.fixture
def company(settings: Settings) -> Iterator[Company]:
    """On SQLite; five dozen accounts of Ann's take seconds to plan, long enough to be killed in."""
    app = create_app(settings)
    yield filled(app)
    app.extensions["rounds"].database.dispose()


@pytest.fixture
def postgres_company(settings: Settings, postgres_database: str) -> Iterator[Company]:
    """The same on PostgreSQL."""
    app = create_app(Settings(**vars(settings) | {"database_url": postgres_database}))
    made = filled(app)
    queue.apply_schema(postgres_database)
    yield made
    app.extensions["rounds"].database.dispose()


def filled(app: Flask) -> Company:
    database.migrate(app)
    real = app.extensions["rounds"].clock.real()
    with database.write_transaction(app) as db:
        cast = factories.make_cast(db)
        clock.set_offset(db, round((NOW - real).total_seconds()))
        accounts = {
            person: [account(db, person, name, n) for n in range(count)]
            for person, name, count in ((cast.ann, "A", 60), (cast.cleo, "C", 6))
        }
        jobs.skip_ticks(app, db)
    return Company(app, cast, accounts)


def account(db, rep_id: UUID, name: str, n: int) -> UUID:
    place = {"lat": 42.5 + STEP * (n % 8), "lon": -88.5 + STEP * (n // 8)}
    known = {"number": f"{name}{n:03}", "known_since": TODAY}
    return factories.make_account(db, rep_id, **place, **known).id


@pytest.fixture
def launched() -> Iterator[Callable[..., RoundsProcess]]:
    """Makes processes of `rounds` that do not outlive the test."""
    made: list[RoundsProcess] = []

    def process(of: type[RoundsProcess], company: Company, *command: str) -> RoundsProcess:
        folder: Path = company.app.extensions["rounds"].settings.data_folder
        made.append(of(folder, *command, *company.where))
        return made[-1]

    yield process
    for one in made:
        one.kill()


@pytest.fixture
def server(company: Company, launched: Callable[..., RoundsProcess]) -> Server:
    """`rounds serve` on the company, not started yet."""
    made = launched(Server, company, "serve")
    assert isinstance(made, Server)
    return made
