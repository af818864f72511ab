"""Workbooks are parsed by a process that may die: what a person is told then, and no more."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from server import database
from server.accounts import workbook, workbook_reader
from server.models import Account

SAMPLE = Path(__file__).parents[2] / "data" / "good" / "merged_header_on_second_sheet.xlsx"
REMEDY = "Save the one sheet that matters as CSV"


def packed(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_PART = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_strings(strings: str, rows: str = "") -> bytes:
    """A workbook with these shared strings, and with these rows in its sheet."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(["a"]))) as original,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in original.namelist():
            content = original.read(name).decode()
            if name.startswith("xl/worksheets/"):
                content = (
                    f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
                )
            if name == "[Content_Types].xml":
                content = content.replace("</Types>", STRINGS_PART)
            archive.writestr(name, content)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}">{strings}</sst>')
    return data.getvalue()


def read(data: bytes) -> list[list[tuple[int, tuple[str, ...]]]]:
    sheets = workbook.read_sheets(data, 1000, 50)
    return [[(line.number, line.cells) for line in sheet.lines] for sheet in sheets]


def test_cells_come_as_text_and_empty_ones_at_the_end_are_left_out():
    lines = read(packed(["number", "name", "", None], [], [7.0, True, 2.5, ""]))[0]
    assert lines == [(1, ("number", "name")), (2, ()), (3, ("7", "yes", "2.5"))]


def repeated_string(length: int, cells: int) -> bytes:
    """One long shared string that every cell points to: small in the file, huge as a table."""
    row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    rows = "".join(row.format(n) for n in range(1, cells + 1))
    return with_strings(f"<si><t>{'x' * length}</t></si>", rows)


def test_a_string_repeated_without_end_is_cut_off():
    """A quarter of a megabyte of XML that would be 200 MB of text."""
    data = repeated_string(200_000, 999)
    assert len(data) < 20_000
    with pytest.raises(workbook.Unreadable, match="over 96 MB of text"):
        read(data)
    assert len(read(repeated_string(1000, 999))[0]) == 999


def test_a_workbook_that_inflates_in_memory_is_given_up(monkeypatch, tmp_path):
    """Whatever the caps overlook ends at the process's own memory."""
    limited = workbook.READER.read_text().replace("MEMORY = 1024 *", "MEMORY = 90 *")
    monkeypatch.setattr(workbook, "READER", written(tmp_path, limited))
    strings = "".join(f"<si><t>{n:09}</t></si>" for n in range(450_000))
    assert read(SAMPLE.read_bytes())
    with pytest.raises(workbook.Unreadable, match="more time or memory"):
        read(with_strings(strings))
    monkeypatch.undo()
    assert read(with_strings(strings)) == [[]]


def written(folder: Path, program: str) -> Path:
    path = folder / "reader.py"
    path.write_text(program)
    return path


#: Programs in the reader's place: they hang, are killed, fall silent half way, or fail.
FAULTY = {
    "hangs": "import time; time.sleep(60)",
    "killed": f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})",
    "half": 'print(\'[1, ["number", "name"]]\')',
    "raises": "raise RuntimeError",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_reader_that_dies_leaves_a_clear_message_and_nothing_imported(
    app, bob, monkeypatch, tmp_path, fault
):
    monkeypatch.setattr(workbook, "READER", written(tmp_path, FAULTY[fault]))
    monkeypatch.setattr(workbook, "WALL_S", 0.5 if fault == "hangs" else 60)
    began = time.monotonic()
    file = (io.BytesIO(SAMPLE.read_bytes()), "accounts.xlsx")
    form = {"kind": "accounts", "apply": "1", "file": file}
    answer = bob.post("/api/imports", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert REMEDY in answer.json["problems"][0]["text"]
    assert not answer.json["applied"]
    assert time.monotonic() - began < 30
    with database.read_transaction(app) as db:
        assert db.scalar(select(func.count()).select_from(Account)) == 0


def test_the_reader_is_limited_before_it_reads():
    """Memory, time and output are bounded by the system, not by the reader's good will."""
    program = f"""if True:
        import resource, runpy, sys
        reader = runpy.run_path({os.fspath(workbook.READER)!r})
        reader["limit_myself"]()
        for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
            print(resource.getrlimit(what)[0])
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    memory, seconds, output = map(int, done.stdout.split())
    assert (memory, seconds) == (workbook_reader.MEMORY, workbook_reader.CPU_S)
    assert output >= workbook_reader.MAX_OUTPUT
