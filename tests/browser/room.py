"""A room full of people, state by state, as its facilitator, the wall and one phone see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from clf_model.voices import Vote
from clf_store import Seat, Store
from clf_ui.shared.quick_taps import TOO_SOON
from tests.browser.places import settled

CAPABILITY = "planning"
PEOPLE = 8
READING = 1200 * TOO_SOON  # milliseconds: who answers sooner is not believed to have read
PHONE, WALL = (390, 844), (1920, 1080)
MET, PARTLY, NOT_MET, DONT_KNOW = Vote.MET, Vote.PARTLY, Vote.NOT_MET, Vote.DONT_KNOW
# What eight phones say, in turn, on what is not agreed.
SPLIT = {
    "2.2.O1": (MET, MET, MET, PARTLY, PARTLY, NOT_MET, NOT_MET, NOT_MET),
    "2.2.O2": (PARTLY, PARTLY, PARTLY, MET, MET, NOT_MET, DONT_KNOW, PARTLY),
    "2.3.O1": (MET, NOT_MET, MET, NOT_MET, MET, NOT_MET, MET, NOT_MET),
    "2.4.O1": (NOT_MET, NOT_MET, PARTLY, NOT_MET, PARTLY, DONT_KNOW, DONT_KNOW, NOT_MET),
}


class OpenPage(Protocol):
    """Opens a page of a device of its own, so many pixels wide and high."""

    def __call__(self, *, width: int = 1280, height: int = 800) -> Page: ...


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    """A button by its whole name."""
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def lively(url: str, database_url: str, open_page: OpenPage) -> Iterator[tuple[str, Mapping[str, Page]]]:
    """A workshop on planning at Glenmore from its opening to its end.

    Gives each state's name and the pages that have just been drawn in it: `lead`, `wall`, `phone`.
    """
    lead = open_page()
    lead.goto(url)
    lead.get_by_role("heading").first.wait_for()  # a new database has its samples now
    store = Store.open(database_url)
    glenmore = max(
        (one for one in store.assessments("clf") if one.organisation.startswith("Glenmore")),
        key=lambda one: one.assessed_on,
    )
    link = opened(lead, f"{url}/facilitate?assessment={glenmore.id}")
    yield "waiting", _drawn(lead=lead)
    wall = open_page(width=WALL[0], height=WALL[1])
    wall.goto(lead.get_by_role("link", name="Projector").get_attribute("href") or "")
    expect(wall.get_by_text("0 here")).to_be_visible()
    phone = open_page(width=PHONE[0], height=PHONE[1])
    phone.goto(link)
    expect(button(phone, "Continue")).to_be_visible()
    yield "joining", _drawn(wall=wall, phone=phone)

    button(phone, "Continue").click()
    expect(phone.get_by_text("The first question appears")).to_be_visible()
    yield "in", _drawn(phone=phone)
    workshop_id = store.workshops.of_assessment(glenmore.id)[0].id
    seats = _seats(store, link)
    button(lead, re.compile("^Let people judge")).click()
    expect(button(lead, "Reveal")).to_be_visible()
    expect(button(phone, "Partly")).to_be_visible()
    asked = store.workshops.load(workshop_id).topics[0].balloted
    for place, seat in enumerate(seats):
        for id_ in asked if place else asked[:4]:
            store.workshops.vote(workshop_id, seat.token, id_, 1, SPLIT[id_][place] if id_ in SPLIT else MET)
    for page in (lead, wall):
        expect(page.get_by_text(f"{PEOPLE - 1} of {PEOPLE + 1} have answered")).to_be_visible()
    yield "judging", _drawn(lead=lead, wall=wall, phone=phone)

    _answer(phone, len(asked))
    button(phone, "Change an answer").click()
    expect(button(phone, "Met, your answer")).to_be_visible()
    yield "changing", _drawn(phone=phone)
    button(phone, "Go on").click()
    expect(phone.get_by_text("Thank you. Your answers are hidden")).to_be_visible()
    yield "answered", _drawn(phone=phone)

    button(lead, "Reveal").click()
    button(lead, "Reveal now").click()  # one phone is under way
    expect(button(lead, "Save and next")).to_be_visible()
    button(lead, "Clock").click()
    button(lead, "Start the clock").click()
    expect(lead.locator(".st-key-pulse")).to_contain_text("minutes left")
    lead.keyboard.press("Escape")
    expect(wall.get_by_role("img", name=re.compile("^Votes"))).to_be_visible()
    expect(wall.get_by_text("minutes left")).to_be_visible()
    expect(phone.get_by_role("heading", name="Look at the screen")).to_be_visible()
    yield "revealed", _drawn(lead=lead, wall=wall, phone=phone)

    first = store.workshops.load(workshop_id).focus or ""
    button(lead, "Vote again on this").click()
    expect(lead.get_by_role("heading", name="People are voting again")).to_be_visible()
    expect(wall.get_by_text("Vote again on your phone")).to_be_visible()
    yield "again", _drawn(lead=lead, wall=wall)
    for place, seat in enumerate(seats):
        store.workshops.vote(workshop_id, seat.token, first, 2, MET if place < PEOPLE - 2 else PARTLY)
    # what is under way decides whether a reveal asks
    expect(lead.get_by_text(f"{PEOPLE} of {PEOPLE + 1} have answered")).to_be_visible()
    button(lead, "Reveal").click()
    expect(lead.get_by_text("Second vote, and what it moved")).to_be_visible()
    expect(wall.get_by_role("img", name=re.compile(r"\(.\d\)"))).to_be_visible()
    yield "moved", _drawn(lead=lead, wall=wall)

    lead.get_by_label("Reason").fill("Every team has a plan, and seniors look at it each quarter")
    lead.get_by_label("Dissent, kept beside it").fill("The night team sees it otherwise")
    lead.get_by_label("Evidence that people name").fill("Plans in folder 3")
    button(lead, "Save and next").click()
    expect(lead.get_by_text(f"1 of {len(asked)} decided.")).to_be_visible()
    button(lead, "Accept all").click()
    button(lead, "Accept them").click()
    expect(button(lead, "All accepted")).to_be_visible()
    yield "deciding", _drawn(lead=lead)
    button(lead, "Close").click()
    button(lead, "Close and write into the assessment").click()
    expect(lead.get_by_role("heading", name="What this workshop found")).to_be_visible()
    expect(lead.locator("[data-testid=stVegaLiteChart] svg")).to_be_visible()
    expect(wall.get_by_role("heading", name=re.compile("this is what you found"))).to_be_visible()
    expect(phone.get_by_role("heading", name="The workshop is over")).to_be_visible()
    yield "over", _drawn(lead=lead, wall=wall, phone=phone)
    store.close()


def opened(lead: Page, address: str) -> str:
    """Open a workshop on planning alone; the link that lets people in."""
    lead.goto(address)
    for name in ("Learning culture", "Access to learning"):  # of the three chosen for a half day
        button(lead, name).or_(lead.get_by_role("checkbox", name=name)).first.click()
    lead.get_by_label("Title, for people’s phones").fill("Autumn workshop")
    button(lead, "Open the workshop").click()
    expect(button(lead, re.compile("^Let people judge"))).to_be_visible()
    button(lead, re.compile("^Join: ")).click()
    link = lead.locator("[data-testid=stCode]").inner_text().strip()
    lead.keyboard.press("Escape")
    return link


def _seats(store: Store, link: str) -> list[Seat]:
    entry = link.rpartition("/")[2]
    return [store.workshops.join(entry, address=None, at=datetime.now(UTC)) for _ in range(PEOPLE)]


def _answer(phone: Page, asked: int) -> None:
    for place in range(asked):
        expect(phone.get_by_text(f"{place + 1} of {asked}", exact=True)).to_be_visible()
        phone.wait_for_timeout(READING)
        button(phone, "Met").click()
    expect(phone.get_by_text("Thank you. Your answers are hidden")).to_be_visible()


def _drawn(**pages: Page) -> Mapping[str, Page]:
    for page in pages.values():
        settled(page)
    return pages
