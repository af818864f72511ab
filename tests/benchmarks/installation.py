"""An installation in a temporary folder, for benchmarks that go through the product's own doors."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from server import cli, create_app, database, log
from server.clock import Clock
from server.settings import Settings

QUIET = {"ROUNDS_LOG_LEVEL": "error", "ROUNDS_SHARED": None}


@contextmanager
def empty_app(clock: Clock | None = None) -> Iterator[Flask]:
    """Yields an application on an empty database, which is gone afterwards."""
    log.set_up("console", "error")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_folder=Path(folder)), clock)
        database.migrate(app)
        yield app
        app.extensions["rounds"].database.dispose()


def rounds(folder: Path, today: date, *command: str) -> str:
    """Returns what a dated command of `rounds` prints; a command that fails raises."""
    return _printed([*command, "--data-folder", str(folder), "--today", today.isoformat()])


def add_rep(folder: Path, email: str, base: str) -> None:
    """Adds a rep whose days begin in the middle of a ZIP code."""
    where = ("--base", base, "--password", "only-measured", "--data-folder", str(folder))
    _printed(["user", "add", email, "--role", "rep", *where])


def _printed(command: list[str]) -> str:
    done = CliRunner(env=QUIET).invoke(cli.main, command, catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(f"rounds {' '.join(command)}: {done.output}")
    return done.stdout
