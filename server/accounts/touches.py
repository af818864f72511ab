"""Decides what a file of colleagues' touches would do, line by line; pure, nothing written."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from server.accounts import decisions
from server.accounts.decisions import Action, Decided, Decision, Targets
from server.accounts.reading import Columns, Values, require

#: The account, the date, the kind and the text: the same four are the same touch.
Key = tuple[UUID, date, str, str]


class Told(NamedTuple):
    """A touch that is known already."""

    id: UUID
    by: str


def decide_touches(
    rows: Iterable[Values], plan: Columns, targets: Targets, known: Mapping[Key, Told]
) -> Decided:
    """Returns what happens to each line of a file of touches.

    Only the colleague of a known touch can change: with another text it is another touch.
    """
    decided = Decided([], [])
    lines: dict[Key, int] = {}
    for row in rows:
        require(row, "touches", plan)
        fields = _touch(row, plan, targets)
        key = _key(fields)
        if not row.problems and key in lines:
            text = f"Line {lines[key]} already tells this touch. Keep one of them."
            decisions.fault(row, plan, "on", text)
        if row.problems:
            decided.problems.extend(row.problems)
            said = str(row.values.get("account", ""))
            decided.decisions.append(Decision(row.line, "refuse", said, ""))
            continue
        lines[key] = row.line
        decided.decisions.append(_decide(row.line, fields, known.get(key)))
    return decided


def _touch(row: Values, plan: Columns, targets: Targets) -> dict[str, Any]:
    target = decisions.found(row, plan, "account", targets.find)
    return {
        "account_id": target.id if target else None,
        "number": target.number if target else "",
        "name": target.name if target else "",
        "on": row.values.get("on"),
        "kind": row.values.get("kind"),
        "by": row.values.get("by", ""),
        "text": row.values.get("text", ""),
    }


def _key(fields: Mapping[str, Any]) -> Key:
    return fields["account_id"], fields["on"], fields["kind"], fields["text"]


def _decide(line: int, fields: Mapping[str, Any], known: Told | None) -> Decision:
    """An empty cell keeps the colleague that is known."""
    label = f"{fields['name']}, {fields['on']}, {fields['kind']}"
    before, after = known.by if known else "", fields["by"] or (known.by if known else "")
    changes = {"Colleague": (before, after)} if before != after else {}
    if known is None and fields["text"]:
        changes["Text"] = ("", fields["text"])
    action: Action = "add" if known is None else "change" if changes else "unchanged"
    known_id = known.id if known else None
    return Decision(
        line, action, fields["number"], label, known_id, {**fields, "by": after}, changes
    )
