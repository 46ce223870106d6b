"""A judgement is made against what its own screen shows, not against what the database holds meanwhile."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from clf_model import Assessment, Judgement, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, NewPage
from tests.browser.judging import answer
from tests.browser.places import settled


def _discussed(page: Page) -> Locator:
    """How many have been discussed: this comes from the server, the pressed button from the browser alone."""
    return page.locator(".st-key-result").get_by_text("indicators discussed")


@pytest.mark.parametrize(
    ("capability", "judged", "beside"),
    [("planning", "2.1.O1", "2.2.O1"), ("access", "3.1.O1", None)],
    ids=["after judging in another stage", "at once"],
)
def test_a_change_elsewhere_that_this_screen_does_not_show_yet_is_a_conflict(
    capability: str, judged: str, beside: str | None, app: AppServer, store: Store, new_page: NewPage
) -> None:
    """Each stage is drawn by itself: judging in one leaves the others as they were on this screen."""
    framework = load_framework(ROOT / "framework.yaml")
    assessment = Assessment(framework.id, "Lochside Care", date(2026, 3, 2))
    aid = store.add(assessment, framework, who="test", at=datetime.now(UTC))
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(f"{app.url}/checklist?assessment={aid}&capability={capability}")
        expect(_discussed(page)).to_have_text(re.compile(r"^0 of"))
        settled(page)

    answer(first, judged, "Met").click()
    expect(_discussed(first)).to_have_text(re.compile(r"^1 of"))
    if beside:
        answer(second, beside, "Met").click()
        expect(_discussed(second)).to_have_text(re.compile(r"^2 of"))
        settled(second)
    shown_here = answer(second, judged, "Met").get_attribute("aria-checked") == "true"
    answer(second, judged, "Not yet").click()
    settled(second)

    if shown_here:  # then it is a change made knowingly
        expect(answer(second, judged, "Not yet")).to_be_checked()
    else:
        expect(second.get_by_text("Someone else judged this Met while you chose Not yet")).to_be_visible()
        assert store.load(aid).assessment.judgement(judged) is Judgement.MET
