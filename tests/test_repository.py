"""What the repository may hold: known names at the top, and nothing of anyone's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TOP_LEVEL = {
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "pwa",
    "pyproject.toml",
    "requirements-bench.lock",
    "requirements-dev.lock",
    "requirements.lock",
    "routing",
    "server",
    "tests",
    "wsgi.py",
}

# Put together here, so that this file does not hold what it forbids.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npm", "pkg", "github", "com"),
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
    ]
]
HOMES = ["work", "root", "home/[a-z]", "Users/[A-Za-z]"]
HOST = re.compile("|".join(map(re.escape, HOSTS)))
PRIVATE_PATH = re.compile(rf"(?<![\w.}}/~*-])/(?:{'|'.join(HOMES)})(?=/)")
LOCKS = [
    "requirements.lock",
    "requirements-bench.lock",
    "requirements-dev.lock",
    "pwa/package-lock.json",
]


def files() -> list[Path]:
    """Returns what is in the repository or would be at the next commit."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def found(pattern: re.Pattern[str]) -> list[str]:
    texts = ((path, path.read_text(errors="replace")) for path in files())
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts
        for match in pattern.finditer(text)
    ]


def test_only_known_names_stand_at_the_top():
    names = {path.relative_to(ROOT).parts[0] for path in files()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_no_file_names_a_package_registry():
    assert found(HOST) == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert found(PRIVATE_PATH) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_what_but_not_from_where(name):
    text = (ROOT / name).read_text()
    assert re.search(r"sha(256:|512-)", text)
    assert not re.search(r'"resolved"|--(extra-)?index-url|--find-links|--trusted-host', text)
