"""Lines of a file that are no accounts: totals a person added up, and people among companies."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from server.accounts import cells
from server.accounts.file_format import Problem, Table
from server.accounts.reading import Columns, Values

_TOTAL = re.compile(
    r"(?:grand |sub[ -]?|sous[ -])?(?:total|totals|sum|summe)\b.*"
    r"|(?:zwischen|gesamt|end)summe\b.*|gesamt\b.*"
)
#: Whoever has one of these is somebody, whatever the line begins with: “Total Fitness, Elkhorn”.
PROOF = ("number", "account", "address", "city", "zip", "lat", "lon", "lat_lon", "rep", "phone",
         "email", "on", "month", "date")  # fmt: skip
SHOWN = 8


def totals(table: Table, plan: Columns) -> tuple[Table, list[Problem]]:
    """Returns the table without its lines of totals, and a note that says which they were."""
    proof = [plan.places[field] for field in PROOF if field in plan.places]
    found = [line for line in table.lines if _is_total(line.cells, proof)]
    if not found:
        return table, []
    gone = {line.number for line in found}
    kept = tuple(line for line in table.lines if line.number not in gone)
    return table._replace(lines=kept), [_note(sorted(gone), "add up other lines")]


def _is_total(row: tuple[str, ...], proof: Iterable[int]) -> bool:
    first = next((i for i, cell in enumerate(row) if cell), None)
    if first is None or not _TOTAL.fullmatch(cells.fold(row[first])):
        return False
    return not any(row[place] for place in proof if place != first)


def people(rows: Iterable[Values], plan: Columns) -> tuple[list[Values], list[Problem]]:
    """Returns the lines without people who work at a company of this file.

    The first of them becomes the contact of the company, where its line names nobody.
    """
    lines = list(rows)
    if "works_at" not in plan.headers:
        return lines, []
    companies = {_key(row.values.get("name")): row for row in lines if not _works_at(row)}
    kept, gone = [], []
    for row in lines:
        company = companies.get(_works_at(row)) if _works_at(row) else None
        row.values.pop("works_at", None)
        if company is None:
            kept.append(row)
            continue
        gone.append(row.line)
        _introduce(row.values, company.values)
    text = "are people of companies in this file; the first of each is kept as its contact"
    return kept, [_note(gone, text)] if gone else []


def _key(name: Any) -> str:
    return cells.fold(str(name or ""))


def _works_at(row: Values) -> str:
    return _key(row.values.get("works_at"))


def _introduce(person: Mapping[str, Any], company: dict[str, Any]) -> None:
    _, phone, email = person.get("contact", ("", "", ""))
    name, its_phone, its_email = company.get("contact", ("", "", ""))
    if not name and person.get("name"):
        company["contact"] = (person["name"], phone or its_phone, email or its_email)


def _note(lines: list[int], what: str) -> Problem:
    more = len(lines) - SHOWN
    listed = ", ".join(map(str, lines[:SHOWN])) + (f" and {more} more" if more > 0 else "")
    if len(lines) == 1:
        return Problem(lines[0], "", f"This line is passed over: such lines {what}.")
    return Problem(0, "", f"{len(lines)} lines {what}: {listed}. They are passed over.")
