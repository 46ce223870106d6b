"""The main job in one go: open, judge, watch the stage move, come back, ask what if, take it elsewhere.

Expected sentences follow from the rule and sample_evidence/rowanbank-care-home-2026-09.yaml, where all of
2.1, 2.2.O3 and 2.3.O3 are met; 2.2.O1, 2.2.O2, 2.2.O4, 2.3.O1, 2.3.O2 and 2.4.O3 are partly in place; 2.3.O4
and 2.4.O2 are not; 2.4.O1 and 2.4.O4 have not been discussed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from clf_model import Assessment, Judgement, load_assessment, load_framework, parse_assessment
from clf_store import Store
from clf_store.samples import BROUGHT
from tests.browser.conftest import ROOT, NewPage, StartServer
from tests.browser.judging import answer, answers, result, undo
from tests.browser.places import settled
from tests.browser.room import READING
from tests.worded import worded

FRAMEWORK = load_framework(ROOT / "framework.yaml")
SAMPLE = ROOT / "sample_evidence" / "rowanbank-care-home-2026-09.yaml"
PLANNING = "Planning for learning"
WITH_THE_MOUSE = (
    ("2.2.O1", "Met", "Engaged, not Established: 2.2.O2 and 2.2.O4 are partly in place."),
    ("2.2.O2", "Met", "Engaged, not Established: 2.2.O4 is partly in place."),
    (
        *("2.2.O4", "Met"),
        "Established, not Accomplished: 2.3.O1 and 2.3.O2 are partly in place, and 2.3.O4 is not in place.",
    ),
    (
        *("2.3.O1", "Met"),
        "Established, not Accomplished: 2.3.O2 is partly in place and 2.3.O4 is not in place.",
    ),
    ("2.3.O2", "Met", "Established, not Accomplished: 2.3.O4 is not in place."),
    (
        *("2.3.O4", "Met"),
        "Accomplished, not Exemplary: 2.4.O1 and 2.4.O4 have not been discussed, 2.4.O2 is not in place, "
        "and 1 other is partly in place.",
    ),
    (
        *("2.4.O1", "Met"),
        "Accomplished, not Exemplary: 2.4.O2 is not in place, 2.4.O3 is partly in place and 2.4.O4 has not "
        "been discussed.",
    ),
    (
        *("2.4.O2", "Partly"),
        "Accomplished, not Exemplary: 2.4.O2 and 2.4.O3 are partly in place, and 2.4.O4 has not been "
        "discussed.",
    ),
    (
        *("2.4.O3", "Met"),
        "Accomplished, not Exemplary: 2.4.O2 is partly in place and 2.4.O4 has not been discussed.",
    ),
    (
        *("2.4.O4", "Not yet"),
        "Accomplished, not Exemplary: 2.4.O2 is partly in place and 2.4.O4 is not in place.",
    ),
)
# Keys in order, the answer that has the focus then, and what the server says after the last of them.
WITH_THE_KEYBOARD = (
    (
        *(("ArrowRight", "Space"), "2.4.O2", "Partly"),  # chosen already: this clears it
        "Accomplished, not Exemplary: 2.4.O2 has not been discussed and 2.4.O4 is not in place.",
    ),
    (
        *(("ArrowLeft", "Space"), "2.4.O2", "Met"),
        "Accomplished, not Exemplary: 2.4.O4 is not in place.",
    ),
    (
        *(("Tab", "Tab", "Tab", "Tab", "Space"), "2.4.O4", "Met"),  # past the evidence of both, and 2.4.O3
        "Exemplary, the last stage: every stage is addressed.",
    ),
    (
        *(("Space",), "2.4.O4", "Met"),
        "Accomplished, not Exemplary: 2.4.O4 has not been discussed.",
    ),
)
# The width of the focused element's outline, which a card's link has around the whole card. 0 where none
# shows or something else lies over the element.
FOCUS = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  const outline = s => s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth);
  const after = getComputedStyle(e, '::after');
  const widths = [getComputedStyle(e), ...after.content === 'none' ? [] : [after]].map(outline);
  return e.contains(top) ? Math.max(...widths) : 0;
}"""
A_WHOLE_PAGE = 120  # more presses of Tab than any page has stops


