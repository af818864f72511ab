"""What browser tests of the whole thing stand on: a demo of their own, really served."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import demo_server
from tests.browser import PHONE
from tests.demo_server import DemoServer
from tests.e2e.phone import ANN, PATIENCE_MS


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share: each worker's own lies inside it."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Iterator[DemoServer]:
    """A demo of the module's own, served; it may be stopped and started again."""
    folder = tmp_path_factory.mktemp("demo")
    demo_server.copy_of_a_demo(shared_folder, folder)
    server = DemoServer(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def demo_url(demo: DemoServer) -> str:
    """The address of the module's own demo."""
    return demo.url


@pytest.fixture
def patience() -> Iterator[None]:
    """What is expected may take as long as a busy machine needs."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def context(browser: Browser, demo_url: str) -> Iterator[BrowserContext]:
    """A phone of Ann's, signed in, on which no page is open yet."""
    with browser.new_context(**PHONE, base_url=demo_url) as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, demo_url, ANN, "phone")
        yield context
