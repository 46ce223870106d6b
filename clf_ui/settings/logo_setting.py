"""The organisation's logo on every document: choosing it, once, in Settings."""

from __future__ import annotations

import base64

import streamlit as st

from clf_reports.documents.logo import MOST_BYTES, checked

from .. import state
from ..shared import for_everyone
from ..shared.callbacks import told
from ..shared.in_force import LOGO, logo_in_force
from ..shared.loaders import st_store

_FILE = "logo-file"


def logo_field() -> None:
    """The logo in force, a file in its place, and who changed it last."""
    state.seen_settings.put(LOGO, st_store().setting(LOGO))
    logo = logo_in_force()
    st.markdown("**Logo**")
    st.caption(
        "It stands at the top of every document that Report makes, for everyone: a PNG or SVG of "
        f"{MOST_BYTES // 1000} KB at most."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if logo is not None:
            st.image(
                logo if logo.startswith(b"\x89PNG") else logo.decode(), width=140, alt="The logo in force"
            )
        st.file_uploader("Logo (PNG or SVG)", type=["png", "svg"], key=_FILE, on_change=keep, width=420)
        st.button("No logo", key="no-logo", disabled=logo is None, on_click=remove)
    for_everyone.last_change(LOGO)


@told
def keep() -> None:
    """Put the file in force as the logo. Raises `LogoError`."""
    file = state.value(_FILE)
    if file is None:
        return
    for_everyone.change(LOGO, base64.b64encode(checked(file.getvalue())).decode())


@told
def remove() -> None:
    """No logo any more."""
    for_everyone.change(LOGO, None)
