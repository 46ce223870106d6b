"""Room mode: phones join and vote as ever, and all else is refused, whatever a browser sends."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

from clf_store.workshops.guesses import PER_ADDRESS
from clf_ui.shared.pages import Name
from tests.browser.conftest import AppServer
from tests.server.client import Session
from tests.server.rooms import Room, open_room, votes

PASSPHRASE = "green tea boat"
LOCKED = "Enter the passphrase"
BARE = (Name.JOIN, Name.PROJECTOR, Name.SURVEY)
CLOSED = [name for name in Name if name not in BARE]
MOST_FRAGMENTS = 5  # of one page: on the checklist each indicator is one
BRIEFLY, SETTLED = 0.04, 0.5  # seconds in which a message, and all of them, have been dealt with


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP request was answered."""

    status: int
    headers: dict[str, str]
    body: str


def ask(app: AppServer, method: str, path: str, *, body: str = "", cookie: str = "") -> Answer:
    """One HTTP request, redirects not followed."""
    connection = HTTPConnection("127.0.0.1", app.port, timeout=30)
    connection.request(method, path, body, {"Cookie": cookie} if cookie else {})
    got = connection.getresponse()
    headers = {name.lower(): value for name, value in got.getheaders() if "csrf" not in value}
    cookies = [value for name, value in got.getheaders() if name.lower() == "set-cookie"]
    headers["set-cookie"] = next((one for one in cookies if one.startswith("clf_right=")), "")
    answer = Answer(got.status, headers, got.read().decode(errors="replace"))
    connection.close()
    return answer


def enter(app: AppServer, passphrase: str, to: str = "") -> Answer:
    """Send the form of the passphrase."""
    return ask(app, "POST", "/enter", body=urlencode({"passphrase": passphrase, "to": to}))


def address(name: Name) -> str:
    """The path of a page."""
    return "/" if name is Name.OVERVIEW else f"/{name.replace('_', '-')}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The dashboard in room mode."""
    folder: Path = tmp_path_factory.mktemp("room-mode")
    environment = {"CLF_MODE": "room", "CLF_PASSPHRASE": PASSPHRASE}
    url = f"sqlite:///{folder / 'clf.sqlite3'}"
    with AppServer(url, folder / "log.txt", environment=environment) as running:
        running.start()
        yield running


@pytest.fixture(scope="module")
def ticket(app: AppServer) -> str:
    """The cookie of a browser in which the passphrase was entered."""
    return enter(app, PASSPHRASE).headers["set-cookie"].partition(";")[0]


@pytest.fixture(scope="module")
def room(app: AppServer, ticket: str) -> Iterator[Room]:
    """A workshop that judges, opened and led by a browser with the passphrase."""
    opened = open_room(app, ticket=ticket)
    yield opened
    opened.close()


# What a browser sends of a widget that was used, by its element and the field of its state.
USED: dict[str, dict[str, object]] = {
    "button": {"trigger_value": True},
    "checkbox": {"bool_value": True},
    "text_input": {"string_value": "forged"},
    "text_area": {"string_value": "forged"},
    "number_input": {"double_value": 3.0},
    "date_input": {"string_array_value": StringArray(data=["2026-01-01"])},
}


def used(element: Element) -> Iterator[WidgetState]:
    """What a browser would send if somebody used a widget."""
    kind = element.WhichOneof("type") or ""
    if kind in USED:
        yield WidgetState(id=getattr(element, kind).id, **USED[kind])  # type: ignore[arg-type]
    elif kind in ("selectbox", "radio"):
        box = getattr(element, kind)
        yield from (WidgetState(id=box.id, string_value=option) for option in list(box.options)[:2])
    elif kind == "button_group":
        for option in list(element.button_group.options)[:2]:
            chosen = StringArray(data=[option.content])
            yield WidgetState(id=element.button_group.id, string_array_value=chosen)


def forgeries(app: AppServer, room: Room, ticket: str) -> dict[str, list[tuple[str, WidgetState]]]:
    """By page, what a facilitator's browser could send of each widget there, with its fragment."""
    query = room.lead.session.url.partition("?")[2]
    found: dict[str, list[tuple[str, WidgetState]]] = {}
    for name in CLOSED:
        with Session(f"{app.url}{address(name)}?{query}", cookie=ticket) as session:
            shown = session.screen.shown
            found[session.screen.page_hash] = [
                (one.fragment_id, s) for one in shown for s in used(one.element)
            ]
    return found


@pytest.mark.parametrize("name", list(Name))
def test_a_page_is_entered_with_the_passphrase_or_is_the_rooms(
    app: AppServer, room: Room, ticket: str, name: Name
) -> None:
    query = room.lead.session.url.partition("?")[2]
    stranger = ask(app, "GET", f"{address(name)}?{query}")
    assert ask(app, "GET", address(name), cookie=ticket).status == 200
    if name in BARE:
        assert stranger.status == 200
        return
    assert stranger.status == 303
    assert stranger.headers["location"].startswith("enter?to=")
    session = room.visit(f"{app.url}{address(name)}?{query}")
    assert session.screen.texts[:1] == [LOCKED]
    assert not session.screen.buttons
    assert "Bench" not in " ".join(session.screen.texts)


