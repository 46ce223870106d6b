"""Whether the browser that a run is for may do what a facilitator may.

Imported before the server answers, so it imports nothing of the store.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

import streamlit as st

from ..clock import now
from .mode import Mode, mode
from .passphrase import TICKET_COOKIE, Passphrase

Made = TypeVar("Made")
_ticket: ContextVar[str | None] = ContextVar("_ticket", default=None)


class Access:
    """What holds for this process. `passphrase` is None in personal mode, where all is open."""

    passphrase: Passphrase | None = None


def begin() -> str | None:
    """Take up the mode that was set; returns what to say at the start, None where there is nothing to say.

    Raises `ValueError` where what was set cannot be used.
    """
    Access.passphrase = None
    if mode() is Mode.PERSONAL:
        return None
    chosen = os.environ.get("CLF_PASSPHRASE", "").strip()
    Access.passphrase = Passphrase.chosen(chosen) if chosen else Passphrase.new()
    shown = "the one set in CLF_PASSPHRASE" if chosen else Access.passphrase.text
    return (
        "Room mode: joining, voting, answering a survey and the wall are open to whoever reaches it.\n"
        f"The facilitator’s passphrase, for everything else: {shown}"
    )


def entitled() -> bool:
    """Whether whoever this run is for may do what a facilitator may."""
    held = Access.passphrase
    return held is None or held.admits(ticket(), now().timestamp())


def ticket() -> str:
    """What the browser of this run, or of the download that was drawn in it, showed when it connected."""
    carried = _ticket.get()
    return st.context.cookies.get(TICKET_COOKIE, "") if carried is None else carried


def carried(make: Callable[[], Made]) -> Callable[[], Made]:
    """A download that is made later, outside of any run, with the right that this run has."""
    held = ticket() if Access.passphrase else ""

    @wraps(make)
    def made() -> Made:
        before = _ticket.set(held)
        try:
            return make()
        finally:
            _ticket.reset(before)

    return made
