"""The frame script: page settings, style and navigation. Streamlit runs it for every page."""

import streamlit as st

from clf_ui import state
from clf_ui.pages import all_pages, bare_address, bare_pages, begin_at_top, page_name
from clf_ui.settings import ROOT
from clf_ui.warm_up import finished

UI = ROOT / "clf_ui"

st.set_page_config(page_title="CLF dashboard", page_icon=UI / "assets" / "icon.png", layout="wide")
st.html(UI / "style.css")
if bare_address():
    st.html(UI / "bare.css")
    page = st.navigation(bare_pages(), position="hidden")
else:
    st.logo(UI / "assets" / "logo.svg", size="large", icon_image=UI / "assets" / "icon.svg")
    page = st.navigation(all_pages(), position="top")
    st.html(begin_at_top(page_name(page)))
state.read_address(page_name(page))
finished()
page.run()
state.complete_address()