def send_all(session: Session, query: str, pages: dict[str, list[tuple[str, WidgetState]]]) -> None:
    """Go to each page as by its address, and use all that is on it, in its fragments and at once."""
    session.screen.query = query
    for page_hash, states in pages.items():
        session.screen.page_hash = page_hash
        session.rerun()  # only what was drawn before can be used
        for fragment in sorted({"", *(fragment for fragment, _ in states)})[:MOST_FRAGMENTS]:
            session.send_rerun(fragment, _each_once(states))
            session.wait(BRIEFLY)
        session.send_rerun("", _each_once(reversed(states)))
        session.wait(BRIEFLY)


def test_no_forged_message_writes_or_shows_what_is_not_the_rooms(
    app: AppServer, room: Room, ticket: str
) -> None:
    pages, query = forgeries(app, room, ticket), room.lead.session.url.partition("?")[2]
    assert len(pages) == len(CLOSED)
    assert all(pages.values())
    assert sum(map(len, pages.values())) > 150
    phone, wall = room.phone(), room.visit(room.lead.projector)
    before = room.content()
    for session in (phone, wall):
        address_before = session.screen.query, session.screen.page_hash
        send_all(session, query, pages)
        assert not session.screen.buttons.keys() & {"Undo", "Finalise", "Open the workshop", "Reveal"}
        assert "Bench" not in " ".join(session.screen.texts)
        session.screen.query, session.screen.page_hash = address_before
    phone.wait(SETTLED)
    assert room.content() == before
    phone.rerun()
    assert "Met" in phone.screen.buttons
    # they are no idle messages: with the passphrase they write
    with Session(room.lead.session.url, cookie=ticket) as entitled:
        send_all(entitled, query, {entitled.screen.page_hash: pages[entitled.screen.page_hash]})
        entitled.wait(SETTLED)
    assert room.content() != before


def _each_once(states: Iterable[tuple[str, WidgetState]]) -> list[WidgetState]:
    """One state for each widget, as a message has it: the last one."""
    return list({state.id: state for _, state in states}.values())


def test_joining_and_voting_are_as_ever(room: Room) -> None:
    phone = room.phone()
    before = room.content()
    phone.press("Met")
    assert len(votes(room.content() - before)) == 1


def test_the_wall_shows_with_its_own_address_only(app: AppServer, room: Room) -> None:
    wall = room.visit(room.lead.projector)
    assert any("Judge on your phone" in text for text in wall.screen.texts)
    for query in (f"workshop={room.lead.workshop_id}", f"workshop={room.lead.workshop_id}&wall={'0' * 32}"):
        guessed = room.visit(f"{app.url}/projector?{query}")
        assert "No workshop to show" in guessed.screen.texts


def test_the_wall_shows_the_result_of_its_workshop(app: AppServer, ticket: str) -> None:
    other = open_room(app, ticket=ticket)
    projector = other.lead.projector
    for session in [other.phone() for _ in range(3)]:
        session.press("Met")
    other.lead.reveal()
    other.lead.session.press("Close and write into the assessment")
    wall = other.visit(projector)
    assert "Thank you: this is what you found" in wall.screen.texts
    assert not wall.screen.problems
    guessed = other.visit(f"{app.url}/projector?workshop={other.lead.workshop_id}")
    assert "No workshop to show" in guessed.screen.texts
    other.close()


def test_nothing_is_taken_or_told_outside_of_the_pages(app: AppServer, ticket: str) -> None:
    for method, path in (("PUT", "/_stcore/upload_file/x/y"), ("GET", "/_stcore/metrics")):
        assert ask(app, method, path).status == 403
    assert ask(app, "GET", "/_stcore/metrics", cookie=ticket).status == 200


def test_the_right_passphrase_leads_on_to_the_page_that_was_asked_for(app: AppServer) -> None:
    answer = enter(app, "Green-TEA boat", "checklist?assessment=3&capability=planning")
    assert answer.status == 303
    assert answer.headers["location"] == "./checklist?assessment=3&capability=planning"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    for elsewhere in ("//evil.example", "https://evil.example", "\\\\evil.example", "x\r\nSet-Cookie: a=b"):
        assert enter(app, PASSPHRASE, elsewhere).headers["location"] == "./"


def test_a_cookie_that_nobody_was_given_opens_nothing(app: AppServer, ticket: str) -> None:
    name, _, value = ticket.partition("=")
    expires, nonce, signature = value.split(".")
    for forged in ("", "x", f"{expires}.{nonce}.{'0' * 64}", f"{int(expires) + 1}.{nonce}.{signature}"):
        assert ask(app, "GET", "/", cookie=f"{name}={forged}").status == 303


def test_wrong_passphrases_are_limited_and_do_not_stop_anybody_from_joining(
    app: AppServer, room: Room
) -> None:
    said = [enter(app, f"wrong {number}").status for number in range(PER_ADDRESS + 2)]
    assert said == [403] * PER_ADDRESS + [429] * 2
    assert enter(app, PASSPHRASE).status == 429
    stranger = Session(f"{app.url}/join", cookie=f"clf_seat={secrets.token_urlsafe(16)}")
    room.opened.append(stranger)
    field = stranger.screen.widget("Code on the screen")
    stranger.screen.value(field).string_value = "AAAA-AAAA"
    stranger.press("Join")
    assert ["warning: No open workshop has this code" in one for one in stranger.screen.problems] == [True]
