"""A running dashboard for tests that speak Streamlit's own protocol; no browser is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import AppServer


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The dashboard in a process of its own, on a database of its own."""
    folder: Path = tmp_path_factory.mktemp("server")
    with AppServer(f"sqlite:///{folder / 'clf.sqlite3'}", folder / "log.txt") as running:
        running.start()
        yield running
