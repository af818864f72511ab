"""A rep's phone in a real Chromium whose line, browser, clock and server fail without rest.

What is told is put into the phone's own outbox, on its disk, as the app does; from there on it is
the app that sends. Each fact or wish must have its effect once, whatever happened on the way.
"""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route

from tests import browser as chromium
from tests import demo_server
from tests.browser import ARGUMENTS, PHONE
from tests.demo_server import TODAY, DemoServer
from tests.server.visits import phone

ANN = "ann@demo.example"
PATIENCE_MS = 120_000
#: A page begins to sync when its first screen stands.
FIRST_LOOK_MS = 1_500
DAYS_OFF_MS = 2 * 24 * 3600 * 1000
KINDS = ("report", "report", "report", "check_in", "feedback", "pin")
FAULTS = ("before", "after", "half", "busy")

STORE = """const heard = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
  const names = (await indexedDB.databases()).map((one) => one.name)
  const db = await heard(indexedDB.open(names.find((name) => name.startsWith('rounds-'))))"""
#: Adds to the outbox in one strict transaction; answers when that is on the disk.
TELL = f"""async (items) => {{
  {STORE}
  const tx = db.transaction('outbox', 'readwrite', {{ durability: 'strict' }})
  const kept = new Promise((done, failed) => {{ tx.oncomplete = done; tx.onabort = failed }})
  const more = {{ label: 'Storm', state: 'waiting', left: false, code: null, text: null }}
  const at_phone = new Date(Date.now()).toISOString()
  for (const item of items)
    tx.objectStore('outbox').add(
      {{ ...more, item: {{ ...item, at_phone }}, made_ms: Date.now() - 60_000 }})
  await kept
  db.close()
}}"""
OUTBOX = f"""async () => {{
  {STORE}
  const rows = await heard(db.transaction('outbox').objectStore('outbox').getAll())
  db.close()
  return rows.map((row) => [row.state, row.code])
}}"""
WAKE = "dispatchEvent(new Event('online'))"
QUIET = "navigator.locks.query().then((known) => known.held.length === 0)"
UPDATE = "navigator.serviceWorker.getRegistration().then((known) => known.update())"


