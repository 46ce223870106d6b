"""A phone's own looks, asked for by the clock, beside what its person taps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from clf_store import Store
from clf_ui.workshop.join_questions import THANKS
from tests.bench.phone import shown_place
from tests.browser.conftest import AppServer
from tests.server.client import Session
from tests.server.rooms import READING, Room, open_room, pressed, votes

MINUTE = 60.0  # seconds: how often the line at the top is drawn anew
ASKED = 10  # indicators of the organisation in the room's capability


@pytest.fixture
def room(app: AppServer) -> Iterator[Room]:
    """A workshop under way."""
    opened = open_room(app)
    yield opened
    opened.close()


def test_a_look_at_the_moment_of_a_tap_keeps_no_question_from_the_phone(room: Room) -> None:
    before = room.content()
    for _ in range(3):
        phone = room.phone()
        (look,) = phone.screen.timers
        for place in range(1, ASKED + 1):
            phone.send_press("Met")
            phone.send_rerun(look, is_auto_rerun=True)
            phone.wait(5, lambda screen, place=place: shown_place(screen) == place + 1)
            phone.wait(READING)
    assert len(votes(room.content() - before)) == 3 * ASKED


def test_a_phone_looks_often_while_it_waits_and_seldom_while_it_is_asked(app: AppServer) -> None:
    """At most 3.9 s apart while it waits, at least 8 while it is asked."""
    room = open_room(app, judge=False)
    try:
        phone = room.phone()
        assert _looks_often(phone)
        room.lead.judge()
        phone.wait(5, lambda screen: shown_place(screen) == 1)
        assert _looks_seldom(phone)
        room.lead.reveal()
        phone.send_press("Met")
        phone.wait(5, lambda screen: "Look at the screen" in screen.texts)
        assert any("revealed" in problem for problem in phone.screen.problems)
        assert _looks_often(phone)
    finally:
        room.close()


def test_a_phone_that_has_answered_everything_waits_and_looks_often(room: Room) -> None:
    phone = room.phone()
    for place in range(1, ASKED + 1):
        assert _looks_seldom(phone)
        assert shown_place(phone.screen) == place
        phone.press("Met")
        phone.wait(READING)
    assert THANKS in phone.screen.texts
    assert _looks_often(phone)
    phone.press("Change an answer")
    phone.press("Partly")
    assert THANKS in phone.screen.texts
    assert _looks_often(phone)
    room.lead.reveal()
    phone.wait(5, lambda screen: "Look at the screen" in screen.texts)
    assert phone.screen.problems == []


def test_a_look_right_after_a_click_draws_the_facilitators_page_once_more_and_a_later_one_does_not(
    room: Room,
) -> None:
    """What the click drew may have been dropped; so the page itself, not its fragment alone, has to run."""
    session = room.lead.session
    session.wait(1.5)
    session.press("Make a new code")
    for pause, whole in ((0.0, True), (1.5, False)):
        session.wait(pause)
        (look,) = (id_ for id_, timer in session.screen.timers.items() if timer.interval < MINUTE)
        before = session.screen.widget("Capability").run_id
        session.send_rerun(look, is_auto_rerun=True)
        session.wait(0.9)
        assert (session.screen.widget("Capability").run_id != before) is whole


def test_an_agenda_whose_first_drawing_was_dropped_begins_with_the_indicator_in_focus(room: Room) -> None:
    session = room.lead.session
    room.lead.reveal()
    first = session.screen.widget("To discuss").element.radio
    assert first.set_value
    assert first.raw_value.replace("\\", "").startswith(f"**{_focus(room)}**")
    session.press("Make a new code")
    again = session.screen.widget("To discuss").element.radio
    assert (again.set_value, again.raw_value, again.id) == (True, first.raw_value, first.id)


def test_an_agenda_that_a_browser_does_not_show_as_it_is_moves_no_focus(room: Room) -> None:
    """A browser sends the words of its choice: those of an earlier agenda name no indicator now."""
    session = room.lead.session
    room.lead.reveal()
    before = _focus(room)
    state = session.screen.value(session.screen.widget("To discuss"))
    assert before in state.string_value.replace("\\", "")
    state.string_value = "✓ 4.1.O1 · Met"
    session.press("Make a new code")
    assert _focus(room) == before
    assert session.screen.problems == []


def test_a_decision_saved_in_the_message_of_the_field_before_it_is_saved_once_and_leaves_nothing_unsaved(
    room: Room,
) -> None:
    """A quick press: the browser names the part of the page that the field is in, and none for the button."""
    session = room.lead.session
    room.lead.reveal()
    session.choose("Decision", "Partly")
    session.wait(READING)
    decided, note = _focus(room), session.screen.widget("Evidence that people name")
    session.screen.value(note).string_value = "Supervision notes"
    save, _ = session.screen.buttons["Save and next"]
    session.screen.timers.clear()  # the page moves on without waiting for a look
    session.send_rerun(note.fragment_id, [pressed(save.id)])
    session.wait(5, lambda screen: any("1 of 10 decided" in text for text in screen.texts))
    agenda = session.screen.widget("To discuss").element.radio
    assert not [caption for caption in agenda.captions if "not saved" in caption]
    assert _focus(room) != decided
    with closing(Store.open(room.app.database_url)) as store:
        (decision,) = store.workshops.decisions(room.lead.workshop_id)
    assert [entry.note for entry in decision.evidence] == ["Supervision notes"]


def _looks_often(phone: Session) -> bool:
    return [3 <= timer.interval <= 3.9 for timer in phone.screen.timers.values()] == [True]


def _looks_seldom(phone: Session) -> bool:
    return [8 <= timer.interval <= 10.4 for timer in phone.screen.timers.values()] == [True]


def _focus(room: Room) -> str:
    with closing(Store.open(room.app.database_url)) as store:
        return str(store.workshops.load(room.lead.workshop_id).focus)
