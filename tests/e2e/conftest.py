"""What browser tests of the whole thing stand on: a demo of their own, really served."""

from collections.abc import Iterator

import pytest

from tests import demo_server


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of the module's own; making it takes a good part of a minute."""
    with demo_server.serving(tmp_path_factory.mktemp("demo")) as url:
        yield url
