"""What was measured already: a line of JSON for each rep and planner, so that a run can go on.

A line counts only for the sources it was made with: opponents depend on the world, the evaluator
and themselves, our planner on all of routing besides.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.result import REPORTS
from tests.benchmarks.year import ours
from tests.benchmarks.year.evaluator import Figures

HERE = Path(__file__).parent
ROUTING = HERE.parents[2] / "routing"
#: What the world is made from, beside this folder.
WORLD = ("domain.py", "travel.py", "cadence")
#: What shows or keeps figures and makes none.
ASIDE = {"__init__.py", "records.py", "report.py", "ours.py"}


@dataclass(frozen=True, slots=True)
class Key:
    """What a result hangs on; ``effort`` is the CPU seconds meant for a night, 0 for opponents."""

    stamp: str
    seed: int
    weeks: int
    rep: int
    planner: str
    effort: float = 0.0


@dataclass(frozen=True, slots=True)
class Record:
    """One planner's year with one rep. ``gains`` are what longer searches saved, night by night."""

    key: Key
    load: str
    figures: Figures
    gains: tuple[float, ...] = ()


class Store:
    """The lines of a folder; a result is written as it comes."""

    def __init__(self, folder: Path | None) -> None:
        self.file = (folder or REPORTS / "year") / "results.jsonl"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        self._records = {record.key: record for record in map(_read, lines) if record}

    def find(self, key: Key) -> Record | None:
        return self._records.get(key)

    def add(self, record: Record) -> None:
        self._records[record.key] = record
        with self.file.open("a") as lines:
            lines.write(json.dumps(asdict(record)) + "\n")


def _read(line: str) -> Record | None:
    """Returns a line's record; None for one cut short or of another time."""
    try:
        told = json.loads(line)
        figures = Figures(**told["figures"])
        return Record(Key(**told["key"]), told["load"], figures, tuple(told["gains"]))
    except (ValueError, TypeError, KeyError):
        return None


def stamp(planner: str) -> str:
    """Returns a mark of the sources a planner's results hang on."""
    files = [file for file in HERE.rglob("*.py") if file.name not in ASIDE]
    files.append(HERE / "opponents" / "__init__.py")
    if planner == ours.NAME:
        files += [HERE / "ours.py", *ROUTING.rglob("*.py")]
    else:
        files += _world_sources()
    mark = hashlib.sha256()
    for file in sorted(files):
        mark.update(file.read_bytes())
    return mark.hexdigest()[:12]


def _world_sources() -> Iterable[Path]:
    for name in WORLD:
        path = ROUTING / name
        yield from path.rglob("*.py") if path.is_dir() else [path]
