"""Seasons at the desk: the most specific windows win, nothing is saved unseen, a person accepts."""

from datetime import date, timedelta

import pytest

from server import database, models
from tests import factories
from tests.factories import NOW, TODAY

SUMMER = {"state": "in", "start": "06-01", "end": "08-31"}
WINTER = {"state": "in", "start": "11-01", "end": "02-28"}
TOWN = "Lake Geneva, WI"


@pytest.fixture
def places(app, cast):
    """Ann has a kiosk in town and a bar elsewhere, Cleo a kiosk in the same town."""
    with database.write_transaction(app) as db:
        factories.make_segment(db, "kiosk")
        rows = {
            "kiosk": factories.make_account(
                db, cast.ann, name="Kiosk", segment="kiosk", product_line="ice"
            ),
            "bar": factories.make_account(db, cast.ann, name="Bar", city="Delavan"),
            "cleos": factories.make_account(db, cast.cleo, name="Cleo's", segment="kiosk"),
        }
        return {name: str(row.id) for name, row in rows.items()}


def put(client, of, key, *windows):
    return client.put("/api/seasons", json={"of": of, "key": key, "windows": list(windows)})


def preview(client, of, key, *windows):
    return client.post(
        "/api/seasons/preview", json={"of": of, "key": key, "windows": list(windows)}
    ).json


def row(client, places, name):
    return client.get(f"/api/accounts/{places[name]}").json


def scope_of(client, of, key):
    items = client.get("/api/seasons").json["items"]
    return next((one for one in items if (one["of"], one["key"]) == (of, key)), None)


def test_each_kind_of_windows_reaches_the_account(bob, cast, places):
    keys = {"account": places["kiosk"], "town": TOWN, "segment": "kiosk", "product_line": "ice",
            "territory": str(cast.ann)}  # fmt: skip
    for of, key in keys.items():
        assert put(bob, of, key, SUMMER).status_code == 200
        assert [w["of"] for w in row(bob, places, "kiosk")["windows"]] == [of]
        put(bob, of, key)
    assert row(bob, places, "kiosk")["windows"] == []


def test_the_most_specific_set_wins_as_a_whole(bob, cast, places):
    keys = [("territory", str(cast.ann)), ("product_line", "ice"), ("segment", "kiosk"),
            ("town", TOWN), ("account", places["kiosk"])]  # fmt: skip
    for of, key in keys:
        put(bob, of, key, SUMMER, WINTER)
        assert {w["of"] for w in row(bob, places, "kiosk")["windows"]} == {of}


def test_a_town_is_the_same_however_it_is_written(bob, places):
    put(bob, "town", TOWN, SUMMER)
    put(bob, "town", TOWN.upper(), WINTER)
    assert [w["start"] for w in row(bob, places, "kiosk")["windows"]] == ["11-01"]


def test_all_accounts_of_a_town_follow_those_of_other_teams_too(app, bob, dan, places):
    before = row(dan, places, "cleos")["rev"]
    assert put(bob, "town", TOWN, SUMMER).json["accounts"] == 2
    assert row(dan, places, "cleos")["rev"] > before
    assert row(dan, places, "cleos")["windows"]


def test_saving_asks_for_the_plans_of_those_who_follow(app, bob, cast, places):
    put(bob, "territory", str(cast.ann), SUMMER)
    with database.write_transaction(app) as db:
        asked = {key for (key,) in db.query(models.Request.key).filter_by(task="plan")}
        logged = db.query(models.AuditEntry).filter_by(action="season_changed").one()
    assert asked == {str(cast.ann)}
    assert logged.details == {"windows": ["in 06-01..08-31"], "accounts": 2}


def test_saving_answers_what_was_so_that_it_can_be_taken_back(bob, places):
    put(bob, "segment", "kiosk", SUMMER)
    before = put(bob, "segment", "kiosk", WINTER).json["before"]
    back = [{name: w[name] for name in ("state", "start", "end")} for w in before]
    put(bob, "segment", "kiosk", *back)
    assert [w["start"] for w in row(bob, places, "kiosk")["windows"]] == ["06-01"]


def test_a_day_no_year_has_is_refused_with_its_reason(bob, places):
    answer = put(bob, "segment", "kiosk", SUMMER | {"end": "02-31"})
    assert answer.status_code == 422
    assert answer.json["problems"][0]["column"] == "windows"


@pytest.mark.parametrize(
    ("of", "key"),
    [("town", "Delavan, WI"), ("account", "bar"), ("territory", "ann"), ("product_line", "ice"),
     ("segment", "nothing"), ("account", "no id")],
)  # fmt: skip
def test_dan_learns_nothing_of_what_only_ann_has(dan, cast, places, of, key):
    key = {"bar": places["bar"], "ann": str(cast.ann)}.get(key, key)
    assert put(dan, of, key, SUMMER).status_code == 404
    assert dan.get("/api/seasons/accounts", query_string={"of": of, "key": key}).status_code == 404


