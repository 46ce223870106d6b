"""Accessibility in a real browser: axe with WCAG 2.2 AA on every page, focus that shows and stays.

The walk over all pages is the only one with the samples, so it notes titles and requests as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from clf_model import Judgement
from clf_store import Edit, Store
from clf_store.samples import BROUGHT
from tests.browser.conftest import AppServer, NewPage, StartServer
from tests.browser.overflow import BELOW, CLEAN, OVERFLOW, overflow_at_rest
from tests.browser.places import PLACES, becomes, settled, visit
from tests.browser.room import lively
from tests.long import IS_LONG

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = "color-contrast"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(14, 17, 23)"  # the backgrounds of .streamlit/config.toml
CHART = "[data-testid=stVegaLiteChart]"
CHARTED = [name for name, (_, drawn) in PLACES.items() if drawn.startswith(CHART)]
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


def violations(page: Page, *, dark_too: bool = IS_LONG) -> dict[str, list[str]]:
    """Rules broken on the page as it stands, each with the elements that break it.

    `dark_too`: a page in the light theme is shown in the dark one as well, as it is when the system changes
    over; all pages are, and in the long form every state. Charts
    keep their own background until they are drawn again, so only a page that began in the dark shows dark
    ones: every page with a chart does once, and what is behind a choice there; all else has been looked at
    in the light. A workshop's one chart is the radar of the Profile.
    """
    began_dark = _background(page) == DARK
    broken = _broken(page, [CONTRAST] if began_dark else TAGS)
    if dark_too and not began_dark:
        assert _background(page) == LIGHT
        page.emulate_media(color_scheme="dark")
        becomes(page, lambda: _background(page), DARK)
        dark = _broken(page, [CONTRAST], {"exclude": [[CHART]]})
        broken |= {f"{rule}, dark": nodes for rule, nodes in dark.items()}
        page.emulate_media(color_scheme="light")
        becomes(page, lambda: _background(page), LIGHT)
    return broken


def _broken(page: Page, rules: list[str], context: dict[str, object] | None = None) -> dict[str, list[str]]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}  # all the rest costs half of the time
    found = Axe().run(page, context, options).response["violations"]
    return {one["id"]: [node["html"][:300] for node in one["nodes"]] for one in found}


def _background(page: Page) -> str:
    return str(page.locator("[data-testid=stApp]").evaluate("e => getComputedStyle(e).backgroundColor"))


@pytest.fixture(scope="module")
def known(bare: AppServer, browser: Browser) -> set[str]:
    """What a bare Streamlit page breaks already."""
    page = browser.new_page()
    page.goto(bare.url)
    page.get_by_role("heading", name="Bare").wait_for()
    page.locator("[data-testid=stVegaLiteChart] svg").wait_for()
    settled(page)
    broken = set(violations(page, dark_too=True))
    page.close()
    # Colours are ours to choose, so contrast has to hold everywhere.
    return {rule for rule in broken if not rule.startswith(CONTRAST)}


def worse(page: Page, known: set[str], *, dark_too: bool = IS_LONG) -> dict[str, list[str]]:
    """Rules that this page breaks at rest and a bare one keeps."""
    found = violations(page, dark_too=dark_too)
    if found.keys() - known:  # what the server draws anew fades meanwhile; what is broken stays so
        settled(page)
        found = violations(page, dark_too=dark_too)
    return {rule: nodes for rule, nodes in found.items() if rule not in known}


def assert_no_worse(page: Page, known: set[str]) -> None:
    assert not worse(page, known), page.url


@dataclass(slots=True)
class Seen:
    """What a walk over all pages found: by page, rules broken, titles on screen, title of the tab."""

    broken: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)
    tabs: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Every host that any page made the browser ask."""


@pytest.fixture(scope="module")
def seen(app: AppServer, known: set[str], browser: Browser) -> Seen:
    """All pages once, in the light theme."""
    walk = Seen()
    with browser.new_page(locale="en-GB", reduced_motion="reduce") as page:
        page.on("request", lambda request: walk.asked.add(urlsplit(request.url).hostname or ""))
        for name in PLACES:
            visit(page, app.url, name)
            walk.titles[name] = page.locator("h1").all_inner_texts()
            walk.tabs[name] = page.title()
            walk.broken[name] = worse(page, known, dark_too=True)
    return walk


