"""Proposals of classes: who makes them, what they would change, and what becomes of them."""

from datetime import timedelta

import pytest

from server import database, jobs, models
from server.accounts import store as accounts
from server.classes.tasks import EVERY, Classes
from tests.factories import NOW, TODAY, caller, make_account, make_report

LATER = (TODAY + timedelta(days=30)).isoformat()
WANTS = {"class_answer": "change", "class_wanted": "invest", "events": ["expansion"]}


def sell(db, account, *, value=900.0, first=0, last=24):
    """One order a month, from ``first`` to ``last`` months before this one."""
    for back in range(first, last + 1):
        month = 12 * TODAY.year + TODAY.month - 1 - back
        db.add(models.SalesMonth(account_id=account.id, value=value, orders=1,
                                 month=TODAY.replace(year=month // 12, month=month % 12 + 1,
                                                     day=1)))  # fmt: skip


@pytest.fixture
def account_id(app, cast):
    """Ann's opportunistic account, which buys like a core one."""
    with database.write_transaction(app) as db:
        account = make_account(db, cast.ann, account_class="opportunistic", potential=12_000.0)
        sell(db, account)
        return account.id


@pytest.fixture
def watched(app, account_id):
    """The same, in a company whose accounts were judged before: four weeks are not looked back."""
    with database.write_transaction(app) as db:
        other = make_account(db, None)
        db.add(models.ClassEvaluation(account_id=other.id, on=TODAY, to_class="invest"))
    return account_id


def judge(app, clock, *, days=0):
    """Lets the week's judging happen, so many days later."""
    clock.instant = NOW + timedelta(days=days)
    with database.write_transaction(app) as db:
        jobs.request(db, Classes.name, EVERY)
    jobs.run_pending(app)


def asked(app, account_id, rep_id, **changes):
    """A rep asks for another class; the account is judged."""
    with database.write_transaction(app) as db:
        make_report(db, db.get(models.Account, account_id), rep_id, **(WANTS | changes))
        jobs.request(db, Classes.name, account_id)
    jobs.run_pending(app)


def listed(client) -> list[dict]:
    return client.get("/api/proposals").json["items"]


def only(client) -> dict:
    (one,) = listed(client)
    return one


def class_of(client, account_id) -> str:
    return client.get(f"/api/accounts/{account_id}").json["account_class"]


# --- who proposes ---------------------------------------------------------------------------------


def test_the_rules_propose_what_two_evaluations_held(app, clock, bob, watched):
    judge(app, clock)
    assert listed(bob) == []
    judge(app, clock, days=28)
    found = only(bob)
    assert (found["from_class"], found["to_class"], found["by"]) == ("opportunistic", "core", "")
    assert found["reasons"][:2] == [
        "Buys 90% of its potential from us, at least 40%.",
        "12 orders in 12 months, at least 4.",
    ]


def test_the_first_time_imported_history_is_judged_as_of_four_weeks_ago_too(
    app, clock, bob, account_id
):
    judge(app, clock)
    assert only(bob)["to_class"] == "core"


def test_judging_again_never_makes_a_second_open_proposal(app, clock, cast, account_id):
    for days in (0, 28, 35, 150):
        judge(app, clock, days=days)
    only(caller(app, cast.bob, "desk"))


def test_what_held_only_once_is_forgotten(app, clock, watched):
    judge(app, clock)
    with database.write_transaction(app) as db:
        db.get(models.Account, watched).potential = None
    judge(app, clock, days=14)
    with database.read_transaction(app) as db:
        assert db.query(models.ClassEvaluation).filter_by(account_id=watched).all() == []


def test_a_big_event_is_answered_the_same_day(app, bob, cast, watched):
    asked(app, watched, cast.ann, class_answer="", class_wanted=None, events=["merger"])
    assert only(bob)["to_class"] == "core"


def test_a_class_set_by_hand_is_left_alone_for_half_a_year(app, clock, bob, cast, account_id):
    rev = bob.get(f"/api/accounts/{account_id}").json["rev"]
    change = {"rev": rev, "account_class": "divest"}
    assert bob.patch(f"/api/accounts/{account_id}", json=change).status_code == 200
    for days in (0, 28, 100, 179):
        judge(app, clock, days=days)
    assert listed(caller(app, cast.bob, "desk")) == []
    judge(app, clock, days=181)
    assert only(caller(app, cast.bob, "desk"))["from_class"] == "divest"


def test_the_week_is_asked_for_once(app, clock, cast):
    tick = app.extensions["rounds"].ticks["judge classes"]
    for days, wanted in ((0, True), (1, False), (7, True)):
        clock.instant = NOW + timedelta(days=days)
        with database.write_transaction(app) as db:
            tick.ask(db, clock.instant)
        assert (jobs.run_pending(app) > 0) is wanted, days


def test_a_reps_answer_becomes_a_proposal_of_the_rep(app, bob, dan, cast, account_id):
    asked(app, account_id, cast.ann, note="They build a second terrace.")
    found = only(bob)
    assert (found["to_class"], found["by"]) == ("invest", "Ann")
    assert found["reasons"] == [
        "Ann asks for it in the report of 5 May 2026.",
        "What happened: expansion.",
        "They build a second terrace.",
    ]
    assert listed(dan) == []