@pytest.mark.timeout(300)
def test_from_the_first_run_to_an_identical_copy_in_another_database(
    server: StartServer, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page()
    with server() as app:
        _first_run(page, app.url)
        store = Store.open(app.database_url)
        _judge_ten_with_the_mouse(page)
        _judge_and_clear_with_the_keyboard_alone(page, app.url)
        _stage_and_table_have_moved(page)
        _come_back_and_undo(page)
        aid = _id(page)
        _ask_what_if(page, store, aid)
        exported = _exported(page, tmp_path / "first")
        kept = store.load(aid).assessment
        store.close()
        page.close()

    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    empty = Store.open(url)
    empty.set_setting(BROUGHT, "yes")  # as after everything was deleted
    other = new_page()
    with server(database_url=url) as elsewhere:
        _import_into_empty(other, elsewhere.url, exported)
        copied = empty.load(_id(other)).assessment
        again = _exported(other, tmp_path / "second")
        other.close()
    empty.close()
    assert copied == kept == _parsed(exported)
    assert again.read_text(encoding="utf-8") == exported.read_text(encoding="utf-8")


def _first_run(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".st-key-welcome")).to_contain_text("These services are fictional")
    expect(page.locator(".st-key-marks")).to_contain_text("Fictional sample")
    expect(page.get_by_role("heading", name="Rowanbank Care Home, Day team")).to_be_visible()
    expect(_card(page, "planning")).to_contain_text("Engaged")


def _judge_ten_with_the_mouse(page: Page) -> None:
    page.get_by_role("link", name=PLANNING).click()
    expect(result(page)).to_contain_text(
        worded("Engaged, not Established: 2.2.O1, 2.2.O2 and 2.2.O4 are partly in place.")
    )
    for indicator_id, word, stands in WITH_THE_MOUSE:
        answer(page, indicator_id, word).click()
        expect(result(page)).to_contain_text(worded(stands))
        expect(answer(page, indicator_id, word)).to_be_checked()
    expect(result(page)).to_contain_text("16 of 16 indicators discussed")
    expect(_tab(page)).to_contain_text("●●●○")


def _judge_and_clear_with_the_keyboard_alone(page: Page, url: str) -> None:
    page.goto(url)
    expect(_card(page, "planning")).to_contain_text("Accomplished")
    settled(page)
    _tab_to(page, page.get_by_role("link", name=PLANNING))
    page.keyboard.press("Enter")
    expect(result(page)).to_be_visible()
    settled(page)
    _tab_to(page, answers(page, "2.4.O2").get_by_role("radio").first)
    for keys, indicator_id, word, stands in WITH_THE_KEYBOARD:
        page.wait_for_timeout(READING)  # sooner it would be the second of two quick presses
        for key in keys:
            page.keyboard.press(key)
        chosen = answer(page, indicator_id, word)
        place = chosen.bounding_box()
        expect(result(page)).to_contain_text(worded(stands))
        settled(page)
        expect(chosen).to_be_focused()
        assert chosen.bounding_box() == place, "the list moved under the focus"
        assert page.evaluate(FOCUS) >= 2


def _stage_and_table_have_moved(page: Page) -> None:
    expect(_tab(page)).to_contain_text("●●●○")
    page.get_by_role("link", name="Profile").click()
    expect(_row(page, PLANNING).get_by_role("cell")).to_have_text(
        # 2.2.O1 and others have evidence, 2.3.O1 has none; one of the last four is open.
        [PLANNING, "Accomplished", "Established", "Exemplary", "3 of 4 of Exemplary"]
    )
    expect(_point(page, f"Reached: {PLANNING} Accomplished, 75 % of the way to Exemplary")).to_be_attached()


def _come_back_and_undo(page: Page) -> None:
    page.get_by_role("link", name="Checklist").click()
    expect(result(page)).to_be_visible()
    page.reload()
    expect(result(page)).to_contain_text(
        worded("Accomplished, not Exemplary: 2.4.O4 has not been discussed.")
    )
    for indicator_id, word, _ in (*WITH_THE_MOUSE[:7], ("2.4.O2", "Met", "")):
        expect(answer(page, indicator_id, word)).to_be_checked()
    undo(page).click()
    expect(page.locator(".st-key-status-line")).to_contain_text(worded("Undone: 2.4.O4 Not discussed → Met"))
    expect(result(page)).to_contain_text("Exemplary, the last stage: every stage is addressed.")
    expect(answer(page, "2.4.O4", "Met")).to_be_checked()
    page.get_by_role("link", name="Profile").click()
    expect(_row(page, PLANNING).get_by_role("cell").nth(1)).to_have_text("Exemplary")
    expect(_point(page, f"Reached: {PLANNING} Exemplary")).to_be_attached()