def test_dan_sees_the_scopes_of_his_own_accounts(dan, cast, places):
    items = dan.get("/api/seasons").json["items"]
    assert {(one["of"], one["label"]) for one in items} == {
        ("town", TOWN), ("segment", "Kiosk"), ("territory", "Cleo"),
    }  # fmt: skip
    assert all(one["accounts"] == 1 for one in items)


def test_a_scope_says_how_many_it_governs(bob, places):
    put(bob, "segment", "kiosk", SUMMER)
    assert scope_of(bob, "segment", "kiosk")["governed"] == 1
    put(bob, "town", TOWN, WINTER)
    assert scope_of(bob, "segment", "kiosk")["governed"] == 0
    assert scope_of(bob, "segment", "kiosk")["accounts"] == 1


def test_each_account_says_why_it_has_its_windows(bob, places):
    put(bob, "segment", "kiosk", SUMMER)
    put(bob, "town", TOWN, WINTER)
    asked = {"of": "segment", "key": "kiosk"}
    (found,) = bob.get("/api/seasons/accounts", query_string=asked).json["items"]
    assert found["why"] == "Its town's windows, before its segment's."
    assert found["state"] == "off"


def test_the_preview_saves_nothing_and_says_who_changes(bob, places):
    shown = preview(bob, "town", TOWN, WINTER)
    assert [(c["name"], c["before"], c["after"]) for c in shown["changed"]] == [
        ("Kiosk", "in", "off")
    ]
    assert (shown["governed"], shown["overruled"], shown["elsewhere"]) == (1, 0, 1)
    assert row(bob, places, "kiosk")["windows"] == []


def test_the_preview_leaves_out_who_has_windows_of_its_own(bob, places):
    put(bob, "account", places["kiosk"], SUMMER)
    shown = preview(bob, "town", TOWN, WINTER)
    assert (shown["governed"], shown["overruled"]) == (0, 1)
    assert shown["changed"] == []
    assert sum(week["after"] for week in shown["weeks"]) == 0


def test_the_preview_says_who_leaves_less_specific_windows(bob, places):
    put(bob, "segment", "kiosk", SUMMER)
    assert preview(bob, "town", TOWN, WINTER)["replaced"] == 1
    assert preview(bob, "segment", "kiosk", WINTER)["replaced"] == 0


def test_the_preview_counts_the_visits_of_twelve_weeks(bob, places):
    weeks = preview(bob, "town", TOWN, WINTER)["weeks"]
    assert len(weeks) == 12
    assert sum(week["before"] for week in weeks) == pytest.approx(6)  # every 14 days
    assert sum(week["after"] for week in weeks) == 0


def test_taking_windows_away_leaves_the_next_ones(bob, places):
    put(bob, "segment", "kiosk", SUMMER)
    put(bob, "town", TOWN, WINTER)
    (follower,) = preview(bob, "town", TOWN)["followers"]
    assert [w["of"] for w in follower["windows"]] == ["segment"]


# --- what history suggests ------------------------------------------------------------------------


def buy(db, account, years=(2023, 2024, 2025), months=(5, 6, 7, 8, 9), size=1.0):
    """The same summer each year, no two months alike; a little in winter."""
    for year in years:
        for month in range(1, 13):
            value = 1000 + 10 * month if month in months else 20 + month
            db.add(models.SalesMonth(account_id=account.id, month=date(year, month, 1),
                                     value=size * value, orders=4))  # fmt: skip


@pytest.fixture
def summer(app, cast):
    """Six of Ann's kiosks buy in summer; Cleo's four buy in winter."""
    with database.write_transaction(app) as db:
        factories.make_segment(db, "kiosk")
        factories.make_segment(db, "bar")
        for number in range(6):
            buy(db, factories.make_account(db, cast.ann, name=f"K{number}", segment="kiosk"))
        for _ in range(4):
            account = factories.make_account(db, cast.cleo, segment="bar", city="Dixon")
            buy(db, account, months=(1, 2, 11, 12))


def suggested(client, of, key):
    items = client.get("/api/seasons/suggestions").json["items"]
    return next(one for one in items if (one["of"], one["key"]) == (of, key))


