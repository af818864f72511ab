"""What every test stands on: an application on an empty database, its cast, no network."""

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Dialect, event
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from routing.rotation import RotationParams
from server import create_app, database
from server.clock import FixedClock
from server.planning import tasks as planning_tasks
from server.settings import NOT_OURS, PREFIX, Settings
from tests import factories
from tests.factories import NOW, Cast

pytest_plugins = ["tests.postgres", "tests.browser"]

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
#: Runs a test and its cast on both databases, through the fixture `app`.
ON_BOTH = pytest.mark.parametrize("app", KINDS, indirect=True)
LOCAL = {"127.0.0.1", "::1", "localhost", "", None}


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Every test makes an application, and most of that is compiling the same addresses again."""
    compiled: dict[object, Callable[..., Any]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (*rule._trace, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """No test survives a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(scope="session")
def statements() -> dict[str, tuple[Dialect, dict[Any, Any]]]:
    """By kind of database: what was compiled for one application serves all others."""
    return {}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anywhere but this machine fails the test that makes it."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address):
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            pytest.fail(f"The test connects to {address}.")
        return connect(self, address)

    def guarded_look_up(host, *args, **kwargs):
        if (host.decode() if isinstance(host, bytes) else host) not in LOCAL:
            pytest.fail(f"The test looks up {host}.")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's own environment sets must not change a test."""
    ours = [n for n in os.environ if n.startswith(PREFIX) and n not in NOT_OURS]
    for name in ours:
        monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday 5 May 2026, 07:40 in Chicago, until the test sets `clock.instant`."""
    return FixedClock(NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation in a temporary folder."""
    return Settings(data_folder=tmp_path, pwa_folder=tmp_path / "no-pages")


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("empty")
    app = create_app(Settings(data_folder=folder))
    database.migrate(app)
    app.extensions["rounds"].database.dispose()
    return folder / "rounds.sqlite"


@pytest.fixture(scope="session")
def empty_postgres(
    postgres_databases: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The same on PostgreSQL: its URL."""
    with postgres_databases() as url:
        folder = tmp_path_factory.mktemp("empty-postgres")
        app = create_app(Settings(data_folder=folder, database_url=url))
        database.migrate(app)
        app.extensions["rounds"].database.dispose()
        yield url


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings, clock: FixedClock) -> Iterator[Flask]:
    """The application on an empty SQLite database; on both under `ON_BOTH`."""
    yield from running(request, settings, clock, getattr(request, "param", "sqlite"))


@pytest.fixture(params=KINDS)
def any_app(
    request: pytest.FixtureRequest, settings: Settings, clock: FixedClock
) -> Iterator[Flask]:
    """The application, once on SQLite and once on PostgreSQL, for tests without a cast."""
    yield from running(request, settings, clock, request.param)


def running(
    request: pytest.FixtureRequest, settings: Settings, clock: FixedClock, kind: str
) -> Iterator[Flask]:
    compiled = request.getfixturevalue("statements")
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), settings.data_folder)
        app = create_app(settings, clock)
        event.listen(app.extensions["rounds"].database.engine, "connect", _write_without_waiting)
        yield from _ready(app, compiled)
    else:
        fresh, empty = map(request.getfixturevalue, ("postgres_databases", "empty_postgres"))
        with fresh(empty) as url:
            app = create_app(Settings(**vars(settings) | {"database_url": url}), clock)
            yield from _ready(app, compiled)


def _ready(app: Flask, compiled: dict[str, tuple[Dialect, dict[Any, Any]]]) -> Iterator[Flask]:
    engine = app.extensions["rounds"].database.engine
    if engine.dialect.name not in compiled:
        engine.connect().close()  # only then the dialect knows its server
        compiled[engine.dialect.name] = engine.dialect, {}
    # A statement is compiled for a dialect, and each engine would have one of its own.
    engine.dialect, engine._compiled_cache = compiled[engine.dialect.name]
    app.testing = True
    app.test_client_class = factories.Browser
    yield app
    app.extensions["rounds"].database.dispose()


def _write_without_waiting(connection: sqlite3.Connection, _record: object) -> None:
    """No test survives a power cut, so that none waits for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the empty database; whatever the test writes is rolled back."""
    session = app.extensions["rounds"].database.session(write=True)
    yield session
    session.rollback()
    session.close()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Ann, Bob, Cleo, Dan and the admin, saved."""
    with database.write_transaction(app) as db:
        return factories.make_cast(db)


@pytest.fixture
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of when a plan is made and what becomes of it, not of how good it is."""
    monkeypatch.setattr(planning_tasks, "RotationParams", partial(RotationParams, rounds=0))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return factories.stranger(app)


@pytest.fixture
def ann(app: Flask, cast: Cast) -> FlaskClient:
    """Ann's phone: a rep of Bob's team."""
    return factories.caller(app, cast.ann)


@pytest.fixture
def bob(app: Flask, cast: Cast) -> FlaskClient:
    """Bob's desk: Ann's manager."""
    return factories.caller(app, cast.bob, "desk")


@pytest.fixture
def cleo(app: Flask, cast: Cast) -> FlaskClient:
    """Cleo's phone: a rep of another team."""
    return factories.caller(app, cast.cleo)


@pytest.fixture
def dan(app: Flask, cast: Cast) -> FlaskClient:
    """Dan's desk: Cleo's manager."""
    return factories.caller(app, cast.dan, "desk")


@pytest.fixture
def admin(app: Flask, cast: Cast) -> FlaskClient:
    """The admin's desk."""
    return factories.caller(app, cast.admin, "desk")
