"""Exceptions: what is planted is found and nothing else; what is set aside stays away."""

from datetime import timedelta

import pytest

from routing.domain import AccountClass, Overload, Policy
from routing.plan.year import YearWeek
from server import database, models
from server.review.exceptions import relief, rules
from server.review.exceptions.rules import Found
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.review import planted

UNTIL = (TODAY + timedelta(days=7)).isoformat()


@pytest.fixture
def company(app, cast, ann):
    """Plants faults into a company in which all is well; Ann's phone is in touch."""

    def make(*faults):
        with database.write_transaction(app) as db:
            planted.healthy(db, cast.ann)
            for fault in faults:
                fault(db, cast.ann)

    return make


def found(client) -> list[dict]:
    return client.get("/api/exceptions").json["items"]


def keys(client) -> set[str]:
    return {one["key"] for one in found(client)}


def test_where_all_is_well_there_is_no_exception(bob, company):
    company()
    assert found(bob) == []


def test_every_planted_fault_is_found_once_and_nothing_else(bob, cast, company):
    company(*planted.FAULTS)
    kinds = {"neglected", "divest", "ramp", "hours"}
    assert keys(bob) == {f"{kind}:{cast.ann}" for kind in kinds} | {"neglected:nobody"}
    assert sum(len(one["items"]) for one in found(bob)) == 2 + 1 + 1


def test_from_where_on_an_account_is_neglected_is_the_managers_to_say(bob, company):
    company(planted.neglected)
    bob.put("/api/settings", json={"values": {"alert_neglected": 3.0}})
    neglected = [one for one in found(bob) if one["kind"] == "neglected"]
    assert neglected
    assert all("more than 3 intervals" in one["why"] for one in neglected)
    bob.put("/api/settings", json={"values": {"alert_neglected": 8.0}})
    assert found(bob) == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (planted.neglected, "neglected"),
        (planted.too_many_divest, "divest"),
        (planted.missed_ramp, "ramp"),
        (planted.colliding_seasons, "hours"),
    ],
)
def test_each_fault_alone_is_one_kind_of_exception(bob, company, fault, kind):
    company(fault)
    assert {one["kind"] for one in found(bob)} == {kind}


def test_colliding_seasons_are_named_with_their_segments(bob, company):
    company(planted.colliding_seasons)
    (one,) = found(bob)
    assert "Kiosk and Marina are in season together" in one["why"]


def test_the_list_behind_an_exception_has_as_many_rows_as_it_says(bob, company):
    company(planted.neglected)
    hers, nobodys = found(bob)
    assert (hers["figure"], len(hers["items"])) == ("2", 2)
    assert [one["name"] for one in nobodys["items"]] == ["Forgotten Inn"]


def test_another_teams_manager_sees_only_what_is_nobodys(dan, company):
    company(*planted.FAULTS)
    assert keys(dan) == {"neglected:nobody"}


def test_a_colleagues_contact_ends_neglect(app, bob, cast, company):
    company(planted.neglected)
    with database.write_transaction(app) as db:
        for account in db.query(models.Account).filter_by(name="Forgotten Inn"):
            db.add(models.Touch(account_id=account.id, on=TODAY, kind="phone"))
    assert found(bob) == []


def test_an_account_off_season_is_not_neglected(app, bob, cast, company):
    company()
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann, interval_d=14)
        planted.season(db, account, TODAY.replace(month=9), TODAY.replace(month=11))
    assert "neglected" not in {one["kind"] for one in found(bob)}


def test_a_word_is_an_exception_when_it_waits_for_more_than_a_week(app, bob, cast, company):
    company()
    with database.write_transaction(app) as db:
        for days in (6, 8):
            at = NOW - timedelta(days=days)
            db.add(models.Feedback(rep_id=cast.ann, on=TODAY, topic="route", text="Why?",
                                   received_at=at))  # fmt: skip
    assert [one["figure"] for one in found(bob)] == ["1"]


def test_a_phone_that_is_silent_for_two_working_days_is_told(clock, bob, cast, company):
    company()
    with_phone = f"silent:{cast.ann}"
    clock.instant = NOW + timedelta(days=2)
    assert with_phone not in keys(bob)
    clock.instant = NOW + timedelta(days=3)
    assert with_phone in keys(bob)


def test_a_draft_waits_until_somebody_decides_about_it(app, bob, dan, cast, company):
    company()
    with database.write_transaction(app) as db:
        draft = factories.make_plan(db, cast.ann, published_at=None).id
    (one,) = found(bob)
    assert (one["key"], one["waiting"]) == (f"draft:{cast.ann}", True)
    assert found(dan) == []
    with database.write_transaction(app) as db:
        db.get_one(models.Plan, draft).refused_at = NOW
    assert found(bob) == []


