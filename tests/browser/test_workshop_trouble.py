"""When something fails in a workshop: a killed server, a phone that comes again, another computer, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WHILE_AWAY, Allowed, AppServer, NewPage, StartServer
from tests.browser.places import returned, settled, watch_for_return
from tests.browser.room import PHONE, READING, button, opened
from tests.worded import worded


@pytest.fixture
def app(server: StartServer) -> Iterator[AppServer]:
    """The dashboard with its samples; it opens on Rowanbank Care Home."""
    with server() as running:
        yield running


def _phone(new_page: NewPage, link: str, allowed: tuple[Allowed, ...] = ()) -> Page:
    phone = new_page(width=PHONE[0], height=PHONE[1], allowed=allowed)
    phone.goto(link)
    button(phone, "Continue").click()
    expect(button(phone, "Continue")).to_have_count(0)
    return phone


def _answer(phone: Page, place: int, word: str = "Met") -> None:
    expect(phone.get_by_text(f"{place} of 16", exact=True)).to_be_visible()
    phone.wait_for_timeout(READING)
    button(phone, word).click()


@pytest.mark.timeout(300)
def test_the_computer_restarts(app: AppServer, new_page: NewPage) -> None:
    lead = new_page(allowed=WHILE_AWAY)
    link = opened(lead, f"{app.url}/facilitate")
    wall = new_page(allowed=WHILE_AWAY)
    wall.goto(lead.get_by_role("link", name="Projector").get_attribute("href") or "")
    phones = [_phone(new_page, link, WHILE_AWAY) for _ in range(3)]
    button(lead, re.compile("^Let people judge")).click()
    for place in (1, 2):
        for phone in phones:
            _answer(phone, place)
    for phone in phones:
        expect(phone.get_by_text("3 of 16", exact=True)).to_be_visible()
        watch_for_return(phone)
    app.kill()
    app.start()
    # The phones and the wall come back by themselves, each where it was.
    for phone in phones:
        returned(phone)
        _answer(phone, 3, "Partly")
        expect(phone.get_by_text("4 of 16", exact=True)).to_be_visible()
    expect(wall.get_by_text("0 of 3 have answered")).to_be_visible()
    lead.reload()
    button(lead, "Reveal").click()
    button(lead, "Reveal now").click()  # all three are under way
    expect(lead.get_by_text("decided.")).to_be_visible()
    lead.locator(".st-key-agenda label", has_text="2.1.O3").click()
    for screen in (lead, wall):
        expect(
            screen.get_by_role("img", name="Votes: Met 0, Partly 3, Not yet 0, Don’t know 0")
        ).to_be_visible()
    lead.locator(".st-key-agenda label", has_text="2.1.O1").click()
    expect(lead.get_by_role("img", name="Votes: Met 3, Partly 0, Not yet 0, Don’t know 0")).to_be_visible()


@pytest.mark.timeout(300)
def test_a_phone_comes_back_and_a_code_is_renewed(app: AppServer, new_page: NewPage) -> None:
    lead = new_page()
    link = opened(lead, f"{app.url}/facilitate")
    phone = _phone(new_page, link)
    button(lead, re.compile("^Let people judge")).click()
    _answer(phone, 1)
    expect(phone.get_by_text("2 of 16", exact=True)).to_be_visible()

    # It scans again, in a new tab: its place is kept, and it is still one phone.
    again = phone.context.new_page()
    again.goto(link)
    expect(again.get_by_text("2 of 16", exact=True)).to_be_visible()
    expect(lead.get_by_text("1 here")).to_be_visible()

    # A new code: the old link and code open nothing, who is in stays in.
    button(lead, "More").click()
    old = lead.locator(".st-key-door h2").inner_text()
    lead.get_by_text("New code", exact=True).click()
    button(lead, "Make a new code").click()
    expect(lead.locator(".st-key-door h2")).not_to_have_text(old)
    new = lead.locator(".st-key-door h2").inner_text()
    late = new_page(width=PHONE[0], height=PHONE[1])
    late.goto(link)
    expect(late.get_by_text("No open workshop has this code.")).to_be_visible()
    for code, sign in (
        (old, "No open workshop has this code."),
        (new.lower().replace("-", " "), "You are in"),
    ):
        settled(late)
        late.get_by_label("Code on the screen").fill(code)
        button(late, "Join").click()
        expect(late.get_by_text(sign)).to_be_visible()
    expect(lead.get_by_text("2 here")).to_be_visible()
    _answer(again, 2)
    expect(again.get_by_text("3 of 16", exact=True)).to_be_visible()


@pytest.mark.timeout(300)
def test_another_computer_at_another_address_leads_on(
    app: AppServer, server: StartServer, new_page: NewPage
) -> None:
    lead = new_page()
    link = opened(lead, f"{app.url}/facilitate")
    phone = _phone(new_page, link)
    button(lead, re.compile("^Let people judge")).click()
    _answer(phone, 1)
    button(lead, "More").click()
    secret = lead.locator("[data-testid=stCode]").inner_text().strip()
    lead.context.close()

    elsewhere = server(database_url=app.database_url)
    other = new_page()
    other.goto(secret.replace(app.url, elsewhere.url))
    expect(other.get_by_role("heading", name="People are judging")).to_be_visible()
    expect(other.get_by_text("1 here")).to_be_visible()
    other.reload()
    button(other, "Reveal").click()
    button(other, "Reveal now").click()  # the phone is under way
    expect(other.get_by_text("0 of 16 decided.")).to_be_visible()
    stranger = new_page()
    stranger.goto(secret.partition("&lead=")[0].replace(app.url, elsewhere.url))
    expect(stranger.get_by_role("heading", name="Somebody else facilitates this workshop")).to_be_visible()


@pytest.mark.timeout(300)
def test_the_answers_stay_under_a_finger_and_none_looks_chosen_on_the_next_indicator(
    app: AppServer, new_page: NewPage
) -> None:
    lead = new_page()
    link = opened(lead, f"{app.url}/facilitate")
    button(lead, re.compile("^Let people judge")).click()
    expect(button(lead, "Reveal")).to_be_visible()
    for dark in (False, True):
        phone = new_page(width=PHONE[0], height=PHONE[1], dark=dark, touch=True)
        phone.goto(link)
        button(phone, "Continue").tap()
        expect(phone.get_by_text("1 of 16", exact=True)).to_be_visible()
        phone.wait_for_timeout(READING)
        place = button(phone, "Met").bounding_box()
        button(phone, "Met").tap()
        expect(phone.get_by_text("2 of 16", exact=True)).to_be_visible()
        settled(phone)
        assert button(phone, "Met").bounding_box() == place  # below one line more of text
        button(phone, "Met").hover()  # as a finger leaves it, unless the browser is too busy
        assert phone.locator(".st-key-answers button:hover").inner_text() == "Met"
        looks = phone.locator(".st-key-answers button").evaluate_all(
            "all => all.map(one => getComputedStyle(one)).map(one => [one.backgroundColor, one.borderColor])"
        )
        assert len(looks) == 4
        assert all(look == looks[0] for look in looks)


@pytest.mark.timeout(300)
def test_paper_and_hands_do_without_phones(app: AppServer, new_page: NewPage) -> None:
    lead = new_page()
    opened(lead, f"{app.url}/facilitate")
    button(lead, re.compile("^Let people judge")).click()
    button(lead, "More").click()
    with lead.expect_download() as sheet:
        button(lead, "Voting sheet").click()
    text = sheet.value.path().read_text(encoding="utf-8")
    assert text.count("☐") == 4 * 16
    lead.keyboard.press("Escape")
    lead.get_by_text("Count paper or raised hands").click()
    # Eight sheets by keyboard alone: the first cell, then numbers, Tab to the right and Enter down.
    lead.get_by_label("Number of sheets").fill("8")
    lead.get_by_label("Number of sheets").press("Enter")
    settled(lead)
    table = lead.get_by_test_id("stDataFrame")
    expect(table.locator("canvas").first).to_be_visible()
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    lead.mouse.click(box["x"] + 300, box["y"] + 55)  # Met, of the first indicator
    expect(lead.get_by_label("Number of sheets")).not_to_be_focused()
    for count, then in (("4", "Tab"), ("", "Tab"), ("4", "Enter")):  # no waiting for the server in between
        expect(lead.locator(":focus")).to_have_attribute("data-testid", re.compile("^glide-cell-"))
        cell = lead.locator("#portal input, #portal textarea")
        if count:
            lead.keyboard.press(count)
            expect(cell).to_have_value(count)
        lead.keyboard.press(then)
        expect(cell).to_have_count(0)
    expect(lead.get_by_text("Answers: 2.1.O1 8.")).to_be_visible()
    settled(lead)
    button(lead, "Save counts").focus()
    button(lead, "Save counts").press("Enter")
    expect(lead.locator(".st-key-status-line")).to_contain_text(worded("8 votes for 2.1.O1"))
    settled(lead)
    expect(button(lead, "Save counts")).to_be_focused()
    button(lead, "Reveal").click()
    lead.locator(".st-key-agenda label", has_text="2.1.O1").click()
    expect(lead.get_by_role("img", name="Votes: Met 4, Partly 0, Not yet 4, Don’t know 0")).to_be_visible()

    # The room leans nowhere, so nothing is chosen: saving says so, and the keyboard stays where it was.
    save = button(lead, "Save and next")
    save.focus()
    save.press("Enter")
    expect(lead.get_by_role("alert").filter(has_text="Choose what the group decides on")).to_be_visible()
    settled(lead)
    expect(save).to_be_focused()
    partly = lead.get_by_role("radiogroup", name="Decision").get_by_role("radio", name="Partly")
    for _ in range(2):  # who presses it once more to be sure takes nothing back
        partly.click()
        expect(partly).to_be_checked()
    save.press("Enter")
    expect(lead.get_by_text("1 of 16 decided.")).to_be_visible()

    # Whoever takes a decision back stays there.
    lead.locator(".st-key-agenda label", has_text="2.1.O3").click()
    expect(lead.locator(".st-key-focus")).to_contain_text("2.1.O3")
    settled(lead)
    partly.click()
    save.click()
    expect(lead.get_by_text("2 of 16 decided.")).to_be_visible()
    lead.locator(".st-key-agenda label", has_text="2.1.O3").click()
    button(lead, "Take back: Partly").click()
    expect(lead.get_by_text("1 of 16 decided.")).to_be_visible()
    chosen = lead.locator(".st-key-agenda label", has_text="2.1.O3").get_by_role("radio")
    expect(chosen).to_be_checked()

    # What is typed waits where it was typed, while its writer looks at another page.
    lead.get_by_label("Reason").fill("The rota shows it")
    lead.get_by_role("link", name="Checklist", exact=True).click(delay=200)  # as long as a finger presses
    expect(lead.locator(".st-key-result")).to_be_visible()
    lead.get_by_role("link", name="Facilitate", exact=True).click()
    expect(lead.get_by_label("Reason")).to_have_value("The rota shows it")