@pytest.mark.timeout(300)
def test_no_page_breaks_a_rule_that_streamlit_keeps(seen: Seen) -> None:
    assert seen.broken == {name: {} for name in PLACES}


def test_no_page_asks_another_machine_for_anything(seen: Seen) -> None:
    assert "127.0.0.1" in seen.asked
    assert seen.asked <= {"127.0.0.1", ""}


def test_every_page_has_one_title_on_screen_and_one_in_the_tab(seen: Seen) -> None:
    named = {name: title for name, (title,) in seen.titles.items()}
    assert len(set(named.values())) == 16, named
    assert {name: tab.partition(" · ")[0] for name, tab in seen.tabs.items()} == named
    about = {"services", "join", "projector", "framework", "survey"}
    services = {tab.partition(" · ")[2] for name, tab in seen.tabs.items() if name not in about}
    assert len(services) == 1
    assert services.pop().startswith("Rowanbank Care Home")


def test_no_chart_is_hard_to_read_in_the_dark(app: AppServer, known: set[str], new_page: NewPage) -> None:
    page = new_page(dark=True)
    found = {}
    for name in CHARTED:
        visit(page, app.url, name)
        found[name] = worse(page, known)
    assert len(found) >= 4
    assert found == {name: {} for name in CHARTED}


