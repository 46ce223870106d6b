"""The pictures of the README and of docs/: every page, wide and on a phone, light and dark.

`make screenshots` starts the app on a new database with the samples and writes docs/images/.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from clf_model import Judgement, load_framework
from clf_store import AssessmentInfo, Store
from tests.browser.chromium import find_or_install, launch_flags
from tests.browser.conftest import ROOT, AppServer
from tests.browser.room import lively

IMAGES = ROOT / "docs" / "images"
SIZES = {"1280": (1280, 800), "390": (390, 844)}
# Each page: its address, and what is there when it has been drawn.
PAGES = {
    "overview": ("?assessment={id}", "h2"),
    "services": ("services?assessment={id}", ".st-key-heat-map table"),
    "checklist": ("checklist?assessment={id}&capability=dignity", "[data-testid=stVegaLiteChart] svg, h2"),
    "evidence": ("evidence?assessment={id}", "[data-testid=stDataFrame]"),
    "profile": (
        "profile?assessment={id}&overlays=evidenced&overlays=possible",
        "[data-testid=stVegaLiteChart] svg",
    ),
    "say-do-gap": ("say-do-gap?assessment={id}", "[data-testid=stVegaLiteChart] svg"),
    "history": ("history?assessment={id}", "[data-testid=stVegaLiteChart] svg"),
    "what-if": (
        "what-if?assessment={id}&scenario={scenario}",
        "[data-testid=stVegaLiteChart] svg",
    ),
    "action-plan": ("action-plan?assessment={id}", ".st-key-plan-downloads"),
    "facilitate": ("facilitate?assessment={id}", "[data-testid=stForm]"),
    "report": ("report?assessment={id}", ".st-key-report-pages img"),
    "framework": ("framework?capability=dignity", "h3"),
    "settings": ("settings?assessment={id}", "table"),
}
# What is shown of a workshop under way: its state, and whose screen.
ROOM = {("joining", "wall"), ("judging", "phone"), ("revealed", "lead"), ("moved", "wall"), ("over", "wall")}


def main() -> None:
    """Write all pictures, a line for each."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'clf.sqlite3'}"
        with AppServer(url, Path(folder) / "log.txt") as app, sync_playwright() as driver:
            app.start()
            browser = driver.chromium.launch(executable_path=find_or_install(), args=launch_flags())
            _open(browser, app.url, "1280", dark=False).get_by_role("heading").first.wait_for()
            info, scenario = _prepare(url)
            for size in SIZES:
                for dark in (False, True):
                    _shoot(browser, app.url, size, dark=dark, id_=info.id, scenario=scenario)
            for dark in (False, True):
                _shoot_room(browser, app.url, url, dark=dark)
            browser.close()


def _prepare(url: str) -> tuple[AssessmentInfo, int]:
    """The latest assessment of the service with the longest history, and a scenario on it."""
    framework = load_framework(ROOT / "framework.yaml")
    store = Store.open(url)
    info = max(
        (i for i in store.assessments(framework.id) if i.organisation.startswith("Rowanbank")),
        key=lambda i: i.assessed_on,
    )
    changes = {"5.3.O1": Judgement.MET, "6.1.O3": Judgement.MET}
    scenario = store.save_scenario(info.id, "Supervision first", changes, at=datetime.now(UTC))
    store.close()
    return info, scenario


def _open(browser: Browser, address: str, size: str, *, dark: bool) -> Page:
    page = _new_page(browser, *SIZES[size], dark=dark)
    page.goto(address)
    return page


def _new_page(browser: Browser, width: int, height: int, *, dark: bool) -> Page:
    phone = (width, height) == SIZES["390"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        reduced_motion="reduce",
        is_mobile=phone,
        has_touch=phone,
    )
    return context.new_page()


def _shoot(browser: Browser, url: str, size: str, *, dark: bool, id_: int, scenario: int) -> None:
    for name, (address, drawn) in PAGES.items():
        page = _open(browser, f"{url}/{address.format(id=id_, scenario=scenario)}", size, dark=dark)
        page.locator(drawn).first.wait_for(timeout=60_000)
        page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=60_000)
        page.wait_for_timeout(700)  # fonts and the last animation frame
        file = IMAGES / f"{name}-{size}-{'dark' if dark else 'light'}.png"
        page.screenshot(path=file)
        page.context.close()
        print(file.relative_to(ROOT))


def _shoot_room(browser: Browser, url: str, database_url: str, *, dark: bool) -> None:
    """A workshop under way: its facilitator's screen, the wall and a phone."""

    def open_page(*, width: int = 1280, height: int = 800) -> Page:
        return _new_page(browser, width, height, dark=dark)

    for state, pages in lively(url, database_url, open_page):
        for screen, page in pages.items():
            if (state, screen) in ROOM:
                page.wait_for_timeout(700)
                file = IMAGES / f"workshop-{state}-{screen}-{'dark' if dark else 'light'}.png"
                page.screenshot(path=file)
                print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
