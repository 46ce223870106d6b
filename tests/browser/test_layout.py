"""Layout: nothing runs off the screen, targets are large enough, long names and notes do no harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from clf_model import Action, ActionStatus, Assessment, Evidence, Judgement, Record, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, NewPage, StartServer
from tests.browser.overflow import CLEAN, OVERFLOW, WHOLE, WIDER_FONT, overflow_at_rest, texts_at_rest
from tests.browser.places import PLACES, becomes, settled, visit
from tests.long import IS_LONG

SIZES = {"wide": (1280, 800), "phone": (390, 844)}
LONG_NAME = "Strathwhinnie and District " * 7 + "Care Home"
UNBROKEN = "Supercalifragilisticexpialidocious" * 5
WIDTHS = ((320, 256), (390, 844), (768, 1024), (1024, 768), (1280, 800), (1366, 768), (1920, 1080))
ALL_FONTS = (("", WIDTHS), (WIDER_FONT, WIDTHS[::2]))
SOME_FONTS = (("", WIDTHS[:3:2]), (WIDER_FONT, WIDTHS[1:5:3]))  # of each width that is laid out anew, one
LONGEST = 2  # the id of the assessment with names as long as they may be
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
    longest = replace(
        assessment,
        organisation=(UNBROKEN * 2)[:200],
        unit=("Strathwhinnie and District " * 8)[:200].strip(),
        title=(UNBROKEN * 2)[:200],
        assessed_on=date(2026, 5, 5),
    )
    assert store.add(longest, framework, who="a test", at=datetime(2026, 10, 1, tzinfo=UTC)) == LONGEST
    store.close()
    with server(database_url=url) as running:
        yield running


@pytest.mark.endurance
@pytest.mark.timeout(600)
def test_no_page_runs_off_the_screen_cuts_a_text_or_lays_one_on_another(app: AppServer, page: Page) -> None:
    """With names and notes as long as they may be, at every width, enlarged four times, in a wider font."""
    found = {}
    for name, (address, drawn) in PLACES.items():
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{app.url}/{address}{'&' if '?' in address else '?'}assessment={LONGEST}")
        page.locator(drawn).first.wait_for()
        settled(page)
        for font, widths in ALL_FONTS if IS_LONG else SOME_FONTS:
            if font:
                page.add_style_tag(content=font)
            for width, height in widths:
                page.set_viewport_size({"width": width, "height": height})
                found[name, width, bool(font)] = overflow_at_rest(page), texts_at_rest(page)
    assert {place: what for place, what in found.items() if what != (CLEAN, WHOLE)} == {}


@pytest.mark.parametrize("name", ["overview", "checklist", "framework"])
def test_enlarged_four_times_what_stays_at_the_top_leaves_the_page_its_room(
    name: str, app: AppServer, new_page: NewPage
) -> None:
    page = new_page(width=320, height=256)
    visit(page, app.url, name)
    page.locator(".stMain").evaluate("e => e.scrollTo(0, e.scrollHeight / 2)")
    line = page.locator(".st-key-context-line").bounding_box()
    assert line is not None
    assert line["y"] + line["height"] <= 256 / 5


def test_every_page_is_one_click_away_and_the_one_in_view_is_marked(
    app: AppServer, new_page: NewPage
) -> None:
    page = new_page()
    visit(page, app.url, "overview")
    menu = page.locator(".st-key-menu").get_by_role("link")
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".stMain").evaluate("e => e.scrollTo(0, 0)")
        for link in menu.all():
            link.click(trial=True)
    words = [text.partition("\n")[0] for text in menu.all_inner_texts()]
    assert len(words) == 13
    for word in words[::-1]:
        menu.filter(has_text=word).click()
        expect(page.get_by_role("link", name=f"{word} (page in view)")).to_be_visible()
        assert page.get_by_text("(page in view)").count() == 1


def test_escape_keeps_the_assessment_that_was_chosen_and_typing_finds_another(
    app: AppServer, page: Page
) -> None:
    visit(page, app.url, "overview")
    chosen = page.get_by_role("combobox", name="Assessment")
    before = chosen.input_value()
    for typed in ("", "Superc"):
        chosen.click()
        page.keyboard.type(typed)
        for _ in range(3):
            page.keyboard.press("Escape")
        expect(chosen).to_have_value(before)
        expect(page.get_by_role("heading", name=LONG_NAME)).to_be_visible()
    chosen.click()
    chosen.press("ControlOrMeta+A")
    page.keyboard.type("5 May 2026")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"assessment={LONGEST}"))


def test_a_whole_card_leads_to_its_capability_by_mouse_and_by_one_stop_of_the_keyboard(
    app: AppServer, page: Page
) -> None:
    visit(page, app.url, "overview")
    card = page.locator(".st-key-card-access")
    assert card.get_by_role("link").first.get_attribute("href")
    box = card.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8)
    expect(page).to_have_url(re.compile("checklist.*capability=access"))
    page.go_back()
    card.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("checklist.*capability=access"))


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


STATUS = """() => {
  const box = document.querySelector('.st-key-status-line').getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const words = document.querySelector('.st-key-status-line [data-testid=stCaptionContainer] p');
  return { top: box.top, height: box.height, cut: words.scrollHeight > words.clientHeight + 1,
      covered: !document.elementFromPoint(x, y).closest('.st-key-status-line') };
}"""
HEADING = "() => document.querySelector('.st-key-plan-controls').getBoundingClientRect().top"


@pytest.mark.parametrize("size", SIZES)
def test_what_was_done_last_and_undo_stay_in_sight_and_move_nothing(
    size: str, app: AppServer, new_page: NewPage
) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    visit(page, app.url, "action-plan")
    page.wait_for_load_state("networkidle")  # what loads late takes another height than what stands in for it
    settled(page)
    first = page.evaluate(HEADING)
    page.get_by_role("button", name="Start", exact=True).first.click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_enabled()
    undo.click()
    expect(page.locator(".st-key-status-line")).to_contain_text("Undone")
    settled(page)
    page.locator(".stMain").evaluate("e => e.scrollTo(0, 0)")
    assert page.evaluate(HEADING) == first
    page.locator(".stMain").evaluate("e => e.scrollTo(0, e.scrollHeight)")
    page.wait_for_timeout(100)
    found = page.evaluate(STATUS)
    assert not found["cut"]
    assert not found["covered"]
    assert 0 <= found["top"] <= 0.1 * height
    assert found["height"] <= 0.1 * height
    expect(undo).to_be_in_viewport()


@pytest.mark.parametrize("size", SIZES)
def test_a_problem_is_said_in_full_without_moving_the_page_until_it_is_closed(
    size: str, app: AppServer, new_page: NewPage
) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    visit(page, app.url, "settings")
    page.get_by_role("tab", name="This assessment").click()
    name = page.get_by_label("Organisation")
    name.wait_for()
    page.wait_for_load_state("networkidle")  # what loads late takes another height than what stands in for it
    settled(page)
    first = name.bounding_box()
    becomes(page, lambda: name.fill("") or name.input_value(), "")  # a tab just opened may be drawn once more
    settled(page)
    name.press("Enter")
    problem = page.get_by_role("alert").filter(has_text="needs the organisation's name; it stays as it was")
    expect(problem).to_be_in_viewport(ratio=1)
    assert name.bounding_box() == first
    page.get_by_role("button", name="Close").click()
    expect(problem).to_have_count(0)


def test_every_page_begins_at_its_top(app: AppServer, page: Page) -> None:
    visit(page, app.url, "evidence")
    for name in ("Framework", "Evidence", "Checklist", "Evidence"):
        page.locator(".stMain").evaluate("e => e.scrollTo(0, e.scrollHeight)")
        page.get_by_test_id("stPageLink-NavLink").filter(has_text=name).click()
        expect(page).to_have_url(re.compile(name.lower()))
        settled(page)
        page.wait_for_timeout(300)
        assert page.locator(".stMain").evaluate("e => e.scrollTop") == 0, name


def test_no_stop_of_the_keyboard_is_under_the_lines_at_the_top(app: AppServer, page: Page) -> None:
    visit(page, app.url, "checklist")
    page.locator(".stMain").evaluate("e => e.scrollTo(0, e.scrollHeight)")
    last = page.get_by_role("radio").last
    last.focus()
    bottom = page.locator(".st-key-context-line").bounding_box()
    assert bottom is not None
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        top = page.evaluate("() => document.activeElement.getBoundingClientRect().top")
        assert top >= bottom["y"] + bottom["height"]
