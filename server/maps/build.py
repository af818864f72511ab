"""A region's map, from an extract of OpenStreetMap to a file that phones can fetch."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from server.maps import extract, regions, tiles

#: Told the step, and the share of it that is done where that is known.
Told = Callable[[str, float | None], None]
DIGITS = 16


def build(file: Path, data_folder: Path, name: str, now: datetime, told: Told) -> regions.Region:
    """Returns the region it made; only finished tiles ever stand under a region's name."""
    home = regions.folder(data_folder)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix="building-") as folder:
        told(f"Reading {file.name}", None)
        found = extract.read(
            file, Path(folder), lambda n: told(f"Reading {file.name}: {n:,} features", None)
        )
        made = Path(folder) / f"made{regions.ENDING}"
        tiles.make(found.paths, made, name, lambda share: told("Drawing tiles", share))
        region = _described(made, name, found.bounds, now)
        made.replace(home / region.file)
    regions.save(data_folder, region)
    return region


def _described(made: Path, name: str, bounds: extract.Bounds, now: datetime) -> regions.Region:
    with made.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()[:DIGITS]
    file = f"{regions.slug(name)}-{digest}{regions.ENDING}"
    return regions.Region(name, file, made.stat().st_size, bounds, now)
