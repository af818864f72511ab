"""What the demo company's reps told beside outcome and note: orders, promises, the class.

A promise and an order follow from the note, so that one report tells one story. Nothing here moves
a plan: need and due dates come from outcomes and dates alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from server.demo import notes
from server.demo.mix import Row

#: The question whether the class is still right came up in reports of so many days.
ASKED_D = 28
#: Of 100 such visits: so many answers "yes", so many "not sure", so many "another class".
KEEP, UNSURE, CHANGE = 0.14, 0.02, 0.025
#: What a visit sells as a share of a year's potential.
ORDER_SHARE = 0.012
#: One silent visit in so many brought an order all the same; a promise has this many days.
SILENT_ONE_IN, PROMISE_D = 5, (7, 35)
#: One promise in so many was given without a date.
DATELESS_ONE_IN = 6
#: What a row may hold beside its key: columns of a report.
FIELDS = (
    "result", "order_value", "next_step", "next_step_on", "class_answer", "class_wanted", "events",
)  # fmt: skip

#: What a class turned into, and by what event.
_CHANGES = {
    "core": ("invest", "expansion"),
    "invest": ("core", "big_deal"),
    "opportunistic": ("core", "new_contact"),
    "divest": ("opportunistic", "new_contact"),
    "prospect": ("opportunistic", "contract_end"),
}


def told(accounts: Sequence[Row], visits: Sequence[Row], today: date, seed: int) -> list[Row]:
    """Returns a row for each visit or call that told more than a visit file can say."""
    by_number = {account["account_number"]: account for account in accounts}
    rows = []
    for visit in visits:
        more = _more(by_number[visit["account_number"]], visit, today, seed)
        if more:
            key = {name: visit[name] for name in ("account_number", "date", "outcome")}
            rows.append(key | more)
    return rows


def promise_of_today(account_number: str, today: date) -> Row:
    """Returns the promise that is to be kept at the first visit of the day."""
    text = Random(f"{account_number} {today}").choice(notes.PROMISES_OF_TODAY)
    return {"next_step": text, "next_step_on": today.isoformat()}


def _more(account: Row, visit: Row, today: date, seed: int) -> Row:
    if visit["outcome"] == "missed":
        return {}
    rng = Random(f"{seed} told {visit['account_number']} {visit['date']}")
    parts = (
        *_order(rng, account, visit),
        *_promise(rng, visit),
        *_class(rng, account, visit, today),
    )
    return dict(parts)


def _order(rng: Random, account: Row, visit: Row) -> Iterator[tuple[str, object]]:
    """A prospect buys nothing; who wrote of an order, or sometimes who wrote nothing, took one."""
    silent = visit["note"] is None and rng.randrange(SILENT_ONE_IN) == 0
    if account["account_class"] != "prospect" and (silent or visit["note"] in notes.ORDERED):
        value = account["potential"] * ORDER_SHARE * rng.uniform(0.6, 1.6)
        yield from (("result", "order"), ("order_value", round(value, 2)))


def _promise(rng: Random, visit: Row) -> Iterator[tuple[str, object]]:
    if text := notes.PROMISES.get(visit["note"] or ""):
        by = date.fromisoformat(visit["date"]) + timedelta(days=rng.randint(*PROMISE_D))
        yield "next_step", text
        if rng.randrange(DATELESS_ONE_IN):
            yield "next_step_on", by.isoformat()


def _class(rng: Random, account: Row, visit: Row, today: date) -> Iterator[tuple[str, object]]:
    recent = date.fromisoformat(visit["date"]) >= today - timedelta(days=ASKED_D)
    luck = rng.random()
    if visit["outcome"] != "made" or not recent or luck >= KEEP + UNSURE + CHANGE:
        return
    if luck >= KEEP + UNSURE:
        wanted, event = _CHANGES[account["account_class"]]
        yield from (("class_answer", "change"), ("class_wanted", wanted), ("events", [event]))
    else:
        yield "class_answer", "keep" if luck < KEEP else "unsure"
