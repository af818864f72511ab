"""ical.js as a second opinion: one process that answers as many questions as there are."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from server.busy.reading import Frame

PWA = Path(__file__).parents[3] / "pwa"


class IcalJs:
    """Reads calendars by ical.js; use it in a ``with``."""

    def __enter__(self) -> Self:
        self._node = subprocess.Popen(
            ["node", "tools/busy-calendar.mjs"],
            cwd=PWA, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._node.communicate()

    def busy(self, body: bytes, frame: Frame) -> tuple[tuple[datetime, datetime], ...]:
        """Returns the times a calendar fills, merged."""
        asked = {
            "text": body.decode(),
            "zone": frame.zone,
            "first": int(frame.first.timestamp()),
            "last": int(frame.last.timestamp()),
        }
        self._node.stdin.write(json.dumps(asked) + "\n")
        self._node.stdin.flush()
        told = json.loads(self._node.stdout.readline())
        return tuple((_instant(start), _instant(end)) for start, end in told)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
