"""The cells of an XLSX workbook, read by a process that may only use so much time and memory.

A file from outside is parsed by a program of its own (``workbook_reader``): where that hangs, runs
out of memory or dies, the import answers with a sentence and the server goes on.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

READER = Path(__file__).with_name("workbook_reader.py")
WALL_S = 90
GAVE_UP = (
    "This workbook takes more time or memory to read than a file may. It is not read and nothing "
    "was changed. Save the one sheet that matters as CSV and upload that."
)


class Line(NamedTuple):
    """A row of values; ``number`` is what a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]
    hidden: bool = False


class Sheet(NamedTuple):
    """The lines of a worksheet, and whether people see it at all."""

    name: str
    hidden: bool
    lines: tuple[Line, ...]


class Unreadable(ValueError):
    """A workbook that is none, or is not safe to read; its text says what to do."""


def read_sheets(data: bytes, max_rows: int, max_columns: int) -> list[Sheet]:
    """Returns each worksheet, cells as text: dates in ISO form, whole numbers bare.

    Empty cells at the end of a line are left out; hidden rows and sheets are there.
    """
    # Isolated: without our folder and the developer's own settings in its path.
    command = [sys.executable, "-I", str(READER), str(max_rows), str(max_columns)]
    # Files, not pipes: nobody has to read while the other writes, and the kernel can cap them.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(data)
        given.seek(0)
        try:
            subprocess.run(
                command, stdin=given, stdout=said, stderr=subprocess.DEVNULL, timeout=WALL_S,
                check=True,
            )  # fmt: skip
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise Unreadable(GAVE_UP) from None
        said.seek(0)
        return _sheets(said)


def _sheets(said: Iterable[bytes]) -> list[Sheet]:
    """Returns what the reader said, which counts only when it came to its end."""
    sheets: list[Sheet] = []
    lines: list[Line] = []
    for text in said:
        match json.loads(text):
            case [int(number), list(cells), bool(hidden)]:
                lines.append(Line(number, tuple(cells), hidden))
            case {"sheet": str(name), "hidden": bool(hidden)}:
                sheets.append(Sheet(name, hidden, tuple(lines)))
                lines = []
            case {"unreadable": str(why)}:
                raise Unreadable(why)
            case "end":
                return sheets
    raise Unreadable(GAVE_UP)
