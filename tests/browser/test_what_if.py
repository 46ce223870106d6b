"""The manager's way from a target to an action plan, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from clf_model import Judgement, load_assessment, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, StartServer
from tests.browser.places import settled

SAMPLE = ROOT / "sample_evidence" / "rowanbank-care-home-2026-09.yaml"
TARGET = "Plan A: 9 stages gained for 34.75 days"
"""What Accomplished everywhere takes: see `tests/app/test_what_if_plans.py`, which works it out."""


@pytest.fixture(scope="module")
def running(server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app with its samples."""
    with server(database_url=f"sqlite:///{tmp_path_factory.mktemp('plan') / 'clf.sqlite3'}") as app:
        yield app


@pytest.fixture(scope="module")
def store(running: AppServer) -> Iterator[Store]:
    """What the app writes, read behind its back."""
    opened = Store.open(running.database_url)
    yield opened
    opened.close()


@pytest.fixture
def assessment_id(store: Store) -> int:
    """A copy of the sample for each test, without its actions: what is expected goes by single indicators."""
    framework = load_framework(ROOT / "framework.yaml")
    sample = replace(load_assessment(SAMPLE, framework), actions={})
    return store.add(sample, framework, who="test", at=datetime.now(UTC))


@pytest.fixture
def what_if(page: Page, running: AppServer, assessment_id: int) -> Page:
    """The page as it opens, with nothing tried."""
    page.goto(f"{running.url}/what-if?assessment={assessment_id}")
    _gain(page, "Today: nothing is changed yet")
    return page


def _gain(page: Page, text: str) -> None:
    expect(page.locator(".st-key-gain")).to_contain_text(text)
    settled(page)


def _covered(store: Store, assessment_id: int) -> list[tuple[str, ...]]:
    """What each action in the store covers."""
    return [one.covers for one in store.load(assessment_id).assessment.actions.values()]


def _check(store: Store, assessment_id: int, budget: float) -> None:
    """The scenario has this budget on the way to its target, and each of its indicators became an action."""
    (scenario,) = store.scenarios(assessment_id)
    assert scenario.budget == budget
    assert set(scenario.target.values()) == {"accomplished"}
    covered = _covered(store, assessment_id)
    assert 0 < len(covered) == len(scenario.changes)
    assert set(covered) == {(id_,) for id_ in scenario.changes}


def _owned_dated_and_in_the_calendar(page: Page, press: Callable[[Locator], None], folder: Path) -> None:
    """From the plan to the action plan: the first action gets an owner and a date; the calendar has it."""
    press(page.get_by_role("link", name="Open the action plan"))
    expect(page.get_by_role("heading", name="Action plan")).to_be_visible()
    card = page.locator("[class*='st-key-plan-card-']").first
    press(card.get_by_role("button", name="Edit"))
    dialog = page.get_by_role("dialog")
    day = dialog.get_by_role("spinbutton").first
    expect(day).to_be_visible()  # the date's code comes later than the other fields'
    dialog.get_by_label("Owner").focus()
    page.keyboard.type("Depute manager")
    page.keyboard.press("Tab")  # into the date, which has a part each for day, month and year
    expect(day).to_be_focused()
    page.keyboard.type("29012027")
    press(dialog.get_by_role("button", name="Save"))
    expect(dialog).to_have_count(0)
    expect(card).to_contain_text("Due 29 January 2027 · Depute manager")
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="Calendar"))
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    (event,) = Calendar.from_ical(file.read_bytes()).events
    assert event["dtstart"].dt == date(2027, 1, 29)


def _by_mouse(target: Locator) -> None:
    target.click()


def _by_keyboard(target: Locator) -> None:
    target.focus()
    target.page.keyboard.press("Enter")


