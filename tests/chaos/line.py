"""A phone's line to a real server: it can be cut, and it can lose an answer."""

import json
import socket
from http.client import HTTPException
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.server.visits import phone

#: What a phone may meet while a server is killed and started again.
CUT = (OSError, HTTPException)
BUSY = 503


class Line:
    """Stands where the phone's test client stands, over real HTTP."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def post(self, path: str, json: Any) -> SimpleNamespace:
        """Returns the answer, or raises one of ``CUT``; anything but yes and busy is a defect."""
        try:
            with urlopen(self._request(path, json), timeout=15) as answer:
                return SimpleNamespace(status_code=answer.status, json=loaded(answer), text="")
        except HTTPError as error:
            with error:
                if error.code != BUSY:
                    raise AssertionError(f"{error.code}: {error.read()[:500]!r}") from error
                raise ConnectionError("busy") from None

    def post_and_hang_up(self, path: str, body: Any) -> None:
        """Sends and never hears the answer."""
        asked = self._request(path, body)
        head = "".join(f"{name}: {value}\r\n" for name, value in asked.header_items())
        data = asked.data
        assert isinstance(data, bytes)
        at = urlsplit(self.url)
        frame = f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Length: {len(data)}\r\n"
        with socket.create_connection((at.hostname or "", at.port or 80), 15) as connection:
            connection.sendall(f"{frame}{head}\r\n".encode() + data)

    def _request(self, path: str, body: Any) -> Request:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        return Request(f"{self.url}{path}", json.dumps(body).encode(), headers)


def loaded(answer: Any) -> Any:
    return json.loads(answer.read())


class Phone(phone.Phone):
    """The scripted phone; like the real one it keeps what was accepted, in case of a restore."""

    client: Line

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.sent: dict[str, dict[str, Any]] = {}
        self.told: list[str] = []
        self.cut = 0

    def take(self, answer: dict[str, Any]) -> None:
        renewed = self.epoch is not None and answer["epoch"] != self.epoch
        self.told += [one["status"] for one in answer["results"]]
        ours = [one["id"] for one in answer["results"] if one["id"] in self.outbox]
        accepted = {key: self.outbox[key] for key in ours}
        super().take(answer)
        if renewed:
            self.outbox, self.sent = self.sent | self.outbox, {}
        self.sent |= accepted

    def try_to_sync(self) -> bool:
        """Sends once; says whether an answer came."""
        try:
            self.take(self.send())
        except CUT as error:
            self.cut += not refused(error)
            return False
        return True

    def send_and_hear_nothing(self) -> None:
        """Sends what waits; the answer is lost on its way."""
        body = {"client_id": "00000000-0000-0000-0000-000000000007", "schema": 1}
        body |= {"epoch": self.epoch, "cursor": self.cursor, "send": [*self.outbox.values()]}
        try:
            self.client.post_and_hang_up("/api/sync", body)
        except CUT:
            return


def refused(error: BaseException) -> bool:
    """Says whether nobody was there at all, so that nothing was under way."""
    return isinstance(getattr(error, "reason", error), ConnectionRefusedError)
