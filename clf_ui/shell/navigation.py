"""The head of every page with a menu: the pages by group, and below them the line of the page in view."""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from .. import state
from ..shared.look import picture
from ..shared.pages import MENU, Name, link, title

PRODUCT = "CLF dashboard"
# Of the page whose script runs in this thread.
_name: ContextVar[Name] = ContextVar("_name")
# None on a page without a menu.
_head: ContextVar[DeltaGenerator | None] = ContextVar("_head", default=None)


def menu(in_view: Name) -> None:
    """Every page one click away, by group; the page in view is marked, also in words for a screen reader."""
    head = st.container(key="head", gap=None)
    _head.set(head)
    with head, st.container(horizontal=True, key="menu", gap=None):
        st.html(f'<img src="{picture("icon.svg")}" alt="{PRODUCT}" width="28" height="28">', width="content")
        for number, (group, names) in enumerate(MENU):
            with st.container(
                horizontal=True, key=state.key("menu", group or number), gap=None, width="content"
            ):
                if group:
                    st.html(f"<span>{group}</span>", width="content")
                for name in names:
                    label = f"{title(name)} *(page in view)*" if name is in_view else title(name)
                    link(name, label, state.value(state.ASSESSMENT))


def page_line() -> DeltaGenerator:
    """The line below the menu, beginning with the page's title; what else belongs there is put into it."""
    with _head.get() or st.container(key="head", gap=None):
        line = st.container(horizontal=True, vertical_alignment="center", key="context-line")
    line.title(title(_name.get()), anchor=False, width="content")
    return line


def name_tab(name: Name) -> None:
    """The browser's tab says the page."""
    _name.set(name)
    _head.set(None)
    st.set_page_config(page_title=f"{title(name)} · {PRODUCT}")


def name_tab_for(service: str) -> None:
    """The browser's tab says the page and the service that it is about."""
    st.set_page_config(page_title=f"{title(_name.get())} · {service}")
