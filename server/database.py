"""The engine, one transaction per request or job, and how values are stored.

SQLite and PostgreSQL behave alike: who reads sees one moment, who writes waits for the writer
before. That order is taken at the beginning of the transaction, because a read that turns into a
write is where updates get lost (SQLite) or "database is locked" comes from.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import alembic.command
import alembic.config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Uuid,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

from server import errors

#: How long a writer waits for the one before, and anybody for a connection.
BUSY_MS = 8000
#: PostgreSQL's advisory locks are numbers; this one is "whoever writes".
WRITER_LOCK = 0x526F756E6473
_WRITES = "rounds_writes"


def new_id() -> UUID:
    """Returns an id that sorts by the time it was made (UUID version 7)."""
    return uuid7()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, UTC in the database. A naive one is a bug and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Uuid7(TypeDecorator[UUID]):
    """An id: native on PostgreSQL, 32 hex digits on SQLite."""

    impl = Uuid
    cache_ok = True


#: A list or object as JSON; None becomes NULL.
JSONText = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

#: Constraints need names, or a migration cannot drop them on SQLite.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: how Python types are stored, and the names of constraints."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            UUID: Uuid7,
            datetime: UtcDateTime,
            dict[str, Any]: JSONText,
            list[Any]: JSONText,
        },
    )


#: Models and engines are Flask-SQLAlchemy's; transactions are ours (docs/decisions/0005).
orm = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Database:
    """The engine of one application, and the transactions made on it."""

    def __init__(self, engine: Engine, info: dict[str, Any] | None = None) -> None:
        self.engine = engine
        self.on_sqlite = self.engine.dialect.name == "sqlite"
        #: What every session carries in ``session.info``.
        self.info = info or {}
        #: Called with ``session.info`` after each commit.
        self.after_commit: list[Callable[[dict[Any, Any]], None]] = []

    def session(self, *, write: bool) -> Session:
        """Returns a session whose transaction has begun, in the writers' order if it writes."""
        bind = self.engine.execution_options(**{_WRITES: write})
        session = Session(bind, expire_on_commit=False, info=dict(self.info))
        try:
            session.connection()
        except OperationalError as error:
            session.close()
            raise errors.Unavailable() from error
        return session

    def dispose(self) -> None:
        self.engine.dispose()


class Work:
    """One request's or job's transaction. It begins when somebody first asks for the session."""

    def __init__(self, database: Database, *, write: bool) -> None:
        self._database = database
        self._write = write
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = self._database.session(write=self._write)
        return self._session

    def end(self, *, commit: bool) -> None:
        """Commits or rolls back what was begun, and gives the connection back. May be repeated."""
        session, self._session = self._session, None
        if session is None:
            return
        committing = commit and self._write
        try:
            if committing:
                session.commit()
        finally:
            # Rolls back what was not committed; what was read stays readable.
            session.close()
        if committing:
            for hook in self._database.after_commit:
                hook(session.info)


_current: ContextVar[Work | None] = ContextVar("work", default=None)


def init(app: Any) -> None:
    """Gives the application its database; nothing is connected yet."""
    rounds = app.extensions["rounds"]
    if rounds.settings.on_sqlite:
        folder = Path(make_url(rounds.settings.url).database or "").parent
        folder.mkdir(0o700, parents=True, exist_ok=True)
    info = {"clock": rounds.clock, "settings": rounds.settings}
    rounds.database = Database(_engine(app, rounds.settings.url), info)


def db() -> Session:
    """Returns the session of the request or job that is running."""
    work = _current.get()
    if work is None:
        raise RuntimeError("No request or transaction is running here.")
    return work.session


def pause() -> None:
    """Commits what this request has done so far; the next ``db()`` begins anew.

    For a view that has something long to compute: while it does, nobody waits for it.
    """
    running = _current.get()
    if running is not None:
        running.end(commit=True)


@contextmanager
def work(app: Any, *, write: bool) -> Iterator[Work]:
    """Makes ``db()`` work inside; rolls back what nobody ended."""
    mine = Work(app.extensions["rounds"].database, write=write)
    token = _current.set(mine)
    try:
        yield mine
    finally:
        _current.reset(token)
        mine.end(commit=False)


@contextmanager
def read_transaction(app: Any) -> Iterator[Session]:
    """Yields a session that sees one moment of the database and cannot write."""
    with work(app, write=False) as mine:
        yield mine.session


@contextmanager
def write_transaction(app: Any) -> Iterator[Session]:
    """Yields a session that alone writes; commits at the end, rolls back on an error."""
    with work(app, write=True) as mine:
        yield mine.session
        mine.end(commit=True)


def migrate(app: Any) -> None:
    """Brings the schema up to date, one process at a time."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = app.extensions["rounds"].database.engine
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


def erase(app: Any) -> None:
    """Drops every table there is: for a demo that begins anew."""
    engine = app.extensions["rounds"].database.engine
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
            return
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def schema_revision(app: Any) -> tuple[str | None, str | None]:
    """Returns the schema's revision as found, and the one this version of Rounds needs."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    engine = app.extensions["rounds"].database.engine
    with engine.execution_options(**{_WRITES: False}).connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found, scripts.get_current_head()


def take_rev(session: Session) -> int:
    """Returns the company's next revision: one number for everything this transaction writes.

    Whoever sees a row of revision n has seen every row below n, because writers take turns.
    """
    transaction = session.get_transaction()
    taken = session.info.get("rev")
    if taken is None or taken[0] is not transaction:
        rev = session.scalar(text("UPDATE company SET rev = rev + 1 RETURNING rev"))
        if rev is None:
            raise RuntimeError("There is no company yet.")
        taken = session.info["rev"] = (session.get_transaction(), int(rev))
    return int(taken[1])


def current_rev(session: Session) -> int:
    """Returns the revision of the last write this transaction sees."""
    return int(session.scalar(text("SELECT rev FROM company")) or 0)


def _engine(app: Any, url: str) -> Engine:
    """Returns the application's engine, set up so that reading and writing mean what they say."""
    address = make_url(url)
    options: dict[str, Any] = {
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
        # Parameters hold what people typed; the log must not.
        "hide_parameters": True,
        "pool_size": 10,
        "max_overflow": 20,
        "pool_timeout": BUSY_MS / 1000,
    }
    if address.get_backend_name() == "sqlite":
        options["connect_args"] = {"check_same_thread": False}
    else:
        address = address.set(drivername="postgresql+psycopg")
        options |= {"connect_args": {"connect_timeout": 5}, "pool_pre_ping": True}
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    orm.init_app(app)
    with app.app_context():
        engine = orm.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver opens its transactions after the first SELECT: too late, updates get lost.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql(f"PRAGMA query_only={0 if writes else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES, True):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MS}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
