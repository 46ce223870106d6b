"""Requests that no browser would send: nothing is written but the sender's own vote, nobody notices."""

from __future__ import annotations

import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from clf_store.workshops.guesses import PER_ADDRESS
from tests.bench.phone import shown_place
from tests.browser.conftest import AppServer
from tests.server.client import Session
from tests.server.rooms import READING, Room, open_room, pressed, votes

SETTLED = 0.5  # seconds in which whatever was sent has been answered
ANSWERS = ("Met", "Partly", "Not yet", "Don’t know")


@pytest.fixture
def room(app: AppServer) -> Iterator[Room]:
    """A workshop under way; afterwards nobody has been shown what went wrong, and the server still serves."""
    opened = open_room(app)
    yield opened
    shown = [problem for session in opened.opened for problem in session.screen.problems]
    assert "a traceback" not in shown
    assert all("redacted" in problem for problem in shown if problem.startswith("exception"))
    assert not opened.lead.session.screen.problems
    assert not opened.visit(app.url).screen.problems
    opened.close()


def _facilitators_buttons(room: Room) -> dict[str, tuple[str, str]]:
    """By label the ids of the buttons and of their fragments, as the facilitator's browser knows them."""
    known = room.lead.session.screen.buttons
    wanted = ("Reveal", "Make a new code", "Close and write into the assessment", "Close; write later")
    return {label: (known[label][0].id, known[label][1]) for label in wanted}


@pytest.mark.parametrize("where", ["join", "facilitate"])
def test_nobody_else_can_press_what_the_facilitator_can(room: Room, where: str) -> None:
    stranger = room.phone() if where == "join" else room.facilitate_elsewhere()
    page_hash = room.lead.session.screen.page_hash
    timers = list(room.lead.session.screen.timers)
    before = room.content()
    for widget_id, fragment_id in _facilitators_buttons(room).values():
        for fragment in {"", fragment_id, *timers}:
            for page in (stranger.screen.page_hash, page_hash, ""):
                stranger.send_rerun(
                    fragment, [pressed(widget_id)], page_script_hash=page, page_name="facilitate"
                )
                stranger.wait(0.03)
    stranger.wait(SETTLED)
    assert room.content() == before


def test_the_facilitators_address_shows_nothing_to_press_in_another_browser(room: Room) -> None:
    stranger = room.facilitate_elsewhere()
    assert any(text.startswith("Somebody else facilitates") for text in stranger.screen.texts)
    assert not _facilitators_buttons(room).keys() & stranger.screen.buttons.keys()


def test_a_message_sent_twice_is_one_vote(room: Room) -> None:
    for pause in (0.0, 0.001, 0.01, 0.05):
        phone = room.phone()
        before = room.content()
        phone.send_press("Met")
        time.sleep(pause)
        phone.send_press("Met")
        phone.wait(SETTLED)
        assert len(votes(room.content() - before)) == 1
        assert shown_place(phone.screen) == 2


def test_a_button_of_an_earlier_question_changes_no_other_vote_than_ones_own(room: Room) -> None:
    other, phone = room.phone(), room.phone()
    other.press("Partly")
    phone.press("Met")
    phone.press("Back")
    earlier = phone.screen.buttons["Met, your answer"]
    phone.press("Go on")
    phone.wait(READING)
    before = room.content()
    phone.send_rerun(earlier[1], [pressed(earlier[0].id)])
    phone.wait(SETTLED)
    assert len(votes(room.content() - before)) <= 1
    assert before <= room.content()
    assert shown_place(phone.screen) in (2, 3)


def test_a_vote_after_the_reveal_writes_nothing_and_says_why(room: Room) -> None:
    phone = room.phone()
    for session in (phone, room.phone(), room.phone()):
        session.press("Met")
    phone.wait(READING)
    room.lead.reveal()
    before = room.content()
    phone.press("Not yet")
    assert room.content() == before
    assert any("Too late for " in problem for problem in phone.screen.problems)


def test_a_vote_without_a_seat_writes_nothing(room: Room) -> None:
    phone = room.phone()
    answers = [phone.screen.buttons[label] for label in ANSWERS]
    stranger = room.visit(phone.url)
    before = room.content()
    for button, fragment_id in answers:
        for fragment in ("", fragment_id):
            stranger.send_rerun(fragment, [pressed(button.id)])
            stranger.wait(0.05)
    stranger.wait(SETTLED)
    assert room.content() == before
    assert "Join the workshop" in stranger.screen.texts


