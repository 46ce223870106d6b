"""A Chromium for the browser tests: one that is here, or one installed now; never none.

`python -m tests.browser.chromium` does it ahead of the tests, so that no test pays for an installation.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "CLF_CHROMIUM"
# The shell has no windows of its own to draw beside the page, so it leaves the tests more of the machine.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core")
_FLAGS = (
    "--disable-gpu",
    "--font-render-hinting=none",  # else text in the shell is wider than in a window
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_INSTALLATION_SECONDS = 600

_PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoChromiumError(RuntimeError):
    """No Chromium was found and none could be installed."""

    def __init__(self, tried: list[str]) -> None:
        attempts = "\n".join(f"  - {attempt}" for attempt in tried)
        super().__init__(
            f"The browser tests need Chromium, and there is none:\n{attempts}\n"
            f"Install Chromium or Chrome (Debian: apt-get install {' '.join(DEBIAN_PACKAGES)}), "
            f"or set {VARIABLE} to the path of its program, then run the tests again."
        )


def find_or_install() -> Path:
    """The program of a Chromium that starts.

    Looked for in this order: the one that `CLF_CHROMIUM` names, one on the path, Playwright's own. Then
    installed: Debian's package when run as root on Debian, else the one that Playwright downloads.

    Raises `NoChromiumError` with what was tried and what to do.
    """
    tried: list[str] = []
    named = os.environ.get(VARIABLE)
    if named:
        if _starts(named):
            return Path(named)
        raise NoChromiumError([f"{VARIABLE} names {named}, which does not start"])
    for found in _here():
        if _starts(found):
            return Path(found)
        tried.append(f"{found} does not start")
    if not tried:
        tried.append(f"no {', '.join(NAMES)} on the path")
    return _installed(tried)


def launch_flags() -> list[str]:
    """Flags for a headless browser that talks to the server under test and to nobody else.

    Chromium's sandbox refuses to work for root, and for root alone it is switched off.
    """
    return [*(("--no-sandbox",) if _is_root() else ()), *_FLAGS]


def _here() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    own = _playwrights_own()
    if own:
        yield own


def _installed(tried: list[str]) -> Path:
    if _is_root() and _is_debian():
        error = _run("apt-get", "update") or _run("apt-get", "install", "-y", *DEBIAN_PACKAGES)
        found = shutil.which(DEBIAN_PACKAGES[0])
        if found and _starts(found):
            return Path(found)
        tried.append(f"apt-get install {' '.join(DEBIAN_PACKAGES)}: {error or 'it does not start'}")
    with_libraries = ("--with-deps",) if _is_root() and shutil.which("apt-get") else ()
    error = _run(sys.executable, "-m", "playwright", "install", *with_libraries, "chromium")
    found = _playwrights_own()
    if found and _starts(found):
        return Path(found)
    tried.append(f"playwright install chromium: {error or 'it does not start'}")
    raise NoChromiumError(tried)


def _playwrights_own() -> str | None:
    """Playwright's download, if any. Asked in a process of its own: one process runs one Playwright only."""
    asked = subprocess.run(
        [sys.executable, "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False, timeout=60
    )
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and Path(path).is_file() else None


def _starts(program: str) -> bool:
    """Whether the program says its version. Some systems have a hint about a package in Chromium's place."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _run(*command: str) -> str:
    """Run an installation; empty when it worked, else its last words."""
    print("Installing a browser for the tests:", " ".join(command), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_INSTALLATION_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else " / ".join(done.stdout.strip().splitlines()[-3:])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian() -> bool:
    """Debian itself: Ubuntu's package of this name only points to another way of installing."""
    release = Path("/etc/os-release")
    return release.is_file() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def main() -> int:
    """Find or install a Chromium and say which; exit status 1 with the reason when there is none."""
    try:
        print(f"Browser for the tests: {find_or_install()}")
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
