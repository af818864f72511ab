"""What other calendars take of a rep's days, and the appointments among it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from routing.domain import (
    Account,
    AccountClass,
    Cadence,
    Channel,
    HeldKind,
    Need,
    OpeningHours,
    Tier,
    TimeWindow,
    WorkingDay,
)
from server.planning.taken import taken

ZONE = "America/Chicago"
ON, NEXT = date(2026, 5, 6), date(2026, 5, 7)
GRILL = UUID(int=7)
H = 3600


@dataclass(frozen=True)
class Busy:
    start: datetime
    end: datetime
    all_day: bool = False
    account_id: UUID | None = None
    calendar: str = "Work"


def at(hour: float, on: date = ON) -> datetime:
    whole = int(hour * 60)
    return datetime(on.year, on.month, on.day, whole // 60, whole % 60, tzinfo=ZoneInfo(ZONE))


def account(**changes) -> Account:
    fields = {
        "id": str(GRILL),
        "name": "Anchor Grill",
        "location": 1,
        "account_class": AccountClass.CORE,
        "tier": Tier.B,
        "cadence": None,
        "need": Need(ON, 1.0),
    } | changes
    return Account(**fields)


def of(*times: Busy, **changes):
    days = {ON: WorkingDay(ON, TimeWindow(8 * H, 17 * H))}
    return taken(times, ZONE, days, {str(GRILL): account(**changes)})


def test_a_meeting_takes_its_time_of_the_local_date():
    assert of(Busy(at(10), at(11.5))).busy == {ON: (TimeWindow(10 * H, 11 * H + 1800),)}


def test_a_meeting_across_midnight_takes_of_both_dates():
    found = of(Busy(at(22), at(2, NEXT))).busy
    assert found == {ON: (TimeWindow(22 * H, 24 * H),), NEXT: (TimeWindow(0, 2 * H),)}


def test_whole_days_are_days_off_named_by_their_calendar():
    found = of(Busy(at(0), at(0, NEXT), all_day=True, calendar="Leave"))
    assert (found.days_off, found.busy) == ({ON: "Leave"}, {})


def test_an_event_with_an_account_is_its_appointment_and_no_block():
    found = of(Busy(at(10), at(11), account_id=GRILL))
    [held] = found.appointments
    assert (held.kind, held.on, held.window) == (
        HeldKind.APPOINTMENT, ON, TimeWindow(10 * H, 11 * H),
    )  # fmt: skip
    assert held.service_s == H
    assert found.busy == {}


@pytest.mark.parametrize(
    ("begins", "ends", "changes"),
    [
        (7.5, 8.5, {}),
        (16.5, 17.5, {}),
        (10, 11, {"hours": OpeningHours(week=((),) * 7)}),
        (10, 11, {"location": None}),
    ],
)
def test_an_appointment_a_hard_rule_forbids_is_a_block_and_still_told_to_the_planner(
    begins, ends, changes
):
    found = of(Busy(at(begins), at(ends), account_id=GRILL), **changes)
    assert [held.account_id for held in found.appointments] == [str(GRILL)]
    assert found.busy == {ON: (TimeWindow(int(begins * H), int(ends * H)),)}


def test_an_account_of_somebody_else_is_a_block():
    assert of(Busy(at(10), at(11), account_id=UUID(int=8))).appointments == ()


@pytest.mark.parametrize("on", [ON, NEXT])
def test_the_time_of_an_appointment_on_a_day_off_or_not_worked_is_taken(on):
    off = Busy(at(0), at(0, NEXT), all_day=True)
    assert of(off, Busy(at(10, on), at(11, on), account_id=GRILL)).busy == {
        on: (TimeWindow(10 * H, 11 * H),)
    }


def test_an_appointment_that_is_allowed_comes_before_an_earlier_one_that_is_not():
    early = Busy(at(7), at(7.5), account_id=GRILL)
    found = of(early, Busy(at(14), at(15), account_id=GRILL))
    assert [held.window.start_s for held in found.appointments] == [14 * H]
    assert found.busy == {ON: (TimeWindow(7 * H, 7 * H + 1800),)}


def test_a_call_with_an_account_without_a_place_only_takes_its_time():
    by_phone = {"location": None, "cadence": Cadence(14, 0.2, 900, Channel.PHONE)}
    assert of(Busy(at(10), at(11), account_id=GRILL), **by_phone).appointments == ()


def test_the_same_event_in_two_calendars_is_one_appointment():
    twice = [Busy(at(10), at(11), account_id=GRILL, calendar=name) for name in ("Work", "Home")]
    found = of(*twice)
    assert len(found.appointments) == 1
    assert found.busy == {}


def test_where_a_block_and_an_appointment_overlap_the_rep_is_at_the_appointment():
    found = of(Busy(at(9), at(12)), Busy(at(10), at(11), account_id=GRILL))
    assert found.busy == {ON: (TimeWindow(9 * H, 10 * H), TimeWindow(11 * H, 12 * H))}


def test_a_second_event_with_an_account_on_a_date_is_a_block():
    found = of(Busy(at(9), at(10), account_id=GRILL), Busy(at(14), at(15), account_id=GRILL))
    assert [held.window.start_s for held in found.appointments] == [9 * H]
    assert found.busy == {ON: (TimeWindow(14 * H, 15 * H),)}


def test_an_event_while_the_clock_goes_back_still_takes_a_minute():
    night = date(2026, 11, 1)
    begins = datetime(2026, 11, 1, 1, 45, tzinfo=ZoneInfo(ZONE))
    ends = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=ZoneInfo(ZONE))
    [window] = of(Busy(begins, ends)).busy[night]
    assert window.end_s - window.start_s == 60