class Storm:
    """One phone, two tabs, a profile on the disk that outlives its browser."""

    def __init__(self, kind: BrowserType, profile: Path, server: DemoServer, seed: int) -> None:
        self.kind, self.profile, self.server = kind, profile, server
        self.dice = random.Random(seed)
        self.accounts = _accounts(server)
        self.tried, self.made = set[str](), list[str]()
        self.faults, self.events = Counter[str](), Counter[str]()
        self.calm = False
        self.skew_ms = 0
        self.launch()

    def launch(self) -> None:
        """Opens two tabs; a cookie that was not on the disk yet is got again."""
        self.context: BrowserContext = self.kind.launch_persistent_context(
            self.profile, executable_path=chromium.chromium(), args=ARGUMENTS, **PHONE,
            base_url=self.server.url,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        clock = f"const told = Date.now; Date.now = () => told() + {self.skew_ms}"
        self.context.add_init_script(clock)
        demo_server.sign_in(self.context, self.server.url, ANN, "phone")
        self.context.route("**/api/sync", self.meddle)
        self.tabs = [self.tab(), self.tab()]
        self.tabs[0].wait_for_timeout(FIRST_LOOK_MS)
        self.wait_for_the_line()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.goto("/#/outbox")
        page.locator("#main h1").wait_for()
        return page

    def meddle(self, route: Route) -> None:
        """Half of the requests that carry something go wrong, in one of four ways."""
        carries = bool((route.request.post_data_json or {}).get("send"))
        with suppress(Error):
            if self.calm or not carries or self.dice.random() < 0.4:
                route.continue_()
                return
            how = self.dice.choice(FAULTS)
            self.faults[how] += 1
            getattr(self, f"_{how}")(route)

    def _before(self, route: Route) -> None:
        route.abort()

    def _after(self, route: Route) -> None:
        """The server has applied it; the phone never hears so."""
        try:
            route.fetch()
        finally:
            route.abort()

    def _half(self, route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        route.fulfill(response=answer, body=text[: len(text) // 2])

    def _busy(self, route: Route) -> None:
        route.fulfill(status=503, content_type="application/json", body="{}")

    def burst(self, most: int = 3) -> None:
        """Somebody taps: a few facts and wishes in one of the tabs, and both go to send."""
        items = [self.item() for _ in range(self.dice.randint(1, most))]
        ids = [item["id"] for item in items]
        self.tried.update(ids)
        self.dice.choice(self.tabs).evaluate(TELL, items)
        self.made += ids
        for page in self.tabs:
            page.evaluate(WAKE)
        if self.dice.random() < 0.7:
            self.wait_for_the_line()

    def wait_for_the_line(self) -> None:
        """Until no tab sends, or for as long as anybody would wait."""
        for _ in range(200):
            if self.tabs[0].evaluate(QUIET):
                return
            self.tabs[0].wait_for_timeout(25)

    def item(self) -> dict[str, Any]:
        about, kind = self.dice.choice(self.accounts), self.dice.choice(KINDS)
        if kind == "report":
            return phone.report(about, outcome=self.dice.choice(["made", "phone", "missed"]))
        if kind == "check_in":
            return phone.item(kind, about, visit_id=None, on=TODAY, lat=None, lon=None,
                              accuracy_m=None)  # fmt: skip
        if kind == "pin":
            on = TODAY + timedelta(days=self.dice.randint(1, 30))
            return phone.item(kind, about, visit_id=None, on=on, start_s=None, end_s=None,
                              reason="")  # fmt: skip
        return phone.item(kind, about, on=TODAY, topic="account", text="A word")

    def kill(self) -> None:
        """Ends the browser as a dead battery would; its clock may be days off when it is back."""
        self.events["browser killed"] += 1
        os.kill(_browser_of(self.profile), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        self.skew_ms = self.dice.choice([-DAYS_OFF_MS, 0, DAYS_OFF_MS])
        self.events["clock off"] += self.skew_ms != 0
        self.launch()

    def lose_the_server(self) -> None:
        self.events["server killed"] += 1
        self.server.kill()
        self.burst()
        self.server.start()

    def update(self, worker: Path) -> None:
        """A new version of the shell takes over while things wait."""
        self.events["updated"] += 1
        worker.write_text(f"{worker.read_text()}\n//{self.events['updated']}")
        page = self.tabs[0]
        page.evaluate(UPDATE)
        page.goto("/#/today")
        with page.expect_event("load"):
            page.get_by_role("button", name="Reload").click()
        page.locator("#main h1").wait_for()
        page.goto("/#/outbox")

    def restore(self, put_back: Callable[[], object]) -> None:
        """The server goes back to its backup; the phone sends again what that has not.

        A sign-in that is younger than the backup is gone with the rest: the rep signs in again.
        """
        self.events["restored"] += 1
        put_back()
        demo_server.sign_in(self.context, self.server.url, ANN, "phone")

    def drain(self) -> None:
        """With the line mended all goes, and nothing was refused.

        An empty outbox is believed only after a sync: a restored server asks for more.
        """
        self.calm = True
        quiet, ends_at = 0, time.monotonic() + PATIENCE_MS / 1000
        while quiet < 2:
            for page in self.tabs:
                page.evaluate(WAKE)
            self.tabs[0].wait_for_timeout(FIRST_LOOK_MS)
            self.wait_for_the_line()
            rows = self.tabs[0].evaluate(OUTBOX)
            assert all(state == "waiting" for state, _ in rows), rows[:5]
            assert time.monotonic() < ends_at, f"{len(rows)} still wait."
            quiet = 0 if rows else quiet + 1
        self.calm = False

    def assert_nothing_lost_or_doubled(self) -> None:
        """What was on the phone's disk is in the log once and has its effect once."""
        logged, effects = _logged(self.server), _effects(self.server)
        ours = {UUID(one).hex for one in self.tried}
        made = {UUID(one).hex for one in self.made}
        assert not made - set(logged), f"{len(made - set(logged))} lost"
        assert set(logged) & ours == set(effects) & ours
        assert {effects[one] for one in ours & set(effects)} == {1}, "doubled"
        assert {logged[one] for one in ours & set(logged)} == {1}

    def told(self) -> str:
        faults = f"{self.faults.total()} faults {dict(self.faults)}"
        return f"{len(self.made)} facts and wishes, {faults}, {dict(self.events)}"


def _browser_of(profile: Path) -> int:
    """Returns the id of the browser's first process, which names its profile and no type."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                words = (entry / "cmdline").read_bytes().split(b"\0")
                ours = f"--user-data-dir={profile}".encode() in words
                if ours and not any(word.startswith(b"--type=") for word in words):
                    return int(entry.name)
    raise AssertionError("There is no such browser.")


def _ask(server: DemoServer, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{server.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(query, values).fetchall()


def _accounts(server: DemoServer) -> list[UUID]:
    query = """SELECT account.id FROM account JOIN person ON person.id = account.rep_id
               WHERE person.email = ? AND account.active ORDER BY account.number"""
    return [UUID(one) for (one,) in _ask(server, query, ANN)]


def _logged(server: DemoServer) -> Counter[str]:
    return Counter(one for (one,) in _ask(server, "SELECT id FROM fact WHERE status = 'accepted'"))


def _effects(server: DemoServer) -> Counter[str]:
    tables = ("report", "check_in", "feedback", "wish")
    return Counter(one for name in tables for (one,) in _ask(server, f"SELECT id FROM {name}"))
