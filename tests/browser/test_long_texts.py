"""Texts that are pasted in one step: kept whole or refused in words, never dropped.

A field of Streamlit with a longest length of its own ignores a paste that goes beyond it, without a word.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from clf_store import Store
from tests.browser.conftest import StartServer
from tests.browser.places import visit
from tests.browser.room import button

LONG = ("What the night team told us, word for word. " * 120).strip()
TOO_LONG = "A name that nobody could say in one breath " * 5  # 215 characters


def test_a_text_pasted_at_once_is_kept_whole_or_refused_in_words(
    server: StartServer, page: Page, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'clf.sqlite3'}"
    with server(database_url=url) as app:
        visit(page, app.url, "overview")
        _names_a_service_too_long_first(page)
        _opens_a_workshop_with_a_title_too_long_first(page)
        _gives_long_evidence(page)
        _names_an_action_too_long_first(page)
        _names_a_survey_too_long_first(page)
        page.close()
    with closing(Store.open(url)) as store:
        (made,) = [one for one in store.assessments("clf") if one.organisation == "Larchfield"]
        assert made.title == "Spring review"
        assert [one.title for one in store.surveys.of_assessment(made.id)] == ["Autumn"]
        (workshop,) = store.workshops.of_assessment(made.id)
        assert workshop.title == "Spring room"
        (evidence,) = store.load(made.id).assessment.record("1.1.O1").evidence
        assert evidence.note == LONG
        (action,) = store.load(made.id).assessment.actions.values()
        assert (action.title, action.measure) == ("Ask the night team", LONG)


def _names_a_service_too_long_first(page: Page) -> None:
    button(page, "New").click()
    dialog = page.get_by_role("dialog")
    _paste(dialog.get_by_label("Organisation"), TOO_LONG)
    button(page, "Start").click()
    expect(dialog.get_by_role("alert")).to_contain_text("takes 1 to 200 characters, not 214")
    expect(dialog.get_by_label("Organisation")).to_have_value(TOO_LONG)
    _paste(dialog.get_by_label("Organisation"), "Larchfield")
    _paste(dialog.get_by_label("Title (optional)"), TOO_LONG)
    button(page, "Start").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The title takes 0 to 200 characters, not 214.")
    _paste(dialog.get_by_label("Title (optional)"), "Spring review")
    button(page, "Start").click()
    expect(dialog).to_have_count(0)


def _opens_a_workshop_with_a_title_too_long_first(page: Page) -> None:
    page.get_by_role("link", name="Facilitate").click()
    title = page.get_by_label("Title, for people’s phones")
    _paste(title, TOO_LONG)
    button(page, "Open the workshop").click()
    expect(page.locator(".st-key-problem")).to_contain_text("The title takes 1 to 200 characters, not 214.")
    expect(title).to_have_value(TOO_LONG)
    _paste(title, "Spring room")
    button(page, "Open the workshop").click()
    expect(button(page, re.compile("^Let people judge"))).to_be_visible()


def _gives_long_evidence(page: Page) -> None:
    page.get_by_role("link", name="Checklist").click()
    button(page, "Evidence").first.click()
    _paste(page.get_by_label("What shows it?"), LONG)
    button(page, "Add evidence").click()
    expect(button(page, re.compile("Evidence 1"))).to_be_visible()


def _names_an_action_too_long_first(page: Page) -> None:
    page.get_by_role("link", name="Action plan").click()
    button(page, "New action").click()
    dialog = page.get_by_role("dialog")
    _paste(dialog.get_by_label("What will be done?"), LONG)
    _paste(dialog.get_by_label("Measure of success"), LONG)
    button(page, "Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text(
        f"The title takes 1 to 300 characters, not {len(LONG)}."
    )
    expect(dialog.get_by_label("What will be done?")).to_have_value(LONG)
    _paste(dialog.get_by_label("What will be done?"), "Ask the night team")
    button(page, "Save").click()
    expect(dialog).to_have_count(0)


def _names_a_survey_too_long_first(page: Page) -> None:
    page.get_by_role("link", name="Say–do gap").click()
    page.get_by_role("tab", name="Worker survey").click()
    button(page, "Open a survey").click()
    dialog = page.get_by_role("dialog")
    _paste(dialog.get_by_label("Title"), TOO_LONG)
    button(page, "Open it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The title takes 1 to 200 characters, not 214.")
    expect(dialog.get_by_label("Title")).to_have_value(TOO_LONG)
    _paste(dialog.get_by_label("Title"), "Autumn")
    button(page, "Open it").click()
    expect(dialog).to_have_count(0)


def _paste(field: Locator, text: str) -> None:
    """One step, as a paste is: typing stops at a longest length in sight, a paste beyond it is dropped."""
    field.click()
    field.press("ControlOrMeta+A")
    field.page.keyboard.insert_text(text)
