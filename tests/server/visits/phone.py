"""A phone as short as it can be: outbox, base and cursor, as the protocol asks for them."""

from typing import Any
from uuid import UUID

from server.database import new_id
from tests.factories import TODAY


def item(kind: str, about: UUID, item_id: UUID | None = None, **args: Any) -> dict[str, Any]:
    """One fact or wish as a phone sends it."""
    return {
        "id": str(item_id or new_id()),
        "kind": kind,
        "about": str(about),
        "args": {name: _plain(value) for name, value in args.items()},
        "at_phone": "2026-05-05T14:00:00Z",
        "zone": "America/Chicago",
    }


def report(about: UUID, visit_id: UUID | None = None, outcome: str = "made", **more: Any):
    args = {"on": TODAY, "outcome": outcome, "visit_id": visit_id} | more
    return item("report", about, args.pop("item_id", None), **args)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else str(value)


def posted(client, *send: dict[str, Any], cursor: int = 0, epoch: str | None = None, **more: Any):
    """Returns the response to one request, of an old phone unless ``schema`` says otherwise."""
    body = {"client_id": str(UUID(int=7)), "schema": 1, "epoch": epoch, "cursor": cursor}
    return client.post("/api/sync", json=body | more | {"send": list(send)})


def synced(client, *send: dict[str, Any], **known: Any) -> dict[str, Any]:
    """Returns the answer to one request that goes well."""
    response = posted(client, *send, **known)
    assert response.status_code == 200, response.text
    return response.json


def results(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["status"], one["code"]) for one in answer["results"]]


def of_type(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [row for row in answer["changes"] if row["type"] == kind]


class Phone:
    """Keeps what it made until it hears an answer, and what it was sent until it is told more."""

    def __init__(self, client) -> None:
        self.client = client
        self.outbox: dict[str, dict[str, Any]] = {}
        self.refused: dict[str, str] = {}
        self.base: dict[tuple[str, str], dict[str, Any]] = {}
        self.cursor, self.epoch = 0, None

    def make(self, made: dict[str, Any]) -> None:
        self.outbox[made["id"]] = made

    def send(self) -> dict[str, Any]:
        """Sends everything and returns the answer, which nobody has looked at yet."""
        return synced(self.client, *self.outbox.values(), cursor=self.cursor, epoch=self.epoch)

    def take(self, answer: dict[str, Any]) -> None:
        """Takes an answer in, as one transaction."""
        if answer["epoch"] != self.epoch:
            self.base = {}
        for one in answer["results"]:
            if self.outbox.pop(one["id"], None) and one["code"]:
                self.refused[one["id"]] = one["code"]
        for row in answer["changes"]:
            self.base[row["type"], row["id"]] = row
        for gone in answer["deleted"]:
            self.base.pop((gone["type"], gone["id"]), None)
        self.cursor, self.epoch = answer["cursor"], answer["epoch"]

    def sync(self) -> None:
        """Sends and pulls until nothing is left."""
        for _ in range(100):
            answer = self.send()
            self.take(answer)
            if not answer["more"]:
                return
        raise AssertionError("The server always has more.")

    def shown(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Returns what the base shows: nothing cancelled, nothing closed."""
        return {
            key: row
            for key, row in self.base.items()
            if not row.get("cancelled") and row.get("active", True)
        }
