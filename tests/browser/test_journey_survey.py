"""A whole worker survey: opened on a laptop, answered on five phones, closed, and the gap taken along."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from clf_model import Indicator, Perspective, load_framework
from tests.browser.conftest import ROOT, AppServer, NewPage, StartServer
from tests.browser.places import settled, visit
from tests.browser.test_layout import OVERFLOW

FRAMEWORK = load_framework(ROOT / "framework.yaml")
ASKED = [
    i for i in FRAMEWORK.indicators if i.perspective is Perspective.WORKER and i.capability_id == "feedback"
]
# What the five say: all agree with the first statement, and one only with the last.
AGREE, DISAGREE = "Agree", "Disagree"


@pytest.mark.timeout(300)
def test_a_survey_from_its_opening_to_the_gap(
    server: StartServer, page: Page, new_page: NewPage, tmp_path: Path
) -> None:
    with server() as app:
        link = _open(page, app)
        assert page.get_by_role("img", name="QR code of the survey's link").is_visible()
        phones = [new_page(width=390, height=844, dark=number % 2 == 1) for number in range(5)]
        for number, phone in enumerate(phones):
            _answer(phone, link, agrees_to_all=number == 0)
            expect(
                page.get_by_text(re.compile(rf"^{number + 1} (person has|people have) answered$"))
            ).to_be_visible()
        _close(page)
        _see_the_gap(page, tmp_path)
        phones[0].reload()
        expect(phones[0].get_by_role("heading", name="This survey is over")).to_be_visible()
        for one in (*phones, page):
            one.close()


def _open(page: Page, app: AppServer) -> str:
    visit(page, app.url, "say-do-gap")
    page.get_by_role("tab", name="Worker survey").click()
    page.get_by_role("button", name="Open a survey").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("After the workshop")
    dialog.get_by_label("Only some capabilities").click()
    page.get_by_role("option", name="Access to feedback").click()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("0 people have answered")).to_be_visible()
    return page.locator("code").first.inner_text()


def _answer(phone: Page, link: str, *, agrees_to_all: bool) -> None:
    """Goes through the survey; the first phone taps twice at once, and is reloaded in the middle."""
    phone.goto(link)
    expect(phone.get_by_role("link", name="Overview")).to_have_count(0)
    phone.get_by_role("button", name="Begin").click()
    for number, statement in enumerate(ASKED):
        _shows(phone, statement)
        assert phone.evaluate(OVERFLOW) == {"main": 0, "out": []}
        if agrees_to_all and number == 3:
            phone.reload()
            _shows(phone, statement)
        said = AGREE if agrees_to_all or number == 0 else DISAGREE
        target = phone.get_by_role("button", name=said, exact=True)
        box = target.bounding_box()
        assert box
        assert box["height"] >= 48
        assert box["width"] >= 300
        if agrees_to_all and number == 1:
            target.dblclick()  # the second tap answers nothing that was not seen
        else:
            target.click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()


def _shows(phone: Page, statement: Indicator) -> None:
    """Waits until the statement is there, and the buttons of the one before it are gone."""
    expect(
        phone.get_by_role("heading", name=f"It is normal here for workers to {statement.text}")
    ).to_be_visible()
    settled(phone)
    expect(phone.locator(".st-key-survey-answers button")).to_have_count(6)


def _close(page: Page) -> None:
    page.get_by_role("button", name="Close the survey").click()
    page.get_by_role("button", name="Close it for good").click()
    expect(page.get_by_text("After the workshop, closed")).to_be_visible()
    settled(page)


def _see_the_gap(page: Page, folder: Path) -> None:
    expect(page.get_by_role("tab", name="Gap", selected=True)).to_be_visible()
    page.get_by_role("radio", name="Access to feedback").click()
    # All five agree with the first: a range, four or five of five. One of five agrees with the others.
    expect(page.get_by_text("80 % or more of 5 agree: experienced.")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    file = folder / "gap.csv"
    caught.value.save_as(file)
    rows = {
        row["Statement"]: row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    }
    assert (rows[ASKED[0].id]["Agree"], rows[ASKED[0].id]["Answered"]) == ("80 % or more", "5")
    assert (rows[ASKED[1].id]["Agree"], rows[ASKED[1].id]["Answered"]) == ("20 % or less", "5")
    assert rows["1.1.W1"]["Withheld"] == "The survey did not ask this."
