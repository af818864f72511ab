"""Transactions on both databases: nothing gets lost, nothing half done stays."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import alembic.command
import alembic.config
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from server import create_app, database, errors, models
from server.database import read_transaction, take_rev, write_transaction
from tests import factories
from tests.conftest import ON_BOTH


@pytest.fixture
def company_app(any_app):
    with write_transaction(any_app) as db:
        factories.make_company(db, rev=0)
    return any_app


def test_the_migrated_schema_is_the_models(any_app):
    database_ = any_app.extensions["rounds"].database
    with database_.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, models.Model.metadata) == []


def test_migrating_twice_is_migrating_once(any_app):
    database.migrate(any_app)
    found, needed = database.schema_revision(any_app)
    assert found == needed


def to_revision(app, revision: str) -> None:
    """Takes the schema back to an earlier revision."""
    config = alembic.config.Config()
    folder = Path(database.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with app.extensions["rounds"].database.engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.downgrade(config, revision)


def test_plans_and_days_of_the_first_version_survive_the_next(company_app):
    with write_transaction(company_app) as db:
        ann = factories.make_rep(db, "Ann").id
        visit = factories.make_visit(
            db, factories.make_account(db, ann), factories.make_plan(db, ann)
        ).id
        frame = {"leave_s": 28800, "home_s": 57600, "travel_s": 1200, "travel_m": 16000}
        factories.save(db, models.Day(rep_id=ann, on=factories.TODAY, bound_s=9, **frame))
    to_revision(company_app, "0001")
    assert database.schema_revision(company_app)[0] == "0001"
    database.migrate(company_app)
    with read_transaction(company_app) as db:
        day = db.get(models.Day, (ann, factories.TODAY))
        assert (day.leave_s, day.bound_s, day.start) == (28800, 0, None)
        assert db.get(models.Visit, visit).reason is None


def test_no_update_is_lost_between_eight_writers(company_app):
    """Each reads, thinks, writes back what it read plus one: the race that WAL alone loses."""

    def add_one():
        for _ in range(5):
            with write_transaction(company_app) as db:
                before = db.scalars(select(models.Company)).one()
                seen = int(before.name.removeprefix("Lake Ice") or 0)
                db.execute(text("SELECT 1"))
                before.name = f"Lake Ice{seen + 1}"

    threads = [threading.Thread(target=add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_transaction(company_app) as db:
        assert db.scalars(select(models.Company.name)).one() == "Lake Ice40"


def test_a_revision_is_taken_once_a_transaction_and_never_twice(company_app):
    taken = []

    def take():
        for _ in range(5):
            with write_transaction(company_app) as db:
                rev = take_rev(db)
                assert take_rev(db) == rev
                taken.append(rev)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 21))


def test_a_session_that_goes_on_takes_a_new_revision(company_app):
    with company_app.extensions["rounds"].database.session(write=True) as db:
        first = take_rev(db)
        db.commit()
        assert take_rev(db) == first + 1


def test_a_failure_leaves_nothing_behind(company_app):
    def half_done():
        with write_transaction(company_app) as db:
            factories.make_team(db)
            take_rev(db)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    with read_transaction(company_app) as db:
        assert db.scalars(select(models.Team)).all() == []
        assert database.current_rev(db) == 0


def test_who_reads_cannot_write(company_app):
    with read_transaction(company_app) as db, pytest.raises(DBAPIError, match=r"read.?only"):
        factories.make_team(db)
    with write_transaction(company_app) as db:
        factories.make_team(db)


def test_who_reads_sees_one_moment(company_app):
    with read_transaction(company_app) as db:
        assert database.current_rev(db) == 0
        with write_transaction(company_app) as other:
            take_rev(other)
        assert database.current_rev(db) == 0
    with read_transaction(company_app) as db:
        assert database.current_rev(db) == 1


def test_a_writer_kept_waiting_too_long_is_told_to_come_back(any_app, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 200)
    app = Flask(__name__)
    settings = any_app.extensions["rounds"].settings
    app.extensions["rounds"] = SimpleNamespace(settings=settings, clock=None, database=None)
    database.init(app)
    with write_transaction(app) as db:
        db.execute(text("SELECT 1"))
        with pytest.raises(errors.Unavailable):
            app.extensions["rounds"].database.session(write=True)
    app.extensions["rounds"].database.dispose()


def test_a_database_that_is_away_is_said_as_such(settings, tmp_path):
    away = database.Database(create_engine("postgresql+psycopg://nobody:x@127.0.0.1:1/none"))
    with pytest.raises(errors.Unavailable):
        away.session(write=False)


def test_nobody_asks_for_a_session_outside_of_a_transaction():
    with pytest.raises(RuntimeError):
        database.db()


def test_nothing_is_opened_until_somebody_asks(any_app):
    pool = any_app.extensions["rounds"].database.engine.pool
    before = pool.checkedout()
    with database.work(any_app, write=True) as work:
        assert pool.checkedout() == before
        assert database.db() is work.session
        assert pool.checkedout() == before + 1


@ON_BOTH
def test_instants_come_back_as_utc_and_naive_ones_are_refused(app, session):
    factories.make_company(session)
    instant = datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    session.add(models.GeocodedPlace(query="q", lat=None, lon=None, at=instant))
    session.flush()
    session.expire_all()
    found = session.get(models.GeocodedPlace, "q").at
    assert (found, found.tzinfo) == (instant, UTC)
    session.add(models.GeocodedPlace(query="n", lat=None, lon=None, at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="no time zone"):
        session.flush()


@ON_BOTH
def test_json_and_ids_come_back_as_they_were(app, session):
    person = factories.make_rep(session, "Zoë")
    session.expire_all()
    assert session.get(models.RepSettings, person.id).week == factories.WEEK
    assert session.get(models.Person, person.id).id == person.id


def test_ids_sort_by_the_time_they_were_made():
    ids = [database.new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert {i.version for i in ids} == {7}


@ON_BOTH
def test_a_foreign_key_must_exist(app, session):
    with pytest.raises(DBAPIError):
        factories.make_person(session, team_id=database.new_id())


def test_sqlite_is_set_up_to_survive_a_power_cut(settings):
    app = create_app(settings)
    with read_transaction(app) as db:
        found = [
            db.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        ]
    app.extensions["rounds"].database.dispose()
    assert found == ["wal", 2, 1, 0]
