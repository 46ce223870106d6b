"""Every page's address and a sign that it has been drawn, for tests that visit them all."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT_MILLISECONDS

# Address below the app's own, and a locator that is there once the page is whole.
PLACES = {
    "overview": ("", ".st-key-cards"),
    "services": ("services", ".st-key-heat-map table"),
    "checklist": ("checklist?capability=dignity", ".st-key-result"),
    "evidence": ("evidence", ".st-key-evidence-summary"),
    "profile": ("profile?overlays=evidenced&overlays=possible", "[data-testid=stVegaLiteChart] svg"),
    "say-do-gap": ("say-do-gap?capability=dignity", "[data-testid=stVegaLiteChart] svg"),
    "history": ("history", "[data-testid=stVegaLiteChart] svg"),
    "what-if": ("what-if", "[data-testid=stVegaLiteChart] svg"),
    "action-plan": ("action-plan", ".st-key-plan-downloads"),
    "action-table": ("action-plan?plan=table", "[data-testid=stDataFrame]"),
    "roadmap": ("action-plan?plan=roadmap", "[data-testid=stVegaLiteChart] svg"),
    "facilitate": ("facilitate", ".st-key-open-workshop, [data-testid=stForm]"),
    "join": ("join", ".st-key-join input"),
    "projector": ("projector", ".st-key-projector h2"),
    "report": ("report?layout=one-page", ".st-key-report-pages img"),
    "before-signing": ("report?part=Before+you+sign", "[class*=st-key-finding-]"),
    "framework": ("framework?capability=dignity", "h3"),
    "settings": ("settings", "[data-testid=stTabs] table"),
    "survey": ("survey", ".st-key-survey h2"),
}

# Leaves a mark on the page once it has lost the server and a new one has begun to draw it.
WATCH = """() => {
  const html = document.documentElement, app = document.querySelector('[data-testid=stApp]');
  let lost = false;
  delete html.dataset.drawnAnew;
  const watch = new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === 'CONNECTED';
    lost ||= !connected;
    if (lost && connected && app.dataset.testScriptState === 'running') {
      html.dataset.drawnAnew = 'yes';
      watch.disconnect();
    }
  });
  watch.observe(app, { attributes: true });
}"""


def visit(page: Page, url: str, name: str) -> None:
    """Open a page by its link and wait until it is whole."""
    address, drawn = PLACES[name]
    page.goto(f"{url}/{address}")
    page.locator(drawn).first.wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the server has nothing more to send and every element has been drawn."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


def becomes(page: Page, look: Callable[[], object], expected: object) -> None:
    """Wait until what `look` finds behind the page, in the store say, is what is expected.

    `settled` cannot tell this: just after a click the server may not have begun.
    """
    deadline = time.monotonic() + WAIT_MILLISECONDS / 1000
    while look() != expected and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert look() == expected


def watch_for_return(page: Page) -> None:
    """Before its server goes away: have the page tell when it is back."""
    page.evaluate(WATCH)


def returned(page: Page) -> None:
    """Wait until the page has found the new server by itself and shows what that one says."""
    expect(page.locator("html")).to_have_attribute("data-drawn-anew", "yes")
    settled(page)
