"""`rounds user …` and `rounds feed …`."""

import secrets
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.table import Column, Table

from routing.domain import Location
from server import database
from server.accounts import places
from server.auth import Role, Scope, scope_of, users
from server.cli import common
from server.feeds import store as feeds
from server.feeds.records import NewFeed
from server.people import store


def place(text: str) -> tuple[float, float]:
    """Returns the coordinates of ``LAT,LON`` or of a ZIP code's middle."""
    found = places.by_zip(text.strip(), "US")
    if found:
        return found.lat, found.lon
    try:
        lat, lon = map(float, text.split(","))
        Location(lat, lon)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is neither LAT,LON nor a US ZIP code") from error
    return lat, lon


@click.group()
def user() -> None:
    """Add, list and keep out people."""


@user.command("add")
@click.argument("email")
@common.where
@click.option("--name", help="The name; without it, the part before the @.")
@click.option("--role", type=click.Choice([str(r) for r in Role]), default="rep", show_default=True)
@click.option("--team", help="The team; made when it is new.")
@click.option(
    "--base",
    callback=lambda _c, _p, value: value and place(value),
    metavar="PLACE",
    help="Where a rep's days begin: LAT,LON or a US ZIP code.",
)
@click.option("--language", default="", help='As "de"; without it, that of each device.')
@click.option("--password", help="The password; without it, one is made and shown once.")
def add_user(
    email: str, data_folder: Path | None, database_url: str | None, name: str | None, role: str,
    team: str | None, base: tuple[float, float] | None, language: str, password: str | None,
) -> None:  # fmt: skip
    """Add a person who may sign in."""
    app = common.application(data_folder, database_url)
    secret = password or secrets.token_urlsafe(12)
    with database.write_transaction(app) as db:
        name = name or email.partition("@")[0]
        person_id = users.add_user(db, email, name, Role(role), team, secret, language)
        if base:
            changes = {"base_lat": base[0], "base_lon": base[1]}
            now = app.extensions["rounds"].clock.now(db)
            store.save_rep(db, Scope.system(), person_id, changes, now)
    click.echo(f"{email} may sign in now as {role}.")
    if not password:
        click.echo(f"Password (shown once): {secret}")


@user.command("list")
@common.where
def list_users(data_folder: Path | None, database_url: str | None) -> None:
    """List everybody."""
    app = common.application(data_folder, database_url)
    table = Table("E-mail", "Name", "Role", "Team", "State")
    with database.read_transaction(app) as db:
        for person, team in users.load_users(db):
            state = "active" if person.active else "left"
            table.add_row(person.email, person.name, person.role, team, state)
    Console().print(table)


@user.command("password")
@click.argument("email")
@common.where
@click.option("--password", help="The new password; without it, one is made and shown once.")
def set_password(
    email: str, data_folder: Path | None, database_url: str | None, password: str | None
) -> None:
    """Give somebody a new password; their devices must sign in again."""
    app = common.application(data_folder, database_url)
    secret = password or secrets.token_urlsafe(12)
    with database.write_transaction(app) as db:
        users.set_password(db, email, secret, app.extensions["rounds"].clock.real())
    click.echo(f"{email} has a new password." if password else f"New password: {secret}")


@user.command("deactivate")
@click.argument("email")
@common.where
def deactivate_user(email: str, data_folder: Path | None, database_url: str | None) -> None:
    """Keep somebody out from now on; what they did stays."""
    app = common.application(data_folder, database_url)
    with database.write_transaction(app) as db:
        users.deactivate(db, email, app.extensions["rounds"].clock.real())
    click.echo(f"{email} cannot sign in any more.")


@click.group()
def feed() -> None:
    """Make, list and end calendar addresses."""


@feed.command("add")
@click.argument("email")
@common.where
@click.option("--detail", type=click.Choice(["full", "address", "busy"]), default="full")
def add_feed(email: str, data_folder: Path | None, database_url: str | None, detail: str) -> None:
    """Make a calendar address for a rep; it is shown only this once."""
    app = common.application(data_folder, database_url)
    rounds = app.extensions["rounds"]
    with database.write_transaction(app) as db:
        person = users.load_user(db, email)
        new = NewFeed(detail=detail)
        _, secret = feeds.save_feed(db, Scope.rep(person.id), new, rounds.clock.now(db))
    address = rounds.settings.public_url or "http://127.0.0.1:8000"
    click.echo(f"{address}/feeds/{secret}.ics")


@feed.command("list")
@common.where
@click.option("--rep", "email", help="Only this rep's (e-mail).")
def list_feeds(data_folder: Path | None, database_url: str | None, email: str | None) -> None:
    """List calendar addresses, without their secrets."""
    app = common.application(data_folder, database_url)
    table = Table(
        Column("Id", min_width=36, no_wrap=True), "Of", "Shows", "Made", "Last fetched", "By"
    )
    with database.read_transaction(app) as db:
        known = [person for person, _ in users.load_users(db)]
        owners = [users.load_user(db, email)] if email else known
        for row in [row for own in owners for row in feeds.load_feeds(db, scope_of(db, own))]:
            last = f"{row.last_fetched_at:%Y-%m-%d %H:%M}" if row.last_fetched_at else "never"
            made = f"{row.created_at:%Y-%m-%d}"
            table.add_row(str(row.id), row.person, row.detail, made, last, row.last_client)
    Console().print(table)


@feed.command("revoke")
@click.argument("feed_id", type=click.UUID)
@common.where
def revoke_feed(feed_id: UUID, data_folder: Path | None, database_url: str | None) -> None:
    """End a calendar address; calendars that know it get nothing any more."""
    app = common.application(data_folder, database_url)
    with database.write_transaction(app) as db:
        feeds.revoke(db, Scope.system(), feed_id, app.extensions["rounds"].clock.now(db))
    click.echo("The address works no more.")
