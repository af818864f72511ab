"""What the demo company's office did at the accounts: mailings, a fair, calls, service tickets.

The last of the tickets is not here: it lies at an account that is visited today, and who that is
only the plan can tell (``ticket``).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from server.demo import people
from server.demo.mix import Row
from server.demo.seasons import SEGMENTS, season_state

SERVICE, ORDER_DESK = "Finn Ashby, service", "Ole Brandt, order desk"
MARKETING = "Maya Lind, marketing"
#: By these names a touch is known as simulated: the demo's clock makes them anew.
COLLEAGUES = (SERVICE, ORDER_DESK, MARKETING)

#: Days before today of the mailing and the fair. A ticket of the last two weeks is a warning:
#: these are older and settled.
MAILING_D, FAIR_D, SETTLED_D = 9, 23, (16, 85)
#: One account in so many has a settled ticket, came to the fair, was called, was written to.
TICKET_ONE_IN, FAIR_ONE_IN, CALL_ONE_IN, MAIL_ONE_IN = 14, 9, 10, 12

_TICKETS = (
    "Freezer was too warm over the weekend. Thermostat changed, tested for a day.",
    "Two cases arrived thawed. Replaced with the next truck.",
    "Cooler door does not close tightly. New seal fitted.",
    "Invoice showed the old price. Credit note sent.",
    "Wrong pallet delivered. Picked up and exchanged.",
)
_TODAYS_TICKETS = (
    "Freezer alarm in the night, goods moved to the store room. Technician comes today.",
    "Four cases of lemonade arrived broken. Replacement is on the truck.",
    "Cooler does not cool since yesterday noon. Spare one offered, they think about it.",
)
_FAIR = (
    "Food show in Milwaukee: tasted the new sorbets at our booth, asked for a price list.",
    "Food show in Milwaukee: looked at the small freezer, wants to know what it costs a month.",
    "Food show in Milwaukee: short talk at the booth, would like a visit soon.",
)
_CALLS = (
    "Called about the delivery day: it stays as it is.",
    "Asked by phone whether the lemonade is back in stock. It is.",
    "Called in an extra case for the weekend.",
    "Asked who is to be rung outside office hours.",
)
_MAILS = (
    "Asked for the allergen list; sent.",
    "New address for invoices, changed in our books.",
    "Wants the delivery notes by e-mail from now on.",
)
_RAMP_MAILING = "Mailing “Ready for the season”: opening order by the 20th, freezer check included."
_SEASON_MAILING = "Mailing “Fresh this month”: the new flavors and a display for the counter."


def past_touches(accounts: Sequence[Row], today: date, seed: int) -> list[Row]:
    """Returns the touches of the last three months, oldest first; none today or later."""
    active = [account for account in accounts if account["rep"] and account["status"] == "active"]
    rows = [row for account in active for row in _single(account, today, seed)]
    return sorted([*rows, *_mailing(active, today)], key=lambda row: row["date"])


def ticket(account_number: str, today: date) -> Row:
    """Returns a service ticket of yesterday, which whoever visits today must know of."""
    text = Random(f"{account_number} {today}").choice(_TODAYS_TICKETS)
    return _row(account_number, today - timedelta(days=1), "ticket", SERVICE, text)


def _single(account: Row, today: date, seed: int) -> Iterator[Row]:
    """Yields what the office had to do with one account alone."""
    number = account["account_number"]
    rng = Random(f"{seed} touches {number}")
    settled = _workday(today - timedelta(days=rng.randint(*SETTLED_D)))
    recently = _workday(today - timedelta(days=rng.randint(3, 60)))
    if rng.randrange(TICKET_ONE_IN) == 0:
        yield _row(number, settled, "ticket", SERVICE, rng.choice(_TICKETS))
    if rng.randrange(FAIR_ONE_IN) == 0:
        fair = _workday(today - timedelta(days=FAIR_D))
        yield _row(number, fair, "event", MARKETING, rng.choice(_FAIR))
    if rng.randrange(CALL_ONE_IN) == 0:
        yield _row(number, recently, "phone", ORDER_DESK, rng.choice(_CALLS))
    if rng.randrange(MAIL_ONE_IN) == 0:
        yield _row(number, recently, "email", ORDER_DESK, rng.choice(_MAILS))


def _mailing(accounts: Sequence[Row], today: date) -> Iterator[Row]:
    """Yields the mailing to each account of one line of business: one before its season if any."""
    on = _workday(today - timedelta(days=MAILING_D))
    states = {segment.name: season_state(segment.name, on) for segment in SEGMENTS}
    ramp = next((name for name, state in states.items() if state == "ramp"), None)
    chosen, text = (ramp, _RAMP_MAILING) if ramp else ("restaurant", _SEASON_MAILING)
    for account in accounts:
        if account["segment"] == chosen:
            yield _row(account["account_number"], on, "campaign", MARKETING, text)


def _workday(day: date) -> date:
    """Returns the date, or the last one before it on which an office is open."""
    while not people.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _row(number: str, on: date, kind: str, by: str, text: str) -> Row:
    return {"account_number": number, "date": on.isoformat(), "kind": kind, "by": by, "text": text}
