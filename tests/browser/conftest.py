"""Real Chromium against a really running dashboard.

A test asks for `server` (a factory: each call starts the app on a database) and for `page` or `new_page`. It
fails at its end on anything that went wrong in the browser. A failed test's report carries the servers' logs,
and its screenshots are in `test-results/`.

Clicking in Streamlit: the input inside a checkbox, radio or toggle is invisible, so `check()` on its role
times out. Click its label, as `toggle` does, or focus it and press Space.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from clf_store import Store
from tests.browser.chromium import find_or_install, launch_flags

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "test-results"
START_SECONDS = 60
STOP_SECONDS = 10
LOG_CHARACTERS = 6000
WAIT_MILLISECONDS = 60_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """A message in the browser's console, with its address in brackets, that is no failure, and why."""

    pattern: str
    reason: str


ALLOWED_CONSOLE = (
    Allowed(
        r"^Failed to load resource: .* 404 .*\(http://[^/]+/[a-z_-]+/_stcore/(health|host-config)\)$",
        "at a page's own address, Streamlit's client first asks whether the app lives below it",
    ),
)
WHILE_AWAY = (
    Allowed(r"net::ERR_|WebSocket connection to ", "the browser looks for a server that is not there"),
    Allowed(r"^Failed to load resource", "so is what the page asks for then"),
    Allowed(r"^Cannot send rerun backMessage when disconnected", "it looked at the room meanwhile"),
    Allowed(
        r"^(Client Error in reaching server endpoint|Streamlit server is not responding)",
        "Streamlit's client says so too",
    ),
)


class ServerError(RuntimeError):
    """The app did not start; the message carries its log."""

    def __init__(self, what: str, log: str) -> None:
        super().__init__(f"The app {what}. Its log:\n{log or '(empty)'}")


@dataclass(slots=True)
class AppServer:
    """The app in a process of its own, as `streamlit run app.py` starts it.

    Args:
        database_url: where it keeps its data, given as `CLF_DATABASE_URL`.
        log: file that receives what it prints.
        script: what it serves, relative to the project's folder or absolute.
        environment: variables on top of this process's.
    """

    database_url: str
    log: Path
    script: str = "app.py"
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start on a free port, the same one again after `kill`, and wait until it answers.

        Raises `ServerError` when it ends early or says nothing within a minute.
        """
        self.port = self.port or _free_port()
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(self.port),
            "server.headless": "true",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", self.script]
                + [f"--{name}={value}" for name, value in options.items()],
                cwd=ROOT,
                env={**os.environ, **self.environment, "CLF_DATABASE_URL": self.database_url},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait(self.process)

    def stop(self) -> None:
        """End it politely, then firmly."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def kill(self) -> None:
        """End it at once (SIGKILL), as a crash would. `start` brings it back on the same data."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def log_tail(self) -> str:
        """The end of what it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-LOG_CHARACTERS:]

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise ServerError(f"ended with status {process.returncode} while starting", self.log_tail())
            if _answers(f"{self.url}/_stcore/health"):
                return
            time.sleep(0.05)
        self.kill()
        raise ServerError(f"did not answer within {START_SECONDS} seconds", self.log_tail())


class StartServer(Protocol):
    """What `server` gives: starts the app on a new database, or on the one that `database_url` names."""

    def __call__(
        self, *, database_url: str | None = None, environment: Mapping[str, str] | None = None
    ) -> AppServer: ...


class NewPage(Protocol):
    """What `new_page` gives: a page that shares nothing with others, as a person on another device has."""

    def __call__(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        touch: bool = False,
        allowed: Sequence[Allowed] = (),
    ) -> Page: ...


@dataclass  # without slots: Playwright keeps a note on the owner of a handler
class Watched:
    """A page, what may go wrong in it, and what went wrong."""

    page: Page
    allowed: Sequence[Allowed] = ALLOWED_CONSOLE
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_page_error)

    def _on_console(self, message: ConsoleMessage) -> None:
        text = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not any(re.search(one.pattern, text) for one in self.allowed):
            self.problems.append(f"console error: {text}")

    def _on_page_error(self, error: PlaywrightError) -> None:
        self.problems.append(f"uncaught error: {error.message}")


