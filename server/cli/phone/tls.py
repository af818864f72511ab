"""The TLS context of the server: it renews its certificate while it runs."""

import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import structlog

from server.cli.phone import certificates
from server.cli.phone.addresses import Names

_log = structlog.get_logger()

#: The router may give this machine another address at any time.
LOOK_EVERY_S = 60


class Contexts:
    """Hands each connection the newest context; looks once a minute whether it is to be renewed."""

    def __init__(self, folder: Path, find: Callable[[], Names]) -> None:
        self._folder, self._find = folder, find
        self._lock = threading.Lock()
        self._looked_s = float("-inf")
        self._stamp: tuple[int, int] | None = None
        self._context: ssl.SSLContext | None = None

    def __call__(self, _config: Any, _default: Any) -> ssl.SSLContext:
        """Returns the context; called by gunicorn for each connection."""
        with self._lock:
            if time.monotonic() - self._looked_s >= LOOK_EVERY_S:
                self._looked_s = time.monotonic()
                self._renew()
            return self._newest()

    def _renew(self) -> None:
        """Without a network, or with a full disk, what there is goes on."""
        try:
            certificates.renew(self._folder, self._find(), datetime.now(UTC))
        except (click.ClickException, OSError) as error:
            _log.warning("certificate not renewed", reason=str(error))

    def _newest(self) -> ssl.SSLContext:
        """Another worker may have renewed the file: it is read again when it is another one."""
        file = certificates.server_file(self._folder)
        found = file.stat()
        stamp = (found.st_mtime_ns, found.st_ino)
        if self._context is None or stamp != self._stamp:
            self._context, self._stamp = context(file), stamp
        return self._context


def context(file: Path) -> ssl.SSLContext:
    """Returns a server's context with the certificate in a file."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    made.load_cert_chain(file)
    return made
