"""A map style of our own making, served over https on this machine as an admin's would be."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from server.cli.phone import certificates
from server.cli.phone.addresses import Names

#: Of the paper, and of the field that lies on it.
PAPER, FIELD = "#e9c46a", "#4a4e8f"
#: Degrees: half the field's width and height.
REACH = 0.1


@contextmanager
def serving(folder: Path, lat: float, lon: float) -> Iterator[tuple[str, list[str]]]:
    """Yields the style's address, and the paths that were asked for there."""
    certificates.renew(folder, Names((ip_address("127.0.0.1"),), ()), datetime.now(UTC))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates.server_file(folder))
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(style(lat, lon), asked))
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/style.json", asked
    server.shutdown()
    server.server_close()
    thread.join()


def style(lat: float, lon: float) -> dict[str, Any]:
    """Returns a style without tiles: coloured paper, and a square field around a place."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    square = [[lon + REACH * x, lat + REACH * y] for x, y in corners]
    field = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    layers = [
        {"id": "paper", "type": "background", "paint": {"background-color": PAPER}},
        {"id": "field", "type": "fill", "source": "field", "paint": {"fill-color": FIELD}},
    ]
    source = {"type": "geojson", "data": field, "attribution": "Surveyed by hand"}
    return {"version": 8, "sources": {"field": source}, "layers": layers}


def _handler(told: dict[str, Any], asked: list[str]) -> type[BaseHTTPRequestHandler]:
    content = json.dumps(told).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """A test's output is the test's."""

    return Handler
