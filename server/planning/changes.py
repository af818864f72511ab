"""What is different between two plans of a rep, as a plan's row keeps it and as people read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from routing import domain
from routing.plan import changes
from server import wire

Kind = Literal["moved", "retimed", "added", "dropped"]

#: Phones are told of the changes of so many days.
TOLD_D = 14


@dataclass(frozen=True, slots=True)
class Changed:
    """One visit that differs; ``before`` and ``after`` are its dates, None where it is not."""

    kind: Kind
    account_id: UUID
    before: date | None
    after: date | None
    reason: str
    figures: Mapping[str, int | float | str]


def between(
    before: domain.Plan, after: domain.Plan, problem: domain.Problem
) -> tuple[Changed, ...]:
    """Returns every difference; ``problem`` is what ``after`` was made from."""
    return tuple(
        Changed(
            one.kind.value, UUID(one.account_id), one.before, one.after, one.reason.value,
            dict(one.figures),
        )
        for one in changes.changes(before, after, problem)
    )  # fmt: skip


def merged(steps: Iterable[Sequence[Changed]]) -> tuple[Changed, ...]:
    """Returns what several plans, one after the other, changed together.

    A visit moved twice moved from its first date to its last one, for the last reason; one that
    came back did not move.
    """
    found: list[Changed] = []
    for step in steps:
        # Only what was there before this step continues: two visits of one step are never one.
        earlier = list(found)
        for one in step:
            known = next((old for old in earlier if _goes_on(old, one)), None)
            if known is None:
                found.append(one)
                continue
            earlier.remove(known)
            found.remove(known)
            found += _both(known, one)
    return tuple(sorted(found, key=_place))


def nervousness(found: Iterable[Changed], before: domain.Plan, today: date) -> float:
    """Returns which share of the visits of the next two weeks moved or vanished, 0 to 1.

    What was made in the meantime is no change, and so no nervousness.
    """
    last = today + timedelta(days=TOLD_D - 1)
    planned = sum(len(day.stops) + len(day.calls) for day in before.days if today <= day.on <= last)
    gone = [
        one
        for one in found
        if one.kind in ("moved", "dropped") and one.before and today <= one.before <= last
    ]
    return round(len(gone) / max(1, planned), 4)


def soon(found: Iterable[Changed], today: date) -> tuple[Changed, ...]:
    """Returns the changes a phone is told of: of the next two weeks, but not today's new times."""
    last = today + timedelta(days=TOLD_D - 1)
    return tuple(
        one
        for one in found
        if any(on and today <= on <= last for on in (one.before, one.after))
        and not (one.kind == "retimed" and one.after == today)
    )


def stored(found: Iterable[Changed]) -> list[dict[str, Any]]:
    """Returns changes as a plan's row keeps them."""
    return [
        {
            "kind": one.kind,
            "account_id": str(one.account_id),
            "before": one.before.isoformat() if one.before else None,
            "after": one.after.isoformat() if one.after else None,
            "reason": one.reason,
            "figures": dict(one.figures),
        }
        for one in found
    ]


def read(kept: Iterable[Mapping[str, Any]]) -> tuple[Changed, ...]:
    """Returns the changes of a plan's row."""
    return tuple(
        Changed(
            one["kind"],
            UUID(one["account_id"]),
            _date(one["before"]),
            _date(one["after"]),
            one["reason"],
            one["figures"],
        )
        for one in kept
    )


def change_row(one: Changed, names: Mapping[UUID, str]) -> wire.ChangeOut:
    """Returns a change as people read it."""
    return wire.ChangeOut(
        kind=one.kind,
        account_id=one.account_id,
        account=names.get(one.account_id, ""),
        before=one.before,
        after=one.after,
        reason=one.reason,
        sentence=f"{changes.CAUSE_TEXT[changes.Cause(one.reason)]}.",
        figures=dict(one.figures),
    )


def _goes_on(old: Changed, one: Changed) -> bool:
    return old.account_id == one.account_id and old.after == one.before


def _both(first: Changed, then: Changed) -> tuple[Changed, ...]:
    """Returns two changes of one visit as one, or none where it is back where it was."""
    before, after = first.before, then.after
    if then.kind == "retimed" and first.kind != "retimed":
        return (first,)
    if before is None and after is None:
        return ()
    if before is None or after is None:
        return (replace(then, kind="added" if before is None else "dropped", before=before),)
    if before != after:
        return (replace(then, kind="moved", before=before),)
    return (replace(then, before=before),) if "retimed" in (first.kind, then.kind) else ()


def _place(one: Changed) -> tuple[date, str, str]:
    return one.before or one.after or date.min, str(one.account_id), one.kind


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
