"""Exceptions as messages, those set aside apart: pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from server import wire
from server.people.store import Alerts
from server.review.exceptions import rules
from server.review.exceptions.facts import Facts
from server.review.exceptions.rules import Found
from server.review.exceptions.store import Snoozed


class Sorted(NamedTuple):
    """What stands open, and what was set aside and has not become clearly worse."""

    open: tuple[Found, ...]
    aside: tuple[Found, ...]


def sorted_out(
    found: Iterable[Found], snoozed: Mapping[str, Snoozed], worse: float = Alerts().worse
) -> Sorted:
    """Returns what a manager wants to see, and what not now, unless it is so much worse."""
    open_: list[Found] = []
    aside: list[Found] = []
    for one in found:
        told = snoozed.get(one.key)
        quiet = told is not None and not rules.is_worse(one.size, told.size, worse)
        (aside if quiet else open_).append(one)
    return Sorted(tuple(open_), tuple(aside))


def exceptions_out(facts: Facts, snoozed: Mapping[str, Snoozed]) -> wire.ExceptionsOut:
    """Returns both lists as a message."""
    apart = sorted_out(rules.exceptions(facts), snoozed, facts.limits.alerts.worse)
    return wire.ExceptionsOut(
        today=facts.today,
        items=[exception_out(one) for one in apart.open],
        snoozed=[exception_out(one, snoozed[one.key]) for one in apart.aside],
    )


def exception_out(one: Found, told: Snoozed | None = None) -> wire.ExceptionOut:
    """Returns one exception as a message."""
    return wire.ExceptionOut(
        key=one.key,
        kind=one.kind,
        waiting=one.waiting,
        rep_id=one.rep_id,
        title=one.title,
        figure=one.figure,
        why=one.why,
        effect=one.effect,
        action=one.action,
        screen=one.screen,  # type: ignore[arg-type]
        query=one.query,
        size=round(one.size, 2),
        items=list(one.items),
        snoozed_until=told.until if told else None,
        snoozed_why=told.why if told else "",
    )
