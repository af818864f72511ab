"""What a benchmark measured: a table for a person, JSON for the next run, a line an instance."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

REPORTS = Path(__file__).parents[2] / ".reports"

#: A log keeps the columns whole, whatever it is written to.
WIDTH = 120

Cell = str | int | float | bool


@dataclass(frozen=True)
class Result:
    """Rows of figures; ``broken`` names each promise they do not keep."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    broken: Sequence[str] = field(default_factory=tuple)


def tell(
    instance: str,
    cost: float,
    best_known: float | None,
    feasible: bool,
    seconds: float,
    iterations: int | None = None,
) -> None:
    """Prints one instance as a line of JSON. ``gap`` is a share of the best known cost.

    ``seconds`` are CPU seconds. What is not known is null.
    """
    gap = cost / best_known - 1 if best_known else None
    told = {
        "instance": instance,
        "cost": cost,
        "best_known": best_known,
        "gap": None if gap is None else round(gap, 6),
        "feasible": feasible,
        "seconds": round(seconds, 3),
        "iterations": iterations,
    }
    print(json.dumps(told), flush=True)


def show(name: str, about: str, result: Result, seconds: float, beside: bool = False) -> None:
    """Prints the table and what is wrong with it; on stderr where lines of JSON go to stdout."""
    table = Table(*result.columns, title=f"{name}: {about}", title_justify="left")
    for row in result.rows:
        table.add_row(*map(_shown, row))
    console = Console(width=WIDTH, stderr=beside)
    console.print(table)
    for promise in result.broken:
        console.print(f"  broken: {promise}", style="red", markup=False)
    console.print(f"  {seconds:.0f} s\n")


def write(name: str, result: Result, seconds: float, reports: Path = REPORTS) -> Path:
    """Returns the file it wrote: one object a row."""
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    told = {"name": name, "seconds": round(seconds, 1), "rows": rows, "broken": [*result.broken]}
    file = reports / f"bench-{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return file


def _shown(cell: Cell) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
