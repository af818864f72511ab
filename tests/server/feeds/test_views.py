"""Calendar addresses over HTTP: made, fetched, polled, rotated, revoked; Cleo gets nothing."""

import gzip
from datetime import timedelta
from uuid import UUID

import icalendar
import pytest

from server import database, models, settings
from tests import factories
from tests.calendars.parsers import ical_js
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY


@pytest.fixture
def visit(app, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann, name="Pier; Kiosk, No. 1")
        plan = factories.make_plan(db, cast.ann)
        return factories.make_visit(db, account, plan, on=TODAY + timedelta(days=2)).id


@pytest.fixture
def path(ann) -> str:
    """The path of Ann's feed, as the answer that made it told."""
    return made(ann)["url"].removeprefix("http://localhost")


def made(ann, **ask) -> dict:
    answer = ann.post("/api/feeds", json=ask)
    assert answer.status_code == 201
    return answer.json


def events(answer) -> list:
    return icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def test_a_new_address_is_shown_once_and_ends_in_ics(ann):
    feed = made(ann)
    assert feed["url"].endswith(".ics")
    assert feed["webcal"].startswith("webcal://")
    assert "<svg" in feed["qr_svg"]
    (listed,) = ann.get("/api/feeds").json["items"]
    assert listed["url"] is None


def test_the_secret_is_nowhere_in_the_database(app, ann):
    secret = made(ann)["url"].rpartition("/")[2].removesuffix(".ics")
    with database.read_transaction(app) as db:
        row = db.query(models.Feed).one()
        assert secret not in str(vars(row))


def test_a_feed_is_fetched_without_signing_in_and_two_parsers_agree(client, visit, path):
    answer = client.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = events(answer)
    (other,) = ical_js(answer.data)
    assert str(event["SUMMARY"]) == other["summary"] == "Pier; Kiosk, No. 1"
    assert str(event["UID"]) == other["uid"] == f"{visit}@rounds"
    # Ten o'clock in Chicago in May is 15:00 UTC.
    assert event.decoded("DTSTART").isoformat() == "2026-05-07T15:00:00+00:00"
    assert event.decoded("DTSTART").timestamp() == other["start"]
    assert event["STATUS"] == "TENTATIVE"
    assert f"/v/{visit}" in str(event["DESCRIPTION"])


def test_the_second_fetch_with_its_etag_gets_304(client, visit, path):
    first = client.get(path)
    etag = first.headers["ETag"]
    for asked in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        again = client.get(path, headers={"If-None-Match": asked})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(path, headers=since).status_code == 304


def test_a_moved_visit_changes_the_etag_and_the_sequence_but_not_the_uid(app, client, visit, path):
    before = client.get(path)
    with database.write_transaction(app) as db:
        row = db.get(models.Visit, visit)
        row.on, row.sequence, row.rev = TODAY + timedelta(days=3), 1, database.take_rev(db)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    (old,), (new,) = events(before), events(after)
    assert old["UID"] == new["UID"]
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new.decoded("DTSTART").day == 8


