"""A company in which nothing is out of the ordinary, and faults to plant in it."""

from datetime import timedelta

from server import models
from tests import factories
from tests.factories import TODAY

#: So many days ago each group of accounts was visited, and every fortnight before.
GROUPS = (1, 4, 5, 6)


def healthy(db, rep_id):
    """Thirty-two accounts, each visited every fortnight as asked, eight a day in the field."""
    for group in GROUPS:
        for number in range(8):
            account_class = "core" if number < 5 else "opportunistic"
            account = factories.make_account(
                db, rep_id, account_class=account_class, interval_d=14, service_s=1800
            )
            for days in range(group, 48, 14):
                visited(db, account, rep_id, days)


def visited(db, account, rep_id, days_ago):
    on = TODAY - timedelta(days=days_ago)
    factories.make_report(db, account, rep_id, on=on, minutes=30, class_answer="keep")


def neglected(db, rep_id):
    """Two accounts of the rep and one of nobody, unseen for a hundred days."""
    for owner in (rep_id, rep_id, None):
        account = factories.make_account(db, owner, interval_d=14, name="Forgotten Inn")
        visited(db, account, rep_id, 100)


def too_many_divest(db, rep_id):
    for _ in range(12):
        factories.make_account(db, rep_id, account_class="divest", tier="C")


def missed_ramp(db, rep_id):
    """A season that opened a week ago; the last visit was in the season before."""
    account = factories.make_account(db, rep_id, interval_d=28, name="Late Marina")
    opens = TODAY - timedelta(days=7)
    season(db, account, opens, opens + timedelta(days=120))
    visited(db, account, rep_id, 240)


def colliding_seasons(db, rep_id):
    """Kiosks and marinas that each ask for two long visits a week, all in July and August."""
    for segment in ("kiosk", "marina"):
        factories.make_segment(db, segment)
        for number in range(9):
            account = factories.make_account(
                db, rep_id, segment=segment, times_per_week=2, service_s=3600,
                account_class="core" if number < 5 else "opportunistic",
            )  # fmt: skip
            season(db, account, TODAY.replace(month=7, day=1), TODAY.replace(month=8, day=31))


def season(db, account, opens, last):
    days = {"start_month": opens.month, "start_day": opens.day,
            "end_month": last.month, "end_day": last.day}  # fmt: skip
    db.add(models.SeasonWindow(account_id=account.id, state="in", **days))


FAULTS = (neglected, too_many_divest, missed_ramp, colliding_seasons)
