"""Reviews of cost: divest only who cost more than it brought in two whole reviews in a row."""

from datetime import date
from uuid import UUID

import pytest

from routing import results
from routing.results import Frame, Made, Sale
from server import database, models
from server.classes import costs, store
from server.classes.costs import Served
from tests.factories import TODAY, make_account, make_report

LAKE = UUID(int=1)
LONG_AGO = date(2023, 1, 1)
#: April 2026 is told, its quarter is not over: the reviews end with March and with December.
APRIL = date(2026, 4, 1)


def served(*, margin: float | None = 10.0, visits=24, first=date(2024, 1, 1)) -> Served:
    """A sale each month and two visits of 40 minutes, with the way, at a euro a minute."""
    months = [results.month_after(first, n) for n in range(40)]
    sold = [Sale(month, 100.0, margin, 1) for month in months if month <= APRIL]
    made = [Made(month, 30, 10.0) for month in months[: visits * 2] for _ in range(2)]
    frame = Frame(date(2026, 1, 1), date(2027, 1, 1), told_since=first, cost_a_minute=1.0)
    return Served({LAKE: sold}, {LAKE: made}, frame, APRIL)


def losing(found: Served, *, known_from=LONG_AGO) -> int:
    return costs.losing_reviews(LAKE, known_from, found, TODAY, 2)


def test_reviews_are_held_at_the_ends_of_quarters_that_are_told_whole():
    assert costs.quarter_ends(TODAY, APRIL, 2) == (date(2026, 4, 1), date(2026, 1, 1))
    assert costs.quarter_ends(TODAY, date(2026, 2, 1), 1) == (date(2026, 1, 1),)
    assert costs.quarter_ends(date(2026, 4, 1), APRIL, 1) == (date(2026, 4, 1),)


@pytest.mark.parametrize(("margin", "reviews"), [(79.0, 2), (80.0, 0), (81.0, 0)])
def test_an_account_loses_where_its_margin_is_below_its_cost(margin, reviews):
    assert losing(served(margin=margin)) == reviews


def test_a_margin_nobody_told_is_no_loss():
    assert losing(served(margin=None)) == 0


def test_one_good_review_ends_the_row():
    found = served()
    good = [s._replace(margin=3000.0) if s.month == date(2025, 2, 1) else s
            for s in found.sales[LAKE]]  # fmt: skip
    assert losing(Served({LAKE: good}, found.visits, found.frame, APRIL)) == 1


def test_a_year_that_is_not_known_whole_is_not_reviewed():
    assert losing(served(), known_from=date(2025, 2, 1)) == 1
    assert losing(served(first=date(2025, 6, 1))) == 0


def test_serving_at_a_loss_reaches_the_verdict(app, cast):
    with database.write_transaction(app) as db:
        loses, earns = (make_account(db, cast.ann) for _ in range(2))
        for account, margin in ((loses, 1.0), (earns, 500.0)):
            for back in range(1, 24):
                month = results.month_after(TODAY.replace(day=1), -back)
                db.add(models.SalesMonth(account_id=account.id, month=month, value=600.0,
                                         orders=1, margin=margin))  # fmt: skip
                make_report(db, account, cast.ann, on=month, minutes=60)
        cases = {one.known.account_id: one.known.evidence for one in store.load_cases(db, TODAY)}
    assert (cases[loses.id].losing_reviews, cases[earns.id].losing_reviews) == (2, 0)
