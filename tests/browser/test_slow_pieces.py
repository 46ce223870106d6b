"""A slow line: pieces of the page come late, and nothing is changed that nobody has touched.

Streamlit loads the code of each kind of element when it is first shown, and a person may press something else
before that. An element that is drawn again meanwhile must come with its value, or it starts empty, and its
emptiness is saved with the next click.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from clf_model import Judgement
from clf_store import AssessmentInfo, EventKind, Store
from tests.browser.conftest import AppServer, StartServer
from tests.browser.places import settled

SERVICE = "Rowanbank Care Home"


@pytest.fixture(scope="module")
def app(server: StartServer) -> Iterator[AppServer]:
    """One server for this module."""
    with server() as running:
        yield running


@pytest.fixture
def store(app: AppServer, page: Page) -> Iterator[Store]:
    """The database behind the server, once a first visit has had it filled with the samples."""
    page.goto(app.url)
    expect(page.locator(".st-key-cards")).to_be_visible()
    opened = Store.open(app.database_url)
    yield opened
    opened.close()


@pytest.fixture
def info(store: Store) -> AssessmentInfo:
    """A sample in which the organisation's indicators of the first stage of Dignity and respect are met."""
    found = [info for info in store.assessments("clf") if info.organisation == SERVICE]
    return max(found, key=lambda info: info.assessed_on)


def hold(page: Page, piece: str) -> list[Route]:
    """Keep the code of one kind of element back; `release` lets it through."""
    page.context.clear_cookies()
    held: list[Route] = []
    page.route(re.compile(rf"/{piece}\.[^/]*\.js"), lambda route: held.append(route))
    return held


def release(held: list[Route]) -> None:
    """Let what was kept back arrive now."""
    assert held
    for route in held:
        route.continue_()


def test_judgements_whose_buttons_come_late_stay(
    app: AppServer, store: Store, info: AssessmentInfo, page: Page
) -> None:
    before = store.load(info.id).assessment
    assert before.judgement("5.1.O1") is Judgement.MET
    held = hold(page, "ButtonGroup")
    page.goto(f"{app.url}/checklist?assessment={info.id}&capability=dignity")
    page.locator(".st-key-open-evidence-5-1-O1 button").click()
    expect(page.get_by_label("What shows it?")).to_be_visible()
    release(held)
    met = page.get_by_role("radiogroup", name="5.1.O1").get_by_role("radio", name="Met")
    expect(met).to_be_visible()
    page.keyboard.press("Escape")
    settled(page)
    expect(met).to_be_checked()

    # A judgement of something else sends everything that the browser holds.
    page.get_by_role("radiogroup", name="5.1.W1").get_by_role("radio", name="Met").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    settled(page)
    changed = [e for e in store.events(info.id) if e.kind is EventKind.CHANGED]
    assert [list(event.after) for event in changed] == [["5.1.W1"]]
    after = store.load(info.id).assessment
    assert [after.judgement(f"5.1.O{n}") for n in (1, 2, 3, 4)] == [Judgement.MET] * 4


def test_rules_whose_slider_comes_late_stay(
    app: AppServer, store: Store, info: AssessmentInfo, page: Page
) -> None:
    held = hold(page, "Slider")
    page.goto(f"{app.url}/settings?assessment={info.id}")
    evidence = page.locator(".st-key-rules-evidence label").first
    evidence.click()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    release(held)
    slider = page.get_by_role("slider")
    expect(slider).to_have_value("100")
    evidence.click()
    settled(page)
    expect(slider).to_have_value("100")
    kept = store.setting("rules:clf")
    assert kept is None or '"threshold": 1.0' in kept
