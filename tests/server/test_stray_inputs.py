"""What a browser says that it has kept of earlier messages, and may have dropped before the answer comes."""

from __future__ import annotations

from tests.browser.conftest import AppServer
from tests.server.client import Session


def test_no_message_comes_by_reference_whatever_the_browser_says_that_it_has(app: AppServer) -> None:
    """Streamlit's client drops what it keeps while requests that name it are under way, and then breaks down
    with "Cached ForwardMsg MISS". The client of these tests names everything that it has ever got."""
    with Session(f"{app.url}/checklist?stage=all") as session:
        for _ in range(2):
            session.rerun()
        assert session.screen.known
        assert not session.screen.problems
