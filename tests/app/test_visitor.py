"""The seat of a browser: the same after a reload, another for each person who shares a computer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from clf_store.sql.tokens import is_token
from clf_ui import state
from clf_ui.access.cookies import signed
from clf_ui.shared.visitor import address, seat
from clf_ui.state import tab as state_of_tab

COOKIE = "pLq8_-B8egrucZKHCMxAWw"


def visit(monkeypatch: pytest.MonkeyPatch, **cookies: str) -> None:
    context = SimpleNamespace(cookies=cookies, ip_address="192.0.2.1", headers={"Host": "localhost"})
    monkeypatch.setattr(st, "context", context)


def test_a_seat_is_a_token_that_does_not_give_the_cookie_away(monkeypatch: pytest.MonkeyPatch) -> None:
    visit(monkeypatch, clf_seat=COOKIE)
    mine, second = seat(), seat(2)
    assert is_token(mine)
    assert is_token(second)
    assert len({mine, second, COOKIE}) == 3
    assert (seat(), seat(2)) == (mine, second)
    assert address() == "192.0.2.1"
    visit(monkeypatch, clf_seat="something else")
    assert seat() != mine


def test_without_cookies_a_seat_is_that_of_the_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    visit(monkeypatch)
    monkeypatch.setattr(state, "tab_token", lambda: "first tab")
    first = seat()
    assert is_token(first)
    monkeypatch.setattr(state, "tab_token", lambda: "second tab")
    assert seat() != first


def test_a_tab_keeps_its_token() -> None:
    def show() -> None:
        import streamlit as st

        from clf_ui.state import tab_token

        st.text(tab_token())

    tabs = [AppTest.from_function(show).run() for _ in range(2)]
    tokens = [tab.text[0].value for tab in tabs]
    assert tokens[0] != tokens[1]
    assert [tab.run().text[0].value for tab in tabs] == tokens


def test_the_log_names_a_browser_shortly_and_by_nothing_that_it_could_be_acted_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cookie = signed(COOKIE)
    visit(monkeypatch, clf_browser=cookie)
    mine = state.browser()
    assert state.browser() == mine
    assert COOKIE not in mine
    assert len(state.short_name(mine)) == len("browser 3f9a1c")
    assert state.short_name("samples") == "samples"
    parts = (mine, state.short_name(mine), mine.removeprefix("browser "))
    for forged in (*parts, *map(signed, parts), COOKIE, cookie[:-1], "<b>", "browser", "x" * 5000, "local"):
        visit(monkeypatch, clf_browser=forged)
        assert state.browser() not in (mine, "local")
        assert len(state.browser()) == len(mine)


def test_browsers_without_a_signed_cookie_are_as_many_as_their_tabs(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for tab in ("first tab", "second tab"):
        monkeypatch.setattr(state_of_tab, "tab_token", lambda tab=tab: tab)
        for cookies in ({}, {"clf_browser": COOKIE}, {"clf_browser": f"{COOKIE}.{'0' * 64}"}):
            visit(monkeypatch, **cookies)
            names.add(state.browser())
    assert len(names) == 2