def test_class_proposals_are_one_decision_with_their_hours(app, bob, cast, company):
    company()
    with database.write_transaction(app) as db:
        for account in db.query(models.Account).limit(3):
            to = "invest" if account.account_class == "core" else "core"
            db.add(models.ClassProposal(account_id=account.id, from_class=account.account_class,
                                        to_class=to, reasons=["So"], made_on=TODAY,
                                        made_at=NOW))  # fmt: skip
    (one,) = found(bob)
    assert (one["key"], one["figure"], len(one["items"])) == ("classes:all", "3", 3)
    assert one["effect"].startswith("All accepted: ")


# --- set aside -----------------------------------------------------------------------------------


def snooze(client, key, until=UNTIL, why="Ann is ill", size=1.0):
    ask = {"key": key, "until": until, "why": why, "size": size}
    return client.put("/api/exceptions/snooze", json=ask)


def test_what_is_set_aside_comes_back_on_its_day(clock, bob, cast, company):
    company(planted.missed_ramp)
    assert snooze(bob, f"ramp:{cast.ann}").status_code == 200
    (aside,) = bob.get("/api/exceptions").json["snoozed"]
    assert (aside["snoozed_until"], aside["snoozed_why"]) == (UNTIL, "Ann is ill")
    assert found(bob) == []
    clock.instant = NOW + timedelta(days=7)
    assert f"ramp:{cast.ann}" in keys(bob)


def test_it_comes_back_sooner_when_it_is_a_quarter_worse(bob, cast, company):
    company(planted.neglected)
    snooze(bob, f"neglected:{cast.ann}", size=1.7)
    assert f"neglected:{cast.ann}" not in keys(bob)
    snooze(bob, f"neglected:{cast.ann}", size=1.0)
    assert f"neglected:{cast.ann}" in keys(bob)


def test_it_can_be_brought_back(bob, cast, company):
    company(planted.missed_ramp)
    snooze(bob, f"ramp:{cast.ann}")
    snooze(bob, f"ramp:{cast.ann}", until=None)
    assert keys(bob) == {f"ramp:{cast.ann}"}


def test_each_manager_sets_aside_alone(bob, admin, cast, company):
    company(planted.missed_ramp)
    snooze(bob, f"ramp:{cast.ann}")
    assert f"ramp:{cast.ann}" in keys(admin)


@pytest.mark.parametrize(("until", "why"), [(UNTIL, " "), (TODAY.isoformat(), "Later")])
def test_setting_aside_needs_a_reason_and_a_day_to_come(bob, cast, until, why):
    assert snooze(bob, f"ramp:{cast.ann}", until, why).status_code == 422


@pytest.mark.parametrize("key", ["luck:all", "ramp:", "ramp:nothing", "ramp"])
def test_what_is_no_exception_cannot_be_set_aside(bob, key):
    assert snooze(bob, key).status_code == 404


def test_another_teams_exception_does_not_exist(dan, cast):
    assert snooze(dan, f"ramp:{cast.ann}").status_code == 404


# --- pure ----------------------------------------------------------------------------------------


def exception(kind, subject="all"):
    return Found(kind, subject, "", "", "", "", "board", 1.0)


def test_of_each_kind_one_is_decided_before_a_second():
    many = [exception("ramp", "a"), exception("ramp", "b"), exception("goal")]
    assert [one.key for one in rules.decisions(many, 2)] == ["ramp:a", "goal:all"]


def test_five_are_decided_at_most():
    assert len(rules.decisions([exception(str(number)) for number in range(9)])) == 5


@pytest.mark.parametrize(("size", "then", "worse"), [(5, 4, False), (6, 4, True), (9, None, False)])
def test_worse_is_a_quarter_more(size, then, worse):
    assert rules.is_worse(size, then) is worse


WEEK = YearWeek(TODAY, {AccountClass.CORE: 60.0, AccountClass.OPPORTUNISTIC: 60.0}, 100.0)


def stretched_to(bound):
    return {AccountClass.OPPORTUNISTIC: Policy(Overload.STRETCH, bound)}


def test_the_least_stretch_that_fits_is_told():
    # 60 + 60 / 1.5 = 100 minutes.
    assert relief.stretch([WEEK], stretched_to(2.0)) == 1.5
    assert "opportunistic at 1.5 times" in relief.words([WEEK], stretched_to(2.0))


def test_where_no_stretch_is_enough_that_is_said():
    assert relief.stretch([WEEK], stretched_to(1.2)) is None
    assert "not enough" in relief.words([WEEK], stretched_to(1.2))
