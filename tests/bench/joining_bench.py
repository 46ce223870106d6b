"""A room that joins all at once, beside a bare page that as many open at once.

It is measured by `python -m tests.bench --only room`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

from clf_model import load_framework
from tests.bench.figures import Figure, alternate
from tests.bench.room import CAPABILITIES
from tests.browser.conftest import ROOT, AppServer
from tests.server.client import Session
from tests.server.lead import Lead

BARE_SCRIPT = Path(__file__).with_name("bare_room.py")
PHONES = 100
GOAL = 2.5


def measure(rounds: int = 5, phones: int = PHONES) -> Figure:
    """Join turn by turn on both servers, each round with new seats."""
    framework = load_framework(ROOT / "framework.yaml")
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'clf.sqlite3'}"
        with (
            AppServer(url, folder / "app.log") as app,
            AppServer(url, folder / "bare.log", str(BARE_SCRIPT)) as bare,
        ):
            app.start()
            bare.start()
            lead = Lead(app, framework, CAPABILITIES)
            link = lead.open()
            ours, theirs = alternate(
                rounds,
                lambda _: _all_in([link] * phones, "You are in"),
                lambda _: _all_in([bare.url] * phones, "One question"),
                warm=1,
            )
            lead.session.close()
    return Figure(
        f"{phones} participants joining at once",
        GOAL,
        f"{phones} new phones open the link of a workshop at the same moment, each with a seat of its own; "
        "seconds until the last one is told that it is in; a WebSocket client sends what a browser sends",
        "`tests/bench/bare_room.py`, a script with a title, a text and four buttons in a fragment, opened by "
        "as many at the same moment; same `.streamlit/config.toml`, a server of its own",
        ours,
        theirs,
    )


def _all_in(addresses: Sequence[str], wanted: str) -> float:
    """Seconds until everybody has the page with this on it."""
    together = Barrier(len(addresses))

    def enter(address: str) -> tuple[float, float, Session]:
        together.wait()
        start = time.perf_counter()
        session = Session(address, cookie=f"clf_seat={secrets.token_urlsafe(16)}")
        return start, time.perf_counter(), session

    with ThreadPoolExecutor(len(addresses)) as pool, ExitStack() as stack:
        entered = list(pool.map(enter, addresses))
        for _, _, session in entered:
            stack.enter_context(session)
            if not any(text.startswith(wanted) for text in session.screen.texts):
                raise AssertionError(f"not in: {session.screen.texts}")
    return max(end for _, end, _ in entered) - min(start for start, _, _ in entered)
