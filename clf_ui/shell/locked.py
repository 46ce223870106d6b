"""What stands in place of a page whose browser has not entered the passphrase, or not today."""

from __future__ import annotations

import streamlit as st

from .entering import PATH


def locked() -> None:
    """Why nothing is shown, and the way to where the passphrase is entered."""
    st.header("Enter the passphrase", anchor=False)
    st.write("This part is for who leads the workshop. This browser has not entered the passphrase today.")
    st.html(f'<a href="{PATH}">Enter the passphrase</a>')
