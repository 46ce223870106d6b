"""Who is at the other end, as far as workshops and surveys need to know: a seat, an address, no name."""

from __future__ import annotations

import base64
import hashlib

import streamlit as st

from .. import state
from ..access.cookies import SEAT_COOKIE

_SEAT_BYTES = 16


def seat(turn: int = 1) -> str:
    """This browser's token for workshops and surveys, the same after a reload and a lost connection.

    `turn` counts the people who share one computer; each has a token of their own. Where the browser keeps no
    cookies, the token lasts as long as the tab.
    """
    return _token(f"seat:{turn}")


def facilitator() -> str:
    """This browser's secret as a facilitator: the same on every page and after a reload."""
    return _token("facilitator")


def cookie() -> str | None:
    """What this browser sends as its seat; None where it keeps no cookies."""
    return st.context.cookies.get(SEAT_COOKIE)


def _token(use: str) -> str:
    found = cookie() or state.tab_token()
    digest = hashlib.sha256(f"{use}:{found}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:_SEAT_BYTES]).decode().rstrip("=")


def address() -> str | None:
    """Where the browser connects from, for the limit on wrong join codes; None for this computer.

    Behind a proxy on this computer it is the address that the proxy passes on (see docs/administrators.md).
    """
    return st.context.ip_address
