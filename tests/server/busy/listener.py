"""A server on this machine that counts who comes: what must not be reached, and what may be."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Listener:
    """Answers every connection with the same bytes, and remembers what it was asked."""

    port: int
    answers: list[bytes]
    asked: list[bytes] = field(default_factory=list)

    def address(self, host: str = "calendar.example.org", path: str = "/c.ics") -> str:
        return f"http://{host}:{self.port}{path}"


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


@contextmanager
def listening(*answers: bytes) -> Iterator[Listener]:
    """Listens on loopback; the n-th connection gets the n-th answer, later ones the last."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(server.getsockname()[1], list(answers))
        thread = threading.Thread(target=_serve, args=(server, found), daemon=True)
        thread.start()
        yield found
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(server: socket.socket, found: Listener) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            found.asked.append(client.recv(65536))
            told = found.answers[min(len(found.asked), len(found.answers)) - 1]
            try:
                client.sendall(told)
            except OSError:
                continue