def test_a_summer_in_the_orders_is_suggested_with_its_evidence(bob, summer):
    found = suggested(bob, "segment", "kiosk")
    assert (found["verdict"], found["standing"]) == ("season", "open")
    assert [(w["start"], w["end"]) for w in found["windows"]] == [("05-01", "09-30")]
    assert found["ramp_from"] == "03-20"
    assert found["words"].startswith("97% of the value is bought in May to Sep")
    assert [m["month"] for m in found["months"] if m["in_season"]] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"season_accounts": 7}, "too_few"),
        ({"season_level": 0.01}, "season"),
        ({"season_level": 0.0005}, "no_evidence"),
        ({"season_off_index": 0.0}, "busy"),
        ({"season_off_index": 0.0, "season_busy_index": 9.0}, "all_year"),
    ],
)
def test_from_where_on_a_season_is_suggested_is_the_managers_to_say(bob, summer, values, verdict):
    bob.put("/api/settings", json={"values": values})
    assert suggested(bob, "segment", "kiosk")["verdict"] == verdict


def test_nothing_is_suggested_from_another_teams_orders(bob, dan, summer):
    items = bob.get("/api/seasons/suggestions").json["items"]
    assert {one["key"] for one in items} == {"kiosk", TOWN}
    assert suggested(dan, "segment", "bar")["verdict"] == "too_few"


def test_a_suggestion_is_accepted_by_writing_its_windows(bob, summer):
    found = suggested(bob, "town", TOWN)
    windows = [{k: w[k] for k in ("state", "start", "end")} for w in found["windows"]]
    put(bob, "town", TOWN, *windows)
    assert suggested(bob, "town", TOWN)["standing"] == "accepted"


def test_a_suggestion_accepted_with_other_dates_stays_accepted_until_taken_back(bob, dan, summer):
    dragged = [{"state": "in", "start": "04-20", "end": "10-05"}]
    body = {"of": "segment", "key": "kiosk", "windows": dragged, "suggested": True}
    assert bob.put("/api/seasons", json=body).status_code == 200
    assert suggested(bob, "segment", "kiosk")["standing"] == "accepted"
    put(bob, "segment", "kiosk")
    assert suggested(bob, "segment", "kiosk")["standing"] == "open"


def test_windows_made_by_hand_accept_nothing(bob, summer):
    put(bob, "segment", "kiosk", {"state": "in", "start": "04-20", "end": "10-05"})
    assert suggested(bob, "segment", "kiosk")["standing"] == "open"


def test_a_shorter_ramp_of_the_settings_is_the_ramp_everywhere(app, bob, summer):
    opens = TODAY + timedelta(days=30)
    window = {"state": "in", "start": f"{opens:%m-%d}", "end": "09-30"}
    put(bob, "segment", "kiosk", window)
    assert scope_of(bob, "segment", "kiosk")["state"] == "ramp"
    with database.write_transaction(app) as db:
        db.add(models.Setting(key="ramp_days", value={"value": 14}, changed_at=NOW))
    [shown] = [one for one in bob.get("/api/segments").json["items"] if one["name"] == "kiosk"]
    assert (scope_of(bob, "segment", "kiosk")["state"], shown["state"]) == ("off", "off")
    assert preview(bob, "segment", "kiosk", window)["followers"][0]["state"] == "off"
    assert suggested(bob, "segment", "kiosk")["ramp_from"] == "04-17"
    assert bob.get("/api/seasons/ramp").json["days"] == 14


def aside(client, standing):
    body = {"of": "segment", "key": "kiosk", "standing": standing}
    assert client.put("/api/seasons/suggestions", json=body).status_code == 200
    return suggested(client, "segment", "kiosk")


def test_a_suggestion_can_be_put_off_refused_and_brought_back(bob, summer):
    later = aside(bob, "later")
    assert (later["standing"], later["until"]) == (
        "later", (TODAY + timedelta(days=90)).isoformat(),
    )  # fmt: skip
    assert aside(bob, "never")["standing"] == "never"
    assert aside(bob, "open")["standing"] == "open"


def test_what_was_put_off_comes_again(app, cast, bob, clock, summer):
    aside(bob, "later")
    clock.instant += timedelta(days=91)
    later = factories.caller(app, cast.bob, "desk")
    assert suggested(later, "segment", "kiosk")["standing"] == "open"


def test_who_buys_out_of_season_is_named(app, cast, bob, summer):
    with database.write_transaction(app) as db:
        odd = factories.make_account(db, cast.ann, name="Winter bar", segment="kiosk")
        buy(db, odd, months=range(1, 13), size=0.1)
    found = suggested(bob, "segment", "kiosk")
    assert [one["name"] for one in found["buyers_outside"]] == ["Winter bar"]


def test_a_year_that_is_not_over_is_no_evidence(app, cast, bob):
    with database.write_transaction(app) as db:
        for _ in range(6):
            buy(db, factories.make_account(db, cast.ann), years=(2025, 2026))
    found = suggested(bob, "town", TOWN)
    assert found["verdict"] == "too_short"
    assert "Not enough evidence" in found["words"]


def test_without_orders_nothing_is_said(bob, places):
    assert bob.get("/api/seasons/suggestions").json["items"] == []
