"""The command `rounds`: every command does its work end to end, and says what is wrong."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from server import create_app, models
from server.auth import passwords, sessions
from server.cli import main
from server.database import read_transaction, write_transaction
from server.settings import Settings
from tests import factories

ROOT = Path(__file__).parents[2]
ACCOUNTS = """number,name,class,tier,segment,lat,lon,last visit
1,Anchor Grill,core,A,restaurant,42.59,-88.43,2026-04-01
2,Bay Cafe,core,B,cafe,42.60,-88.40,2026-04-10
3,Cove Bar,invest,B,bar,42.57,-88.45,2026-03-20
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def rounds(folder, monkeypatch):
    """Runs a command in the folder; asserts how it ends; returns what it said."""
    monkeypatch.setenv("ROUNDS_LOG_LEVEL", "error")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments, code=0, **how):
        options = [] if how.pop("bare", False) else ["--data-folder", str(folder)]
        done = CliRunner().invoke(main, [*map(str, arguments), *options], **how)
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    return run


@pytest.fixture
def installed(rounds, folder):
    """An installation with a rep and an admin; returns its application."""
    rounds("user", "add", "ann@example.com", "--name", "Ann", "--team", "North", "--base", "53147")
    rounds("user", "add", "ada@example.com", "--role", "admin", "--password", "ice in winter")
    app = create_app(Settings(data_folder=folder))
    yield app
    app.extensions["rounds"].database.dispose()


def test_a_person_may_be_added_with_a_language(rounds, installed):
    rounds("user", "add", "eva@example.com", "--language", "de")
    with read_transaction(installed) as db:
        spoken = dict(db.execute(select(models.Person.email, models.Person.language)).all())
    assert (spoken["eva@example.com"], spoken["ann@example.com"]) == ("de", "")


def commands(group, path=()):
    for name, command in group.commands.items():
        yield (*path, name)
        yield from commands(command, (*path, name)) if hasattr(command, "commands") else ()


@pytest.mark.parametrize("command", list(commands(main)), ids=" ".join)
def test_each_command_explains_itself(rounds, command):
    said = rounds(*command, "--help", bare=True)
    assert "Usage:" in said
    is_group = "COMMAND [ARGS]" in said
    assert is_group or ("--data-folder" in said and "--database-url" in said)


def test_people_are_added_listed_given_passwords_and_kept_out(rounds, installed):
    said = rounds("user", "list")
    assert re.search(r"ann@example.com .* Ann .* rep .* North .* active", said)
    rounds("user", "password", "ann@example.com", "--password", "a new one for her")
    with read_transaction(installed) as db:
        ann = db.scalars(select(models.Person).where(models.Person.name == "Ann")).one()
        assert passwords.matches(ann.password_hash, "a new one for her")
        base = db.get(models.RepSettings, ann.id)
        assert round(base.base_lat, 1) == 42.6
    rounds("user", "deactivate", "ann@example.com")
    assert re.search(r"ann@example.com .* left", rounds("user", "list"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "add", "ada@example.com"), "there already"),
        (("user", "add", "ada"), "no e-mail"),
        (("user", "add", "new@example.com", "--password", "short"), "at least 10"),
        (("user", "password", "x@example.com"), "ada@example.com"),
        (("plan", "--rep", "x@example.com"), "Nobody has the e-mail"),
        (("feed", "revoke", "019e0000-0000-7000-8000-000000000000"), "nothing here"),
    ],
)
def test_a_fault_is_a_sentence_not_a_traceback(rounds, installed, arguments, said):
    output = rounds(*arguments, code=1)
    assert said in output
    assert "Traceback" not in output


def test_a_new_password_ends_the_sessions(rounds, installed):
    with write_transaction(installed) as db:
        ann = db.scalars(select(models.Person).where(models.Person.name == "Ann")).one()
        now = installed.extensions["rounds"].clock.real()
        secret = sessions.start(db, ann.id, "phone", "", now, 90)
    rounds("user", "password", "ann@example.com")
    with read_transaction(installed) as db:
        assert sessions.find(db, secret, now) is None


def test_feeds_are_made_listed_and_revoked(rounds, installed):
    address = rounds("feed", "add", "ann@example.com").strip()
    feed_id = re.search(r"[0-9a-f-]{36}", rounds("feed", "list"))[0]
    path = address.removeprefix("http://127.0.0.1:8000")
    assert installed.test_client().get(path).status_code == 200
    rounds("feed", "revoke", feed_id)
    assert installed.test_client().get(path).status_code == 404
    assert feed_id not in rounds("feed", "list", "--rep", "ann@example.com")


