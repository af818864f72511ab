"""Phones send while their server is killed, started, and put back to a backup."""

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID

from server.database import new_id
from tests import demo_server
from tests.chaos.conftest import Company
from tests.chaos.line import Line, Phone
from tests.demo_server import Server
from tests.server.visits import phone

KILLS = 4
MOST_WAITING = 20
PATIENCE_S = 60


def stored(company: Company) -> tuple[Counter[str], Counter[str]]:
    """Returns how often each phone's report, and each line of the log, is in the file."""
    path = company.app.extensions["rounds"].settings.data_folder / "rounds.sqlite"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        reports = db.execute("SELECT id FROM report WHERE source = 'phone'").fetchall()
        facts = db.execute("SELECT id FROM fact WHERE status = 'accepted'").fetchall()
    return Counter(row[0] for row in reports), Counter(row[0] for row in facts)


def once_each(made: list[str]) -> Counter[str]:
    return Counter(UUID(one).hex for one in made)


def drained(one: Phone) -> None:
    """Syncs until nothing waits and all is pulled."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if one.try_to_sync() and not one.outbox:
            one.sync()
            return
        time.sleep(0.2)
    raise AssertionError(f"{len(one.outbox)} reports still wait.")


class Rep(threading.Thread):
    """Reports and syncs without rest; now and then an answer is lost on the way."""

    def __init__(self, one: Phone, accounts: list[UUID], seed: int) -> None:
        super().__init__(daemon=True)
        self.phone, self.accounts, self.dice = one, accounts, random.Random(seed)
        self.made: list[str] = []
        self.over = threading.Event()
        self.ended: Future[None] = Future()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self.step()
        except BaseException as error:
            self.ended.set_exception(error)
        else:
            self.ended.set_result(None)

    def step(self) -> None:
        if len(self.phone.outbox) < MOST_WAITING:
            outcome = self.dice.choice(["made", "phone", "missed"])
            item = phone.report(self.dice.choice(self.accounts), outcome=outcome, item_id=new_id())
            self.made.append(item["id"])
            self.phone.make(item)
        if self.dice.random() < 0.5:
            self.phone.send_and_hear_nothing()
        self.phone.try_to_sync()
        time.sleep(0.02)


def test_no_report_is_lost_or_doubled_when_the_server_is_killed_again_and_again(
    company: Company, server: Server
):
    """Three phones send without rest; the server dies at random moments, all its processes."""
    url, dice, cast = server.start(), random.Random(7), company.cast
    reps = [
        Rep(Phone(Line(url, company.token(who))), company.accounts[who], seed)
        for seed, who in enumerate((cast.ann, cast.ann, cast.cleo))
    ]
    for rep in reps:
        rep.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.3, 2.5))
        server.kill()
        server.start()
    time.sleep(1)
    for rep in reps:
        rep.over.set()
    for rep in reps:
        rep.ended.result(PATIENCE_S)
        drained(rep.phone)
    made = [one for rep in reps for one in rep.made]
    reports, facts = stored(company)
    assert reports == facts == once_each(made)
    told = Counter(status for rep in reps for status in rep.phone.told)
    cut = sum(rep.phone.cut for rep in reps)
    print(f"\n{len(made)} reports, {KILLS} kills, {cut} requests cut, told {dict(told)}")
    assert cut > 0
    assert told["duplicate"] > 0
    assert told["refused"] == 0
    for rep in reps:
        assert_shows_what_a_fresh_one_does(rep.phone)


def assert_shows_what_a_fresh_one_does(one: Phone) -> None:
    drained(one)
    fresh = Phone(one.client)
    fresh.sync()
    one.sync()
    assert shown(one) == shown(fresh)


def shown(one: Phone) -> set[tuple[str, str, int]]:
    """Returns what the phone holds, by revision; how old a plan is says the moment it was asked."""
    return {(kind, key, row.get("rev", 0)) for (kind, key), row in one.shown().items()}


def test_after_a_restore_phones_pull_again_and_resend_what_the_backup_had_not(
    company: Company, server: Server, tmp_path: Path
):
    """The server runs on meanwhile: a restore is no reason to stop it."""
    url = server.start()
    places = company.accounts[company.cast.ann]
    ann = Phone(Line(url, company.token(company.cast.ann)))
    made = [reported(ann, place) for place in places[:5]]
    drained(ann)
    backup = tmp_path / "kept" / "rounds.sqlite"
    demo_server.run("backup", str(backup), *company.where)
    made += [reported(ann, place) for place in places[5:10]]
    drained(ann)
    waiting = reported(ann, places[11])
    before, cursor = ann.epoch, ann.cursor

    demo_server.run("restore", str(backup), "--yes", *company.where)

    assert stored(company)[0] == once_each(made[:5])
    ann.take(ann.send())
    assert ann.epoch != before
    assert len(ann.outbox) == 10
    drained(ann)
    assert stored(company) == (once_each([*made, waiting]),) * 2
    assert ann.told.count("accepted") == 10 + 6
    assert cursor > 0
    assert_shows_what_a_fresh_one_does(ann)


def reported(one: Phone, place: UUID) -> str:
    item = phone.report(place, item_id=new_id())
    one.make(item)
    return item["id"]


def test_phones_of_many_threads_get_one_answer_an_id(company: Company, server: Server):
    """One item sent eight times at once has one effect, and seven answers say so."""
    url, token = server.start(), company.token(company.cast.ann)
    item = phone.report(company.accounts[company.cast.ann][0], item_id=new_id())
    send: Callable[[int], dict] = lambda _: phone.synced(Line(url, token), item)  # noqa: E731
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(8)))
    said = Counter(answer["results"][0]["status"] for answer in answers)
    assert said == {"accepted": 1, "duplicate": 7}
    assert stored(company) == (once_each([item["id"]]),) * 2
