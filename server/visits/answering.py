"""What a phone gets: the answers to what it sent, and the rows it has not seen."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from server import clock, wire
from server.accounts import store as accounts
from server.auth import Scope
from server.planning import store as planning
from server.visits import later, rows, store, sync
from server.visits.sync import Key

#: From this schema on a phone reads accounts in columns and asks for details by ``rest``.
COLUMNS_SINCE = 2
#: So many visits from today on come with the first answer, their accounts whole.
NEAR = 80


@dataclass(frozen=True)
class Pull:
    """One phone's question: whose it is, and what today is."""

    db: Any
    scope: Scope
    me: wire.MeRow
    state: wire.PlanState | None
    today: date

    @property
    def left_out(self) -> dict[UUID, wire.UnplannedOut]:
        """What the plan left out, by account."""
        return {one.account_id: one for one in self.state.unplanned} if self.state else {}

    def keys(self, since: int) -> list[Key]:
        """Returns what changed since a revision."""
        end = planning.view_end(self.db, self.me.id, self.today)
        return store.load_changed(self.db, self.me.id, since, self.today, end)


def answer(
    db: Any,
    scope: Scope,
    ask: wire.SyncEnvelope,
    answers: Iterable[wire.SyncResult],
    now: datetime,
) -> wire.SyncAnswer:
    """Returns the answers, and the rows the phone has not seen.

    A phone of another epoch knows a database that was replaced by a backup: it starts again. One
    of an older schema is answered in that one.
    """
    rev, epoch = store.load_company(db)
    cursor = ask.cursor if ask.epoch == epoch and ask.cursor <= rev else 0
    pull = _pull(db, scope, now)
    keys = [*pull.keys(cursor), *store.load_deleted(db, pull.me.id, cursor)]
    columns = ask.schema_ >= COLUMNS_SINCE
    at_once, after = later.divided(keys, cursor) if columns else (keys, [])
    page = sync.page(at_once, upto=rev)
    place = later.read(ask.rest) if cursor else None
    more: list[Key] = []
    if after:
        more, place = _near(pull, after), later.begun(place, cursor)
    elif place and not page.more:
        more, place = later.page(pull.keys(place.since), place)
    changes = _rows(pull, [key for key in (*page.keys, *more) if not key.gone])
    if pull.state and not page.more and pull.state.tag != ask.plan:
        # That it is old, or being made anew, changes without any row changing.
        changes.append(pull.state)
    return wire.SyncAnswer(
        results=list(answers),
        changes=changes,
        deleted=[wire.Deleted(type=key.type, id=key.id) for key in page.keys if key.gone],
        accounts=_columns(pull, after),
        rest=str(place) if place else None,
        cursor=page.cursor,
        more=page.more,
        epoch=epoch,
        server_time=now,
        today=pull.today,
        schema_=min(max(ask.schema_, 1), wire.SCHEMA),
    )


def _pull(db: Any, scope: Scope, now: datetime) -> Pull:
    if scope.person_id is None:
        raise ValueError("Only a person has a phone.")
    me = store.load_me(db, scope.person_id)
    state = _tagged(planning.plan_state(db, scope, scope.person_id, now))
    return Pull(db, scope, me, state, clock.local_date(now, me.zone))


def _tagged(state: wire.PlanState | None) -> wire.PlanState | None:
    if state is None:
        return None
    tag = hashlib.sha256(state.model_dump_json().encode()).hexdigest()[:12]
    return state.model_copy(update={"tag": tag})


def _near(pull: Pull, after: Collection[Key]) -> list[Key]:
    """Returns what cannot wait: the next visits, their days and accounts, today's reports."""
    coming = planning.load_visits(pull.db, pull.scope, first=pull.today, rep_id=pull.me.id)[:NEAR]
    told = store.load_reports(pull.db, pull.scope, pull.today, pull.today, leading_only=False)
    wanted = {
        "day": {pull.today.isoformat()} | {visit.on.isoformat() for visit in coming},
        "visit": {str(visit.id) for visit in coming},
        "account": {str(visit.account_id) for visit in coming}
        | {str(report.account_id) for report in told},
        "report": {str(report.id) for report in told},
    }
    return [key for key in after if key.id in wanted[key.type]]


def _columns(pull: Pull, after: Iterable[Key]) -> wire.AccountColumns | None:
    wanted = {UUID(key.id) for key in after if key.type == "account"}
    if not wanted:
        return None
    records = accounts.load_accounts(
        pull.db, pull.scope, pull.today, account_ids=wanted, active_only=False
    )
    return accounts.account_columns(records, pull.today, pull.left_out)


def _rows(pull: Pull, keys: Iterable[Key]) -> list[Any]:
    """Returns the rows of the keys, accounts before what happens at them."""
    ids: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        ids[key.type].add(key.id)
    return [
        *([pull.me] if ids["me"] else []),
        *_accounts(pull, ids["account"]),
        *_days(pull, ids["day"]),
        *_visits(pull, ids["visit"]),
        *_reports(pull, ids["report"]),
        *_wishes(pull, ids["wish"]),
        *_feedback(pull, ids["feedback"]),
    ]


def _accounts(pull: Pull, ids: set[str]) -> list[wire.AccountRow]:
    if not ids:
        return []
    records = accounts.load_accounts(
        pull.db,
        pull.scope,
        pull.today,
        account_ids={UUID(one) for one in ids},
        active_only=False,
        detail=True,
    )
    return accounts.account_rows(records, pull.today, pull.left_out)


def _days(pull: Pull, ids: set[str]) -> list[wire.DayRow]:
    if not ids:
        return []
    dates = {date.fromisoformat(one) for one in ids}
    days = planning.load_days(pull.db, pull.scope, min(dates), max(dates), pull.me.id)
    return planning.phone_day_rows(pull.db, pull.me.id, [day for day in days if day.on in dates])


def _visits(pull: Pull, ids: set[str]) -> list[wire.VisitRow]:
    if not ids:
        return []
    wanted = {UUID(one) for one in ids}
    visits = planning.load_visits(pull.db, pull.scope, ids=wanted, include_cancelled=True)
    return planning.visit_rows(pull.db, visits, pull.today)


def _reports(pull: Pull, ids: set[str]) -> list[wire.ReportRow]:
    if not ids:
        return []
    wanted = {UUID(one) for one in ids}
    records = store.load_reports(
        pull.db, pull.scope, date.min, date.max, ids=wanted, leading_only=False
    )
    return [report_row(record) for record in records]


def _wishes(pull: Pull, ids: set[str]) -> list[wire.WishRow]:
    if not ids:
        return []
    since = store.wishes_from(pull.today)
    answered = planning.load_answered_wishes(pull.db, pull.scope, pull.me.id, since)
    return [wish_row(wish, said) for wish, said in answered if str(wish.id) in ids]


def _feedback(pull: Pull, ids: set[str]) -> list[wire.FeedbackRow]:
    if not ids:
        return []
    words = store.load_feedback_of(pull.db, pull.scope, {UUID(one) for one in ids})
    return [rows.feedback_row(word) for word in words]


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
        next_step=record.next_step,
        next_step_on=record.next_step_on,
        class_answer=record.class_answer,
        class_wanted=record.class_wanted,
        order_value=record.order_value,
        photos=list(record.photos),
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
        answer_code=said.code,
        answer_on=said.on,
        by=wish.by,
    )
