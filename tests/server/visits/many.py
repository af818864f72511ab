"""A rep with two thousand accounts and sixty stops today: what a phone must stay quick with."""

import random
from datetime import date, timedelta
from uuid import UUID

from server import models
from server.database import new_id
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.planning import made

ACCOUNTS, STOPS_TODAY, STOPS, DAYS = 2000, 60, 12, 56
REPORTS, MONTHS = 1.5, 24


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words("Ada Ben Cora Dirk Elsa Finn Gita Hugo Ines Jan Kira Leo Mona Nils Olga Paul Rosa")
LAST = _words("Abel Brandt Costa Dunn Egger Fuchs Grant Hahn Ibsen Jung Kraus Lund Moser Nagel")
PLACES = _words("Anchor Birch Cedar Delta Eagle Falcon Garden Harbor Island Jade Kettle Lake Maple")
KINDS = _words("Grill Bistro Kiosk Market Cafe Diner Tavern Bakery Hotel Pizzeria Deli Bar Inn")
STREETS = _words("Main Oak Elm Lake Park Hill Mill River Church Spring Center Bridge Union")
TOWNS = [
    "Lake Geneva",
    "Elkhorn",
    "Delavan",
    "Burlington",
    "Walworth",
    "Whitewater",
    "Beloit",
    "Racine",
    "Kenosha",
]
WORDS = _words(
    "two pallets of vanilla freezer full asks for price wants samples call back new owner"
)
CLASSES = ("core",) * 5 + ("invest",) * 3 + ("opportunistic",) * 2 + ("prospect",)
SEGMENTS = ("restaurant", "kiosk", "hotel", "grocery")


def many(db, seed: int = 7, accounts: int = ACCOUNTS, cast: factories.Cast | None = None) -> UUID:
    """Returns Ann, whose accounts have contacts, reports and sales as real ones do."""
    dice = random.Random(seed)
    ann = (cast or factories.make_cast(db)).ann
    for name in SEGMENTS:
        factories.make_segment(db, name)
    ids = [_account(db, ann, dice, n) for n in range(accounts)]
    db.flush()
    for account_id in ids:
        db.add_all(_details(ann, account_id, dice))
    db.flush()
    made.published(db, ann, _plan(ann, ids, dice))
    return ann


def _account(db, ann: UUID, dice: random.Random, n: int) -> UUID:
    town = dice.randrange(len(TOWNS))
    row = models.Account(
        id=new_id(),
        number=f"{100000 + 7 * n}",
        name=f"{dice.choice(PLACES)} {dice.choice(LAST)} {dice.choice(KINDS)}",
        rep_id=ann,
        account_class=dice.choices(["core", "invest", "opportunistic", "prospect"], [5, 3, 2, 1])[
            0
        ],
        tier=dice.choices("ABC", [1, 3, 5])[0],
        segment=dice.choice(SEGMENTS),
        address=f"{dice.randrange(1, 2000)} {dice.choice(STREETS)} Street",
        city=TOWNS[town],
        state="WI",
        zip=f"53{100 + town}",
        lat=42.58 + dice.gauss(0, 0.25),
        lon=-88.43 + dice.gauss(0, 0.3),
        place_source="file",
        opening_hours=dice.choice(["Mo-Fr 09:00-18:00", "Tu-Su 11:00-23:00", ""]),
        last_visit=TODAY - timedelta(days=dice.randrange(1, 90)),
        known_since=TODAY - timedelta(days=400),
        rev=1,
    )
    db.add(row)
    return row.id


def _details(ann: UUID, account_id: UUID, dice: random.Random) -> list[object]:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    contact = models.Contact(
        account_id=account_id,
        name=f"{first} {last}",
        phone=f"+1 262 555 {dice.randrange(10000):04}",
        email=f"{first}.{last}@example.com".lower(),
    )
    reports = [_report(ann, account_id, dice) for _ in range(round(dice.uniform(0, 2 * REPORTS)))]
    months = MONTHS if dice.random() < 0.5 else 0
    sales = [_sales(account_id, n, dice) for n in range(1, months + 1)]
    return [contact, *reports, *sales]


def _report(ann: UUID, account_id: UUID, dice: random.Random) -> models.Report:
    on = TODAY - timedelta(days=dice.randrange(1, 300))
    return models.Report(
        account_id=account_id,
        rep_id=ann,
        on=on,
        outcome=dice.choice(["made", "made", "phone", "missed"]),
        note=" ".join(dice.choices(WORDS, k=dice.randrange(3, 12))),
        received_at=NOW - timedelta(days=(TODAY - on).days),
        at_phone=NOW - timedelta(days=(TODAY - on).days),
        rev=1,
    )


def _sales(account_id: UUID, months_ago: int, dice: random.Random) -> models.SalesMonth:
    months = TODAY.year * 12 + TODAY.month - 1 - months_ago
    month = date(months // 12, months % 12 + 1, 1)
    value, orders = round(dice.uniform(50, 2000), 2), dice.randrange(1, 9)
    return models.SalesMonth(account_id=account_id, month=month, value=value, orders=orders)


def _plan(ann: UUID, ids: list[UUID], dice: random.Random):
    """Sixty stops today, a dozen on each other working day of the weeks a phone holds."""
    dates = [TODAY + timedelta(days=n) for n in range(DAYS)]
    days = []
    for on in (one for one in dates if one.weekday() < 5):
        chosen = dice.sample(ids, min(len(ids), STOPS_TODAY if on == TODAY else STOPS))
        stops = [
            made.stop(one, on, 28800 + 600 * n, departure_s=29200 + 600 * n)
            for n, one in enumerate(chosen)
        ]
        days.append(made.day(on, *stops))
    left_out = dice.sample(ids, len(ids) // 100)
    return made.plan(ann, *days, left_out=left_out)
