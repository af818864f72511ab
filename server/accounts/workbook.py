"""Reads the cells of an XLSX workbook, after measuring what it would inflate to.

A workbook is a ZIP archive of XML: 99 KB can become 100 MB. Entries, ratio and bytes are capped
while inflating, before any XML is parsed; XML goes through defusedxml, which openpyxl uses where
it is installed.
"""

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

MAX_ENTRIES = 1000
MAX_INFLATED = 80 * 1024 * 1024
#: Real workbooks of repeating rows reach 40; a bomb has a thousand. Small files may reach more.
MAX_RATIO = 120
SMALL = 2 * 1024 * 1024
MAX_SHEETS = 20
CHUNK = 256 * 1024

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


class Line(NamedTuple):
    """A row of values; ``number`` is what a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


class Unreadable(ValueError):
    """A workbook that is none, or is not safe to read; its text says what to do."""


def read_sheets(data: bytes, max_rows: int, max_columns: int) -> list[list[Line]]:
    """Returns the lines of each worksheet, cells as text: dates in ISO form, whole numbers bare."""
    measure(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles it drops
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [_lines(s, max_rows, max_columns) for s in book.worksheets[:MAX_SHEETS]]
            book.close()
    except DefusedXmlException:
        raise Unreadable(BROKEN) from None
    except (
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
    ) as error:
        raise Unreadable(str(error) if isinstance(error, Unreadable) else BROKEN) from None
    return sheets


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


def _lines(sheet: Any, max_rows: int, max_columns: int) -> list[Line]:
    if not hasattr(sheet, "reset_dimensions"):
        return []
    # The range a sheet declares is often wrong; without it the rows themselves count.
    sheet.reset_dimensions()
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=max_columns), start=1):
        if number > max_rows:
            raise Unreadable(f"More than {max_rows} lines. Split the file and upload the parts.")
        lines.append(Line(number, tuple(map(_text, row))))
    return lines


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
