"""Addresses for other devices, made from the one that this browser uses."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from . import state

_LOCAL = ("localhost", "127.0.0.1", "::1")


def survey_address(link: str) -> str:
    """Where workers answer a survey."""
    here = (st.context.url or "").rpartition("/")[0]
    return f"{here}/survey?{urlencode({state.LINK: link})}"


def for_this_computer_only(address: str) -> bool:
    """Whether other devices cannot open an address."""
    return urlsplit(address).hostname in _LOCAL
