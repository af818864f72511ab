"""Verdicts: the class the rules hold an account to be, and whether to say so. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from routing.classification import classes
from routing.classification.classes import ClassRules, Past
from routing.domain import AccountClass
from server.classes.evidence import Known


@dataclass(frozen=True, slots=True)
class Case:
    """An account to judge. ``held`` are earlier evaluations: the class each held, and when."""

    known: Known
    past: Past
    held: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class the rules hold, if it is another; ``suggest`` says whether to propose it now."""

    account_id: UUID
    from_class: str
    to_class: str | None
    reasons: tuple[str, ...] = ()
    suggest: bool = False


def verdict(case: Case, today: date, rules: ClassRules = classes.DEFAULT) -> Verdict:
    """Returns the verdict on one account.

    A prospect that has bought nothing is not judged: no rule is about it.
    """
    seen = case.known.evidence
    nothing = Verdict(case.known.account_id, seen.account_class, None)
    if seen.account_class is AccountClass.PROSPECT and not seen.orders_12m:
        return nothing
    found = classes.judged(seen, rules)
    if found.to_class in (None, seen.account_class):
        return nothing
    held = (*(on for to, on in case.held if to == found.to_class), today)
    may = classes.may_suggest(replace(case.past, held=held), today, rules)
    # What makes a core account doubtful is the weightiest reason to move it.
    reasons = (*case.known.risk, *found.reasons)
    return Verdict(nothing.account_id, nothing.from_class, found.to_class, reasons, may)
