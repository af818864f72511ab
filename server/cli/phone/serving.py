"""What `--phone` adds to the server: a certificate, a page that says how to trust it, a QR code."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from server.cli.phone import addresses, certificates, page, tls

INTRODUCTION = """
On the phone, in the same Wi-Fi, open this once; it shows how to trust this server:
  {url}
{qr}
The phone shows this fingerprint before it trusts; it must be the same:
  {fingerprint}
"""


@dataclass(frozen=True)
class Phone:
    """How phones reach this server. ``listener`` is the page's socket, listening already."""

    folder: Path
    find: Callable[[], addresses.Names]
    listener: socket.socket

    @property
    def options(self) -> dict[str, Any]:
        """What gunicorn needs for https; it asks for the context at each connection."""
        contexts = tls.Contexts(self.folder, self.find)
        return {"certfile": str(certificates.server_file(self.folder)), "ssl_context": contexts}

    def url(self, port: int) -> str:
        """Returns the address of the app."""
        return addresses.url("https", self.find().hosts[0], port)

    def serve_page(self, port: int) -> None:
        """Answers the page in this process; the app itself is on ``port``."""
        page.serve(page.Page(self.folder, self.find, port), self.listener)

    def introduction(self) -> str:
        """Returns what a person with a phone in the hand needs to read now."""
        url = addresses.url("http", self.find().hosts[0], self.listener.getsockname()[1])
        authority = certificates.load_authority(self.folder)
        return INTRODUCTION.format(
            url=url, qr=page.terminal(url), fingerprint=certificates.fingerprint(authority)
        )


def phone(folder: Path, asked: tuple[str, ...], host: str, port: int) -> Phone:
    """Returns everything for phones, its certificate made and its page's port taken."""
    find = partial(addresses.found, asked)
    certificates.renew(folder / "phone", find(), datetime.now(UTC))
    return Phone(folder / "phone", find, listen(host, port, "--phone-page"))


def listen(host: str, port: int, option: str) -> socket.socket:
    """Returns a socket that listens there, or says what is in the way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = f"Rounds cannot listen on {host}, port {port}: {error.strerror}."
        raise click.ClickException(f"{reason}\nTry another: {option} {_other(port)}") from error


def _other(port: int) -> int:
    """Returns a port that needs no special rights."""
    return port + 1 if 1024 <= port < 65535 else 8443
