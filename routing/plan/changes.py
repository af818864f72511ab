"""What is different between two plans of a rep, and why: the diff as a result of its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from routing.domain import Plan, Problem, Stop
from routing.plan.causes import (
    ADDED,
    CAUSE_TEXT,
    LEFT,
    Case,
    Cause,
    Figures,
    Seen,
    Sides,
    both,
    seen,
)

__all__ = ["CAUSE_TEXT", "Cause", "Change", "ChangeKind", "changes", "nervousness"]

RETIMED_S = 900
"""A visit that begins less than a quarter of an hour earlier or later is the same one."""


class ChangeKind(StrEnum):
    """What happened to a visit between two plans."""

    MOVED = "moved"
    RETIMED = "retimed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that differs; ``before`` and ``after`` are its dates, None where it is not.

    ``figures`` hold what is behind the reason; a dropped visit also names, as ``unplanned``, the
    reason why it has no day.
    """

    kind: ChangeKind
    account_id: str
    before: date | None
    after: date | None
    reason: Cause
    figures: Figures = field(default_factory=dict)


Pair = tuple[Seen | None, Seen | None]


def changes(before: Plan, after: Plan, problem: Problem) -> tuple[Change, ...]:
    """Returns every difference between two plans, by date and account.

    Visits of an account are matched first by date, then the k-th to the k-th between those that
    agree. What was made in the meantime is no change; what was due to be made and was not, is.

    Parameters
    ----------
    before, after
        Plans of the same rep, ``after`` the later one.
    problem
        The one ``after`` was made from: the facts a reason is taken from.
    """
    sides = Sides(before, after, problem)
    old = _by_account(one for one in seen(before) if not sides.is_history(one))
    new = _by_account(seen(after))
    found = [
        change
        for account_id in sorted({*old, *new})
        for pair in _matched(old.get(account_id, []), new.get(account_id, []))
        if (change := _change(sides, account_id, *pair))
    ]
    return tuple(sorted(found, key=_place))


def nervousness(before: Plan, after: Plan, today: date, days: int = 14) -> float:
    """Returns which share of the published visits of the next days moved or vanished, 0 to 1.

    Counted are the visits of ``before`` from ``today`` on, for so many days; those already made
    today are for the caller to leave out. Another time of the same day is no move. Without any
    visit it is 0.
    """
    last = today + timedelta(days=days - 1)
    published = {one for one in _dates(before) if today <= one[0] <= last}
    return len(published - _dates(after)) / max(1, len(published))


def _dates(plan: Plan) -> set[tuple[date, str]]:
    return {(day.on, visit.account_id) for day in plan.days for visit in both(day)}


def _place(change: Change) -> tuple[date, str, str]:
    return change.before or change.after or date.min, change.account_id, change.kind.value


# Which visit is which


def _by_account(visits: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in visits:
        found[one.visit.account_id].append(one)
    return dict(found)


def _matched(old: Sequence[Seen], new: Sequence[Seen]) -> Iterator[Pair]:
    """Yields the visits of an account in pairs: dates that agree, then those between them."""
    shared = {one.on for one in old} & {one.on for one in new}
    edges = [*sorted(shared), date.max]
    first = date.min
    for edge in edges:
        yield from _between(
            [one for one in old if first < one.on < edge],
            [one for one in new if first < one.on < edge],
        )
        if edge in shared:
            yield (
                next(one for one in old if one.on == edge),
                next(one for one in new if one.on == edge),
            )
        first = edge


def _between(old: Sequence[Seen], new: Sequence[Seen]) -> Iterator[Pair]:
    """Yields the k-th with the k-th; of more on one side, those are alone that move the least."""
    if len(old) > len(new):
        yield from ((a, b) for b, a in _between(new, old))
        return
    skipped = _least_skipped(old, new)
    rest = iter(old)
    for number, one in enumerate(new):
        yield (None, one) if number in skipped else (next(rest), one)


def _least_skipped(few: Sequence[Seen], many: Sequence[Seen]) -> set[int]:
    """Returns which of ``many`` to leave alone so that the others, in order, are nearest."""
    # cost[k][n]: the days between, with k of the few matched among the first n of the many.
    cost = [[0] * (len(many) + 1)]
    for k, one in enumerate(few, 1):
        row: list[int] = [_FAR] * (len(many) + 1)
        for n in range(k, len(many) + 1):
            row[n] = min(row[n - 1], cost[k - 1][n - 1] + abs((many[n - 1].on - one.on).days))
        cost.append(row)
    skipped, k = set(), len(few)
    for n in range(len(many), 0, -1):
        if k == 0 or cost[k][n] == cost[k][n - 1]:
            skipped.add(n - 1)
        else:
            k -= 1
    return skipped


_FAR = 10**9


def _change(sides: Sides, account_id: str, old: Seen | None, new: Seen | None) -> Change | None:
    kind = _kind(old, new)
    if kind is None:
        return None
    case = Case(sides, account_id, old, new)
    causes = ADDED if kind is ChangeKind.ADDED else LEFT
    reason, figures = next(
        (cause, figures) for cause, asked in causes.items() if (figures := asked(case)) is not None
    )
    if kind is ChangeKind.DROPPED and (left_out := case.left_out(sides.after)):
        figures = {"unplanned": left_out.reason.value, **figures}
    return Change(
        kind, account_id, old.on if old else None, new.on if new else None, reason, figures
    )


def _kind(old: Seen | None, new: Seen | None) -> ChangeKind | None:
    if old is None or new is None:
        return ChangeKind.ADDED if old is None else ChangeKind.DROPPED
    if old.on != new.on:
        return ChangeKind.MOVED
    if not isinstance(old.visit, Stop) or not isinstance(new.visit, Stop):
        return None
    late_s = abs(old.visit.start_s - new.visit.start_s)
    return ChangeKind.RETIMED if late_s >= RETIMED_S else None
