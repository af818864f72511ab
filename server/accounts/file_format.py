"""Reads a table out of whatever file a person drops: CSV in any dress, or an XLSX workbook.

A file that is no table gives a :class:`Table` without rows and with the problem that says what it
is and what to do. Lines are counted as a spreadsheet shows them: a quoted line break does not
begin a new line, an empty line counts.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from server.accounts import cells, workbook
from server.accounts.workbook import Line

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 500
#: A header row is looked for among this many first lines; titles and notes may stand above it.
HEADER_LINES = 25
DELIMITERS = (",", ";", "\t", "|", "¬", "^")
#: Bytes that Windows-1252 leaves undefined but DOS programs write for ü, ì, Å, É and Ø.
DOS_ONLY = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
#: More line breaks than this in one cell: a quote was opened and never closed.
LONGEST_CELL_LINES = 50

NOT_A_TABLE: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF. Save the table as CSV or XLSX and upload that."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel workbook (.xls). Save it as XLSX or CSV and upload "
        "that. A workbook with a password looks the same: take it off first.",
    ),
    (b"{\\rtf", "This is a text document (RTF). Save the table as CSV or XLSX and upload that."),
    (b"\x89PNG", "This is a picture. Save the table as CSV or XLSX and upload that."),
    (b"\xff\xd8\xff", "This is a picture. Save the table as CSV or XLSX and upload that."),
    (b"\x1f\x8b", "This file is compressed (gzip). Unpack it and upload what is inside."),
    (b"Rar!", "This file is compressed (RAR). Unpack it and upload what is inside."),
    (b"7z\xbc\xaf", "This file is compressed (7z). Unpack it and upload what is inside."),
)


class Problem(NamedTuple):
    """One fault: its line in the file (0: the whole file), its column's header, what to do."""

    line: int
    column: str
    text: str


class Table(NamedTuple):
    """The headers, distinct and never empty, and the lines below them, padding removed.

    ``problems`` are about headers; ``notes`` say what of a workbook was read and what was not.
    """

    headers: tuple[str, ...] = ()
    header_line: int = 0
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    delimiter: str = ""
    notes: tuple[Problem, ...] = ()


Known = Callable[[str], bool]


def read_table(data: bytes, is_header: Known) -> Table:
    """Returns the table of a file; what the bytes are counts, not how the file is called."""
    if fault := _fault(data):
        return Table(problems=(Problem(0, "", fault),))
    if data.startswith(b"PK\x03\x04"):
        try:
            sheets = workbook.read_sheets(data, MAX_ROWS, MAX_COLUMNS)
        except workbook.Unreadable as error:
            return Table(problems=(Problem(0, "", str(error)),))
        return _chosen(sheets, is_header)
    text = decode(data)
    if "\x00" in text:
        return Table(
            problems=(
                Problem(
                    0, "", "This is not a table of text. Save it as CSV or XLSX and upload that."
                ),
            )
        )
    return _csv(text, is_header)


def _chosen(sheets: Sequence[workbook.Sheet], is_header: Known) -> Table:
    """Returns the sheet with most known names, a hidden one only where no other holds a table.

    A cover with a stray name is no table: a visible sheet counts that knows half as many.
    """
    found = [(sheet, _table(sheet.lines, is_header)) for sheet in sheets]

    def known(one: tuple[workbook.Sheet, Table]) -> int:
        return _known_headers(one[1].headers, is_header)

    seen = [one for one in found if not one[0].hidden and one[1].headers]
    unseen = [one for one in found if one[0].hidden and one[1].headers]
    best = max(seen, key=known, default=None)
    secret = max(unseen, key=known, default=None)
    if secret is not None and (best is None or 2 * known(best) < known(secret)):
        best = secret
    if best is None:
        return _empty()
    return best[1]._replace(notes=tuple(_of_hidden(best[0], [one[0] for one in unseen])))


def _of_hidden(chosen: workbook.Sheet, hidden: Sequence[workbook.Sheet]) -> Iterable[Problem]:
    if chosen.hidden:
        text = f"The table stands on the hidden sheet “{chosen.name}”: no visible one holds it."
        yield Problem(0, "", text)
    others = [f"“{one.name}”" for one in hidden if one is not chosen]
    if others:
        which = "The hidden sheet" if len(others) == 1 else "The hidden sheets"
        yield Problem(0, "", f"{which} {', '.join(others[:3])}"
                      + (f" and {len(others) - 3} more" if len(others) > 3 else "")
                      + (" is" if len(others) == 1 else " are")
                      + " not read. To import one, save it as a file of its own.")  # fmt: skip


def _fault(data: bytes) -> str:
    """Returns why these bytes cannot be a table, and what to do; empty when they may be one."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return f"The file is empty ({len(data)} bytes). Save the table again and upload that."
    if len(data) > MAX_BYTES:
        return (
            f"The file has {len(data) // 2**20} MB; {MAX_BYTES // 2**20} MB is the most. "
            "Split it and upload the parts one after the other."
        )
    start = data[:1024].lstrip()
    for magic, text in NOT_A_TABLE:
        if start.startswith(magic):
            return text
    if re.match(rb"(?i)(<\?xml|<!doctype|<html|<table)", start.removeprefix(b"\xef\xbb\xbf")):
        return "This is a web page or XML, whatever its name says. Save it as XLSX or CSV."
    return ""


def decode(data: bytes) -> str:
    """Returns the text: by its mark, as UTF-16 without one, else UTF-8 line by line.

    A line that is no UTF-8 is Windows-1252, or DOS code page 850 where its bytes prove that.
    By line, because files glued together from two programs exist.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    start = data[:2000]
    if start[1::2].count(0) > len(start) // 4:
        return data.decode("utf-16-le", errors="replace")
    if start[0::2].count(0) > len(start) // 4:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        eight_bit = "cp850" if DOS_ONLY.search(data) else "cp1252"
        return "\n".join(_decode_line(line, eight_bit) for line in data.split(b"\n"))


