"""ONE story, end to end, on both databases: a file becomes a plan, the plan reaches a phone and a
calendar, what the phone tells becomes coverage, and a class change becomes the next plan."""

import io
import json
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import icalendar

from routing import json_format
from server import database, jobs, models
from server.database import new_id
from tests.calendars.parsers import ical_js
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY

ACCOUNTS = 24


def a_file() -> bytes:
    """Two dozen accounts around Lake Geneva; one without a place, one that gave up."""
    head = "Customer No,Customer,Rep,Class,Tier,Latitude,Longitude,Opening hours,Last visit,Status"
    lines = [head]
    for i in range(ACCOUNTS):
        lat, lon = 42.55 + 0.012 * (i % 6), -88.50 + 0.02 * (i // 6)
        place = f"{lat:.4f},{lon:.4f}" if i != 5 else ","
        last = TODAY - timedelta(days=12 + i)
        status = "inactive" if i == 6 else "active"
        lines.append(
            f"C-{i:03},Lakeside {i},ann@example.com,core,{'AB'[i % 2]},{place},"
            f"Mo-Fr 09:00-17:00,{last},{status}"
        )
    return "\n".join(lines).encode()


def send_file(bob, apply: bool) -> dict:
    form = {
        "file": (io.BytesIO(a_file()), "accounts.csv"),
        "kind": "accounts",
        "apply": "1" if apply else "0",
    }
    answer = bob.post("/api/imports", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return answer.json


def sync(ann, cursor=0, epoch=None, send=()) -> dict:
    ask = {"client_id": str(uuid4()), "schema": 1, "cursor": cursor, "epoch": epoch}
    answer = ann.post("/api/sync", json=ask | {"send": list(send)})
    assert answer.status_code == 200, answer.text
    return answer.json


def report(visit: dict, outcome: str, **args) -> dict:
    return {
        "id": str(new_id()),
        "kind": "report",
        "about": visit["account_id"],
        "at_phone": NOW.isoformat(),
        "zone": "America/Chicago",
        "args": {"visit_id": visit["id"], "on": visit["on"], "outcome": outcome} | args,
    }


def rows(answer: dict, kind: str) -> list[dict]:
    return [row for row in answer["changes"] if row["type"] == kind]


def attainment(bob) -> float:
    figures = bob.get("/api/coverage").json["total"]["figures"]
    return next(f["numerator"] for f in figures if f["metric"] == "attainment")


@ON_BOTH
def test_the_whole_road_once(app, cast, ann, bob, cleo, client, short_search):
    # A file: shown first, then applied; twice is once.
    assert send_file(bob, apply=False)["counts"]["added"] == ACCOUNTS
    assert bob.get("/api/accounts").json["total"] == 0
    send_file(bob, apply=True)
    again = send_file(bob, apply=False)["counts"]
    assert (again["unchanged"], again["added"]) == (ACCOUNTS, 0)

    # A plan: made in the background, checked, published by itself.
    jobs.run_pending(app)
    (plan, *_) = bob.get(f"/api/plans?rep={cast.ann}").json["items"]
    assert plan["state"] == "published"
    reasons = {u["reason"] for u in bob.get(f"/api/unplanned?rep={cast.ann}").json["items"]}
    assert "no_location" in reasons
    with database.read_transaction(app) as db:
        body = db.query(models.Plan).order_by(models.Plan.made_at.desc()).first().body
    assert len(json_format.read_plan(json.dumps(body)).days) > 50

    # The phone: today in order, with times and reasons.
    first = sync(ann)
    today = sorted(
        (v for v in rows(first, "visit") if v["on"] == TODAY.isoformat() and not v["cancelled"]),
        key=lambda v: v["position"],
    )
    assert len(today) >= 4
    assert all(v["why"] and v["start_s"] >= 9 * 3600 for v in today)
    assert [v["start_s"] for v in today] == sorted(v["start_s"] for v in today)

    # The calendar: the same visits at the same instants, whoever reads it.
    path = ann.post("/api/feeds", json={}).json["url"].removeprefix("http://localhost")
    feed = client.get(path)
    theirs = {e["uid"]: e["start"] for e in ical_js(feed.data)}
    ours = {
        str(e["UID"]): e.decoded("DTSTART").timestamp()
        for e in icalendar.Calendar.from_ical(feed.data).walk("VEVENT")
    }
    assert ours == theirs
    assert {f"{v['id']}@rounds" for v in today} <= ours.keys()
    assert client.get(path, headers={"If-None-Match": feed.headers["ETag"]}).status_code == 304

    # The dead zone: two reports wait on the phone; the first answer is lost, so they go twice.
    made_before = attainment(bob)
    outbox = [report(today[0], "made", note="Took four cases"), report(today[1], "missed")]
    lost = sync(ann, first["cursor"], first["epoch"], outbox)
    heard = sync(ann, first["cursor"], first["epoch"], outbox)
    assert [r["status"] for r in lost["results"]] == ["accepted"] * 2
    assert [r["status"] for r in heard["results"]] == ["duplicate"] * 2
    with database.read_transaction(app) as db:
        assert db.query(models.Report).filter(models.Report.source == "phone").count() == 2

    # Coverage: the number moves, and a click on it shows the visit.
    assert attainment(bob) > made_before
    listed = bob.get("/api/coverage/list?metric=attainment").json["accounts"]
    account = next(a for a in listed if a["account_id"] == today[0]["account_id"])
    assert "Took four cases" in [v["note"] for v in account["visits"]]

    # The next plan: the rest of today keeps its visits; the missed one is tried again later.
    jobs.run_pending(app)
    after = {v["id"]: v for v in rows(sync(ann), "visit") if not v["cancelled"]}
    for visit in today[2:]:
        assert after[visit["id"]]["on"] == TODAY.isoformat()
    retried = [v for v in after.values() if v["account_id"] == today[1]["account_id"]]
    assert any(v["on"] > (TODAY + timedelta(days=1)).isoformat() for v in retried)

    # A class change is data, and the plan after it follows: invest B is seen as often, divest not.
    target = bob.get(f"/api/accounts/{today[2]['account_id']}").json
    change = {"rev": target["rev"], "account_class": "divest", "why": "Closing down"}
    assert bob.patch(f"/api/accounts/{target['id']}", json=change).status_code == 200
    assert bob.patch(f"/api/accounts/{target['id']}", json=change).status_code == 409
    jobs.run_pending(app)
    counts = Counter(v["account_id"] for v in rows(sync(ann), "visit") if not v["cancelled"])
    before = Counter(v["account_id"] for v in after.values())
    assert counts[target["id"]] < before[target["id"]]

    # Cleo gets nothing of it, byte for byte.
    unknown = str(new_id())
    for pattern, known in (
        ("/api/accounts/{}", target["id"]),
        ("/api/visits/{}", today[0]["id"]),
    ):
        theirs, none = cleo.get(pattern.format(known)), cleo.get(pattern.format(unknown))
        assert theirs.status_code == none.status_code == 404
        assert theirs.data == none.data
