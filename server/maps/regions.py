"""The regions of the data folder: one file of tiles each, and beside it what is known of it."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FOLDER = "maps"
ENDING = ".pmtiles"


@dataclass(frozen=True)
class Region:
    """A region that can be sent. ``file`` carries a digest: what it names never changes."""

    name: str
    file: str
    bytes: int
    bounds: tuple[float, float, float, float]
    made_at: datetime

    @property
    def digest(self) -> str:
        return self.file.removesuffix(ENDING).rsplit("-", 1)[-1]


def folder(data_folder: Path) -> Path:
    return data_folder / FOLDER


def slug(name: str) -> str:
    """Returns a name as a file can be called: "Baden-Württemberg" is baden-wurttemberg."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "region"


def load(data_folder: Path) -> list[Region]:
    """Returns the regions by name; one whose tiles are gone is none."""
    found = [_read(path) for path in folder(data_folder).glob("*.json")]
    there = [one for one in found if (folder(data_folder) / one.file).is_file()]
    return sorted(there, key=lambda one: one.name)


def find(data_folder: Path, file: str) -> Region | None:
    """Returns the region with this file of tiles."""
    return next((one for one in load(data_folder) if one.file == file), None)


def save(data_folder: Path, region: Region) -> None:
    """Notes a region whose tiles are in place; what was there under its name is gone then."""
    home = folder(data_folder)
    note = home / f"{slug(region.name)}.json"
    before = _read(note).file if note.exists() else region.file
    unfinished = note.with_suffix(".unfinished")
    about = asdict(region) | {"made_at": region.made_at.isoformat()}
    unfinished.write_text(json.dumps(about, ensure_ascii=False, indent=1))
    unfinished.replace(note)
    if before != region.file:
        (home / before).unlink(missing_ok=True)


def remove(data_folder: Path, region: Region) -> None:
    """Takes a region away; phones keep what they have until somebody deletes it there."""
    (folder(data_folder) / f"{slug(region.name)}.json").unlink(missing_ok=True)
    (folder(data_folder) / region.file).unlink(missing_ok=True)


def _read(path: Path) -> Region:
    about = json.loads(path.read_text())
    west, south, east, north = about["bounds"]
    made_at = datetime.fromisoformat(about["made_at"])
    return Region(about["name"], about["file"], about["bytes"], (west, south, east, north), made_at)