def _decode_line(line: bytes, eight_bit: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(eight_bit, errors="replace")


# --- CSV ----------------------------------------------------------------------------------------


def _csv(text: str, is_header: Known) -> Table:
    hint = re.match(r"sep=(.)\r?\n", text)
    delimiter = hint[1] if hint else sniff(text, is_header)
    lines: list[Line] = []
    for line in _records(text, delimiter):
        if len(lines) >= MAX_ROWS:
            return Table(
                problems=(
                    Problem(
                        MAX_ROWS,
                        "",
                        f"More than {MAX_ROWS} lines. Split the file and upload the parts.",
                    ),
                )
            )
        lines.append(line)
    if hint:
        lines = lines[1:]
    problems = tuple(_unclosed(lines))
    if problems:
        return Table(problems=problems, delimiter=delimiter)
    return _table(lines, is_header)._replace(delimiter=delimiter)


def _records(text: str, delimiter: str) -> Iterable[Line]:
    """Yields each record with its number, empty ones too."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    for number, record in enumerate(reader, start=1):
        yield Line(number, tuple(record[:MAX_COLUMNS]))


def sniff(text: str, is_header: Known) -> str:
    """Returns the delimiter that makes known headers, and beside that the most even columns."""
    start = text[: 64 * 1024]
    return max(DELIMITERS, key=lambda d: _evenness(start, d, is_header))


def _evenness(text: str, delimiter: str, is_header: Known) -> tuple[int, float]:
    records = []
    for line in _records(text, delimiter):
        records.append(line.cells)
        if len(records) == 60:
            break
    widths = Counter(len(record) for record in records if len(record) > 1)
    headers = max((_known_headers(r, is_header) for r in records[:HEADER_LINES]), default=0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return headers, count * min(width, 50)


def _unclosed(lines: Sequence[Line]) -> Iterable[Problem]:
    for line in lines:
        for column, cell in enumerate(line.cells):
            if cell.count("\n") > LONGEST_CELL_LINES:
                yield Problem(
                    line.number,
                    _letter(column),
                    f'A quote (") is opened here and not '
                    f"closed for {cell.count(chr(10))} lines. Close it or take it out.",
                )


# --- the header row -------------------------------------------------------------------------------


def _table(lines: Sequence[Line], is_header: Known) -> Table:
    """Returns the table below its header row: the one of the first lines with most known names.

    Cells left empty in it take the name above: a header merged over two lines stands there.
    """
    tidy = [line._replace(cells=tuple(cells.clean(cell) for cell in line.cells)) for line in lines]
    top = [line for line in tidy[:HEADER_LINES] if any(line.cells)]
    if not top:
        return _empty()
    header = max(top, key=lambda at: (_known_headers(at.cells, is_header), *_as_header(at, top)))
    above = [line.cells for line in reversed(top) if line.number < header.number]
    # A line may end before the one above it does: empty cells at its end are often left out.
    across = max(len(line.cells) for line in top if line.number <= header.number)
    names = [_cell(header.cells, i) or _name_above(above, i) for i in range(across)]
    below = [line for line in tidy if line.number > header.number and any(line.cells)]
    width = max([len(names), *(len(line.cells) for line in below)])
    names += [""] * (width - len(names))
    headers, problems = _distinct(names, header.number, is_header)
    used = [i for i in range(width) if names[i] or any(_cell(line.cells, i) for line in below)]
    kept = tuple(line._replace(cells=tuple(_cell(line.cells, i) for i in used)) for line in below)
    return Table(tuple(headers[i] for i in used), header.number, kept, tuple(problems))


def _empty() -> Table:
    return Table(
        problems=(
            Problem(
                0,
                "",
                "There is no table in this file. Put the column names in "
                "the first line and one account, visit, month or touch in "
                "each line below.",
            ),
        )
    )


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _known_headers(row: Sequence[str], is_header: Known) -> int:
    return len({cell for cell in row if cell and len(cell) < 80 and is_header(cell)})


def _as_header(line: Line, top: Sequence[Line]) -> tuple[bool, int]:
    """Of rows with equally many known names: the first one as wide as the widest."""
    filled = sum(bool(cell) for cell in line.cells)
    widest = max(sum(bool(cell) for cell in other.cells) for other in top)
    return filled * 2 > widest, -line.number


def _name_above(above: Sequence[Sequence[str]], column: int) -> str:
    """Returns the name in the line right above, where that line is a header too."""
    return _cell(above[0], column) if above and sum(map(bool, above[0])) > 1 else ""


def _distinct(names: Sequence[str], line: int, is_header: Known) -> tuple[list[str], list[Problem]]:
    """Returns headers that differ; the second "Phone" becomes "Phone (2)" and is said."""
    headers: list[str] = []
    problems = []
    for column, name in enumerate(names):
        name = name or f"Column {_letter(column)}"
        copies = sum(h == name or h.startswith(f"{name} (") for h in headers)
        if copies and is_header(name):
            problems.append(
                Problem(
                    line,
                    name,
                    f"The header “{name}” stands here more than once. "
                    "The first column is read; rename the other or choose it.",
                )
            )
        while name in headers:
            copies += 1
            name = f"{names[column] or name} ({copies})"
        headers.append(name)
    return headers, problems


def _letter(column: int) -> str:
    """Returns the letters a spreadsheet shows above a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
