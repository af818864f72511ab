"""`rounds map`: regions whose map the phones can store."""

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from server.cli import common
from server.maps import build as building
from server.maps import regions, tiles


@click.group("map")
def map_() -> None:
    """Build, list and remove maps of regions, which phones store and show without signal."""


@map_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common.where
@click.option("--name", help="What people call the region; by default the file's name.")
def build(file: Path, data_folder: Path | None, database_url: str | None, name: str | None) -> None:
    """Make a region's map of FILE, an extract of OpenStreetMap (.osm.pbf)."""
    folder = common.chosen(data_folder, database_url).data_folder
    if command := tiles.missing():
        raise click.ClickException(f"Building maps needs two more packages. Run:\n  {command}")
    made = _built(file, folder, name or _usual_name(file))
    click.echo(f"{made.name}: {_size(made.bytes)}, {_bounds(made)}. Phones can store it now.")


@map_.command("list")
@common.where
def list_(data_folder: Path | None, database_url: str | None) -> None:
    """List the regions that phones can store."""
    found = regions.load(common.chosen(data_folder, database_url).data_folder)
    if not found:
        click.echo("No region yet. Build one: rounds map build region.osm.pbf")
        return
    table = Table("Region", "Size", "West, south, east, north", "Made")
    for one in found:
        table.add_row(one.name, _size(one.bytes), _bounds(one), f"{one.made_at:%Y-%m-%d}")
    Console().print(table)


@map_.command()
@click.argument("name")
@common.where
def remove(name: str, data_folder: Path | None, database_url: str | None) -> None:
    """Remove the region called NAME; phones keep what they have stored."""
    folder = common.chosen(data_folder, database_url).data_folder
    known = regions.load(folder)
    chosen = next((one for one in known if one.name == name), None)
    if chosen is None:
        names = ", ".join(one.name for one in known) or "none at all"
        raise click.ClickException(f"There is no region {name!r}; there are: {names}.")
    regions.remove(folder, chosen)
    click.echo(f"{name} is removed.")


def _built(file: Path, folder: Path, name: str) -> regions.Region:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"Reading {file.name}", total=None)

        def told(step: str, share: float | None) -> None:
            total = None if share is None else 1.0
            progress.update(task, description=step, total=total, completed=share or 0)

        return building.build(file, folder, name, datetime.now(UTC), told)


def _usual_name(file: Path) -> str:
    """Returns "Baden Wuerttemberg" of baden-wuerttemberg-latest.osm.pbf."""
    bare = file.name.split(".")[0].removesuffix("-latest")
    return bare.replace("-", " ").replace("_", " ").title()


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _bounds(region: regions.Region) -> str:
    return ", ".join(f"{degrees:.2f}" for degrees in region.bounds)
