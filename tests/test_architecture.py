"""The house rules: data, and therefore imports, flow one way."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each room may import the rooms before it, never one after it.
ROUTING = """domain deadline compiled workdays travel cadence rotation day_route find_day check plan
             find_day coverage results classification territories json_format warming __init__
             __main__""".split()  # noqa: SIM905
SERVER = """settings log errors database clock models wire auth jobs travel people accounts
            busy planning visits feeds coverage classes seasons review territories maps front cli
            __init__""".split()  # noqa: SIM905
FEATURES = SERVER[SERVER.index("people") : SERVER.index("front")]
#: The demo fills the database as everybody might: through the rooms, from outside their order.
ASIDE = {"migrations", "demo"}

NOT_PURE = {"os", "socket", "sqlite3", "subprocess", "urllib", "http", "random", "time"}
PURE = (set(sys.stdlib_module_names) - NOT_PURE) | {"numpy", "numba", "ortools", "routing"}


def imports(path: Path) -> Iterator[str]:
    """Returns the dotted names a module imports, wherever in the file they stand."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path, package: str) -> str:
    return path.relative_to(ROOT / package).parts[0].removesuffix(".py")


def rooms(package: str, order: list[str]) -> Iterator[tuple[Path, int, set[int]]]:
    """Yields (path, its room's place in the order, the places it imports)."""
    for path in sorted((ROOT / package).rglob("*.py")):
        own = room(path, package)
        if own in ASIDE:
            continue
        assert own in order, f"{path}: add the room {own!r} to the order"
        names = {n.split(".")[1] for n in imports(path) if n.startswith(package + ".")}
        yield path, order.index(own), {order.index(n) for n in names if n in order}


@pytest.mark.parametrize(("package", "order"), [("routing", ROUTING), ("server", SERVER)])
def test_a_room_imports_only_rooms_before_it(package, order):
    for path, place, imported in rooms(package, order):
        late = [order[i] for i in imported if i > place]
        assert not late, f"{path} imports {late}, which come later in the flow"


def test_routing_is_pure():
    for path in (ROOT / "routing").rglob("*.py"):
        allowed = PURE | {"time"} if path.name == "deadline.py" else PURE
        foreign = {name.split(".")[0] for name in imports(path)} - allowed
        assert not foreign, f"{path} imports {foreign}"


def test_a_feature_reaches_another_only_through_its_store():
    for path in (ROOT / "server").rglob("*.py"):
        own = room(path, "server")
        for name in imports(path):
            parts = name.split(".")
            elsewhere = parts[0] == "server" and len(parts) > 2 and parts[1] in FEATURES
            if own in FEATURES and elsewhere and parts[1] != own:
                assert parts[2] == "store", f"{path} imports {name}"


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("flask", {"__init__", "errors", "auth", "cli", "views"}),
        ("sqlalchemy", {"database", "models", "auth", "clock", "jobs", "store"}),
    ],
)
def test_a_library_stays_in_its_rooms(library, allowed):
    """A room or a file that became a folder keeps its name: ``auth/``, ``store/``."""
    for path in (ROOT / "server").rglob("*.py"):
        names = {*path.relative_to(ROOT / "server").with_suffix("").parts}
        in_a_folder = path.stem == "__init__" and path.parent != ROOT / "server"
        if not (names - ({"__init__"} if in_a_folder else set())) & (allowed | ASIDE):
            used = {name.split(".")[0] for name in imports(path)}
            assert library not in used, f"{path} imports {library}"


def test_the_inside_does_not_read_the_clock():
    stores = [p for p in (ROOT / "server").rglob("*.py") if "store" in (p.stem, p.parent.name)]
    for path in [*(ROOT / "routing").rglob("*.py"), *stores]:
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", None)
            assert called not in {"now", "today", "utcnow"}, f"{path}:{node.lineno}"


def test_a_store_never_commits():
    stores = [p for p in (ROOT / "server").rglob("*.py") if "store" in (p.stem, p.parent.name)]
    assert stores
    for path in stores:
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", None)
            assert called not in {"commit", "rollback"}, f"{path}:{node.lineno}"


def test_only_settings_reads_the_environment():
    """The command line hands it over, and passes it on to PostgreSQL's own programs."""
    for path in (ROOT / "server").rglob("*.py"):
        if room(path, "server") in {"cli", "__init__"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            read = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            assert not read, f"{path}:{node.lineno} reads the environment"
