"""A region of a real city: how long its map takes to build, and how large it is."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from server.maps import build
from tests.benchmarks.result import Result

EXTRACT = "osm/heidelberg.osm.pbf"
#: More than the extract itself would be a map that is not worth its room on a phone.
MOST_SHARE = 1.0
COLUMNS = ("Extract", "Extract MB", "Region MB", "Seconds")


def run(shared: Path) -> Result:
    """Builds the region once."""
    extract = shared / "data" / EXTRACT
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        made = build.build(
            extract, Path(folder), "City", datetime.now(UTC), lambda step, share: None
        )
    seconds = time.monotonic() - began
    before = extract.stat().st_size
    broken = [] if made.bytes < MOST_SHARE * before else ["a region is smaller than its extract"]
    row = (extract.name, round(before / 1e6, 1), round(made.bytes / 1e6, 1), round(seconds, 1))
    return Result(COLUMNS, [row], broken)
