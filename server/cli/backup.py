"""`rounds backup` and `rounds restore`: a whole copy that was checked, and the way back."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
from flask import Flask

from server import database
from server.auth import users
from server.cli import common
from server.jobs import queue
from server.settings import Settings

INSTALL = "Install PostgreSQL's client programs: apt-get install postgresql-client"


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@common.where
def backup(file: Path | None, data_folder: Path | None, database_url: str | None) -> None:
    """Copy the whole database into FILE, or into the data folder's backups (the latest are kept).

    Photos are copied into the folder ``photos`` beside it.

    Rounds may go on working meanwhile.
    """
    app = common.application(data_folder, database_url)
    click.echo(f"Backup made and checked: {make(app, file)}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common.where
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, data_folder: Path | None, database_url: str | None, yes: bool) -> None:
    """Put the database back to what FILE holds; phones then pull everything again.

    What is there now is backed up first. What phones have not sent yet stays on them and is sent.
    """
    app = common.application(data_folder, database_url)
    photos = app.extensions["rounds"].settings.data_folder / "photos"
    if not yes:
        click.confirm(f"Replace everything by {file}?", abort=True)
    click.echo(f"What was here before: {make(app, None)}")
    put_back(app, file)
    _copy_photos(file.parent / "photos", photos)
    click.echo("Restored. Sign-ins ended since that backup were ended again.")


def make(app: Flask, file: Path | None) -> Path:
    """Returns the backup it made: written beside, synced, checked, then renamed."""
    settings = app.extensions["rounds"].settings
    ending = "sqlite" if settings.on_sqlite else "dump"
    folder = settings.data_folder / "backups"
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = file or folder / f"rounds-{stamp}.{ending}"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    if settings.on_sqlite:
        _copy_sqlite(settings, unfinished)
    else:
        _run(settings, ["pg_dump", "--format=custom", f"--file={unfinished}"])
    _sync(unfinished)
    unfinished.replace(target)
    _sync(target.parent)
    _copy_photos(settings.data_folder / "photos", target.parent / "photos")
    if file is None:
        _prune(folder, f"rounds-*.{ending}", settings.keep_backups)
    return target


def _copy_photos(source: Path, target: Path) -> None:
    """Copies the pictures that are not there yet: each is named by what it holds."""
    for file in sorted(source.glob("??/*")):
        copy = target / file.parent.name / file.name
        if file.suffix or copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished = copy.with_name(copy.name + ".unfinished")
        shutil.copyfile(file, unfinished)
        unfinished.replace(copy)


def put_back(app: Flask, file: Path) -> None:
    """Replaces the database by a backup, under a new epoch, and keeps what was revoked revoked."""
    rounds = app.extensions["rounds"]
    with database.read_transaction(app) as db:
        ended = users.load_ended(db)
    if rounds.settings.on_sqlite:
        _check(file)
        rounds.database.dispose()
        # Through SQLite itself, not by renaming: a server that runs goes on with the new content.
        try:
            with closing(sqlite3.connect(file)) as source, closing(_live(rounds.settings)) as live:
                source.backup(live)
        except sqlite3.OperationalError as error:
            raise click.ClickException(f"Nothing was restored: {error}. Try again.") from error
    else:
        rounds.database.dispose()
        _run(rounds.settings, ["pg_restore", "--clean", "--if-exists", "--single-transaction",
                               "--no-owner", str(file)])  # fmt: skip
        queue.apply_schema(rounds.settings.url)
    database.migrate(app)
    with database.write_transaction(app) as db:
        users.begin_epoch(db, ended)


def _copy_sqlite(settings: Settings, target: Path) -> None:
    with closing(_live(settings)) as live:
        live.execute("VACUUM INTO ?", (str(target),))
    _check(target)


def _check(file: Path) -> None:
    """Refuses a file that is no sound database of Rounds."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT rev FROM company").fetchone()
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{file} is no backup of Rounds: {error}.") from error
    if found != "ok":
        raise click.ClickException(f"{file} is damaged: {found}")


def _live(settings: Settings) -> sqlite3.Connection:
    path = settings.url.removeprefix("sqlite:///")
    return sqlite3.connect(path, timeout=database.BUSY_MS / 1000, isolation_level=None)


def _run(settings: Settings, command: list[str]) -> None:
    """Runs a client program of PostgreSQL; the password goes by the environment, not by `ps`."""
    if shutil.which(command[0]) is None:
        raise click.ClickException(f"{command[0]} is missing. {INSTALL}")
    url = urlsplit(queue.conninfo(settings.url))
    place = [f"--host={url.hostname or ''}", f"--port={url.port or 5432}",
             f"--username={unquote(url.username or '')}",
             f"--dbname={url.path.lstrip('/')}"]  # fmt: skip
    environ = {**os.environ, "PGPASSWORD": unquote(url.password or "")}
    done = subprocess.run(
        [command[0], *place, *command[1:]], capture_output=True, text=True, env=environ
    )
    if done.returncode:
        raise click.ClickException(f"{command[0]}: {done.stderr.strip()}")


def _sync(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(folder: Path, pattern: str, keep: int) -> None:
    for old in sorted(folder.glob(pattern))[:-keep]:
        old.unlink()
