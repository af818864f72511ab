"""One exchange with a phone: what it sent is applied once each, then it gets what changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from server import clock, database, jobs, wire
from server.accounts import store as accounts
from server.auth import Scope
from server.planning import store as planning
from server.visits import store, sync
from server.visits.sync import Answer, Item, Key

APPLY: dict[str, Callable[..., Answer]] = {
    "report": store.save_report,
    "drop": store.save_drop,
    "pin": store.save_pin,
    "withdraw": store.withdraw,
}


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
        if answer.status == "accepted" and item.about is not None:
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


def answer(
    db: Any,
    scope: Scope,
    ask: wire.SyncEnvelope,
    answers: Iterable[wire.SyncResult],
    now: datetime,
) -> wire.SyncAnswer:
    """Returns what the phone gets: the answers, and the rows it has not seen.

    A phone of another epoch knows a database that was replaced by a backup: it starts again.
    """
    person_id = _person(scope)
    rev, epoch = store.load_company(db)
    me = store.load_me(db, person_id)
    today = clock.local_date(now, me.zone)
    cursor = ask.cursor if ask.epoch == epoch and ask.cursor <= rev else 0
    end = planning.view_end(db, person_id, today)
    page = sync.page(
        [
            *store.load_changed(db, person_id, cursor, today, end),
            *store.load_deleted(db, person_id, cursor),
        ],
        upto=rev,
    )
    state = planning.plan_state(db, scope, person_id, now)
    changes = _rows(db, scope, me, state, [key for key in page.keys if not key.gone], today)
    if state and not page.more:
        # Sent each time: that it is old, or being made anew, changes without any row changing.
        changes.append(state)
    return wire.SyncAnswer(
        results=list(answers),
        changes=changes,
        deleted=[wire.Deleted(type=key.type, id=key.id) for key in page.keys if key.gone],
        cursor=page.cursor,
        more=page.more,
        epoch=epoch,
        server_time=now,
        today=today,
    )


def _person(scope: Scope) -> UUID:
    if scope.person_id is None:
        raise ValueError("Only a person has a phone.")
    return scope.person_id


def _rows(
    db: Any,
    scope: Scope,
    me: wire.MeRow,
    state: wire.PlanState | None,
    keys: Iterable[Key],
    today: date,
) -> list[Any]:
    """Returns the rows of the keys, accounts before what happens at them."""
    ids: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        ids[key.type].add(key.id)
    return [
        *([me] if ids["me"] else []),
        *_accounts(db, scope, ids["account"], state, today),
        *_days(db, scope, ids["day"]),
        *_visits(db, scope, ids["visit"], today),
        *_reports(db, scope, ids["report"]),
        *_wishes(db, scope, me.id, ids["wish"], today),
    ]


def _accounts(
    db: Any, scope: Scope, ids: set[str], state: wire.PlanState | None, today: date
) -> list[wire.AccountRow]:
    if not ids:
        return []
    wanted = {UUID(one) for one in ids}
    records = accounts.load_accounts(db, scope, today, account_ids=wanted, active_only=False)
    left_out = {one.account_id: one for one in state.unplanned} if state else {}
    return accounts.account_rows(records, today, left_out)


def _days(db: Any, scope: Scope, ids: set[str]) -> list[wire.DayRow]:
    if not ids:
        return []
    dates = {date.fromisoformat(one) for one in ids}
    days = planning.load_days(db, scope, min(dates), max(dates), scope.person_id)
    return planning.day_rows(day for day in days if day.on in dates)


def _visits(db: Any, scope: Scope, ids: set[str], today: date) -> list[wire.VisitRow]:
    if not ids:
        return []
    wanted = {UUID(one) for one in ids}
    visits = planning.load_visits(db, scope, ids=wanted, include_cancelled=True)
    return planning.visit_rows(db, visits, today)


def _reports(db: Any, scope: Scope, ids: set[str]) -> list[wire.ReportRow]:
    if not ids:
        return []
    wanted = {UUID(one) for one in ids}
    records = store.load_reports(db, scope, date.min, date.max, ids=wanted, leading_only=False)
    return [report_row(record) for record in records]


def _wishes(
    db: Any, scope: Scope, person_id: UUID, ids: set[str], today: date
) -> list[wire.WishRow]:
    if not ids:
        return []
    answered = planning.load_answered_wishes(db, scope, person_id, store.wishes_from(today))
    return [wish_row(wish, said) for wish, said in answered if str(wish.id) in ids]


def report_row(record: store.ReportRecord) -> wire.ReportRow:
    """Returns a report as its rep's phone shows it."""
    return wire.ReportRow(
        id=record.id,
        rev=record.rev,
        account_id=record.account_id,
        visit_id=record.visit_id,
        on=record.on,
        outcome=record.outcome,
        result=record.result,
        note=record.note,
        minutes=record.minutes,
        rep=record.rep,
        at_phone=record.at_phone,
        amended=record.amended,
        withdrawn=record.withdrawn,
    )


def wish_row(wish: Any, said: Any) -> wire.WishRow:
    """Returns a wish with the plan's answer, as its rep's phone shows it."""
    return wire.WishRow(
        id=wish.id,
        rev=wish.rev,
        account_id=wish.account_id,
        visit_id=wish.visit_id,
        kind=wish.kind,
        on=wish.on,
        start_s=wish.start_s,
        end_s=wish.end_s,
        reason=wish.reason,
        withdrawn=wish.withdrawn,
        answer=said.answer,
        answer_text=said.text,
    )