def test_a_refused_answer_does_not_come_back(app, bob, cast, account_id):
    asked(app, account_id, cast.ann)
    bob.post("/api/proposals/refuse", json={"ids": [only(bob)["id"]], "why": "Too early."})
    judge(app, app.extensions["rounds"].clock)
    assert listed(bob) == []


def test_a_rep_who_wants_another_class_challenges_the_open_proposal(
    app, clock, bob, cast, account_id
):
    judge(app, clock)
    judge(app, clock, days=28)
    asked(app, account_id, cast.ann, on=TODAY + timedelta(days=27), note="They may close.")
    found = only(bob)
    assert found["to_class"] == "core"
    assert found["challenge"] == "Wants invest instead. They may close."


# --- its effect -----------------------------------------------------------------------------------


def test_a_proposal_shows_its_effect_and_it_is_what_comes_true(app, clock, bob, cast, account_id):
    asked(app, account_id, cast.ann, class_wanted="core")
    (rep,) = bob.get("/api/proposals").json["reps"]
    found = only(bob)
    # Opportunistic B: every 12 weeks 30 min; core B: every 2 weeks 30 min; 18 min on the way.
    assert found["before"]["visits"] == pytest.approx(365 / 84)
    assert found["after"]["visits"] == pytest.approx(365 / 14)
    assert found["after"]["minutes"] == pytest.approx(48 / 2)
    bob.post("/api/proposals/accept", json={"ids": [found["id"]], "valid_from": str(TODAY)})
    (after,) = bob.get("/api/proposals").json["reps"]
    gained = found["after"]["minutes"] - found["before"]["minutes"]
    assert after["minutes"] == pytest.approx(rep["minutes"] + gained)
    assert after["capacity_min"] == 5 * (9 * 60 - 30)


# --- deciding -------------------------------------------------------------------------------------


@pytest.fixture
def proposal(app, bob, cast, account_id) -> str:
    asked(app, account_id, cast.ann)
    return only(bob)["id"]


def accept(client, proposal, valid_from=str(TODAY)):
    return client.post("/api/proposals/accept", json={"ids": [proposal], "valid_from": valid_from})


def test_accepting_today_changes_the_class_and_its_history(app, bob, account_id, proposal):
    assert accept(bob, proposal).json["waiting"] == 0
    assert class_of(bob, account_id) == "invest"
    assert listed(bob) == []
    with database.read_transaction(app) as db:
        (change,) = db.query(models.ClassChange).all()
        assert (change.from_class, change.to_class) == ("opportunistic", "invest")


def test_accepting_for_later_waits_for_the_date(app, bob, account_id, proposal):
    assert accept(bob, proposal, LATER).json["waiting"] == 1
    assert class_of(bob, account_id) == "opportunistic"
    with database.write_transaction(app) as db:
        accounts.carry_out(db, TODAY + timedelta(days=30), NOW)
    assert class_of(bob, account_id) == "invest"


