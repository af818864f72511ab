"""The documents say what the code says: nothing is missing, nothing is made up."""

import re
from enum import Enum
from inspect import getmembers, isclass
from pathlib import Path

import click
import click.testing
import pytest

from routing import coverage, domain
from server import cli, settings
from server.people import business

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

#: Deliberately not in the glossary: details of one noun, explained in its docstring.
NO_WORDS = {"Problem", "StrEnum"}


def test_every_noun_of_the_domain_is_in_the_glossary():
    words = (DOCS / "glossary.md").read_text()
    ours = [
        name
        for name, thing in getmembers(domain, isclass)
        if thing.__module__ == domain.__name__ or issubclass(thing, Enum)
    ]
    missing = [n for n in ours if n not in NO_WORDS and not re.search(rf"\*\*{n}\*\*", words)]
    assert not missing


def test_every_metric_is_in_the_glossary():
    words = (DOCS / "glossary.md").read_text().lower()
    missing = [m.label for m in coverage.METRICS.values() if f"**{m.label.lower()}**" not in words]
    assert not missing


def test_every_technical_setting_stands_with_its_default_and_sentence():
    page = (DOCS / "settings.md").read_text()
    for name, default, sentence in settings.described():
        shown = f"`{default}`" if default else ""
        assert f"| `{name}` | {shown} | {sentence} |" in page


def test_every_business_setting_stands_with_its_default_and_sentence():
    page = (DOCS / "settings.md").read_text()
    for one in business.SETTINGS:
        assert f"| `{one.key}` | `{str(one.default).lower()}` | {one.sentence} |" in page


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_says_what_it_does(command):
    shown = click.testing.CliRunner().invoke(cli.main, [command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 3


def test_every_link_inside_the_documents_leads_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_address_and_every_command_is_among_the_interfaces(app):
    page = (DOCS / "interfaces.md").read_text()
    for path, operations in app.test_client().get("/api/openapi.json").json["paths"].items():
        for method in operations:
            assert f"| {method.upper()} | `{path}` |" in page
    for command in cli.main.commands:
        assert f"`rounds {command}`" in page
