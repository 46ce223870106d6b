"""A whole workshop: one facilitator, one projector and five phones, each in a browser of its own."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from clf_model import Judgement
from clf_reports import qr_svg
from clf_store import Store
from tests.browser.conftest import AppServer, NewPage, StartServer
from tests.browser.places import settled
from tests.browser.room import READING
from tests.worded import worded

PHONE = {"width": 390, "height": 844}
MET, PARTLY, NOT_YET, DONT_KNOW = "Met", "Partly", "Not yet", "Don’t know"
# What the five answer on planning's 16 indicators; Met where nothing stands here.
ANSWERS = {
    "2.2.O1": (MET, MET, PARTLY, NOT_YET, DONT_KNOW),
    "2.2.O2": (PARTLY, PARTLY, PARTLY, PARTLY, PARTLY),
}
SECOND = (MET, MET, MET, MET, PARTLY)


@pytest.fixture(scope="module")
def app(server: StartServer) -> AppServer:
    """The dashboard with its samples; it opens on Rowanbank Care Home."""
    return server()


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def _picture(page: Page) -> str:
    """The SVG of the QR code on the page, as the browser has it."""
    source = page.get_by_role("img", name="QR code of the link to join").get_attribute("src") or ""
    return base64.b64decode(unquote(source.partition("base64,")[2])).decode()


@pytest.mark.timeout(300)
def test_a_whole_workshop(app: AppServer, new_page: NewPage) -> None:
    lead = new_page()
    lead.goto(f"{app.url}/facilitate")
    for name in ("Learning culture", "Access to learning"):  # of the three chosen for a half day
        lead.get_by_role("button", name=name).or_(lead.get_by_role("checkbox", name=name)).first.click()
    lead.get_by_label("Title, for people’s phones").fill("Spring room")
    _button(lead, "Open the workshop").click()
    lead.get_by_role("heading", name=re.compile("^Planning")).or_(
        lead.get_by_role("button", name=re.compile("Let people judge"))
    ).first.wait_for()

    # The QR code says the link that stands beside it.
    lead.get_by_role("button", name=re.compile("^Join: ")).click()
    link = lead.locator("[data-testid=stCode]").inner_text().strip()
    lead.keyboard.press("Escape")
    assert re.fullmatch(rf"{re.escape(app.url)}/j/[A-Za-z0-9_-]{{22}}", link)
    assert _picture(lead) == qr_svg(link)

    wall = new_page(width=1920, height=1080)
    wall.goto(lead.get_by_role("link", name="Projector").get_attribute("href") or "")
    expect(wall.get_by_text("0 here")).to_be_visible()
    assert _picture(wall) == qr_svg(link)

    phones = [new_page(**PHONE, dark=number == 1) for number in range(5)]
    for phone in phones:
        phone.goto(link)
        _button(phone, "Continue").click()
        expect(phone.get_by_text("The first question appears here")).to_be_visible()
        assert link.rpartition("/")[2] not in phone.url
        expect(phone.get_by_role("navigation")).to_have_count(0)
    expect(wall.get_by_text("5 here")).to_be_visible()
    expect(lead.get_by_text("5 here")).to_be_visible()

    # Judge: nothing is shown, and each phone has its place.
    lead.get_by_role("button", name="Let people judge").click()
    expect(_button(lead, "Reveal")).to_be_visible()
    store = Store.open(app.database_url)
    (workshop_id,) = (w.id for i in store.assessments("clf") for w in store.workshops.of_assessment(i.id))
    asked = store.workshops.load(workshop_id).topics[0].balloted
    assert len(asked) == 16
    for place, id_ in enumerate(asked):
        for phone in phones:
            expect(phone.get_by_text(f"{place + 1} of 16", exact=True)).to_be_visible()
        phones[0].wait_for_timeout(READING)
        for number, phone in enumerate(phones):
            _button(phone, ANSWERS[id_][number] if id_ in ANSWERS else MET).click()
        if place == 6:  # reloaded, as a phone that was asleep
            expect(phones[2].get_by_text("8 of 16", exact=True)).to_be_visible()
            settled(phones[2])
            phones[2].reload()
    for phone in phones:
        expect(phone.get_by_text("Thank you. Your answers are hidden")).to_be_visible()

    # One goes back and changes an answer, and changes it again.
    _button(phones[3], "Change an answer").click()
    for word in (NOT_YET, MET):
        phones[3].wait_for_timeout(READING)
        _button(phones[3], word).click()
        expect(phones[3].get_by_text("Thank you. Your answers are hidden")).to_be_visible()
        _button(phones[3], "Change an answer").click()
        expect(_button(phones[3], f"{word}, your answer")).to_be_visible()
    _button(phones[3], "Go on").click()
    expect(phones[3].get_by_text("Thank you. Your answers are hidden")).to_be_visible()
    expect(wall.get_by_text("5 of 5 have answered Planning for learning")).to_be_visible()
    expect(lead.get_by_text("5 of 5 have answered Planning for learning")).to_be_visible()
    assert store.workshops.tallies(workshop_id) == ()

    # Reveal: what Established waits for comes first; the room sees the bars.
    _button(lead, "Reveal").click()
    expect(wall.get_by_role("img", name="Votes: Met 2, Partly 1, Not yet 1, Don’t know 1")).to_be_visible()
    expect(lead.get_by_role("img", name="Votes: Met 2, Partly 1, Not yet 1, Don’t know 1")).to_be_visible()
    expect(lead.get_by_text("15 to accept without discussion")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("heading", name="Look at the screen")).to_be_visible()

    # The facilitator's browser knows its workshop again.
    lead.reload()

    # Discuss, and vote again on the one.
    _button(lead, "Vote again on this").click()
    for number, phone in enumerate(phones):
        expect(phone.get_by_text("1 of 1", exact=True)).to_be_visible()
        phone.wait_for_timeout(READING)
        _button(phone, SECOND[number]).click()
        expect(phone.get_by_text("Thank you. Your answers are hidden")).to_be_visible()
    expect(wall.get_by_text("5 of 5 have answered")).to_be_visible()
    _button(lead, "Reveal").click()
    moved = "Votes: Met 4 (+2), Partly 1 (±0), Not yet 0 (−1), Don’t know 0 (−1)"
    expect(wall.get_by_role("img", name=moved)).to_be_visible()

    # Agree: the judgement with reason, dissent and evidence; then all that is agreed anyway.
    lead.get_by_label("Reason").fill("Every team has a plan")
    lead.get_by_label("Dissent, kept beside it").fill("Nights see it otherwise")
    lead.get_by_label("Evidence that people name").fill("Plans in folder 3")
    lead.get_by_label("Evidence that people name").press("Tab")
    _button(lead, "Save and next").click()
    expect(lead.get_by_text("1 of 16 decided.")).to_be_visible()
    _button(lead, "Accept all").click()
    _button(lead, "Accept them").click()
    expect(lead.get_by_text("16 of 16 decided.")).to_be_visible()
    _button(lead, "Finish Planning for learning").click()
    expect(_button(lead, "Finish Planning for learning")).to_have_count(0)

    # Close: one step in the log, the profile is right, and every screen says that it is over.
    _button(lead, "Close").click()
    _button(lead, "Close and write into the assessment").click()
    expect(lead.get_by_role("heading", name="What this workshop found")).to_be_visible()
    stays = "Planning for learning · Engaged, as before"  # 2.2.O2 is partly, the room agreed
    expect(lead.get_by_text(stays, exact=True)).to_be_visible()
    expect(wall.get_by_role("heading", name="Thank you: this is what you found")).to_be_visible()
    expect(wall.get_by_text(stays, exact=True)).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("heading", name="The workshop is over")).to_be_visible()

    over = store.workshops.load(workshop_id)
    assert over.attendance == {None: 5}
    assessment = store.load(over.assessment_id).assessment
    assert assessment.judgement("2.2.O1") is Judgement.MET
    assert assessment.record("2.2.O1").reason == "Every team has a plan"
    assert assessment.record("2.2.O1").evidence[-1].note == "Plans in folder 3"
    assert {assessment.judgement(id_) for id_ in asked} == {Judgement.MET, Judgement.PARTLY}
    assert assessment.judgement("2.2.O2") is Judgement.PARTLY
    (event, created) = store.events(over.assessment_id)
    assert (event.kind.value, created.kind.value) == ("changed", "created")
    assert event.id == over.event_id
    first, second = (t for t in store.workshops.tallies(workshop_id) if t.indicator_id == "2.2.O1")
    assert (first.counts.voted, second.counts.voted) == (5, 5)
    (dissent,) = [d.dissent for d in store.workshops.decisions(workshop_id) if d.dissent]
    assert dissent == "Nights see it otherwise"
    store.close()

    lead.get_by_role("link", name="See the profile").click()
    expect(lead.get_by_role("heading", name="Profile", exact=True)).to_be_visible()
    expect(lead.get_by_text(worded("2.2.O2 is partly in place")).first).to_be_visible()
    settled(lead)
    lead.get_by_role("button", name="Undo").filter(visible=True).click()
    expect(lead.locator(".st-key-status-line")).to_contain_text("Undone")
