"""The demo opened on days that are unlike each other: every one has something to see."""

from datetime import date

import pytest

from tests.server.demo.test_setup import assert_worth_a_look, demo_on

#: The last day of the year, a day of high summer, a leap day, the first working day of a year.
DATES = [date(2026, 12, 31), date(2026, 7, 14), date(2028, 2, 29), date(2027, 1, 4)]

pytestmark = pytest.mark.usefixtures("short_search")


@pytest.mark.parametrize("today", DATES, ids=str)
def test_every_day_the_demo_opens_on_has_something_to_see(app, clock, today):
    demo_on(app, clock, today)
    assert_worth_a_look(app)
