"""The time from the start of the server to the first usable page in Chromium.

Run with `python -m tests.bench.start_bench`.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.bench.figures import Figure
from tests.browser.chromium import find_or_install, launch_flags
from tests.browser.conftest import AppServer

EMPTY_APP = Path(__file__).with_name("empty_app.py")
GOAL = 1.5
HEADING = '[data-testid="stHeading"]'
METHOD = (
    "`streamlit run` in a new process until the first heading is visible in a new, empty profile of an "
    "already running Chromium, which asks for the page as soon as the server answers; Python's compiled "
    "files are there"
)
BASELINE = 'an app that only says `st.title("x")`, started and opened in the same way with the same settings'

# The moment at which the first heading has a place on the page, in seconds since 1970.
_SEEN = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(`SELECTOR`)?.getClientRects().length) return;
  document.documentElement.dataset.benchSeen = (performance.timeOrigin + performance.now()) / 1000;
  observer.disconnect();
}).observe(document, {subtree: true, childList: true, attributes: true});
""".replace("SELECTOR", HEADING)


def measure(rounds: int = 9) -> tuple[Figure, Figure]:
    """Start in turns: the app on a database that is there, on none, and the empty app."""
    program = find_or_install()
    times: dict[str, list[float]] = {"kept": [], "new": [], "bare": []}
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=program, args=launch_flags())
        kept = folder / "kept.sqlite3"
        _started(browser, folder, kept)  # fills the database, and compiles what is not compiled yet
        _started(browser, folder, kept, str(EMPTY_APP))
        orders = itertools.cycle(itertools.permutations(times))
        for number, order in zip(range(rounds), orders, strict=False):
            for side in order:
                database = folder / f"new-{number}.sqlite3" if side == "new" else kept
                script = str(EMPTY_APP) if side == "bare" else "app.py"
                times[side].append(_started(browser, folder, database, script))
        browser.close()
    return tuple(  # type: ignore[return-value]  # two, as there are two names
        Figure(f"Start to first usable page, {words}", GOAL, METHOD, BASELINE, tuple(times[side]), bare)
        for bare in [tuple(times["bare"])]
        for side, words in (("kept", "existing database"), ("new", "no database yet"))
    )


def _started(browser: Browser, folder: Path, database: Path, script: str = "app.py") -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.add_init_script(_SEEN)
    page = context.new_page()
    page.set_default_timeout(60_000)
    start = time.time()
    with AppServer(f"sqlite:///{database}", folder / "log.txt", script) as server:
        server.start()
        page.goto(server.url, wait_until="commit")
        page.wait_for_selector("html[data-bench-seen]", state="attached")
        seen: float = page.evaluate("Number(document.documentElement.dataset.benchSeen)")
        context.close()
    return seen - start


if __name__ == "__main__":
    for figure in measure():
        print(figure)