def test_a_visit_turns_firm_on_its_day_with_a_higher_sequence(client, clock, visit, path):
    (planned,) = events(client.get(path))
    clock.instant = NOW + timedelta(days=2)
    (today,) = events(client.get(path))
    assert (planned["STATUS"], today["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert today["SEQUENCE"] > planned["SEQUENCE"]


def test_a_cancelled_visit_stays_for_a_fortnight(app, client, clock, visit, path):
    with database.write_transaction(app) as db:
        row = db.get(models.Visit, visit)
        row.cancelled_at, row.sequence, row.rev = NOW, 1, database.take_rev(db)
    (event,) = events(client.get(path))
    assert event["STATUS"] == "CANCELLED"
    clock.instant = NOW + timedelta(days=15)
    assert events(client.get(path)) == []


@pytest.mark.parametrize(
    ("detail", "summary"), [("busy", "Busy"), ("address", "Pier; Kiosk, No. 1")]
)
def test_less_detail_tells_less(ann, client, visit, detail, summary):
    url = made(ann, detail=detail)["url"].removeprefix("http://localhost")
    answer = client.get(url)
    (event,) = events(answer)
    assert str(event["SUMMARY"]) == summary
    assert "DESCRIPTION" not in event
    assert ("LOCATION" in event) == (detail == "address")


def test_head_and_gzip_and_what_a_calendar_must_not_learn(client, visit, path):
    plain = client.get(path)
    head = client.head(path)
    assert head.data == b""
    assert head.headers["ETag"] == plain.headers["ETag"]
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["X-Robots-Tag"] == "noindex"
    assert plain.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in plain.headers


def test_bytes_stay_the_same_between_changes(client, clock, visit, path):
    before = client.get(path).data
    clock.instant = NOW + timedelta(hours=3)
    assert client.get(path).data == before


@pytest.mark.parametrize("method", ["options", "propfind", "post", "put"])
def test_a_client_that_probes_for_more_gets_405(client, path, method):
    assert client.open(path, method=method.upper()).status_code == 405


def test_unknown_revoked_and_malformed_are_the_same_404(ann, client, path):
    (feed,) = ann.get("/api/feeds").json["items"]
    assert ann.delete(f"/api/feeds/{feed['id']}").status_code == 204
    answers = [client.get(p) for p in (path, "/feeds/nothing.ics", "/feeds/x", "/feeds/a/b.ics")]
    assert {a.status_code for a in answers} == {404}
    assert len({a.data for a in answers}) == 1


def test_rotating_ends_the_old_address_at_once(ann, client, path):
    (feed,) = ann.get("/api/feeds").json["items"]
    new = ann.post(f"/api/feeds/{feed['id']}/rotate").json["url"].removeprefix("http://localhost")
    assert client.get(path).status_code == 404
    assert client.get(new).status_code == 200


# --- the team's, one account's ----------------------------------------------------------------


def fetched(client, feed: dict) -> dict[str, icalendar.Event]:
    """Returns the events of a new feed by what they are called."""
    answer = client.get(feed["url"].removeprefix("http://localhost"))
    return {str(event["SUMMARY"]): event for event in events(answer)}


@pytest.fixture
def cleos_visit(app, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.cleo, name="Strandbad")
        return factories.make_visit(db, account, factories.make_plan(db, cast.cleo)).id


@ON_BOTH
def test_a_manager_subscribes_to_the_own_team_and_to_no_other(bob, client, visit, cleos_visit):
    assert set(fetched(client, made(bob))) == {"Ann: Pier; Kiosk, No. 1"}


def test_a_rep_who_joins_the_team_enters_its_calendar(app, cast, bob, client, visit, cleos_visit):
    feed = made(bob)
    fetched(client, feed)
    with database.write_transaction(app) as db:
        db.get(models.Person, cast.cleo).team_id = cast.north
    assert "Cleo: Strandbad" in fetched(client, feed)


def test_a_paused_rep_s_visits_ahead_leave_the_teams_calendar_and_come_back(
    app, cast, bob, client, visit
):
    feed = made(bob)
    assert len(fetched(client, feed)) == 1
    for active, shown in ((False, 0), (True, 1)):
        with database.write_transaction(app) as db:
            db.get(models.Person, cast.ann).active = active
        assert len(fetched(client, feed)) == shown


def test_who_manages_no_more_keeps_an_empty_calendar(app, cast, bob, client, visit):
    feed = made(bob)
    with database.write_transaction(app) as db:
        db.get(models.Person, cast.bob).role = "colleague"
    assert fetched(client, feed) == {}


@pytest.fixture
def account(app, cast, visit) -> str:
    with database.read_transaction(app) as db:
        return str(db.get(models.Visit, visit).account_id)


def test_an_account_has_a_calendar_for_its_rep_and_the_manager(
    app, cast, ann, bob, client, account
):
    with database.write_transaction(app) as db:
        other = factories.make_account(db, cast.ann, name="Elsewhere")
        factories.make_visit(db, other, factories.make_plan(db, cast.ann))
    ask = {"kind": "account", "account_id": account}
    assert set(fetched(client, made(ann, **ask))) == {"Pier; Kiosk, No. 1"}
    assert set(fetched(client, made(bob, **ask))) == {"Ann: Pier; Kiosk, No. 1"}


def test_cleo_gets_no_calendar_of_anns_account(cleo, account):
    answer = cleo.post("/api/feeds", json={"kind": "account", "account_id": account})
    assert answer.status_code == 404


def test_a_rep_gets_no_calendar_of_the_team_and_a_manager_none_of_the_own_visits(ann, bob):
    assert ann.post("/api/feeds", json={"kind": "team"}).status_code == 403
    assert bob.post("/api/feeds", json={"kind": "rep"}).status_code == 403


@pytest.mark.parametrize("ask", [{"kind": "account"}, {"account_id": str(database.new_id())}])
def test_an_account_is_named_for_its_own_kind_of_calendar_alone(ann, ask):
    assert ann.post("/api/feeds", json=ask).status_code == 422


def test_a_handed_over_account_leaves_one_calendar_and_enters_the_other_on_its_date(
    app, cast, ann, cleo, client, visit, account
):
    """What was made before stays; from the date on the one is cancelled, the other there."""
    with database.write_transaction(app) as db:
        kiosk, plan = db.get(models.Account, UUID(account)), factories.make_plan(db, cast.ann)
        factories.make_visit(db, kiosk, plan, on=TODAY - timedelta(days=7))
    anns, cleos = made(ann), made(cleo)
    assert len(fetched(client, anns)) == 1
    with database.write_transaction(app) as db:
        rev = database.take_rev(db)
        db.get(models.Account, UUID(account)).rep_id = cast.cleo
        db.get(models.Visit, visit).cancelled_at = NOW
        db.get(models.Visit, visit).rev = rev
        kiosk, plan = db.get(models.Account, UUID(account)), factories.make_plan(db, cast.cleo)
        factories.make_visit(db, kiosk, plan, on=TODAY + timedelta(days=5), rev=rev)
    left, entered = fetched(client, anns), fetched(client, cleos)
    assert left["Cancelled: Pier; Kiosk, No. 1"]["STATUS"] == "CANCELLED"
    assert left["Pier; Kiosk, No. 1"].decoded("DTSTART").date() < TODAY
    assert entered["Pier; Kiosk, No. 1"].decoded("DTSTART").date() > TODAY


def test_a_manager_sees_that_a_reps_feed_exists_but_never_its_address(ann, bob, dan):
    secret = made(ann)["url"].rpartition("/")[2].removesuffix(".ics")
    answer = bob.get("/api/feeds/team")
    assert [row["rep"] for row in answer.json["items"]] == ["Ann"]
    assert secret not in answer.text
    assert "url" not in answer.json["items"][0]
    assert dan.get("/api/feeds/team").json["items"] == []


# --- what is stored with the feed -------------------------------------------------------------


def test_what_a_feed_says_changes_while_its_address_stays(ann, client, visit):
    feed = made(ann)
    before = client.get(feed["url"].removeprefix("http://localhost")).headers["ETag"]
    change = {"detail": "busy", "language": "de", "alarm_minutes": 10, "days_ahead": 14}
    changed = ann.patch(f"/api/feeds/{feed['id']}", json=change).json
    assert {name: changed[name] for name in change} == change
    (event,) = fetched(client, feed).values()
    assert str(event["SUMMARY"]) == "Beschäftigt"
    assert event.walk("VALARM")
    after = client.get(feed["url"].removeprefix("http://localhost")).headers["ETag"]
    assert after != before


def test_a_shorter_horizon_shows_less(ann, app, cast, client, account):
    with database.write_transaction(app) as db:
        kiosk, plan = db.get(models.Account, UUID(account)), factories.make_plan(db, cast.ann)
        factories.make_visit(db, kiosk, plan, on=TODAY + timedelta(days=30))
    feed = made(ann, days_ahead=7)
    assert len(events(client.get(feed["url"].removeprefix("http://localhost")))) == 1
    ann.patch(f"/api/feeds/{feed['id']}", json={"days_ahead": 60})
    assert len(events(client.get(feed["url"].removeprefix("http://localhost")))) == 2


def test_the_horizon_is_narrower_for_a_team(ann, bob):
    assert made(bob)["days_ahead"] < made(ann)["days_ahead"]


def test_a_feed_speaks_its_owners_language_unless_told_otherwise(app, cast, ann):
    with database.write_transaction(app) as db:
        db.get(models.Person, cast.ann).language = "de"
    assert made(ann)["language"] == "de"
    assert made(ann, language="en")["language"] == "en"


# --- polls ------------------------------------------------------------------------------------


@ON_BOTH
def test_a_correction_of_the_place_reaches_who_asks_by_date_and_who_asks_by_tag(
    app, client, clock, visit, path
):
    before = client.get(path)
    with database.write_transaction(app) as db:
        row = db.get(models.Visit, visit)
        account = db.get(models.Account, row.account_id)
        account.address, account.rev = "Pier 7", database.take_rev(db)
    for asked in (("If-Modified-Since", "Last-Modified"), ("If-None-Match", "ETag")):
        after = client.get(path, headers={asked[0]: before.headers[asked[1]]})
        assert after.status_code == 200
    (old,), (new,) = events(before), events(after)
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert str(new["LOCATION"]).startswith("Pier 7")


def test_two_feeds_tell_the_same_number_of_one_visit(ann, bob, app, client, visit, path):
    client.get(path)
    with database.write_transaction(app) as db:
        row = db.get(models.Visit, visit)
        row.held, row.rev = "pin", database.take_rev(db)
    (hers,), (his,) = events(client.get(path)), fetched(client, made(bob)).values()
    assert hers["SEQUENCE"] == his["SEQUENCE"] > 0
    assert hers["UID"] == his["UID"]


def test_gzip_is_only_for_who_asks_for_it_and_can_be_turned_off(app, client, visit, path):
    asked = {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in client.get(path).headers
    assert client.get(path, headers=asked).headers["Content-Encoding"] == "gzip"
    rounds = app.extensions["rounds"]
    rounds.settings = settings.changed(rounds.settings, feed_gzip=False)
    assert "Content-Encoding" not in client.get(path, headers=asked).headers


def test_robots_google_refuses_an_address_that_robots_txt_disallows(client):
    """So feeds are kept out of search engines by a header instead."""
    assert b"Disallow" not in client.get("/robots.txt").data


def test_the_secret_is_in_no_log_line(client, path, capfd):
    client.get(path)
    client.get("/feeds/unknown-secret.ics")
    shown = "".join(capfd.readouterr())
    assert "/feeds/" in shown
    assert path.rpartition("/")[2].removesuffix(".ics") not in shown
    assert "unknown-secret" not in shown


# --- from the calendar back -------------------------------------------------------------------


def test_a_calendars_link_leads_a_manager_to_the_desk(client, visit):
    assert client.get(f"/desk/v/{visit}").headers["Location"] == f"/desk#/board?visit={visit}"


def became(client, visit) -> dict:
    return client.get(f"/api/visits/{visit}/became").json


def test_a_visit_ahead_is_open_and_one_nobody_told_of_is_unreported(ann, clock, visit):
    assert became(ann, visit)["state"] == "open"
    clock.instant = NOW + timedelta(days=21)
    assert became(ann, visit)["state"] == "unreported"


@pytest.mark.parametrize("outcome", ["made", "phone", "missed"])
def test_an_old_link_tells_what_was_reported(app, cast, bob, visit, outcome):
    with database.write_transaction(app) as db:
        account = db.get(models.Account, db.get(models.Visit, visit).account_id)
        factories.make_report(db, account, cast.ann, visit_id=visit, outcome=outcome)
    told = became(bob, visit)
    assert (told["state"], told["told_on"], told["rep"]) == (outcome, "2026-05-05", "Ann")


@ON_BOTH
def test_a_cancelled_visit_names_the_next_one(app, cast, ann, visit, account):
    with database.write_transaction(app) as db:
        db.get(models.Visit, visit).cancelled_at = NOW
        kiosk, plan = db.get(models.Account, UUID(account)), factories.make_plan(db, cast.ann)
        later = factories.make_visit(db, kiosk, plan, on=TODAY + timedelta(days=9)).id
    told = became(ann, visit)
    assert (told["state"], told["next_on"], told["next_id"]) == (
        "cancelled", "2026-05-14", str(later)
    )  # fmt: skip


def test_cleo_gets_for_anns_feed_what_she_gets_for_none(ann, cleo, path):
    (feed,) = ann.get("/api/feeds").json["items"]
    nobody = "00000000-0000-7000-8000-000000000000"
    for verb, tail in (("delete", ""), ("post", "/rotate")):
        theirs = getattr(cleo, verb)(f"/api/feeds/{feed['id']}{tail}")
        none = getattr(cleo, verb)(f"/api/feeds/{nobody}{tail}")
        assert theirs.status_code == none.status_code == 404
        assert theirs.data == none.data
    assert cleo.get("/api/feeds").json["items"] == []


def test_the_owner_sees_when_and_by_what_a_feed_was_fetched(ann, client, path):
    client.get(path, headers={"User-Agent": "Mozilla/5.0 Thunderbird/128.0"})
    (feed,) = ann.get("/api/feeds").json["items"]
    assert feed["last_client"] == "Thunderbird"
    assert feed["last_fetched_at"] is not None
