"""Layout: nothing runs off the screen, targets are large enough, long names and notes do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from clf_model import Action, ActionStatus, Assessment, Evidence, Judgement, Record, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, NewPage, StartServer
from tests.browser.places import PLACES, settled, visit
from tests.browser.room import lively

SIZES = {"wide": (1280, 800), "phone": (390, 844)}
LONG_NAME = "Strathwhinnie and District " * 7 + "Care Home"
UNBROKEN = "Supercalifragilisticexpialidocious" * 5
LONG_NOTE = ("The seniors went through every supervision note since March together. " * 30)[:2000]


@pytest.fixture(scope="module")
def app(server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The dashboard opened on an own assessment with everything long in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('long') / 'clf.sqlite3'}"
    framework = load_framework(ROOT / "framework.yaml")
    notes = (Evidence(LONG_NOTE, source=UNBROKEN), Evidence(UNBROKEN))
    assessment = Assessment(
        framework.id,
        LONG_NAME,
        date(2026, 11, 1),
        unit="Day team",
        records={
            "5.1.O1": Record(Judgement.MET, evidence=notes),
            "5.1.O2": Record(Judgement.NOT_APPLICABLE, reason=LONG_NOTE),
            "5.1.O3": Record(Judgement.MET, equivalent=True, reason=UNBROKEN),
        },
        actions={
            "long": Action(
                "long",
                LONG_NAME,
                covers=("5.1.O4", "1.1.O1"),
                requires=("unbroken",),
                owner=LONG_NAME[:200],
                due=date(2020, 1, 31),
                measure=LONG_NOTE,
            ),
            "unbroken": Action("unbroken", UNBROKEN, owner=UNBROKEN, measure=UNBROKEN),
            "done": Action("done", UNBROKEN, covers=("5.1.O4",), status=ActionStatus.DONE),
            "no": Action("no", LONG_NAME, status=ActionStatus.NOT_DOING, reason=UNBROKEN),
        },
    )
    store = Store.open(url)
    store.add(assessment, framework, who="a test", at=datetime(2026, 11, 1, tzinfo=UTC))
    store.close()
    with server(database_url=url) as running:
        yield running


OVERFLOW = """() => {
  const wide = window.innerWidth + 1;
  const seen = e => { const s = getComputedStyle(e);
      return s.visibility !== 'hidden' && s.display !== 'none'; };
  const scrolls = e => { for (let p = e.parentElement; p; p = p.parentElement) {
      if (p.matches('.stMain')) return false;
      const s = getComputedStyle(p);
      if (['auto', 'scroll', 'hidden', 'clip'].includes(s.overflowX)) return true; } return false; };
  const main = document.querySelector('.stMain');
  const out = [...main.querySelectorAll('*')].filter(e => seen(e) && e.getBoundingClientRect().width > 0
      && e.getBoundingClientRect().right > wide && !scrolls(e));
  return { main: main.scrollWidth - main.clientWidth,
      out: out.slice(0, 5).map(e => e.outerHTML.slice(0, 160)) };
}"""


CLEAN = {"main": 0, "out": []}
BELOW = "() => { const m = document.querySelector('.stMain'); return m.scrollHeight - m.clientHeight; }"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_runs_off_the_screen_on_any_page(size: str, app: AppServer, new_page: NewPage) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    found = {}
    for name in PLACES:
        visit(page, app.url, name)
        found[name] = page.evaluate(OVERFLOW)
    assert found == dict.fromkeys(PLACES, CLEAN)


@pytest.mark.parametrize("size", SIZES)
def test_no_lever_of_what_if_runs_off_the_screen(size: str, app: AppServer, new_page: NewPage) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    visit(page, app.url, "what-if")
    page.get_by_role("tab", name="Target").click()
    page.get_by_role("radio", name="Exemplary").click()
    page.get_by_role("heading", name="The plan, in order").wait_for()
    settled(page)
    assert page.evaluate(OVERFLOW) == CLEAN
    page.get_by_role("tab", name="Budget").click()
    for panel in ("Priorities", "The curve as a table", "Efforts and actions"):
        page.locator("summary", has_text=panel).click()
        settled(page)
    assert page.evaluate(OVERFLOW) == CLEAN


def _overflow_at_rest(page: Page) -> object:
    """What runs off a page that has just become narrower: its charts are drawn anew a moment later."""
    for _ in range(20):
        found = page.evaluate(OVERFLOW)
        if found == CLEAN:
            break
        page.wait_for_timeout(250)
    return found


@pytest.mark.timeout(300)
def test_a_workshop_fits_every_screen_in_every_state(app: AppServer, new_page: NewPage) -> None:
    found = {}
    for state, pages in lively(app.url, app.database_url, new_page):
        for screen, page in pages.items():
            found[state, screen] = page.evaluate(OVERFLOW)
        if "wall" in pages:  # there is nobody to scroll it
            found[state, "below"] = {"main": pages["wall"].evaluate(BELOW), "out": []}
        if "lead" in pages:
            pages["lead"].set_viewport_size({"width": 390, "height": 844})
            settled(pages["lead"])
            found[state, "lead on a phone"] = _overflow_at_rest(pages["lead"])
            pages["lead"].set_viewport_size({"width": 1280, "height": 800})
    assert {place: off for place, off in found.items() if off != CLEAN} == {}


@pytest.mark.parametrize("size", SIZES)
def test_what_is_pressed_is_at_least_24_pixels_in_both_directions(
    size: str, app: AppServer, new_page: NewPage
) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    visit(page, app.url, "checklist")
    boxes = [button.bounding_box() for button in page.get_by_role("radio").all()]
    assert len(boxes) > 40
    assert min(box["height"] for box in boxes if box) >= 24
    assert min(box["width"] for box in boxes if box) >= 24


def test_the_first_screen_of_the_overview_shows_all_capabilities(app: AppServer, page: Page) -> None:
    visit(page, app.url, "overview")
    bottoms = [card.bounding_box() for card in page.locator("[class*='st-key-card-']").all()]
    assert len(bottoms) == 6
    assert max(box["y"] + box["height"] for box in bottoms if box) <= 800