FORGED = {
    "an unknown widget": pressed("$$ID-0123456789abcdef0123456789abcdef-answer-met"),
    "no widget's id": pressed("'; DROP TABLE vote; --"),
    "an empty id": pressed(""),
    "Streamlit's own": WidgetState(id="$$STREAMLIT_INTERNAL_KEY_x", string_value="x"),
    "not pressed": WidgetState(id="MET", trigger_value=False),
    "no value": WidgetState(id="MET"),
}
# Streamlit takes what is not false for pressed.
OF_ANOTHER_TYPE = {
    "text": WidgetState(id="MET", string_value="partly"),
    "a number": WidgetState(id="MET", double_value=float("nan")),
    "JSON": WidgetState(id="MET", json_value='{"vote": "partly"}'),
    "broken JSON": WidgetState(id="MET", json_value="{"),
    "bytes": WidgetState(id="MET", bytes_value=b"\xff"),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_state_writes_nothing(room: Room, what: str) -> None:
    phone = room.phone()
    assert _written(room, phone, FORGED[what]) == set()


@pytest.mark.parametrize("what", OF_ANOTHER_TYPE)
def test_a_state_of_another_type_is_no_more_than_ones_own_tap(room: Room, what: str) -> None:
    phone = room.phone()
    written = _written(room, phone, OF_ANOTHER_TYPE[what])
    assert len(written) <= 1
    assert all(row in votes(written) and row.endswith("'met');") for row in written)


def _written(room: Room, phone: Session, forged: WidgetState) -> set[str]:
    """What comes into the database when a phone sends this; nothing may go out of it."""
    button, fragment_id = phone.screen.buttons["Met"]
    state = WidgetState()
    state.CopyFrom(forged)
    state.id = state.id.replace("MET", button.id)
    before = room.content()
    for fragment in (fragment_id, ""):
        phone.send_rerun(fragment, [state])
    phone.wait(SETTLED)
    after = room.content()
    assert before <= after
    return after - before


def test_a_fragment_or_page_that_does_not_exist_writes_nothing(room: Room) -> None:
    phone = room.phone()
    before = room.content()
    answer = pressed(phone.screen.buttons["Met"][0].id)
    phone.send_rerun("0" * 32, [answer])
    phone.wait(SETTLED)
    assert room.content() == before
    phone.send_rerun(page_script_hash="0" * 32, page_name="../frame")
    phone.wait(SETTLED)
    assert room.content() == before


def test_caches_emptied_in_mid_vote_lose_nothing(room: Room) -> None:
    phones = [room.phone() for _ in range(3)]
    meddler = room.phone()
    before = room.content()
    for place in range(1, 4):
        meddler.send(BackMsg(clear_cache=True))
        for phone in phones:
            phone.send_press("Met")
        meddler.send(BackMsg(clear_cache=True))
        for phone in phones:
            phone.wait(10, lambda screen, place=place: shown_place(screen) == place + 1)
        meddler.send(BackMsg(clear_cache=True))
        time.sleep(READING)
    assert len(votes(room.content() - before)) == len(phones) * 3
    # Streamlit forgets the meddler's own tab; loaded again, it goes on.
    again = room.visit(meddler.url, meddler.cookie)  # who named a role, or none, is not asked again
    again.wait(READING)
    again.press("Met")
    assert shown_place(again.screen) == 2
    assert len(votes(room.content() - before)) == len(phones) * 3 + 1


def test_of_twenty_codes_guessed_at_once_ten_are_looked_at(room: Room) -> None:
    def guess(number: int) -> str:
        session = Session(f"{room.app.url}/join", cookie=f"clf_seat={secrets.token_urlsafe(16)}")
        with session:
            field = session.screen.widget("Code on the screen")
            session.screen.value(field).string_value = f"AAAA-AA{number // 8 + 3}{number % 8 + 3}"
            session.press("Join")
            (problem,) = session.screen.problems
        return re.sub(r"^warning: ", "", problem)

    with ThreadPoolExecutor(20) as pool:
        said = Counter(pool.map(guess, range(20)))
    assert sorted(said.values()) == [PER_ADDRESS, 20 - PER_ADDRESS]
    assert any("No open workshop has this code" in text for text in said)
    assert any("Too many wrong codes" in text for text in said)