def _ask_what_if(page: Page, store: Store, assessment_id: int) -> None:
    before = store.load(assessment_id)
    page.get_by_role("link", name="What-if").click()
    page.locator(".st-key-lever-1-3-O3 label").first.click()
    # Partly in place, with an effort of 3 if nothing were: half of it is left.
    expect(page.get_by_text("Plan A: 1 stage gained for 1.5 days")).to_be_visible()
    expect(_row(page, "Learning culture").get_by_role("cell")).to_contain_text(
        ["Learning culture", "Established", "Accomplished", ""]
    )
    expect(_point(page, "Plan A: Learning culture Accomplished")).to_be_attached()
    after = store.load(assessment_id)
    assert (after.assessment, after.info.revision) == (before.assessment, before.info.revision)
    page.get_by_role("link", name="Overview").click()
    expect(_card(page, "learning-culture")).to_contain_text("Established")
    page.get_by_role("link", name="What-if").click()
    expect(page.get_by_text("Plan A: 1 stage gained for 1.5 days")).to_be_visible()


def _exported(page: Page, folder: Path) -> Path:
    """Export the assessment in view; the file."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("tab", name="Data").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def _import_into_empty(page: Page, url: str, file: Path) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", name="No assessment yet")).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("The file is in order")).to_be_visible()
    page.get_by_role("button", name="Import it").click()
    expect(_card(page, "planning")).to_contain_text("Exemplary")
    assert file.name.startswith("assessment_Rowanbank-Care-Home-Day-team_")
    expect(page.locator(".st-key-status-line")).to_contain_text("Imported assessment_Rowanbank-Care-H…")


def _parsed(file: Path) -> Assessment:
    assessment, problems = parse_assessment(file.read_bytes(), file.name, FRAMEWORK)
    assert assessment, problems
    return assessment


def test_an_own_assessment_begins_with_one_click_and_outlives_a_reset_of_the_samples(
    server: StartServer, page: Page
) -> None:
    with server() as app:
        page.goto(app.url)
        expect(_card(page, "planning")).to_be_visible()
        store = Store.open(app.database_url)
        sample = _id(page)
        page.goto(f"{app.url}/checklist?capability=planning")
        answer(page, "2.1.O1", "Not yet").click()
        expect(result(page)).to_contain_text(worded("Not yet engaged: 2.1.O1 is not in place."))

        page.get_by_role("link", name="Overview").click()
        page.get_by_role("button", name="Start your own").click()
        page.get_by_role("dialog").get_by_label("Organisation").fill("Lochside Care")
        page.get_by_role("dialog").get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Lochside Care")).to_be_visible()
        expect(page.get_by_text("Nothing is judged yet")).to_be_visible()
        own = _id(page)
        page.get_by_role("link", name="Judge alone").click()
        answer(page, "1.1.O1", "Met").click()
        expect(result(page)).to_contain_text("1 of 15 indicators discussed")
        page.get_by_role("link", name="Overview").click()
        for capability in FRAMEWORK.capabilities:
            expect(_card(page, capability.id)).to_contain_text("Not yet engaged")

        page.get_by_role("link", name="Settings").click()
        page.get_by_role("tab", name="Data").click()
        page.get_by_role("button", name="Reset samples").click()
        page.get_by_role("button", name="Reset them").click()
        expect(page.locator(".st-key-status-line")).to_contain_text("9 sample assessments are back")
        listed = {info.id: info for info in store.assessments(FRAMEWORK.id)}
        assert store.load(own).assessment.judgement("1.1.O1") is Judgement.MET
        assert len(listed) == 10
        assert sample not in listed
        delivered = load_assessment(SAMPLE, FRAMEWORK)
        assert delivered in [store.load(id_).assessment for id_ in listed]
        store.close()
        page.close()


def _id(page: Page) -> int:
    """The assessment in the page's address."""
    expect(page).to_have_url(re.compile(r"[?&]assessment=\d+"))
    return int(page.url.partition("assessment=")[2].partition("&")[0])


def _card(page: Page, capability_id: str) -> Locator:
    return page.locator(f".st-key-card-{capability_id}")


def _tab(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="Capability").get_by_role("radio", name=PLANNING)


def _row(page: Page, capability: str) -> Locator:
    return page.get_by_role("row").filter(has_text=capability)


def _point(page: Page, words: str) -> Locator:
    return page.locator(f'[data-testid=stVegaLiteChart] svg [aria-label^="{words}"]').first


def _tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus; every stop on the way shows that it has it."""
    for _ in range(A_WHOLE_PAGE):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(FOCUS) >= 2, f"no focus to be seen on {where}"
        if goal.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"{A_WHOLE_PAGE} presses of Tab did not reach it")