@pytest.mark.endurance
def test_what_opens_on_a_page_breaks_no_rule_either(
    app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page()
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
    visit(page, app.url, "say-do-gap")
    page.get_by_role("tab", name="Import answers").click()
    settled(page)
    assert_no_worse(page, known)


@pytest.mark.endurance
def test_a_survey_breaks_no_rule_either_where_it_is_opened_and_where_it_is_answered(
    app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page()
    visit(page, app.url, "say-do-gap")
    page.get_by_role("tab", name="Worker survey").click()
    page.get_by_role("button", name="Open a survey").click()
    page.get_by_role("dialog").get_by_label("Title").wait_for()
    assert_no_worse(page, known)
    page.get_by_role("button", name="Open it").click()
    link = page.locator("code").first.inner_text()
    settled(page)
    assert_no_worse(page, known)
    phone = new_page(width=390, height=844)
    phone.goto(link)
    phone.get_by_role("button", name="Begin").wait_for()
    settled(phone)
    assert_no_worse(phone, known)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_role("button", name="Agree", exact=True).click()
    phone.get_by_text("1 of 68 answered").wait_for()
    settled(phone)
    phone.get_by_role("button", name="Back").click()
    phone.get_by_role("button", name="Next").wait_for()
    settled(phone)
    assert_no_worse(phone, known)


@pytest.mark.endurance
@pytest.mark.timeout(300)
def test_a_workshop_fits_every_screen_and_breaks_no_rule_in_any_state(
    app: AppServer, known: set[str], new_page: NewPage
) -> None:
    """Layout as well: the whole room is brought through its states once."""
    broken, off = {}, {}
    for state, pages in lively(app.url, app.database_url, new_page):
        for screen, page in pages.items():
            off[state, screen] = page.evaluate(OVERFLOW)
            broken[state, screen] = worse(page, known)
        if "wall" in pages:  # there is nobody to scroll it
            off[state, "below"] = {"main": pages["wall"].evaluate(BELOW), "out": []}
        if "lead" in pages:
            pages["lead"].set_viewport_size({"width": 390, "height": 844})
            settled(pages["lead"])
            off[state, "lead on a phone"] = overflow_at_rest(pages["lead"])
            pages["lead"].set_viewport_size({"width": 1280, "height": 800})
    assert len(broken) == 20
    assert {place: rules for place, rules in broken.items() if rules} == {}
    assert len(off) == 33
    assert {place: what for place, what in off.items() if what != CLEAN} == {}


@pytest.mark.endurance
def test_the_dialogs_on_actions_break_no_rule_either(
    app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page()
    dialog = page.get_by_role("dialog")
    for button, sign in (
        ("New action", "What will be done?"),
        ("From what holds you back", "Write the action"),
        ("From a scenario", "Open What-if"),
        ("Not doing", "Why is it not done?"),
        ("Judge 1 indicator", "What shows it?"),
    ):
        visit(page, app.url, "action-plan")
        page.get_by_role("button", name=button, exact=True).first.click()
        dialog.get_by_label(sign).or_(dialog.get_by_text(sign)).first.wait_for()
        settled(page)
        assert_no_worse(page, known)


@pytest.mark.timeout(300)
@pytest.mark.endurance
@pytest.mark.parametrize("dark", [False, True] if IS_LONG else [False])
def test_charts_and_tables_behind_a_choice_break_no_rule_either(
    dark: bool, app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page(dark=dark)
    visit(page, app.url, "profile")
    page.get_by_role("radio", name="Steps").click()
    settled(page)
    assert_no_worse(page, known)
    visit(page, app.url, "what-if")
    page.get_by_role("tab", name="Target").click()
    page.get_by_role("radio", name="Accomplished").click()
    page.get_by_role("heading", name="The plan, in order").wait_for()
    settled(page)
    assert_no_worse(page, known)
    page.get_by_role("tab", name="Budget").click()
    for panel in ("Priorities", "The curve as a table", "Efforts and actions"):
        page.locator("summary", has_text=panel).click()
        settled(page)
    assert_no_worse(page, known)
    page.get_by_role("button", name="Link").click()
    page.get_by_text("Whoever can open the dashboard").wait_for()
    settled(page)
    assert_no_worse(page, known)


@pytest.mark.endurance
@pytest.mark.timeout(300)
def test_what_is_there_only_sometimes_breaks_no_rule_either(
    app: AppServer, known: set[str], new_page: NewPage
) -> None:
    page = new_page()
    visit(page, app.url, "checklist")
    judged = page.get_by_role("radiogroup", name="5.3.O2")
    judged.get_by_role("radio", name="N/A").click()
    page.get_by_label("Why does it not apply?").wait_for()
    assert_no_worse(page, known)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Why does it not apply?")).to_have_count(0)
    settled(page)

    # Somebody else judges it meanwhile: the warning and the choice.
    store = Store.open(app.database_url)
    infos = store.assessments("clf")
    shown = next(i for i in infos if f"assessment={i.id}" in page.url)
    before = store.load(shown.id).assessment.record("5.3.O2")
    theirs = Judgement.PARTLY if before.judgement is Judgement.NOT_MET else Judgement.NOT_MET
    edit = Edit(before, before.judged(theirs))
    store.change(shown.id, {"5.3.O2": edit}, who="someone else", at=datetime.now(UTC))
    taken = "Met" if before.judgement is not Judgement.MET else "Partly"
    judged.get_by_role("radio", name=taken, exact=True).click()
    page.get_by_text("Someone else judged this").wait_for()
    assert_no_worse(page, known)

    # A final assessment: nothing can be pressed.
    final = next(i for i in infos if i.organisation == "Ardwhin Supported Living")
    if not store.load(final.id).info.final:
        store.finalise(final.id, who="a test", at=datetime.now(UTC))
    store.close()
    page.goto(f"{app.url}/checklist?assessment={final.id}&capability=dignity")
    expect(page.locator(".st-key-marks")).to_contain_text("Final")
    settled(page)
    assert_no_worse(page, known)

    visit(page, app.url, "framework")
    page.get_by_role("tab", name="Check another framework").click()
    settled(page)
    assert_no_worse(page, known)


def test_a_database_without_any_assessment_breaks_no_rule_either(
    server: StartServer, known: set[str], new_page: NewPage, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    store = Store.open(url)
    store.set_setting(BROUGHT, "yes")
    store.close()
    page = new_page()
    with server(database_url=url) as empty:
        page.goto(empty.url)
        page.get_by_role("heading", name="No assessment yet").wait_for()
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
