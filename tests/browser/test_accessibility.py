"""Accessibility in a real browser: axe with WCAG 2.2 AA on every page, focus that shows and stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, NewPage, StartServer
from tests.browser.places import PLACES, settled, visit

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BARE = Path(__file__).parent / "bare_app.py"


@pytest.fixture(scope="module")
def app(server: StartServer) -> Iterator[AppServer]:
    """The dashboard with its samples."""
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A Streamlit page with the same kinds of elements and nothing of ours."""
    folder = tmp_path_factory.mktemp("bare")
    with AppServer("sqlite://", folder / "log.txt", script=str(BARE)) as running:
        running.start()
        yield running


def violations(page: Page) -> dict[str, list[str]]:
    """Rules broken on the page as it stands, each with the elements that break it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return {one["id"]: [node["html"][:300] for node in one["nodes"]] for one in found}


@pytest.fixture(scope="module")
def known(bare: AppServer, browser: object) -> set[str]:
    """What a bare Streamlit page breaks already, in either theme."""
    broken: set[str] = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[attr-defined]
        page = context.new_page()
        page.goto(bare.url)
        page.get_by_role("heading", name="Bare").wait_for()
        page.locator("[data-testid=stVegaLiteChart] svg").wait_for()
        settled(page)
        broken |= set(violations(page))
        context.close()
    # Colours are ours to choose, so contrast has to hold everywhere.
    return broken - {"color-contrast"}


def assert_no_worse(page: Page, known: set[str]) -> None:
    worse = {rule: nodes for rule, nodes in violations(page).items() if rule not in known}
    assert not worse, f"{page.url}: {worse}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PLACES)
def test_a_page_breaks_no_rule_that_streamlit_keeps(
    name: str, dark: bool, app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page(dark=dark)
    visit(page, app.url, name)
    assert_no_worse(page, known)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_on_a_page_breaks_no_rule_either(
    dark: bool, app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page(dark=dark)
    visit(page, app.url, "settings")
    for tab in ("This assessment", "Data", "Log"):
        page.get_by_role("tab", name=tab).click()
        settled(page)
        assert_no_worse(page, known)
    page.get_by_role("button", name="New").click()
    page.get_by_role("dialog").get_by_label("Organisation").wait_for()
    assert_no_worse(page, known)
    page.keyboard.press("Escape")
    visit(page, app.url, "checklist")
    page.locator(".st-key-open-evidence-5-1-O1 button").first.click()
    page.get_by_label("What shows it?").wait_for()
    assert_no_worse(page, known)
    visit(page, app.url, "profile")
    page.get_by_role("radio", name="Steps").click()
    settled(page)
    assert_no_worse(page, known)


OUTLINE = "e => { const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"


def test_focus_shows_and_stays_where_it_was_when_a_judgement_is_saved(app: AppServer, page: Page) -> None:
    visit(page, app.url, "checklist")
    group = page.get_by_role("radiogroup").filter(has=page.locator("button")).locator("visible=true")
    met = page.get_by_role("radiogroup", name="5.4.O1").get_by_role("radio", name="Met")
    partly = page.get_by_role("radiogroup", name="5.4.O1").get_by_role("radio", name="Partly")
    assert group.count() > 10
    met.focus()
    page.keyboard.press("ArrowRight")
    expect(partly).to_be_focused()
    style, width = partly.evaluate(OUTLINE)
    assert style == "solid"
    assert width >= 2
    page.keyboard.press("Space")
    expect(partly).to_be_checked()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    settled(page)
    expect(partly).to_be_focused()


def test_a_link_shows_its_focus(app: AppServer, page: Page) -> None:
    visit(page, app.url, "overview")
    page.get_by_role("link", name="Checklist").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style, width = page.locator(":focus").evaluate(OUTLINE)
    assert style == "solid"
    assert width >= 2
