"""Whether the dashboard is one person's own, or a whole room can reach it."""

from __future__ import annotations

import os
from enum import StrEnum
from ipaddress import ip_address

import streamlit as st

LOCAL = "localhost"


class Mode(StrEnum):
    """What whoever reaches the address may do: everything, or only what a room does."""

    PERSONAL = "personal"
    ROOM = "room"


def mode() -> Mode:
    """The mode that `CLF_MODE` names; without it, personal where only this computer is answered.

    Raises `ValueError` for a name that is none.
    """
    given = os.environ.get("CLF_MODE", "").strip().lower()
    if given:
        if given not in list(Mode):
            raise ValueError(f"CLF_MODE is “{given}”. Set it to room or personal, or leave it out.")
        return Mode(given)
    return Mode.PERSONAL if is_local(st.get_option("server.address") or "") else Mode.ROOM


def is_local(host: str) -> bool:
    """Whether a name or number means the computer itself and nothing else."""
    if host.lower() == LOCAL:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
