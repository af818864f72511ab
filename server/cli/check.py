"""`rounds check`: what is wrong with this installation, and how to mend it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from routing.domain import Location
from server import create_app, database, errors, log, settings, travel
from server.auth import users
from server.cli import common
from server.settings import Settings

#: (what was looked at, what is wrong with it, how to mend it); the last two empty when it is well.
Finding = tuple[str, str, str]


@click.command()
@common.where
def check(data_folder: Path | None, database_url: str | None) -> None:
    """Look at settings, data folder, database, providers and pages; 1 when something is wrong."""
    wrong = 0
    for about, problem, remedy in findings(data_folder, database_url):
        click.echo(f"{'wrong' if problem else 'ok   '}  {about}" + (f": {problem}" * bool(problem)))
        if problem:
            wrong += 1
            click.echo(f"       {remedy}")
    raise SystemExit(1 if wrong else 0)


def findings(data_folder: Path | None, database_url: str | None) -> Iterator[Finding]:
    """Yields what was looked at, each with what is wrong and how to mend it."""
    try:
        chosen = common.chosen(data_folder, database_url)
    except settings.SettingsInvalid as error:
        for problem in error.problems:
            yield "settings", problem, "Change or remove it in the environment."
        return
    log.set_up(chosen.log_format, "error")
    yield "settings", "", ""
    yield _data_folder(chosen)
    yield from _database(chosen)
    yield from _providers()
    yield _pages(chosen)
    yield _proxy(chosen)


def _data_folder(chosen: Settings) -> Finding:
    about = f"data folder {chosen.data_folder}"
    try:
        chosen.data_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=chosen.data_folder):
            pass
    except OSError as error:
        return about, f"not writable ({error.strerror})", "Give it to the user who runs Rounds."
    free_gb = shutil.disk_usage(chosen.data_folder).free / 1e9
    if free_gb < 1:
        return about, f"only {free_gb:.1f} GB free", "Make room, or move it (ROUNDS_DATA_FOLDER)."
    return about, "", ""


def _database(chosen: Settings) -> Iterator[Finding]:
    kind = "SQLite" if chosen.on_sqlite else "PostgreSQL"
    app = create_app(chosen)
    try:
        found, needed = database.schema_revision(app)
    except (errors.Unavailable, database.OperationalError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        yield f"database ({kind})", reason, "Check ROUNDS_DATABASE_URL and that it runs."
        return
    yield f"database ({kind})", "", ""
    if found != needed:
        was = f"is {found or 'not there yet'}, {needed} is needed"
        first = "; make a backup first" if found else ""
        yield "schema", was, f"`rounds serve` brings it up to date{first}."
        return
    yield "schema", "", ""
    with database.read_transaction(app) as db:
        nobody = not users.load_users(db)
    app.extensions["rounds"].database.dispose()
    if nobody:
        yield "people", "nobody can sign in", "rounds user add you@example.com --role admin"
    else:
        yield "people", "", ""


def _providers() -> Iterator[Finding]:
    here = [Location(42.58, -88.43), Location(42.59, -88.44)]
    for name in travel.PROVIDERS:
        ask = partial(travel.travel_times, here, name)
        yield _tried(f"travel times ({name})", ask)


def _tried(about: str, ask: Callable[[], object]) -> Finding:
    try:
        ask()
    except errors.AppError as error:
        return about, error.detail, "Check its settings and that it runs."
    return about, "", ""


def _pages(chosen: Settings) -> Finding:
    missing = [n for n in ("index.html", "desk.html", "sw.js")
               if not (chosen.pwa_folder / n).is_file()]  # fmt: skip
    if missing:
        return "pages", f"{', '.join(missing)} missing", "Build them: make run"
    return "pages", "", ""


def _proxy(chosen: Settings) -> Finding:
    if chosen.public_url.startswith("https://") and not chosen.trusted_proxies:
        return (
            "proxy",
            "people come by https, but no proxy is trusted: every address looks the same",
            "Set ROUNDS_TRUSTED_PROXIES=1 if one proxy stands in front.",
        )
    return "proxy", "", ""
