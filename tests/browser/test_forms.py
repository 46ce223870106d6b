"""Every form on every page: it has the focus when it opens, gives it back, keeps what was typed, and typing
beside it presses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from clf_model import Action, Assessment, Judgement, Record, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, NewPage
from tests.browser.judging import answer, undo
from tests.browser.places import settled

STRAY = "u r c 1 2 3 4 e ? Our union says so"
MET = "1.1.O1"


def by_key(name: str) -> Callable[[Page], Locator]:
    """The button in the element with this key."""
    return lambda page: page.locator(f"[class*='st-key-{name}']").locator("button").first


def by_name(name: str) -> Callable[[Page], Locator]:
    """The button of this name."""
    return lambda page: page.get_by_role("button", name=name, exact=True)


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form is, what opens it, and its first field by its label; whether that takes any text.

    `field` is empty where a form only asks: there, the answer that changes nothing has the focus. `closes` is
    False for what stays open.
    """

    address: str
    opener: Callable[[Page], Locator]
    field: str = ""
    takes_text: bool = True
    closes: bool = True


FORMS = {
    "start": Form("", by_key("new-assessment"), "Organisation"),
    "evidence": Form("checklist", by_key("open-evidence-1-1-O2"), "What shows it?"),
    "not applicable": Form(
        "checklist", lambda page: answer(page, "1.1.O3", "N/A"), "Why does it not apply? Enter saves."
    ),
    "scenario": Form("what-if", by_name("Name"), "Name of this scenario"),
    "new action": Form("action-plan", by_name("New action"), "What will be done?"),
    "action": Form("action-plan", by_key("edit-action-forum"), "What will be done?"),
    "refusal": Form("action-plan", by_key("refuse-forum"), "Why is it not done?"),
    "from a scenario": Form("action-plan", by_name("From a scenario"), "Scenario", False),
    "survey": Form("say-do-gap?tab=Worker+survey", by_key("survey-new"), "Title"),
    "clock": Form("facilitate", by_key("clock"), "Minutes for the discussion", False),
    "closing a workshop": Form("facilitate", by_key("ask-close-workshop")),
    "paper": Form(
        "facilitate",
        lambda page: page.locator("summary").filter(has_text="Count paper"),
        "Number of sheets",
        False,
        closes=False,
    ),
    "finalise": Form("settings", by_key("ask-finalise")),
}


def service(store: Store, name: str) -> int:
    """An assessment with something judged, planned and tried, so that each page has all of its forms."""
    framework = load_framework(ROOT / "framework.yaml")
    assessment = Assessment(
        framework.id,
        name,
        date(2026, 3, 2),
        records={MET: Record(Judgement.MET)},
        actions={"forum": Action("forum", "Forum", covers=("1.2.O1",))},
    )
    added = store.add(assessment, framework, who="test", at=datetime.now(UTC))
    store.save_scenario(added, "Spring", {"1.1.O2": Judgement.MET}, at=datetime.now(UTC))
    return added


def kept(store: Store, assessment_id: int) -> object:
    """All that typing could have changed."""
    stored = store.load(assessment_id)
    judged = {id_: stored.assessment.record(id_) for id_ in stored.assessment.records}
    return judged, stored.assessment.actions, len(store.assessments("clf"))


def visit(page: Page, app: AppServer, store: Store, assessment_id: int, address: str) -> None:
    """A page with all of its forms."""
    query = f"assessment={assessment_id}&scenario={store.scenarios(assessment_id)[0].id}"
    page.goto(f"{app.url}/{address}{'&' if '?' in address else '?'}{query}")
    if address == "settings":
        page.get_by_role("tab", name="This assessment").click()
    if address == "facilitate":
        by_name("Open the workshop")(page).click()
        by_key("judge-topic")(page).click()
        by_key("reveal-topic")(page).wait_for()


def press(opener: Locator, way: str) -> None:
    """Open a form as somebody with a mouse, a keyboard or a finger does."""
    if way == "mouse":
        opener.click()
    elif way == "finger":
        opener.tap()
    else:
        opener.focus()
        opener.press("Enter")


def opens(page: Page, form: Form, way: str) -> Locator:
    """Open a form and write at once, faster than anybody; gives what has the focus then."""
    opener = form.opener(page)
    opener.wait_for()
    settled(page)
    press(opener, way)
    page.keyboard.type(STRAY if form.field else STRAY.replace(" ", ""))
    first = page.get_by_label(form.field, exact=True) if form.field else by_name("No, leave it")(page)
    first = first.filter(visible=True)
    expect(first).to_be_focused()
    if form.takes_text and form.field:
        expect(first).to_have_value(re.compile(f"{re.escape(STRAY)}$"))
    return first


def closes(page: Page, form: Form, first: Locator) -> None:
    """Close a form that has been drawn by Escape.

    Once more where the options of a field or a hint close first, or where a page that draws itself
    opened it again: what the server sent before it heard of the key still says open.
    """
    for _ in range(3):
        settled(page)
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        if not first.count():
            break
    expect(first).to_have_count(0)
    expect(form.opener(page)).to_be_focused()


def walk(page: Page, form: Form, ways: tuple[str, str]) -> None:
    """Open it, write, take that back, write again, and close it; then it is there again, draft and all."""
    first = opens(page, form, ways[0])
    left = ""
    if form.field:
        page.keyboard.press("Control+z")  # for the text, not for the assessment
        page.keyboard.type("draft")
        left = first.input_value()
    settled(page)
    if not form.closes:
        return
    closes(page, form, first)
    press(form.opener(page), ways[1])
    expect(first).to_be_focused()
    if form.field and form.takes_text:
        assert left.endswith("draft")
        expect(first).to_have_value(left)
    closes(page, form, first)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("ways", "names"),
    [
        pytest.param(("mouse", "keyboard"), tuple(FORMS), id="mouse, then keyboard"),
        pytest.param(("keyboard", "mouse"), ("not applicable",), id="keyboard, then mouse"),
        pytest.param(("finger", "finger"), ("evidence", "not applicable"), id="finger"),
    ],
)
def test_typing_goes_into_the_form_that_was_opened_and_nowhere_else(
    ways: tuple[str, str], names: tuple[str, ...], app: AppServer, store: Store, new_page: NewPage
) -> None:
    page = new_page(touch="finger" in ways)
    assessment_id = service(store, f"Opened by {ways[0]}")
    visit(page, app, store, assessment_id, "checklist")
    answer(page, "1.1.O4", "Met").click()
    expect(undo(page)).to_be_enabled()  # there is something that typing could undo
    before = kept(store, assessment_id)
    address = None
    for name in names:
        form = FORMS[name]
        if form.address != address:
            address = form.address
            visit(page, app, store, assessment_id, address)
        walk(page, form, ways)
        assert kept(store, assessment_id) == before, name
