"""What surrounds the pages: short links and cookies, asked as the server is asked, without a network."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from unittest.mock import Mock

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import Message
from streamlit.runtime.app_session import AppSession

from clf_ui.server import MIDDLEWARE, ROUTES, watch_no_files

PAGE = Route("/join", lambda request: HTMLResponse("a page"))
FILE = Route("/file", lambda request: PlainTextResponse("a file"))
APP = Starlette(routes=[*ROUTES, PAGE, FILE], middleware=MIDDLEWARE)


def get(path: str, cookies: str = "") -> tuple[int, list[tuple[str, str]]]:
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
        thread.submit(lambda: asyncio.run(APP(scope, receive, send))).result()
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
    assert set(cookies_of(get("/join", "clf_browser=mine")[1])) == {"clf_seat"}
    assert cookies_of(get("/join", "clf_browser=mine; clf_seat=yours")[1]) == {}
    assert cookies_of(get("/file")[1]) == cookies_of(get("/j/K7M4-QX92")[1]) == {}


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
