"""Calendar addresses over HTTP: made, fetched, polled, rotated, revoked; Cleo gets nothing."""

import gzip
from datetime import timedelta

import icalendar
import pytest

from server import database, models
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.feeds.test_ical import ical_js


@pytest.fixture
def visit(app, cast):
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann, name="Pier; Kiosk, No. 1")
        plan = factories.make_plan(db, cast.ann)
        return factories.make_visit(db, account, plan, on=TODAY + timedelta(days=2), rev=7).id


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
        row.on, row.sequence, row.rev = TODAY + timedelta(days=3), 1, 8
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
        row.cancelled_at, row.sequence, row.rev = NOW, 1, 8
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
