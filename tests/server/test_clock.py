"""Now is the real instant plus the company's offset, and dates are local ones."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server import clock
from server.clock import Clock, FixedClock
from tests import factories
from tests.conftest import ON_BOTH

CHICAGO = "America/Chicago"


@ON_BOTH
def test_the_offset_moves_now_and_not_the_real_instant(app, session):
    factories.make_company(session)
    frozen = FixedClock(factories.NOW)
    assert frozen.now(session) == factories.NOW
    frozen.set_to(session, datetime(2026, 4, 1, 12, 40, tzinfo=UTC))
    assert frozen.now(session) == datetime(2026, 4, 1, 12, 40, tzinfo=UTC)
    assert frozen.today(session, CHICAGO) == date(2026, 4, 1)
    assert frozen.real() == factories.NOW


def test_the_demos_clock_goes_on(session):
    factories.make_company(session)
    real = Clock()
    real.set_to(session, datetime(2030, 1, 1, tzinfo=UTC))
    assert timedelta(0) <= real.now(session) - datetime(2030, 1, 1, tzinfo=UTC) < timedelta(hours=1)


def test_without_a_company_now_is_the_real_instant(session):
    assert FixedClock(factories.NOW).now(session) == factories.NOW


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        FixedClock(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("instant", "on"), [("2026-05-05T04:59Z", "2026-05-04"), ("2026-05-05T05:00Z", "2026-05-05")]
)
def test_the_date_changes_at_local_midnight(instant, on):
    found = clock.local_date(datetime.fromisoformat(instant), CHICAGO)
    assert found.isoformat() == on


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        ("2026-03-07", "2026-03-07T08:30"),
        ("2026-03-08", "2026-03-08T08:30"),  # 02:30 does not exist: 03:30 of summer time
        ("2026-03-09", "2026-03-09T07:30"),
        ("2026-11-01", "2026-11-01T08:30"),
    ],
)
def test_half_past_two_across_daylight_saving_time(on, utc):
    found = clock.local_instant(date.fromisoformat(on), 2 * 3600 + 1800, CHICAGO)
    assert found == datetime.fromisoformat(utc + "Z")
