"""What surrounds the pages: short links and cookies, asked as the server is asked, without a network."""

from __future__ import annotations

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import cast
from unittest.mock import Mock
from urllib.parse import urljoin

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import Message
from streamlit.runtime.app_session import AppSession

from clf_store import Door, Workshop
from clf_ui.access.cookies import Keys, name_in
from clf_ui.access.passphrase import Passphrase
from clf_ui.access.session import Access
from clf_ui.shared import addresses
from clf_ui.shell.server import MIDDLEWARE, routes, watch_no_files

PAGE = Route("/join", lambda request: HTMLResponse("a page"))
FILE = Route("/file", lambda request: PlainTextResponse("a file"))
APP = Starlette(routes=[*routes(), PAGE, FILE], middleware=MIDDLEWARE)


def get(path: str, cookies: str = "", *, app: Starlette = APP) -> tuple[int, list[tuple[str, str]]]:
    """Status and headers of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *([(b"cookie", cookies.encode())] if cookies else [])],
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("192.0.2.1", 1),
        "root_path": "",
        "http_version": "1.1",
    }
    # In a thread of its own: a browser test before this one may have left its event loop in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return sent[0]["status"], headers


def cookies_of(headers: list[tuple[str, str]]) -> dict[str, str]:
    jar = SimpleCookie()
    for name, value in headers:
        if name == "set-cookie":
            assert "HttpOnly" in value
            assert "SameSite=Lax" in value
            jar.load(value)
    return {name: morsel.value for name, morsel in jar.items()}


@pytest.mark.parametrize("entry", ["K7M4-QX92", "pLq8_-B8egrucZKHCMxAWw"])
def test_a_short_link_leads_to_the_page_where_people_join(entry: str) -> None:
    status, headers = get(f"/j/{entry}")
    assert status == 303
    assert dict(headers)["location"] == f"../join?code={entry}"
    assert dict(headers)["cache-control"] == "no-store"


@pytest.fixture
def under_a_path(monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """The dashboard at /clf, in room mode."""
    options = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "clf" if name == "server.baseUrlPath" else options(name)
    )
    monkeypatch.setattr(Access, "passphrase", Passphrase.chosen("open sesame 12"))
    page = Route("/clf/join", lambda request: HTMLResponse("a page"))
    return Starlette(routes=[*routes(), page], middleware=MIDDLEWARE)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/clf/j/K7M4-QX92", "/clf/join?code=K7M4-QX92"),
        ("/clf/join", None),
        ("/clf/own/forms.js", None),
        ("/clf/enter", None),
        ("/clf/checklist", "/clf/enter?to=checklist"),
        ("/clf/", "/clf/enter?to="),
        ("/clf", "/clf/enter?to="),
        ("/", 404),
        ("/j/K7M4-QX92", 404),
        ("/clfs/checklist", 404),
    ],
)
def test_under_a_path_every_address_stays_there_and_nothing_is_outside_of_it(
    under_a_path: Starlette, path: str, answer: str | int | None
) -> None:
    status, headers = get(path, app=under_a_path)
    if isinstance(answer, str):
        assert (status, urljoin(path, dict(headers)["location"])) == (303, answer)
    else:
        assert status == (answer or 200)


@pytest.mark.parametrize(
    "base", ["https://www.example.org/clf", "http://192.0.2.7:8501", "https://clf.example.org"]
)
@pytest.mark.parametrize("page", ["", "facilitate", "say-do-gap"])
def test_every_address_to_hand_on_is_made_from_the_browsers_own(
    monkeypatch: pytest.MonkeyPatch, base: str, page: str
) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(url=f"{base}/{page}?assessment=3"))
    door = Door(7, "Workshop", datetime(2026, 3, 1, tzinfo=UTC), "K7M4-QX92", "pLq8", "wall")
    workshop = cast(Workshop, SimpleNamespace(id=7, assessment_id=3))
    assert addresses.join_link(door) == f"{base}/j/pLq8"
    assert addresses.join_place() == f"{base.partition('//')[2]}/join"
    assert addresses.survey_address("abc") == f"{base}/survey?link=abc"
    assert addresses.projector_link(door).startswith(f"{base}/projector?wall=wall&")
    assert addresses.lead_link(workshop, "secret").startswith(f"{base}/facilitate?assessment=3&")


@pytest.mark.parametrize("entry", ["a b", "x\r\nSet-Cookie: a=b", "<script>", "ü", "k" * 65, "a&b=c"])
def test_what_cannot_be_a_code_leads_to_the_page_without_it(entry: str) -> None:
    status, headers = get(f"/j/{entry}")
    assert (status, dict(headers)["location"]) == (303, "../join")


def test_a_page_gives_a_browser_two_names_that_have_nothing_in_common() -> None:
    first, second = (cookies_of(get("/join")[1]) for _ in range(2))
    assert set(first) == {"clf_browser", "clf_seat"}
    assert len(first["clf_seat"]) == 22  # 16 bytes in Base64
    assert first["clf_seat"] != first["clf_browser"]
    assert first["clf_seat"] != second["clf_seat"]


def test_a_browser_keeps_the_names_that_it_has() -> None:
    mine = cookies_of(get("/join")[1])["clf_browser"]
    assert set(cookies_of(get("/join", f"clf_browser={mine}")[1])) == {"clf_seat"}
    assert cookies_of(get("/join", f"clf_browser={mine}; clf_seat=yours")[1]) == {}
    assert cookies_of(get("/file")[1]) == cookies_of(get("/j/K7M4-QX92")[1]) == {}


def test_a_name_that_was_not_signed_here_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "kept", "the key of the database")
    mine = cookies_of(get("/join")[1])["clf_browser"]
    name, _, signature = mine.rpartition(".")
    by_hand = hmac.digest(b"the key of the database", name.encode(), "sha256").hex()
    assert signature == by_hand
    elsewhere = hmac.digest(b"the key of another", name.encode(), "sha256").hex()
    for forged in (name, f"{name}.", f".{signature}", f"{name}x.{signature}", f"{name}.{elsewhere}", "mine"):
        assert name_in(forged) is None
        given = cookies_of(get("/join", f"clf_browser={forged}; clf_seat=yours")[1])
        assert set(given) == {"clf_browser"}
        assert name_in(given["clf_browser"]) not in (None, name)


def test_who_comes_before_the_database_is_open_keeps_the_name_and_has_it_signed_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Keys, "kept", None)
    early = cookies_of(get("/join")[1])["clf_browser"]
    monkeypatch.setattr(Keys, "kept", "the key of the database")
    name = name_in(early)
    late = cookies_of(get("/join", f"clf_browser={early}; clf_seat=yours")[1])["clf_browser"]
    assert name is not None
    assert late != early
    monkeypatch.setattr(Keys, "made", "made at the next start")
    assert name_in(late) == name
    assert name_in(early) is None


@pytest.mark.parametrize(("chosen", "watched"), [("none", 0), ("auto", 1)])
def test_a_tab_that_comes_back_has_files_watched_only_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch, chosen: str, watched: int
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(AppSession, "register_file_watchers", asked.append)
    monkeypatch.setattr(st, "get_option", {"server.fileWatcherType": chosen}.__getitem__)
    watch_no_files()
    AppSession.register_file_watchers(Mock(spec=AppSession))
    assert len(asked) == watched