_servers = pytest.StashKey[list[AppServer]]()
_pages = pytest.StashKey[list[Watched]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, so that `-m "not browser"` leaves it out.

    What fails here is tried up to twice more, and the summary names it either way: a busy machine can hold a
    browser up for longer than a test waits. Nothing outside this folder is tried again.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the servers' logs to a failed test's report, and keep what its pages showed."""
    report = yield
    if report.failed:
        started: list[AppServer] = item.config.stash.get(_servers, [])
        for server in started:
            if server.process:
                report.sections.append((f"log of {server.url}", server.log_tail()))
        opened: list[Watched] = item.stash.get(_pages, [])
        for number, watched in enumerate(opened):
            picture = RESULTS / f"{re.sub(r'[^A-Za-z0-9]+', '-', item.nodeid)}-{number}.png"
            if _took_screenshot(watched.page, picture):
                report.sections.append(("screenshot", str(picture.relative_to(ROOT))))
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The browser's driver. `expect` is as patient as clicks are: a cold server loads for a while."""
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program, looked for before the driver starts: the search may start one of its own."""
    return find_or_install()


@pytest.fixture(scope="session")
def browser(chromium: Path, playwright: Playwright) -> Iterator[Browser]:
    """Headless Chromium, one for the whole run."""
    launched = playwright.chromium.launch(executable_path=chromium, args=launch_flags())
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts the app, each time in a process of its own.

    Each is stopped at the end of its `with` block (`with server() as app:`), or else at the end of the run.
    """
    started = request.config.stash.setdefault(_servers, [])

    def start(*, database_url: str | None = None, environment: Mapping[str, str] | None = None) -> AppServer:
        folder = tmp_path_factory.mktemp("app")
        running = AppServer(
            database_url=database_url or f"sqlite:///{folder / 'clf.sqlite3'}",
            log=folder / "log.txt",
            environment=environment or {},
        )
        started.append(running)
        running.start()
        return running

    yield start
    for running in started:
        running.stop()
    started.clear()


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of the module's own; each of its tests takes an assessment, or indicators, of its own."""
    return f"sqlite:///{tmp_path_factory.mktemp('module') / 'clf.sqlite3'}"


@pytest.fixture(scope="module")
def store(database_url: str) -> Iterator[Store]:
    """What the app writes into that database, read behind its back."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(server: StartServer, database_url: str, store: Store) -> Iterator[AppServer]:
    """One server on that database for the module."""
    with server(database_url=database_url) as running:
        yield running


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NewPage]:
    """Opens pages that share nothing; the test fails at its end on errors in any of them."""
    opened = request.node.stash.setdefault(_pages, [])

    def open_page(
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        touch: bool = False,
        allowed: Sequence[Allowed] = (),
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        watched = Watched(context.new_page(), (*ALLOWED_CONSOLE, *allowed))
        opened.append(watched)
        return watched.page

    yield open_page
    problems = [problem for watched in opened for problem in watched.problems]
    for watched in opened:
        watched.page.context.close()
    assert not problems, "in the browser:\n" + "\n".join(problems)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of 1280 × 800 in the light theme."""
    return new_page()


@pytest.fixture
def toggle() -> Callable[[Page, str], None]:
    """Switch a checkbox, radio or toggle by its widget key, with the mouse."""

    def click(page: Page, key: str) -> None:
        page.locator(f".st-key-{key} label").first.click()

    return click


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _took_screenshot(page: Page, file: Path) -> bool:
    """Whether a picture could be taken: a page that crashed or was closed has none."""
    if page.is_closed():
        return False
    try:
        page.screenshot(path=file, full_page=True)
    except PlaywrightError:
        return False
    return True
