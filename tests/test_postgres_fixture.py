"""The databases that other tests stand on."""

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgres


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(postgres.plain(url), autocommit=True)


def test_two_databases_are_independent(postgres_url, postgres_database):
    with (
        postgres.fresh_database(postgres_url) as another_database,
        connect(postgres_database) as one,
        connect(another_database) as other,
    ):
        one.execute("CREATE TABLE visit (id int)")
        assert one.execute("SELECT count(*) FROM visit").fetchone() == (0,)
        with pytest.raises(psycopg.errors.UndefinedTable):
            other.execute("SELECT count(*) FROM visit")


def test_a_database_is_gone_after_its_test_even_with_a_client_in_it(postgres_url):
    with postgres.fresh_database(postgres_url) as url:
        client = connect(url)
    with connect(postgres_url) as server:
        names = [name for (name,) in server.execute("SELECT datname FROM pg_database")]
    assert client.info.dbname not in names
    client.close()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://ann:pw@host:5433/old", "postgresql+psycopg://ann:pw@host:5433/new"),
        ("postgresql+psycopg2://host", "postgresql+psycopg://host/new"),
        ("postgresql:///old?host=/run/pg", "postgresql+psycopg:///new?host=/run/pg"),
    ],
)
def test_a_url_names_the_driver_and_the_database(given, expected):
    assert postgres.url_for(given, "new") == expected


@pytest.mark.slow
def test_a_killed_server_starts_again_with_all_that_was_committed():
    server = postgres.Server(next(postgres.installations()), settings=())
    try:
        server.start()
        with connect(server.url) as connection:
            connection.execute("CREATE TABLE visit AS SELECT 7 AS id")
        server.kill()
        server.start()
        with connect(server.url) as connection:
            assert connection.execute("SELECT id FROM visit").fetchall() == [(7,)]
    finally:
        server.remove()
