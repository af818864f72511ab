"""What the planner sums up once is what it would have counted day by day."""

import pickle
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing import cadence
from routing.cadence import seasons
from routing.domain import Cadence, Need
from tests import strategies

DAY0 = date(2026, 1, 1)
DAYS = st.integers(0, 500)
FORTNIGHT = Cadence(14)


@given(strategies.seasons(), st.lists(DAYS, min_size=1, max_size=8).map(sorted), st.floats(-1, 3))
def test_the_need_rolled_forward_once_is_that_of_each_day(season, ahead, value):
    asked, need = (FORTNIGHT, season), Need(DAY0, value)
    days = [DAY0 + timedelta(days=n) for n in ahead]
    one_by_one = [cadence.need_on(asked, need, day) for day in days]
    assert cadence.needs_on(asked, need, days) == one_by_one


@given(strategies.seasons(), DAYS, DAYS)
def test_growth_is_what_the_cadence_asks_for_between_two_days_served(season, one, other):
    first, last = (DAY0 + timedelta(days=n) for n in sorted((one, other)))
    growth = cadence.Growth(FORTNIGHT, season, DAY0 + timedelta(days=50), DAY0 + timedelta(400))
    found = growth.in_season(first.toordinal(), last.toordinal())
    served = all(cadence.season_state(season, day) in seasons.SERVED for day in (first, last))
    if served:
        assert abs(found - cadence.required_visits(FORTNIGHT, season, first, last)) < 1e-9
    else:
        assert found is None


@given(strategies.seasons())
def test_equal_seasons_are_found_under_one_hash(season):
    assert hash(pickle.loads(pickle.dumps(season))) == hash(season)
