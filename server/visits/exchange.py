"""What a phone sent is applied, each item once and in the phone's order."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from server import database, jobs, wire
from server.auth import Scope
from server.visits import store, sync
from server.visits.sync import Answer, Item

APPLY: dict[str, Callable[..., Answer]] = {
    "report": store.save_report,
    "check_in": store.save_check_in,
    "prospect": store.save_prospect,
    "correct": store.save_correction,
    "feedback": store.save_feedback,
    "drop": store.save_drop,
    "pin": store.save_pin,
    "withdraw": store.withdraw,
}

#: What changes nothing a plan is made of.
NO_NEW_PLAN = {"check_in", "feedback"}


def results(
    db: Any, scope: Scope, ask: wire.SyncEnvelope, now: datetime
) -> tuple[wire.SyncResult, ...]:
    """Applies what was sent, each item once, and returns the answers in the phone's order.

    What was accepted asks for a new plan, so that the rest of the day is planned again.
    """
    person_id = _person(scope)
    concerned: set[UUID] = set()

    def apply(item: Item) -> Answer:
        # Taken outside the savepoint: an undone item must not undo the number.
        database.take_rev(db)
        answer = _applied(db, person_id, item, now)
        store.save_logged(db, person_id, ask.client_id, item, answer, now)
        plans_anew = item.kind not in NO_NEW_PLAN
        if answer.status == "accepted" and item.about is not None and plans_anew:
            concerned.add(item.about)
        return answer

    def known(item: Item) -> sync.Logged | None:
        return store.load_logged(db, person_id, item.id)

    answers = sync.results(sync.items(ask.send), known, apply)
    if concerned:
        for rep_id in sorted(store.load_planners(db, person_id, concerned)):
            jobs.request(db, "plan", rep_id)
    return answers


def _applied(db: Any, person_id: UUID, item: Item, now: datetime) -> Answer:
    message = item.message
    if message is None:
        return sync.refused("invalid", item.problem)
    return store.attempted(db, lambda: APPLY[item.kind](db, person_id, item, message, now))


def _person(scope: Scope) -> UUID:
    if scope.person_id is None:
        raise ValueError("Only a person has a phone.")
    return scope.person_id
