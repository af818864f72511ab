"""`rounds demo`, `rounds serve`, `rounds worker`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from rich.console import Console
from rich.table import Table

from server import create_app, database, jobs, log
from server.auth import users
from server.cli import common
from server.cli.phone import addresses
from server.cli.phone import serving as phones
from server.demo import setup

NO_ADMIN = """Nobody can sign in yet. Add the first admin:
  rounds user add you@example.com --name "Your Name" --role admin"""
NEEDS_WORKER = "Background work on PostgreSQL is done by: rounds worker"


#: Where the pages are served: only to this machine, or with --phone to the whole network.
HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"


class Server(BaseApplication):
    """gunicorn in this process: one worker with threads on SQLite, several on PostgreSQL."""

    def __init__(self, load: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._load, self._options = load, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()


def listening(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that say where to listen, and whether phones may."""
    for option in (
        click.option("--phone-page", default=8080, show_default=True,
                     help="The port of the page that shows phones how to trust it."),
        click.option("--phone-address", multiple=True,
                     help="An address phones reach this machine by, if it is not found."),
        click.option("--phone", is_flag=True,
                     help="Serve phones in the local network, by https with its own certificate."),
        click.option("--port", default=8000, show_default=True, help="Where to listen."),
        click.option("--host", help=f"Where to listen: {HERE}, with --phone {EVERYWHERE}."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command()
@common.where
@common.dated
@click.option("--serve", is_flag=True, help="Serve it when it is set up.")
@listening
@click.option("--reset", is_flag=True, help="Begin anew: what was done in the demo is lost.")
def demo(
    data_folder: Path | None, database_url: str | None, today: date | None, serve: bool,
    reset: bool, **where: Any,
) -> None:  # fmt: skip
    """Set up the demo company, once; with --serve also serve it."""
    app = common.application(data_folder, database_url)
    if reset:
        _refuse_real_company(app)
        database.erase(app)
        common.prepare(app)
    set_up_demo(app, today)
    if serve:
        run_server(app, **where)
    else:
        click.echo("The demo company is ready. Serve it: rounds serve")


@click.command()
@common.where
@listening
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
@click.option("--workers", default=0, help="Processes; 0: one on SQLite, two on PostgreSQL.")
def serve(data_folder: Path | None, database_url: str | None, **where: Any) -> None:
    """Serve the pages, the interface and, on SQLite, the background work."""
    app = common.application(data_folder, database_url)
    if app.extensions["rounds"].settings.demo:
        set_up_demo(app, None)
    run_server(app, **where)


@click.command()
@common.where
@click.option("--concurrency", default=1, show_default=True, help="Computations at once.")
def worker(data_folder: Path | None, database_url: str | None, concurrency: int) -> None:
    """Do background work until interrupted; as many of these as you like, on PostgreSQL."""
    app = common.application(data_folder, database_url)
    click.echo("Working. Ctrl-C ends this; what is under way is then done by the next worker.")
    jobs.work(app, concurrency)


def set_up_demo(app: Flask, today: date | None) -> None:
    """Makes the demo company, unless it is there; refuses where a real one lives."""
    _refuse_real_company(app)
    with database.read_transaction(app) as db:
        company = users.load_company(db)
        made = company is not None and company.demo
    if not made:
        # The console shows progress of its own; a line a request would only tear it.
        asked = app.extensions["rounds"].settings
        log.set_up(asked.log_format, "warning")
        with Console(stderr=True).status("Setting up the demo company ...") as status:
            setup.set_up(app, today, lambda text: status.update(f"Demo: {text} ..."), solvers=2)
        log.set_up(asked.log_format, asked.log_level)
        with database.write_transaction(app) as db:
            # The plans of the night are made, the morning is copied: nothing to make up for.
            jobs.skip_ticks(app, db)


def _refuse_real_company(app: Flask) -> None:
    with database.read_transaction(app) as db:
        company = users.load_company(db)
        if company is not None and not company.demo and users.load_users(db):
            raise click.ClickException(
                f"Here lives a company of its own, {company.name}. "
                "Give the demo another folder: rounds demo --data-folder .demo"
            )


def run_server(
    app: Flask, host: str | None, port: int, phone: bool, phone_address: tuple[str, ...],
    phone_page: int, threads: int = 8, workers: int = 0,
) -> None:  # fmt: skip
    """Serves until interrupted. Each process makes its own application: nothing is forked open."""
    settings = app.extensions["rounds"].settings
    host = host or (EVERYWHERE if phone else HERE)
    phones.listen(host, port, "--port").close()
    mine = phones.phone(settings.data_folder, phone_address, host, phone_page) if phone else None
    jobs.stop(app)
    app.extensions["rounds"].database.dispose()

    def load() -> Flask:
        made = create_app(settings)
        jobs.start(made)
        return made

    def ready(process: Any) -> None:
        bound = process.sockets[0].getsockname()[1]
        if mine is not None:
            mine.serve_page(bound)
        if process.age == 1:
            announce(app, mine.url(bound) if mine else addresses.url("http", host, bound))
            click.echo(mine.introduction() if mine else "", nl=False)

    Server(load, {
        "bind": f"{'[' + host + ']' if ':' in host else host}:{port}",
        "worker_class": "gthread", "workers": 1 if settings.on_sqlite else workers or 2,
        "threads": threads, "timeout": 120, "graceful_timeout": 10, "keepalive": 5,
        "loglevel": "warning", "post_worker_init": ready,
        "worker_exit": lambda _server, process: jobs.stop(process.app.callable),
        **(mine.options if mine else {}),
    }).run()  # fmt: skip


def announce(app: Flask, url: str) -> None:
    """Says where Rounds is, and who can sign in."""
    click.echo(f"Rounds is ready at {url}")
    with database.read_transaction(app) as db:
        company = users.load_company(db)
        is_demo = company is not None and company.demo
        nobody = not users.load_users(db)
    if is_demo:
        Console().print(sign_ins())
        click.echo(f"Five minutes' tour: {url}/start")
    elif nobody:
        click.echo(NO_ADMIN)
    if not app.extensions["rounds"].settings.on_sqlite:
        click.echo(NEEDS_WORKER)


def sign_ins() -> Table:
    """Returns the table of who a stranger may be in the demo."""
    table = Table("Name", "E-mail", "Password", "What to look at")
    for name, email, look in setup.GUIDE:
        table.add_row(name, email, setup.PASSWORD, look)
    return table
