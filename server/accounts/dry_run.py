"""What a file would do, as the message a person sees before anything is written: pure."""

from collections.abc import Mapping
from typing import NamedTuple

from server import wire
from server.accounts import columns, reading
from server.accounts.decisions import Decided, Decision
from server.accounts.file_format import Problem, Table

#: What a preview shows; counts are always of the whole file.
MOST_ROWS = 200
MOST_PROBLEMS = 500
#: So many different values of a column are shown, out of so many lines.
SAMPLES, SAMPLE_LINES = 3, 40
#: Headers of lists of people.
PEOPLE = frozenset(
    {"firstname", "lastname", "surname", "familyname", "givenname", "vorname", "nachname", "prenom"}
)
PEOPLE_ONLY = (
    "This looks like a list of people. Accounts are the places a rep visits: export those, or "
    "add a column with the company of each person."
)
ORDER = {"refuse": 0, "change": 1, "add": 2, "unchanged": 3}
COUNTS = {"add": "added", "change": "changed", "unchanged": "unchanged", "refuse": "refused"}


class Understood(NamedTuple):
    """A file that was read: its table and how its columns are understood.

    ``hidden`` are the numbers of the lines hidden in a workbook, in the table or left out of it.
    """

    kind: str
    name: str
    table: Table
    mapping: dict[str, str]
    date_order: str
    headers_hash: str
    hidden: tuple[int, ...] = ()
    leaves_hidden: bool = False


def nothing(file: Understood, missing: list[columns.Field]) -> wire.ImportPreview:
    """Returns the preview of a file that cannot be used at all, and why."""
    problems = [*file.table.notes, *file.table.problems]
    if missing and PEOPLE & {columns.normalise(header) for header in file.table.headers}:
        problems.append(Problem(file.table.header_line, "", PEOPLE_ONLY))
    for field in missing:
        words = ", ".join(field.synonyms.split()[:6])
        problems.append(
            Problem(
                file.table.header_line,
                "",
                f"No column holds “{field.label}”. "
                f"Choose one, or call it by one of these names: {words}.",
            )
        )
    if not problems:
        problems.append(
            Problem(
                0,
                "",
                "There are headers but no lines below them. "
                "Put one account, visit, month or touch in each line.",
            )
        )
    return message(file, Decided([], []), problems, {}, [], applied=False)


def empty_columns(file: Understood) -> list[Problem]:
    """Returns the needed columns that hold nothing in any of several lines, and why that may be."""
    needed = {field.name for field in columns.KINDS[file.kind] if field.needed}
    lines = file.table.lines
    return [
        Problem(file.table.header_line, header,
                f"The column “{header}” is empty in all {len(lines)} lines. Where a spreadsheet "
                "shows values in it they are formulas nobody has worked out: open the file there, "
                "save it and upload it again. Or choose another column.")
        for place, header in enumerate(file.table.headers)
        if len(lines) > 1 and file.mapping.get(header) in needed
        and not any(line.cells[place] for line in lines)
    ]  # fmt: skip


def preview(
    file: Understood,
    plan: reading.Columns,
    decided: Decided,
    extra: Mapping[str, int],
    *,
    applied: bool,
) -> wire.ImportPreview:
    told = sorted(decided.problems, key=lambda p: p.line)
    problems = [*file.table.notes, *_mapped_twice(file), *told]
    choices = []
    if plan.ambiguous or file.date_order:
        choices.append(wire.ImportChoice(
            name=columns.DATE_ORDER, label="Order of day and month in dates like 03/04/2022",
            options=list(columns.DATE_ORDERS), chosen=file.date_order,
        ))  # fmt: skip
    return message(file, decided, problems, extra, choices, applied=applied)


def _hidden_rows(file: Understood) -> list[wire.ImportChoice]:
    """Asks what shall become of hidden rows; unless somebody says otherwise they are read."""
    if not file.hidden:
        return []
    many, first = len(file.hidden), file.hidden[0]
    label = f"{many} rows of this sheet are hidden, line {first} is the first"
    if many == 1:
        label = f"Line {first} of this sheet is hidden"
    chosen = columns.LEAVE_HIDDEN if file.leaves_hidden else columns.READ_HIDDEN
    options = [columns.READ_HIDDEN, columns.LEAVE_HIDDEN]
    return [
        wire.ImportChoice(name=columns.HIDDEN_ROWS, label=label, options=options, chosen=chosen)
    ]


def _mapped_twice(file: Understood) -> list[Problem]:
    """Returns the repeated headers that matter: those whose first column is read."""
    return [p for p in file.table.problems if p.column in file.mapping]


def message(
    file: Understood,
    decided: Decided,
    problems: list[Problem],
    extra: Mapping[str, int],
    choices: list[wire.ImportChoice],
    *,
    applied: bool,
) -> wire.ImportPreview:
    """Returns the message: decisions, problems, and every question a person can answer."""
    counts = dict.fromkeys(COUNTS.values(), 0)
    for decision in decided.decisions:
        counts[COUNTS[decision.action]] += 1
    shown = sorted(decided.decisions, key=lambda d: (ORDER[d.action], d.line))[:MOST_ROWS]
    return wire.ImportPreview(
        kind=file.kind,  # type: ignore[arg-type]
        file_name=file.name,
        applied=applied,
        headers=list(file.table.headers),
        mapping=_with_answers(file),
        fields=[
            wire.ImportField(name=field.name, label=field.label, needed=field.needed)
            for field in columns.KINDS[file.kind]
        ],
        counts={**counts, **extra},
        rows=[_row(decision) for decision in shown],
        problems=[wire.FileProblem(**p._asdict()) for p in problems[:MOST_PROBLEMS]],
        problems_total=len(problems),
        choices=[*_hidden_rows(file), *choices],
        samples=_samples(file.table),
    )


def _samples(table: Table) -> list[list[str]]:
    """Returns of each column the first values that differ: a strange header is known by them."""
    found = []
    for place in range(len(table.headers)):
        values = (line.cells[place] for line in table.lines[:SAMPLE_LINES])
        found.append([v[:60] for v in list(dict.fromkeys(v for v in values if v))[:SAMPLES]])
    return found


def _with_answers(file: Understood) -> dict[str, str]:
    """Returns the mapping to send back unchanged: what else a person answered is part of it."""
    order = {columns.DATE_ORDER: file.date_order} if file.date_order else {}
    hidden = {columns.HIDDEN_ROWS: columns.LEAVE_HIDDEN} if file.leaves_hidden else {}
    return {**file.mapping, **order, **hidden}


def _row(decision: Decision) -> wire.ImportRow:
    return wire.ImportRow(line=decision.line, action=decision.action, key=decision.key,
                          label=decision.label, changes=dict(decision.changes))  # fmt: skip
