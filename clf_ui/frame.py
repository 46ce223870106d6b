"""The frame script: page settings, style and navigation. Streamlit runs it for every page."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from clf_ui import state
from clf_ui.look import ASSETS, picture, style
from clf_ui.pages import Name, all_pages, bare_name, bare_pages, begin_at_top, page_name
from clf_ui.polling import in_turn
from clf_ui.warm_up import finished


def _draw_bare(name: Name) -> None:
    """A page without a menu: what a phone has to load for it is kept small."""
    st.set_page_config(page_title="CLF dashboard", page_icon=picture("icon.svg"), layout="wide")
    st.html(style("style.css", "bare.css"))
    _run(st.navigation(bare_pages(name), position="hidden"))


def _draw() -> None:
    st.set_page_config(page_title="CLF dashboard", page_icon=ASSETS / "icon.png", layout="wide")
    st.html(style("style.css"))
    st.logo(ASSETS / "logo.svg", size="large", icon_image=ASSETS / "icon.svg")
    page = st.navigation(all_pages(), position="top")
    st.html(begin_at_top(page_name(page)))
    finished()  # only now: the browser loads what the menu needs meanwhile
    _run(page)


def _run(page: StreamlitPage) -> None:
    state.read_address(page_name(page))
    page.run()
    state.complete_address()


bare = bare_name()
if bare:
    finished()
    with in_turn():
        _draw_bare(bare)
else:
    _draw()
