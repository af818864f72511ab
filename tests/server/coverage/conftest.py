"""What the tests of coverage share: accounts with a season and visits some days ago."""

from datetime import timedelta

import pytest

from server import database
from tests import factories
from tests.factories import TODAY

#: Its last day in season was yesterday.
CLOSED = {"state": "in", "start_month": 11, "start_day": 1, "end_month": 5, "end_day": 4}
#: Opened a week ago.
OPENED = {"state": "in", "start_month": 4, "start_day": 28, "end_month": 10, "end_day": 31}


@pytest.fixture
def add(app, cast):
    """Adds an account of Ann with visits some days ago, and a season if one is named."""

    def made(*days_ago: int, season=None, rep=None, **changes):
        with database.write_transaction(app) as db:
            account = factories.make_account(db, rep or cast.ann, **changes)
            if season:
                db.add(factories.models.SeasonWindow(account_id=account.id, **season))
            for days in days_ago:
                on = TODAY - timedelta(days=days)
                factories.make_report(db, account, cast.ann, on=on)
            return account.id

    return made
