"""A calendar of Ann's that lies on this machine, as if it were outside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from server import jobs
from server.busy import outside
from server.settings import Settings
from tests.server.busy.listener import Listener, answer, listening


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """This machine is allowed, so that a calendar can be read from it."""
    return replace(settings, calendars_inside="127.0.0.1/32")


@dataclass
class Elsewhere:
    """A calendar outside: what it answers, and Ann's row that reads it."""

    listener: Listener
    app: object

    @property
    def url(self) -> str:
        return self.listener.address(path="/private-4711/basic.ics")

    def says(self, body: bytes, status: str = "200 OK") -> None:
        self.listener.answers[:] = [answer(body, status)]

    def add(self, browser, rep_id, **changes) -> dict:
        """Adds it for a rep and has it read."""
        ask = {"url": self.url, "name": "Work", **changes}
        added = browser.post(f"/api/reps/{rep_id}/calendars", json=ask)
        assert added.status_code == 201, added.text
        jobs.run_pending(self.app)
        return self.shown(browser, rep_id)

    def shown(self, browser, rep_id) -> dict:
        return browser.get(f"/api/reps/{rep_id}/calendars").json["items"][0]


@pytest.fixture
def elsewhere(app, monkeypatch) -> Iterator[Elsewhere]:
    monkeypatch.setattr(outside, "looked_up", lambda host, port: ["127.0.0.1"])
    with listening(answer(b"")) as listener:
        yield Elsewhere(listener, app)
