"""The time from a click on a judgement to the new stage in the page, in real Chromium.

Run with `python -m tests.bench.click_bench`.
"""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.checklist_pages import BASELINE, Click, pages
from tests.bench.figures import Figure, alternate
from tests.browser.chromium import find_or_install, launch_flags

STAGE = ".st-key-result h3"
GOAL = 1.3
WARM = 4
PAUSE_MILLISECONDS = 300

# Timed where it happens: from the click's own event to the mutation after which the stage's text is another.
# The result is left on the root element, for the pages' Content Security Policy forbids `wait_for_function`.
_WATCH = """
selector => {
  const root = document.documentElement, text = () => document.querySelector(selector)?.textContent ?? null;
  let before = null, start = 0;
  window.benchArm = () => { before = text(); start = 0; delete root.dataset.benchTaken; };
  window.addEventListener("click", () => { start ||= performance.now(); }, true);
  new MutationObserver(() => {
    if (!start || root.dataset.benchTaken || [null, before].includes(text())) return;
    root.dataset.benchTaken = performance.now() - start;
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}
"""
_TAKEN = "html[data-bench-taken]"
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]:not(:has([data-stale="true"]))'
# What a page is made of, so that the two can be proven alike.
_PARTS = ("stButtonGroup", "stPopover", "stSelectbox", "stButton", "stVegaLiteChart", "stProgress")


def measure(clicks: int = 30) -> Figure:
    """Click turn by turn on both pages, each in a window of its own."""
    program = find_or_install()
    with pages() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=launch_flags())
        app, bare = (_opened(browser, url) for url in served.urls)
        _check_alike(app, bare)
        ours, theirs = alternate(
            clicks,
            lambda turn: _clicked(app, served.click(turn)),
            lambda turn: _clicked(bare, served.click(turn)),
            warm=WARM,
        )
        browser.close()
    return Figure(
        "Click on a judgement → new stage in the page",
        GOAL,
        "real Chromium, from the click's event to the change of the stage's text, timed inside the browser "
        "by a MutationObserver; full Checklist of the first capability (29 indicators), both pages open in "
        "one browser",
        BASELINE,
        ours,
        theirs,
    )


def _opened(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    page.set_default_timeout(60_000)
    page.goto(url)
    page.wait_for_selector(STAGE)
    page.wait_for_selector('[data-testid="stVegaLiteChart"] svg, [data-testid="stVegaLiteChart"] canvas')
    _settle(page)
    page.evaluate(_WATCH, STAGE)
    return page


def _settle(page: Page) -> None:
    page.wait_for_selector(_IDLE, state="attached")
    page.wait_for_timeout(PAUSE_MILLISECONDS)


def _clicked(page: Page, click: Click) -> float:
    """Seconds until the stage changed; the page is at rest before and after."""
    page.bring_to_front()
    judgement = page.get_by_role("radiogroup", name=re.compile(rf"^{re.escape(click.indicator_id)} "))
    segment = judgement.get_by_role("radio", name=click.segment, exact=True)
    segment.scroll_into_view_if_needed()
    segment.hover()
    page.evaluate("benchArm()")
    segment.click()
    page.wait_for_selector(_TAKEN, state="attached")
    taken: float = page.evaluate("Number(document.documentElement.dataset.benchTaken)")
    _settle(page)
    return taken / 1000


def _check_alike(app: Page, bare: Page) -> None:
    counts = [
        {part: page.locator(f'[data-testid="{part}"]').count() for part in _PARTS} for page in (app, bare)
    ]
    if counts[0] != counts[1]:
        raise AssertionError(
            f"The bare page has other parts than the Checklist: {counts[1]} instead of {counts[0]}. "
            "Bring tests/bench/bare_checklist.py up to date."
        )


if __name__ == "__main__":
    print(measure())