def test_a_file_becomes_a_plan_on_the_date_asked_for(rounds, installed, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text(ACCOUNTS)
    today = ("--today", "2026-05-05")
    assert "3 " in rounds("import", "accounts", file, "--dry-run", *today)
    with read_transaction(installed) as db:
        assert db.scalars(select(models.Account)).all() == []
    said = rounds("import", "accounts", file, *today, "--rep", "ann@example.com")
    assert "Ann: from 0 to 3 accounts" in said
    assert "unchanged" in rounds("import", "accounts", file, *today)
    (row,) = json.loads(rounds("plan", "--json", "--weeks", "4", *today))
    assert (row["accounts"], row["error"]) == (3, "")
    assert row["required"] == row["planned"] + sum(row["unplanned"].values()) > 0
    with read_transaction(installed) as db:
        plan = db.scalars(select(models.Plan)).one()
    assert (plan.today.isoformat(), plan.last_day.isoformat()) == ("2026-05-05", "2026-06-01")
    assert "Ann" in rounds("plan", "--rep", "ann@example.com", *today)


def test_a_file_that_cannot_be_read_changes_nothing_and_says_where(rounds, installed, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_bytes(b"")
    assert "empty" in rounds("import", "accounts", file, code=1).lower()
    rounds("import", "accounts", file, "--mapping", "name", code=2)


def test_planning_without_reps_says_how_to_add_one(rounds):
    assert "rounds user add" in rounds("plan", code=1)


def test_a_backup_is_put_back_under_a_new_epoch_and_what_was_ended_stays_ended(
    rounds, installed, folder
):
    with write_transaction(installed) as db:
        ann = db.scalars(select(models.Person).where(models.Person.name == "Ann")).one()
        now = installed.extensions["rounds"].clock.real()
        secret = sessions.start(db, ann.id, "phone", "", now, 90)
        epoch = db.scalars(select(models.Company.epoch)).one()
    said = rounds("backup")
    copy = Path(said.split(": ", 1)[1].strip())
    with write_transaction(installed) as db:
        factories.make_team(db, "Made later")
        sessions.end(sessions.find(db, secret, now).row, now)
    rounds("restore", copy, "--yes")
    with read_transaction(installed) as db:
        assert db.scalars(select(models.Team.name)).all() == ["North"]
        assert db.scalars(select(models.Company.epoch)).one() != epoch
        assert sessions.find(db, secret, now) is None
    assert len(list((folder / "backups").iterdir())) == 2, "what was there before is kept too"


def test_only_the_latest_backups_are_kept(rounds, installed, folder, monkeypatch):
    monkeypatch.setenv("ROUNDS_KEEP_BACKUPS", "2")
    names = [Path(rounds("backup").split(": ", 1)[1].strip()).name for _ in range(3)]
    assert sorted(p.name for p in (folder / "backups").iterdir()) == sorted(names[1:])


def test_a_backup_of_one_s_own_choosing_is_never_pruned(rounds, installed, tmp_path):
    rounds("backup", tmp_path / "mine.sqlite")
    with closing(sqlite3.connect(tmp_path / "mine.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM person").fetchone() == (2,)


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all", b"SQLite format 3\0" + b"x" * 99]
)
def test_what_is_no_backup_is_not_put_back(rounds, installed, tmp_path, content):
    file = tmp_path / "broken"
    file.write_bytes(content)
    assert "no backup of Rounds" in rounds("restore", file, "--yes", code=1)
    assert "Ann" in rounds("user", "list")


def test_check_finds_a_sound_installation_sound(rounds, installed, monkeypatch, tmp_path):
    for name in ("index.html", "desk.html", "sw.js"):
        (tmp_path / name).touch()
    monkeypatch.setenv("ROUNDS_PWA_FOLDER", str(tmp_path))
    said = rounds("check")
    assert "wrong" not in said
    assert "great_circle" in said


@pytest.mark.parametrize(
    ("environ", "found", "remedy"),
    [
        ({"ROUNDS_WORKR": "x"}, "did you mean ROUNDS_WORKER", "environment"),
        ({"ROUNDS_PWA_FOLDER": "/nowhere"}, "index.html", "make run"),
        ({"ROUNDS_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "PostgreSQL", "DATABASE_URL"),
        ({"ROUNDS_PUBLIC_URL": "https://x.example"}, "no proxy is trusted", "TRUSTED_PROXIES=1"),
        ({}, "not there yet", "rounds serve"),
    ],
)
def test_check_says_what_is_wrong_and_how_to_mend_it(rounds, monkeypatch, environ, found, remedy):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    said = rounds("check", code=1)
    wrong = said[said.index("wrong") :]
    assert found in wrong
    assert remedy in wrong


def test_a_database_that_is_away_is_a_sentence_too(rounds, monkeypatch):
    monkeypatch.setenv("ROUNDS_DATABASE_URL", "postgresql://x@127.0.0.1:1/x")
    assert "rounds check" in rounds("user", "list", code=1)


def test_the_demo_is_not_made_where_a_real_company_lives(rounds, installed):
    assert "company of its own" in rounds("demo", code=1)
    assert "company of its own" in rounds("demo", "--reset", code=1)


def test_serving_says_where_and_how_to_begin(folder):
    """The real thing, in a process of its own, on a port the system chooses; it ends on SIGTERM."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "ROUNDS_LOG_LEVEL": "error"}
    command = [sys.executable, "-m", "server.cli", "serve", "--port", "0",
               "--data-folder", str(folder)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as server:
        try:
            said = server.stdout.readline()
            url = re.fullmatch(r"Rounds is ready at (http://127\.0\.0\.1:\d+)\n", said)[1]
            with urllib.request.urlopen(f"{url}/healthz") as answer:
                assert json.load(answer)["status"] == "ok"
            assert "rounds user add" in server.stdout.readline() + server.stdout.readline()
        finally:
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert server.wait(20) == 0
    assert time.monotonic() - began < 15
