"""What all commands share: where the data lie, what today is, how an error is said."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
import psycopg
from flask import Flask

from server import clock, create_app, database, errors, log, settings
from server.auth import users
from server.jobs import queue
from server.settings import Settings

#: What `--today` means: the morning of that date, as in the demo.
MORNING_S = 7 * 3600 + 40 * 60

Date = click.DateTime(["%Y-%m-%d"])


class Group(click.Group):
    """Says errors of ours in a sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except settings.SettingsInvalid as error:
            raise click.ClickException("\n".join(error.problems)) from error
        except errors.AppError as error:
            raise click.ClickException(said(error)) from error
        except (database.OperationalError, psycopg.OperationalError) as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            text = f"The database cannot be used: {reason}\nWhat to look at: rounds check"
            raise click.ClickException(text) from error


def said(error: errors.AppError) -> str:
    """Returns an error and each of its problems, one a line."""
    problems = [p if isinstance(p, str) else _problem(p) for p in error.problems]
    return "\n".join([error.detail, *problems])


def _problem(problem: Any) -> str:
    fields = problem if isinstance(problem, dict) else problem.model_dump()
    return f"  line {fields['line']}, {fields['column']}: {fields['text']}"


def where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say where the data lie."""
    for option in (
        click.option("--database-url", help="The database, instead of ROUNDS_DATABASE_URL."),
        click.option(
            "--data-folder", type=click.Path(file_okay=False, path_type=Path),
            help="The folder of the data, instead of ROUNDS_DATA_FOLDER.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def dated(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the option that says which date to take for today."""
    return click.option(
        "--today", type=Date, callback=lambda _c, _p, value: value and value.date(),
        help="Take this date for today (YYYY-MM-DD).",
    )(command)  # fmt: skip


def chosen(data_folder: Path | None, database_url: str | None) -> Settings:
    """Returns the settings of the environment, with the options before them."""
    found = settings.from_env(os.environ)
    return settings.changed(found, data_folder=data_folder, database_url=database_url)


def application(
    data_folder: Path | None, database_url: str | None, today: date | None = None
) -> Flask:
    """Returns the application on a database that is ready: schema up to date, company there."""
    found = chosen(data_folder, database_url)
    log.set_up(found.log_format, found.log_level)
    app = create_app(found)
    prepare(app)
    if today is not None:
        fix_today(app, today)
    return app


def prepare(app: Flask) -> None:
    """Brings the schema up to date and adds the company's row at the first start."""
    rounds = app.extensions["rounds"]
    database.migrate(app)
    if not rounds.settings.on_sqlite:
        queue.apply_schema(rounds.settings.url)
    rounds.wakes = True
    with database.write_transaction(app) as db:
        users.save_company(db, "My company", rounds.settings.zone)


def fix_today(app: Flask, today: date) -> None:
    """Makes it the morning of ``today``, for this process."""
    with database.read_transaction(app) as db:
        company = users.load_company(db)
        assert company is not None
        instant = clock.local_instant(today, MORNING_S, company.zone)
    rounds = app.extensions["rounds"]
    rounds.clock = rounds.database.info["clock"] = clock.FixedNow(instant)
