"""Addresses for other devices, made from the one that this browser uses."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from clf_store import Door, Workshop

from .. import state
from .pages import is_path

LOCAL_ONLY = (
    "This address works on this computer only, so no phone can use it. Start the dashboard for the room "
    "(make run HOST=0.0.0.0; without make, the line that starts it, with --server.address=0.0.0.0 at its "
    "end), and open it here by the name or number that this computer has in the network."
)
_LOCAL = ("localhost", "127.0.0.1", "::1")


def reachable() -> bool:
    """Whether other devices can use this address: not where it names this computer only."""
    return urlsplit(st.context.url or "").hostname not in _LOCAL


def survey_address(link: str) -> str:
    """Where workers answer a survey."""
    return _page("survey", {state.LINK: link})


def join_link(door: Door) -> str:
    """What the QR code says: nobody can guess it, so it has no limit on tries."""
    return f"{_base()}/j/{door.link}"


def join_place() -> str:
    """What people type who do not scan, before they type the code."""
    parts = urlsplit(_base())
    return f"{parts.netloc}{parts.path}/join"


def projector_link(door: Door) -> str:
    """The view for the projector; with its secret, so that another computer can show the code as well."""
    return _page("projector", {state.WALL: door.wall, state.WORKSHOP: door.workshop_id})


def lead_link(workshop: Workshop, secret: str) -> str:
    """What lets another browser lead as well, should this one fail."""
    return _page(
        "facilitate",
        {state.ASSESSMENT: workshop.assessment_id, state.WORKSHOP: workshop.id, state.LEAD: secret},
    )


def _page(path: str, view: dict[str, object]) -> str:
    return f"{_base()}/{path}?{urlencode(view)}"


def _base() -> str:
    """Where the dashboard is, as this browser sees it, without a slash at its end."""
    parts = urlsplit(st.context.url or "http://localhost:8501/")
    path = parts.path.rstrip("/")
    above, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{above if is_path(last) else path}"
