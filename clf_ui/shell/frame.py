"""The frame script: page settings, style and navigation. Streamlit runs it for every page."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from clf_ui import state
from clf_ui.access.session import entitled
from clf_ui.shared.look import picture, style
from clf_ui.shared.pages import BARE, Name, all_pages, bare_name, bare_pages, begin_at_top, page_name, title
from clf_ui.shared.polling import in_turn
from clf_ui.shell.locked import locked
from clf_ui.shell.navigation import menu, name_tab
from clf_ui.shell.warm_up import finished


def _draw_bare(name: Name) -> None:
    """A page without a menu: what a phone has to load for it is kept small."""
    _set_up(name)
    st.html(style("style.css", "bare.css"))
    page = st.navigation(bare_pages(name), position="hidden")
    if page_name(page) is not name and not entitled():
        locked()
        return
    state.read_address(name)
    state.tell_return()
    st.html(f"<h1>{title(name)}</h1>")
    _run(page)


def _draw() -> None:
    page = st.navigation(all_pages(), position="hidden")
    name = page_name(page)
    _set_up(name)
    if not entitled():
        locked()
        return
    st.html(style("style.css"))
    state.read_address(name)
    state.tell_return()
    if name not in BARE:  # whose address may be unknown, as in a test
        menu(name)
    st.html(begin_at_top(name))
    finished()  # only now: the browser loads what the menu needs meanwhile
    _run(page)


def _set_up(name: Name) -> None:
    st.set_page_config(page_icon=picture("icon.svg"), layout="wide")
    name_tab(name)


def _run(page: StreamlitPage) -> None:
    page.run()
    state.complete_address()


bare = bare_name()
if bare:
    finished()
    with in_turn():
        _draw_bare(bare)
else:
    _draw()
