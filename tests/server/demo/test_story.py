"""What the office and the reports of the demo tell: invented, and dated from today."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from server.accounts import store
from server.auth import Scope
from server.demo import files, story, told, touches
from server.demo.company import DemoCompany, demo_company
from server.demo.seasons import season_state
from server.models import Touch
from server.wire.sync import ReportArgs
from tests import factories
from tests.factories import TODAY

#: Lakes before their season, the last day of a year, the day kiosks open, a leap day.
TODAYS = (TODAY, date(2026, 12, 31), date(2027, 5, 15), date(2028, 2, 29))
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(params=TODAYS, ids=str)
def company(request: pytest.FixtureRequest) -> DemoCompany:
    return demo_company(request.param)


# --- what the rows hold --------------------------------------------------------------------------


def test_the_office_did_something_of_every_kind_in_the_last_three_months(company):
    kinds = Counter(row["kind"] for row in company.touches)
    assert set(kinds) == {"ticket", "phone", "email", "event", "campaign"}
    assert sum(kinds.values()) < len(company.accounts)
    dates = [row["date"] for row in company.touches]
    assert dates == sorted(dates)
    assert all(row["by"] in touches.COLLEAGUES for row in company.touches)


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_past_tickets_are_too_old_to_warn_and_nothing_lies_in_the_future(today):
    for row in demo_company(today).touches:
        days = (today - date.fromisoformat(row["date"])).days
        assert days > (14 if row["kind"] == "ticket" else 0)


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_the_mailing_went_to_every_account_of_a_segment_before_its_season(today):
    made = demo_company(today)
    segment = {row["account_number"]: row["segment"] for row in made.accounts}
    sent = [row for row in made.touches if row["kind"] == "campaign"]
    (chosen,) = {segment[row["account_number"]] for row in sent}
    assert season_state(chosen, date.fromisoformat(sent[0]["date"])) == "ramp"
    active = [a for a in made.accounts if a["rep"] and a["status"] == "active"]
    assert len(sent) == sum(account["segment"] == chosen for account in active)


def test_where_no_season_is_ahead_the_mailing_goes_to_restaurants():
    made = demo_company(date(2027, 10, 1))
    segment = {row["account_number"]: row["segment"] for row in made.accounts}
    sent = {row["account_number"] for row in made.touches if row["kind"] == "campaign"}
    assert {segment[number] for number in sent} == {"restaurant"}


def test_reports_tell_orders_promises_and_the_class(company):
    counts = Counter(name for row in company.told for name in row)
    assert min(counts[name] for name in told.FIELDS) >= 5
    assert {row.get("class_answer", "keep") for row in company.told} == {"keep", "unsure", "change"}


def test_whatever_a_report_tells_a_phone_could_have_told(company):
    for row in company.told:
        said = {name: row[name] for name in ("outcome", *told.FIELDS) if name in row}
        said["next_step_on"] = said.get("next_step_on") and date.fromisoformat(said["next_step_on"])
        ReportArgs.model_validate({"on": TODAY, **said})


def test_only_who_buys_orders(company):
    classes = {row["account_number"]: row["account_class"] for row in company.accounts}
    ordered = {classes[r["account_number"]] for r in company.told if "order_value" in r}
    assert "core" in ordered
    assert "prospect" not in ordered


# --- what is written -----------------------------------------------------------------------------


@pytest.fixture
def ann(session):
    return factories.make_cast(session).ann


@pytest.fixture
def stops(session, ann):
    """Ann's day: two stops, and a call before them that is none."""
    plan = factories.make_plan(session, ann)
    made = [factories.make_account(session, ann) for _ in range(3)]
    for position, channel in enumerate(("phone", "visit", "visit")):
        factories.make_visit(session, made[position], plan, position=position, channel=channel)
    return made[1:]


def simulated(session, account, ann, **changes):
    how = {"on": YESTERDAY, "source": story.SIMULATED} | changes
    return factories.make_report(session, account, ann, **how)


def test_the_second_stop_of_today_has_a_service_ticket_of_yesterday(session, ann, stops):
    story.tell_of_today(session, TODAY)
    ticket = session.scalars(select(Touch)).one()
    assert (ticket.account_id, ticket.kind, ticket.on) == (stops[1].id, "ticket", YESTERDAY)


def test_a_day_told_twice_is_told_once(session, ann, stops):
    story.tell_of_today(session, TODAY)
    story.tell_of_today(session, TODAY)
    assert len(session.scalars(select(Touch)).all()) == 1


def test_a_day_without_stops_tells_nothing(session, ann):
    story.tell_of_today(session, TODAY)
    assert session.scalars(select(Touch)).all() == []


def test_a_promise_is_to_be_kept_at_the_first_stop_of_today(session, ann, stops):
    simulated(session, stops[0], ann)
    simulated(session, stops[0], ann, on=TODAY - timedelta(days=9))
    story.tell_of_today(session, TODAY)
    record = store.load_account(session, Scope.rep(ann), stops[0].id, TODAY)
    assert [bool(h.next_step) for h in record.history] == [True, False]
    assert record.history[0].next_step_on == TODAY


def test_what_a_person_reported_is_never_rewritten(session, ann, stops):
    report = factories.make_report(session, stops[0], ann, on=YESTERDAY)
    story.tell_of_today(session, TODAY)
    assert report.next_step == ""


def test_a_report_gets_what_was_told_of_its_account_date_and_outcome(session, ann, stops):
    one, other = stops
    mine = simulated(session, one, ann)
    not_mine = simulated(session, other, ann), simulated(session, one, ann, outcome="missed")
    row = {
        "account_number": one.number, "date": YESTERDAY.isoformat(), "outcome": "made",
        "next_step": "Bring samples", "next_step_on": TODAY.isoformat(), "order_value": 80.5,
    }  # fmt: skip
    story.save_told(session, replace(demo_company(TODAY), told=(row,)))
    session.expire_all()
    assert (mine.next_step, mine.next_step_on, mine.order_value) == ("Bring samples", TODAY, 80.5)
    assert [report.next_step for report in not_mine] == ["", ""]


def test_a_moved_clock_forgets_the_demos_touches_and_those_to_come_only(session, ann, stops):
    rows = [touches.ticket(stops[0].number, TODAY)]
    for on, text in ((YESTERDAY, "theirs"), (TODAY, "theirs, to come")):
        rows.append({**rows[0], "date": on.isoformat(), "by": "Eve", "text": text})
    story.bring_in(session, "touches", files.touches_csv(rows), TODAY)
    story.forget_touches(session, YESTERDAY)
    assert session.scalars(select(Touch.text)).all() == ["theirs"]
