"""Tables out of whatever people drop; and what is said of files that are none."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from server.accounts import columns, file_format, workbook_reader

DATA = Path(__file__).parents[2] / "data"
GOOD = sorted((DATA / "good").iterdir(), key=lambda path: path.name)


def read(data: bytes, kind: str = "accounts") -> file_format.Table:
    return file_format.read_table(data, lambda header: columns.known(kind, header))


def by_field(table: file_format.Table) -> list[dict[str, str]]:
    mapping = columns.guess("accounts", table.headers, [line.cells for line in table.lines])
    return [
        {
            mapping[h]: cell
            for h, cell in zip(table.headers, line.cells, strict=True)
            if h in mapping
        }
        for line in table.lines
    ]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_each_dress_of_the_same_table_gives_the_same_accounts(path):
    first, second = by_field(read(path.read_bytes()))
    assert (first["number"], first["name"], first["zip"]) == ("100", "Café Süd", "53147")
    assert (second["name"], second["city"]) == ('Smith, Sons & "Co" Ltd', "Delavan")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("pdf_named.csv", "This is a PDF. Save the table as CSV or XLSX and upload that."),
        ("empty.csv", "The file is empty"),
        ("zero_bytes.xlsx", "The file is empty"),
        ("web_page_named.xls", "Save it as XLSX or CSV"),
        ("old_workbook.xls", "Save it as XLSX or CSV"),
        ("truncated.xlsx", "save it again as XLSX or CSV"),
        ("unclosed_quote.csv", "Close it or take it out"),
    ],
)
def test_a_file_that_is_no_table_names_the_remedy(name, remedy):
    table = read((DATA / "broken" / name).read_bytes())
    assert not table.lines
    assert remedy in table.problems[0].text


def test_an_unclosed_quote_is_found_at_its_line():
    table = read((DATA / "broken" / "unclosed_quote.csv").read_bytes())
    assert (table.problems[0].line, table.problems[0].column) == (3, "B")


def test_lines_are_counted_as_a_spreadsheet_shows_them():
    """A quoted line break begins no line, an empty line counts."""
    table = read(b'number,name\n1,"Two\nlines"\n\n2,Two\n')
    assert [line.number for line in table.lines] == [2, 4]


def test_titles_above_the_header_move_it_down():
    table = read((DATA / "good" / "title_lines_above_header.csv").read_bytes())
    assert table.header_line == 4
    assert [line.number for line in table.lines] == [5, 7]


def test_repeated_headers_are_told_apart_and_said():
    table = read(b"number,name,phone,phone\n1,One,555,556\n")
    assert table.headers == ("number", "name", "phone", "phone (2)")
    assert "more than once" in table.problems[0].text


def test_a_column_without_header_is_kept_under_its_letter():
    assert read(b"number,name,\n1,One,left\n").headers == ("number", "name", "Column C")


def test_a_workbook_that_inflates_too_far_is_not_parsed():
    """10 MB of nothing in 10 KB: what a bomb looks like, cut off while inflating."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (10 * 1024 * 1024))
    assert "inflates to more" in read(data.getvalue()).problems[0].text


def test_an_archive_of_too_many_files_is_not_inflated():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for n in range(workbook_reader.MAX_ENTRIES + 1):
            archive.writestr(f"{n}", "")
    assert "files in one archive" in read(data.getvalue()).problems[0].text


def test_entities_in_a_workbook_are_refused():
    """A workbook may not define entities: they can grow without end or name other files."""
    data = io.BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    sample = DATA / "good" / "merged_header_on_second_sheet.xlsx"
    with zipfile.ZipFile(sample) as original, zipfile.ZipFile(data, "w") as archive:
        for info in original.infolist():
            content = original.read(info)
            if info.filename.startswith("xl/worksheets/"):
                content = content.replace(b"<worksheet", bomb + b"<worksheet", 1)
            archive.writestr(info, content)
    assert openpyxl.DEFUSEDXML
    assert not read(data.getvalue()).lines


@pytest.mark.parametrize(
    ("name", "text"),
    [("word/document.xml", "Word"), ("content.xml", "OpenDocument"), ("a.csv", "ZIP archive")],
)
def test_other_archives_are_called_by_their_name(name, text):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "x")
    assert text in read(data.getvalue()).problems[0].text


def test_a_workbook_gives_dates_and_whole_numbers_as_text():
    table = read((DATA / "good" / "merged_header_on_second_sheet.xlsx").read_bytes())
    assert table.lines[0].cells[-1] == "2026-04-13"
    assert table.lines[0].cells[0] == "100"
