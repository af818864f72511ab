"""Fetches a calendar from an address that somebody typed, so that it can reach only the outside.

The name is resolved once and the connection goes to that very address, so that a second answer of
the name server changes nothing; each redirect is checked as the first address was. No message
here holds the address or a byte of the answer: both may be secret.
"""

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from server.busy import networks

MOST_BYTES = 10_000_000
MOST_S = 10.0
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 2000
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What a request line may hold: a space or a line break would begin something else.
_SENDABLE = re.compile(r"[!-~]+")
_SCHEMES = {"webcal": "https", "webcals": "https"}
_HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "User-Agent": "Rounds",
    "Connection": "close",
}
#: What was answered, by the code a person is told.
_STATUS = {401: "locked", 403: "locked", 404: "gone", 410: "gone"}

Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """A calendar could not be fetched; ``code`` says why, and nothing says from where."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Target(NamedTuple):
    """A checked address: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str


def fetched(
    address: str,
    allow: networks.Allowed,
    resolve: Resolve | None = None,
    most_s: float = MOST_S,
) -> bytes:
    """Returns the body behind an address, or raises Unreachable within ``most_s`` seconds."""
    deadline = time.monotonic() + most_s
    for _ in range(MOST_REDIRECTS + 1):
        found = target(address)
        addresses = _resolved(resolve or looked_up, found, deadline)
        if not networks.may_reach(found.host, addresses, allow):
            raise Unreachable("inside")
        body, onward = _asked(found, addresses, deadline)
        if onward is None:
            return body
        address = _onward(address, onward, found)
    raise Unreachable("redirects")


def target(address: str) -> Target:
    """Returns what an address asks for; raises where it is none that a calendar can have."""
    try:
        parts = urlsplit(address.strip())
        scheme = _SCHEMES.get(parts.scheme.lower(), parts.scheme.lower())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise Unreachable("address") from None
    if scheme not in ("http", "https") or not host or parts.username is not None:
        raise Unreachable("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if (
        len(address) > LONGEST_ADDRESS
        or not path.isascii()
        or not path.isprintable()
        or " " in path
    ):
        raise Unreachable("address")
    return Target(scheme, ascii_host, port or (443 if scheme == "https" else 80), path)


def looked_up(host: str, port: int) -> list[str]:
    """Returns every address of a host, as this machine resolves names."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def _resolved(resolve: Resolve, found: Target, deadline: float) -> list[str]:
    """Returns a host's addresses; a name server that does not answer must not hold us up."""
    answer: list[str] = []

    def ask() -> None:
        # No such name, or nobody who could say: both are an empty answer.
        try:
            answer.extend(resolve(found.host, found.port))
        except (OSError, UnicodeError):
            return

    asking = threading.Thread(target=ask, daemon=True, name="rounds-resolver")
    asking.start()
    asking.join(max(0.0, deadline - time.monotonic()))
    if asking.is_alive():
        raise Unreachable("too_slow")
    if not answer:
        raise Unreachable("unknown_host")
    return list(answer)


def _asked(found: Target, addresses: list[str], deadline: float) -> tuple[bytes, str | None]:
    """Returns the body, or where it has gone."""
    with _connected(found, addresses, deadline) as connection:
        try:
            connection.request("GET", found.path, headers=_HEADERS)
            answer = connection.getresponse()
            if answer.status in _REDIRECTS:
                return b"", answer.getheader("Location") or ""
            if answer.status != 200:
                raise Unreachable(_STATUS.get(answer.status, "answered"))
            return _body(answer, deadline), None
        except (OSError, http.client.HTTPException, ValueError, zlib.error):
            raise Unreachable(_late(deadline, "broken_off")) from None


@contextmanager
def _connected(
    found: Target, addresses: list[str], deadline: float
) -> Iterator[http.client.HTTPConnection]:
    """Opens a connection to one of the addresses that were checked; ends it at the deadline.

    A time limit of each read alone would let a server send one byte after the other for ever.
    """
    plain = _socket(found, addresses, deadline)
    # Encrypting takes the socket over; a second handle of the same connection can still cut it.
    handle = plain.dup()
    watch = threading.Timer(max(0.01, deadline - time.monotonic()), _cut, (handle,))
    watch.daemon = True
    watch.start()
    try:
        connection = http.client.HTTPConnection(found.host, found.port)
        connection.sock = _encrypted(plain, found, deadline)
        # HTTPConnection leaves out the port of plain http only, and would connect again by itself.
        connection.default_port = 443 if found.scheme == "https" else 80
        connection.auto_open = 0
        try:
            yield connection
        finally:
            connection.close()
    finally:
        watch.cancel()
        handle.close()
        plain.close()


def _socket(found: Target, addresses: list[str], deadline: float) -> socket.socket:
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, found.port), timeout=left)
        except OSError:
            continue
    raise Unreachable(_late(deadline, "no_connection"))


def _encrypted(plain: socket.socket, found: Target, deadline: float) -> socket.socket:
    """Returns the socket, encrypted where asked for: the certificate must be the host's."""
    if found.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=found.host)
    except ssl.SSLCertVerificationError:
        raise Unreachable("certificate") from None
    except (OSError, ValueError):
        raise Unreachable(_late(deadline, "no_connection")) from None


def _cut(handle: socket.socket) -> None:
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _body(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """Returns the body, unpacked; both what is sent and what it unpacks to are bounded."""
    packed = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise Unreachable("not_calendar")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in packed else None
    parts: list[bytes] = []
    sent = size = 0
    while chunk := answer.read(_CHUNK):
        sent += len(chunk)
        part = unpack.decompress(chunk, MOST_BYTES + 1 - size) if unpack else chunk
        size += len(part)
        if max(size, sent) > MOST_BYTES:
            raise Unreachable("too_large")
        if time.monotonic() > deadline:
            raise Unreachable("too_slow")
        parts.append(part)
    if answer.length:
        raise Unreachable(_late(deadline, "broken_off"))
    return b"".join(parts)


def _onward(address: str, location: str, found: Target) -> str:
    """Returns where a redirect leads; never from an encrypted address to one that is not."""
    try:
        there = urljoin(f"{found.scheme}:{address.strip().partition(':')[2]}", location)
    except ValueError:
        raise Unreachable("address") from None
    if target(there).scheme == "http" and found.scheme == "https":
        raise Unreachable("insecure")
    return there


def _late(deadline: float, otherwise: str) -> str:
    return "too_slow" if time.monotonic() >= deadline else otherwise
