"""Reads the cells of an XLSX workbook in a process of its own, after measuring what it inflates to.

A program, not a module: ``workbook`` runs this file by its path, so it imports nothing of ours
(that would take seconds). Bytes come from standard input; a JSON list for each line of a sheet
goes to standard output (its number, its cells, whether it is hidden), then ``{"sheet": its name,
"hidden": …}`` after each sheet and ``"end"`` after the last. What is wrong with the workbook goes
there too, as ``{"unreadable": …}``.

A workbook is a ZIP archive of XML: 99 KB can become 100 MB. Entries, ratio and bytes are capped
while inflating, before any XML is parsed; XML goes through defusedxml, which openpyxl uses where
it is installed. One shared string may stand in a million cells, so what comes out is capped too.
"""

import contextlib
import io
import json
import re
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

MEMORY = 1024 * 1024 * 1024
CPU_S = 60
MAX_ENTRIES = 1000
MAX_INFLATED = 80 * 1024 * 1024
#: Real workbooks of repeating rows reach 40; a bomb has a thousand. Small files may reach more.
MAX_RATIO = 120
SMALL = 2 * 1024 * 1024
MAX_SHEETS = 20
MAX_OUTPUT = 96 * 1024 * 1024
CHUNK = 256 * 1024
#: The tag of a row, its number, and that it is hidden.
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")

#: What else a ZIP archive may be, by a name inside it.
OTHER_ARCHIVES = (
    ("content.xml", "This is an OpenDocument file. Save it as XLSX or CSV and upload that."),
    ("word/document.xml", "This is a Word document. Save its table as CSV or XLSX."),
    ("ppt/presentation.xml", "These are slides. Save the table as CSV or XLSX and upload that."),
    ("xl/workbook.bin", "This is a binary workbook (.xlsb). Save it as XLSX and upload that."),
    ("Index/Document.iwa", "This is a Numbers document. Export it as CSV or XLSX and upload that."),
)
BROKEN = "This workbook is damaged. Open it, save it again as XLSX or CSV and upload that."
TOO_LARGE = (
    "This workbook inflates to more than it should: {}. It is not read. "
    "Save the one sheet that matters as CSV and upload that."
)


class Unreadable(ValueError):
    """A workbook that is none, or is not safe to read; its text says what to do."""


def main() -> None:
    """Limits itself, then reads a workbook and says what is in it, or what is wrong with it."""
    limit_myself()
    max_rows, max_columns = int(sys.argv[1]), int(sys.argv[2])
    left = MAX_OUTPUT
    try:
        for said in said_of(sys.stdin.buffer.read(), max_rows, max_columns):
            left -= len(said)
            if left < 0:
                raise Unreadable(TOO_LARGE.format(f"over {MAX_OUTPUT // 2**20} MB of text"))
            sys.stdout.write(said)
    except MemoryError:
        raise SystemExit(1) from None
    except Unreadable as error:
        sys.stdout.write(json.dumps({"unreadable": str(error)}) + "\n")
    sys.stdout.write('"end"\n')


def limit_myself() -> None:
    """Bounds memory, time and what is written; what a system cannot limit it leaves alone."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT + SMALL),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def said_of(data: bytes, max_rows: int, max_columns: int) -> Iterator[str]:
    """Yields each line of each worksheet as JSON: its number and its cells, padding removed."""
    measure(data)
    # Optional for openpyxl, and its threads' stacks alone would fill our memory.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # noqa: PLC0415 - after the limits, which hold for it as well
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        warnings.simplefilter("ignore")  # openpyxl warns of styles it drops
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets[:MAX_SHEETS]:
            hidden = _hidden_rows(book, sheet)
            yield from _lines(sheet, max_rows, max_columns, hidden)
            told = {"sheet": str(sheet.title), "hidden": sheet.sheet_state != "visible"}
            yield json.dumps(told) + "\n"
    except Unreadable:
        raise
    except (
        DefusedXmlException,
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        EOFError,
    ):
        raise Unreadable(BROKEN) from None


def measure(data: bytes) -> None:
    """Raises :class:`Unreadable` unless the archive is a workbook of an honest size.

    Entries are inflated piece by piece, because the sizes an archive declares may lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > MAX_ENTRIES:
                raise Unreadable(TOO_LARGE.format(f"{len(names)} files in one archive"))
            if "xl/workbook.xml" not in names:
                raise Unreadable(_what_else(names))
            _inflate(archive, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Unreadable(BROKEN) from None


def _what_else(names: set[str]) -> str:
    for name, text in OTHER_ARCHIVES:
        if name in names:
            return text
    return "This is a ZIP archive, not a workbook. Unpack it and upload the CSV or XLSX inside."


def _inflate(archive: zipfile.ZipFile, packed: int) -> None:
    limit = min(MAX_INFLATED, max(SMALL, packed * MAX_RATIO))
    total = 0
    for info in archive.infolist():
        with archive.open(info) as entry:
            while piece := entry.read(CHUNK):
                total += len(piece)
                if total > limit:
                    raise Unreadable(
                        TOO_LARGE.format(
                            f"over {limit // 2**20} MB from {max(1, packed // 1024)} KB"
                        )
                    )


def _hidden_rows(book: Any, sheet: Any) -> frozenset[int]:
    """Returns the numbers of the rows a person does not see: hidden by hand or by a filter.

    openpyxl tells of them only where it keeps whole sheets in memory, so the rows' own tags are
    looked at. A row without a number follows the one before it.
    """
    path = getattr(sheet, "_worksheet_path", None)
    archive = getattr(book, "_archive", None)
    if path is None or archive is None:
        return frozenset()
    number, found = 0, set()
    for tag in ROW.findall(archive.read(path)):
        told = NUMBER.search(tag)
        number = int(told[1]) if told else number + 1
        if HIDDEN.search(tag):
            found.add(number)
    return frozenset(found)


def _lines(sheet: Any, max_rows: int, max_columns: int, hidden: frozenset[int]) -> Iterator[str]:
    if not hasattr(sheet, "reset_dimensions"):
        return
    # The range a sheet declares is often wrong; without it the rows themselves count.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=max_columns), start=1):
        if number > max_rows:
            raise Unreadable(f"More than {max_rows} lines. Split the file and upload the parts.")
        cells = list(map(_text, row))
        while cells and not cells[-1]:
            cells.pop()
        yield json.dumps([number, cells, number in hidden]) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


if __name__ == "__main__":
    main()
