"""The board and its lists as files for a spreadsheet: pure.

What people typed may look like a formula: in CSV it gets an apostrophe before it, in XLSX its cell
is marked as text. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from openpyxl import Workbook

from server import wire

Cell = str | float | int | date | None
Table = Sequence[Sequence[Cell]]

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: How a text begins that a spreadsheet would compute.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Characters that no XLSX file may hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def board_table(board: wire.CoverageOut) -> Table:
    """Returns one line a group and metric: what is shown, what it is made of, how sure it is."""
    head = ("Group", "Metric", "Value", "Numerator", "Denominator", "Low", "High", "Before",
            "First", "Last")  # fmt: skip
    labels = {metric.name: metric.label for metric in board.metrics}
    lines = (
        (group.label, labels[one.metric], one.value, one.numerator, one.denominator, one.low,
         one.high, one.before, board.first, board.last)
        for group in (board.total, *board.groups)
        for one in group.figures
    )  # fmt: skip
    return [head, *lines]


def list_table(listed: wire.CoverageList) -> Table:
    """Returns one line an account or day, with what it adds to both sides of the number."""
    return _day_table(listed) if listed.metric.of == "days" else _account_table(listed)


def _account_table(listed: wire.CoverageList) -> Table:
    head = ("Number", "Name", "Rep", "Class", "Tier", "Segment", "Town", "Required", "Made",
            "Missed", "Overdue days", "Overdue value", "Last visit", "Adds", "Of")  # fmt: skip
    lines = (
        (one.number, one.name, one.rep, one.account_class, one.tier, one.segment, one.town,
         one.required, one.made, one.missed, one.overdue_days, one.overdue_value, one.last_visit,
         one.adds, one.of)
        for one in listed.accounts
    )  # fmt: skip
    return [head, *lines]


def _day_table(listed: wire.CoverageList) -> Table:
    head = ("Rep", "Date", "Share of a day", "Visits", "Travel minutes", "On-site minutes",
            "Minutes not told", "Adds", "Of")  # fmt: skip
    lines = (
        (one.rep, one.on, one.share, one.visits, one.travel_min, one.on_site_min, one.imputed,
         one.adds, one.of)
        for one in listed.days
    )  # fmt: skip
    return [head, *lines]


def as_file(table: Table, form: Literal["csv", "xlsx"]) -> bytes:
    """Returns a table as the bytes of a file."""
    return _csv(table) if form == "csv" else _xlsx(table)


def neutral(cell: Cell) -> Cell:
    """Returns a text that no spreadsheet takes for a formula; everything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _csv(table: Table) -> bytes:
    """With the mark that tells spreadsheets it is UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([neutral(cell) for cell in line] for line in table)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(table: Table) -> bytes:
    book = Workbook()
    sheet = book.active
    for at, line in enumerate(table, start=1):
        _write(sheet, at, line)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet, at: int, line: Iterable[Cell]) -> None:
    for column, value in enumerate(line, start=1):
        cell = sheet.cell(at, column)
        if isinstance(value, str):
            cell.value = FORBIDDEN.sub("", value)
            cell.data_type = "s"
        else:
            cell.value = value