def test_from_a_target_over_half_the_budget_to_a_dated_action_by_mouse(
    what_if: Page, store: Store, assessment_id: int, tmp_path: Path
) -> None:
    page = what_if
    page.get_by_role("tab", name="Target").click()
    page.get_by_role("radio", name="Accomplished").click()
    _gain(page, TARGET)
    page.get_by_role("tab", name="Budget").click()
    chart = page.locator("[class*=st-key-grid-frontier] [data-testid=stVegaLiteChart]")
    expect(chart.locator("svg.marks")).to_be_visible()
    track = page.get_by_role("slider", name="Budget").locator("xpath=ancestor::*[@data-testid='stSlider']")
    box = track.bounding_box()
    assert box is not None
    thumb = page.get_by_test_id("stSliderThumbValue").locator("xpath=..").bounding_box()
    assert thumb is not None
    page.mouse.move(thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, thumb["y"] + thumb["height"] / 2, steps=8)
    page.mouse.up()
    expect(page.get_by_text("Nothing gains more than")).to_be_visible()
    settled(page)
    budget = float(page.get_by_role("slider", name="Budget").input_value())
    assert budget == pytest.approx(34.75 / 2, abs=1.5)
    page.get_by_role("button", name="Take to action plan").click()
    expect(page.get_by_text("Everything in this plan is in the action plan.")).to_be_visible()
    _check(store, assessment_id, budget)
    # One step back takes all of them out again.
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Take to action plan")).to_be_visible()
    assert _covered(store, assessment_id) == []
    page.get_by_role("button", name="Take to action plan").click()
    expect(page.get_by_text("Everything in this plan is in the action plan.")).to_be_visible()
    _owned_dated_and_in_the_calendar(page, _by_mouse, tmp_path)


def test_from_a_target_over_half_the_budget_to_a_dated_action_by_keyboard(
    what_if: Page, store: Store, assessment_id: int, tmp_path: Path
) -> None:
    page = what_if
    page.get_by_role("tab", name="Try").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = page.get_by_role("radio", name="Engaged")
    first.wait_for()
    first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    _gain(page, TARGET)
    page.get_by_role("tab", name="Target").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    slider = page.get_by_role("slider", name="Budget")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(69):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("within 17.25 days and on the way to the target: proven")).to_be_visible()
    settled(page)
    expect(slider).to_be_focused()
    page.get_by_role("button", name="Take to action plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Everything in this plan is in the action plan.")).to_be_visible()
    _check(store, assessment_id, 17.25)
    _owned_dated_and_in_the_calendar(page, _by_keyboard, tmp_path)


def test_the_focus_stays_when_a_first_move_begins_a_scenario(what_if: Page) -> None:
    page = what_if
    page.get_by_role("tab", name="Budget").click()
    slider = page.get_by_role("slider", name="Budget")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("within 5 days: proven")).to_be_visible()
    settled(page)
    expect(slider).to_be_focused()
    expect(page.get_by_role("radio", name="Plan A")).to_be_checked()
    expect(page.get_by_role("radio", name="Plan B")).to_have_count(0)


def test_a_point_of_the_curve_is_taken_with_one_click_again_and_again(what_if: Page) -> None:
    page = what_if
    page.get_by_role("tab", name="Budget").click()
    chart = page.locator("[class*=st-key-grid-frontier] [data-testid=stVegaLiteChart]")
    expect(chart.locator("svg.marks")).to_be_visible()
    settled(page)
    box = chart.bounding_box()
    assert box is not None
    far = {"x": box["width"] - 5, "y": 5}
    chart.click(position=far)
    _gain(page, "15 stages gained for 55.25 days")
    chart.click(position={"x": 60, "y": box["height"] - 60})
    expect(page.locator(".st-key-gain")).not_to_contain_text("15 stages")
    settled(page)
    page.get_by_role("slider", name="Budget").focus()
    page.keyboard.press("Home")
    _gain(page, "nothing is changed yet")
    page.locator("[class*=st-key-grid-frontier] [data-testid=stVegaLiteChart]").click(position=far)
    _gain(page, "15 stages gained for 55.25 days")


def test_an_effort_is_written_into_the_table_and_counts_at_once(
    what_if: Page, store: Store, assessment_id: int
) -> None:
    page = what_if
    page.locator(f".st-key-try-{assessment_id}-1-3-O3 label").first.click()
    _gain(page, "Plan A: 1 stage gained for 1.5 days")
    page.locator("summary", has_text="Efforts and actions").click()
    grid = page.get_by_test_id("stDataFrame")
    grid.wait_for()
    settled(page)
    # The first row is 1.3.O3; the fourth column its effort.
    grid.locator(".dvn-scroller").click(position={"x": 150, "y": 55})
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    written = page.locator("[id^=gdg-overlay] :is(input, textarea)")
    written.fill("10")
    written.press("Enter")
    _gain(page, "Plan A: 1 stage gained for 5 days")
    kept = store.load(assessment_id).assessment.record("1.3.O3")
    assert (kept.effort, kept.judgement) == (10, Judgement.PARTLY)