@pytest.mark.parametrize("valid_from", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_class_never_changes_in_the_past_or_too_far_ahead(bob, proposal, valid_from):
    assert accept(bob, proposal, str(valid_from)).status_code == 422


def test_refusing_needs_a_reason_and_keeps_the_class(bob, account_id, proposal):
    refuse = {"ids": [proposal], "why": ""}
    assert bob.post("/api/proposals/refuse", json=refuse).status_code == 422
    bob.post("/api/proposals/refuse", json=refuse | {"why": "Not this year."})
    assert class_of(bob, account_id) == "opportunistic"
    (decided,) = bob.get("/api/proposals/decided").json["items"]
    assert (decided["decision"], decided["why"]) == ("refused", "Not this year.")
    assert decided["decided_by"] == "Bob"


@pytest.mark.parametrize("valid_from", [str(TODAY), LATER])
def test_a_decision_is_taken_back_and_stays_in_the_history(bob, account_id, proposal, valid_from):
    accept(bob, proposal, valid_from)
    assert bob.post("/api/proposals/reopen", json={"ids": [proposal]}).status_code == 200
    assert class_of(bob, account_id) == "opportunistic"
    assert only(bob)["to_class"] == "invest"
    (decided,) = bob.get("/api/proposals/decided").json["items"]
    assert decided["why"] == "Taken back on 2026-05-05."


def test_a_decision_is_taken_back_only_once(bob, proposal):
    accept(bob, proposal)
    bob.post("/api/proposals/reopen", json={"ids": [proposal]})
    again = bob.post("/api/proposals/reopen", json={"ids": [proposal]})
    assert again.status_code == 409


def test_what_was_decided_meanwhile_stops_all_of_it(app, bob, cast, account_id, proposal):
    accept(bob, proposal)
    assert accept(bob, proposal).status_code == 409


def test_a_class_changed_elsewhere_settles_the_proposal(app, clock, bob, account_id, proposal):
    rev = bob.get(f"/api/accounts/{account_id}").json["rev"]
    bob.patch(f"/api/accounts/{account_id}", json={"rev": rev, "account_class": "core"})
    assert listed(bob) == []
    judge(app, clock)
    (decided,) = bob.get("/api/proposals/decided").json["items"]
    assert decided["why"] == "The class was changed otherwise."


def test_dan_sees_and_decides_nothing_of_anns(dan, proposal):
    assert listed(dan) == []
    assert dan.get("/api/proposals/decided").json["items"] == []
    assert accept(dan, proposal).status_code == 404
    refused = dan.post("/api/proposals/refuse", json={"ids": [proposal], "why": "No."})
    assert refused.status_code == 404
    assert dan.post("/api/proposals/reopen", json={"ids": [proposal]}).status_code == 404


# --- the rep's word -------------------------------------------------------------------------------


def test_the_rep_reads_the_proposal_and_challenges_it(ann, bob, account_id, proposal):
    (seen,) = ann.get(f"/api/accounts/{account_id}/proposals").json["items"]
    assert seen["id"] == proposal
    said = ann.post(f"/api/proposals/{proposal}/challenge", json={"text": "They close in June."})
    assert said.status_code == 200
    found = only(bob)
    assert (found["challenge"], found["challenged_by"]) == ("They close in June.", "Ann")


def test_an_empty_challenge_takes_it_back(ann, bob, proposal):
    for text in ("No.", ""):
        ann.post(f"/api/proposals/{proposal}/challenge", json={"text": text})
    assert (only(bob)["challenge"], only(bob)["challenged_by"]) == ("", "")


def test_cleo_neither_reads_nor_challenges_anns(cleo, account_id, proposal):
    assert cleo.get(f"/api/accounts/{account_id}/proposals").status_code == 404
    said = cleo.post(f"/api/proposals/{proposal}/challenge", json={"text": "No."})
    assert said.status_code == 404


# --- core accounts at risk ------------------------------------------------------------------------


def test_a_core_account_whose_sales_fell_is_at_risk_and_nothing_else(app, cast, bob, dan):
    with database.write_transaction(app) as db:
        fallen = make_account(db, cast.ann, name="Fallen")
        sell(db, fallen, first=4)
        sell(db, make_account(db, cast.ann, name="Steady"))
        sell(db, make_account(db, cast.ann, name="Elsewhere", account_class="invest"), first=4)
    risks = bob.get("/api/proposals").json["at_risk"]
    assert [one["account"] for one in risks] == ["Fallen"]
    assert "Sales of three months are 100% below those of the year before." in risks[0]["reasons"]
    assert dan.get("/api/proposals").json["at_risk"] == []


def test_a_decision_settles_the_question_on_the_field_screen_too(app, bob, cast, account_id):
    asked(app, account_id, cast.ann, received_at=NOW - timedelta(hours=1))
    proposal = only(bob)["id"]
    assert len(bob.get("/api/field").json["proposals"]) == 1
    bob.post("/api/proposals/refuse", json={"ids": [proposal], "why": "Too early."})
    assert bob.get("/api/field").json["proposals"] == []
    bob.post("/api/proposals/reopen", json={"ids": [proposal]})
    assert len(bob.get("/api/field").json["proposals"]) == 1


# --- judging now ---------------------------------------------------------------------------------


def test_a_manager_has_all_accounts_judged_at_once_and_reads_how_far_it_is(app, bob, account_id):
    assert bob.get("/api/proposals/judging").json["state"] == "never"
    asked_for = bob.post("/api/proposals/judging")
    assert (asked_for.status_code, asked_for.json["state"]) == (202, "waiting")
    jobs.run_pending(app)
    done = bob.get("/api/proposals/judging").json
    assert (done["state"], bool(done["finished_at"]), done["ahead"]) == ("done", True, 0)
    assert [one["to_class"] for one in listed(bob)] == ["core"]


def test_what_runs_already_is_all_that_judging_waits_for(app, bob, cast):
    soon = NOW + timedelta(days=3650)
    with database.write_transaction(app) as db:
        for rep in (cast.ann, cast.cleo):
            jobs.request(db, "plan", rep)
        db.get(models.Request, ("plan", str(cast.ann))).claimed_until = soon
    assert bob.post("/api/proposals/judging").json["ahead"] == 1


def test_judging_goes_before_the_plans_that_wait(app, bob, cast, account_id):
    with database.write_transaction(app) as db:
        jobs.request(db, "plan", cast.ann)
    bob.post("/api/proposals/judging")
    jobs.run_pending(app, limit=1)
    assert bob.get("/api/proposals/judging").json["state"] == "done"
    with database.read_transaction(app) as db:
        plan = db.get(models.Request, ("plan", str(cast.ann)))
        assert plan.done_rev < plan.asked_rev


def test_another_teams_manager_reads_no_proposal_that_judging_made(app, dan, account_id):
    dan.post("/api/proposals/judging")
    jobs.run_pending(app)
    assert listed(dan) == []
