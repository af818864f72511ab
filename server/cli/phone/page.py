"""The page a phone opens once, by plain http: the authority's certificate and how to trust it.

It holds no secret: a certificate is public. Whoever changes it on the way is found out by the
fingerprint, which the terminal shows as well.
"""

import io
import json
import plistlib
import socket
import threading
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import segno
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from server.cli.phone import addresses, certificates
from server.cli.phone.addresses import Names

LANGUAGES = ("en", "de")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'"
PATIENCE_S = 10

#: (type, file name to save it as or empty, content)
Answer = tuple[str, str, bytes]

_pages = Environment(
    loader=PackageLoader("server.cli.phone"), autoescape=True, undefined=StrictUndefined
)


class Page:
    """What the page answers. ``port`` is where the app itself is served by https."""

    def __init__(self, folder: Path, find: Callable[[], Names], port: int) -> None:
        self._folder, self._find, self._port = folder, find, port

    def answer(self, path: str, asked: dict[str, str]) -> Answer | None:
        """Returns the answer to a path; None where there is nothing."""
        authority = certificates.load_authority(self._folder)
        match path:
            case "/":
                return "text/html; charset=utf-8", "", self._html(authority, asked)
            case "/ca.crt":
                content = authority.public_bytes(Encoding.DER)
                return "application/x-x509-ca-cert", "rounds-ca.crt", content
            case "/rounds.mobileconfig":
                return "application/x-apple-aspen-config", "rounds.mobileconfig", profile(authority)
        return None

    def _html(self, authority: x509.Certificate, asked: dict[str, str]) -> bytes:
        app = addresses.url("https", self._host(asked.get("host", "")), self._port)
        language = _language(asked.get("accept-language", ""))
        made = _pages.get_template("page.html").render(
            t=texts(language), language=language, app=app, qr=_svg(app), name=_name(authority),
            fingerprint=certificates.fingerprint(authority),
            system=_system(asked.get("user-agent", "")),
        )  # fmt: skip
        return made.encode()

    def _host(self, asked: str) -> str:
        """Returns the name the phone came by, if it is one of ours: then it works for the app."""
        hosts = self._find().hosts
        came_by = asked.rsplit(":", 1)[0].strip("[]").lower()
        return came_by if came_by in hosts else hosts[0]


def serve(page: Page, listener: socket.socket) -> None:
    """Answers on a socket that is listening already, in threads that end with the process."""

    class Handler(_Handler):
        shown = page

    server = ThreadingHTTPServer(listener.getsockname()[:2], Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    threading.Thread(target=server.serve_forever, daemon=True, name="phone page").start()


class _Handler(BaseHTTPRequestHandler):
    shown: Page
    timeout = PATIENCE_S
    server_version, sys_version = "Rounds", ""

    def do_GET(self) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        answer = self.shown.answer(urlsplit(self.path).path, asked)
        if answer is None:
            return self.send_error(404)
        kind, file, content = answer
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        # Another authority may come: a stored copy would be trusted in vain.
        self.send_header("Cache-Control", "no-store")
        if file:
            self.send_header("Content-Disposition", f'attachment; filename="{file}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        return None

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """Says nothing: the log is the server's."""


def profile(authority: x509.Certificate) -> bytes:
    """Returns the authority as a profile for iOS; the same one each time, so it replaces itself."""
    print_ = certificates.fingerprint(authority)
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"rounds.phone.{print_[:8].replace(':', '')}.root",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"rounds:root:{print_}")).upper(),
        "PayloadDisplayName": _name(authority),
        "PayloadContent": authority.public_bytes(Encoding.DER),
    }
    return plistlib.dumps({
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"rounds.phone.{print_[:8].replace(':', '')}",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"rounds:{print_}")).upper(),
        "PayloadDisplayName": _name(authority),
        "PayloadDescription": "Lets this phone trust Rounds in your local network.",
        "PayloadContent": [root],
    })  # fmt: skip


@cache
def texts(language: str) -> dict[str, Any]:
    """Returns the page's words."""
    file = Path(__file__).parent / "texts" / f"{language}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def _name(authority: x509.Certificate) -> str:
    (found,) = authority.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found.value)


def _language(accepted: str) -> str:
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES, "en") or "en"


def _system(agent: str) -> str:
    """Returns which steps stand first: an iPad calls itself a Mac, both trust by profile."""
    if any(word in agent for word in ("iPhone", "iPad", "Macintosh")):
        return "ios"
    return "android" if "Android" in agent else ""


def _svg(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="svg", scale=5, border=3, xmldecl=False,
                                       svgns=True, light="#fff", dark="#000")  # fmt: skip
    return out.getvalue().decode()


def terminal(text: str) -> str:
    """Returns the QR code for a terminal."""
    out = io.StringIO()
    segno.make(text, micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()
