"""A prospect found on the road: due at once, late after five working days without a contact."""

from datetime import date, timedelta

import pytest

from server import database, models
from server.accounts import leads
from server.database import new_id
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.visits import phone

TUESDAY, SATURDAY = date(2026, 5, 5), date(2026, 5, 9)


@pytest.fixture
def ann(app, cast):
    return factories.caller(app, cast.ann)


def due_of(client, about):
    rows = phone.of_type(phone.synced(client), "account")
    return next(row["due"] for row in rows if row["id"] == str(about))


def found(client, **more):
    about = new_id()
    said = {"name": "Corner Café", "on": TODAY} | more
    phone.synced(client, phone.item("prospect", about, **said))
    return about


@pytest.mark.parametrize(
    ("found_on", "days", "by"),
    [(TUESDAY, 5, date(2026, 5, 12)), (SATURDAY, 5, date(2026, 5, 15)),
     (TUESDAY, 1, date(2026, 5, 6)), (date(2026, 5, 8), 1, date(2026, 5, 11))],
)  # fmt: skip
def test_the_deadline_counts_working_days(found_on, days, by):
    assert leads.first_touch_by("prospect", found_on, False, days) == by


@pytest.mark.parametrize(
    ("account_class", "found_on", "touched"),
    [("prospect", None, False), ("prospect", TUESDAY, True), ("core", TUESDAY, False)],
)
def test_no_deadline_for_who_is_imported_touched_or_a_customer(account_class, found_on, touched):
    assert leads.first_touch_by(account_class, found_on, touched, 5) is None


def test_a_prospect_found_today_is_due_with_the_day_of_its_deadline(ann):
    due = due_of(ann, found(ann))
    by = leads.first_touch_by("prospect", TODAY, False, 5)
    assert (due["state"], due["target"], due["latest"]) == ("due", str(TODAY), str(by))
    assert (due["reason"], due["figures"]) == ("first_touch", {"found": str(TODAY), "by": str(by)})
    assert due["why"].startswith("new: first contact by")


def test_a_lead_nobody_contacts_is_overdue_after_its_deadline(ann, clock):
    about = found(ann)
    clock.instant = NOW + timedelta(days=7)
    assert due_of(ann, about)["state"] == "due"
    clock.instant = NOW + timedelta(days=8)
    due = due_of(ann, about)
    assert (due["state"], due["why"][:26]) == ("overdue", "new: first contact was due")


@pytest.mark.parametrize("outcome", ["made", "phone"])
def test_a_first_visit_or_call_makes_it_a_prospect_like_any_other(ann, outcome):
    about = found(ann)
    phone.synced(ann, phone.report(about, outcome=outcome))
    due = due_of(ann, about)
    assert (due["state"], due["reason"]) == ("not_due", "cadence")
    assert date.fromisoformat(due["target"]) > TODAY + timedelta(days=28)


def test_a_phone_whose_clock_is_ahead_puts_no_deadline_off(ann):
    due = due_of(ann, found(ann, on=TODAY + timedelta(days=200)))
    assert (due["state"], due["target"]) == ("due", str(TODAY))


def test_a_missed_visit_is_no_contact(ann):
    about = found(ann)
    phone.synced(ann, phone.report(about, outcome="missed", result="closed"))
    due = due_of(ann, about)
    assert (due["reason"], due["state"]) == ("not_before", "not_due")


def test_a_manager_may_give_more_days(ann, bob):
    assert bob.put("/api/settings", json={"values": {"first_touch_days": 10}}).status_code == 200
    due = due_of(ann, found(ann))
    assert due["latest"] == str(TODAY + timedelta(days=14))


def exceptions(manager):
    return manager.get("/api/exceptions").json["items"]


def test_a_lead_past_its_deadline_is_an_exception_of_its_reps_manager(ann, bob, dan, clock):
    about = found(ann)
    clock.instant = NOW + timedelta(days=7)
    assert "lead" not in {one["kind"] for one in exceptions(bob)}
    clock.instant = NOW + timedelta(days=8)
    (told,) = [one for one in exceptions(bob) if one["kind"] == "lead"]
    assert (told["figure"], [one["account_id"] for one in told["items"]]) == ("1", [str(about)])
    assert "lead" not in {one["kind"] for one in exceptions(dan)}


def test_a_colleagues_call_is_a_first_contact(app, ann, bob, clock):
    about = found(ann)
    with database.write_transaction(app) as db:
        db.add(models.Touch(account_id=about, on=TODAY, kind="phone"))
    clock.instant = NOW + timedelta(days=8)
    assert due_of(ann, about)["reason"] == "cadence"
    assert "lead" not in {one["kind"] for one in exceptions(bob)}


def test_a_phone_knows_how_many_days_it_may_wait(ann):
    (me,) = phone.of_type(phone.synced(ann), "me")
    assert me["first_touch_days"] == 5
