"""What the pages of a workshop share: addresses, the QR code, whose workshop it is."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from urllib.parse import urlencode, urlsplit

import streamlit as st

from clf_model.voices import Tally
from clf_reports import qr_svg
from clf_store import Door, NotFoundError, Pulse, Topic, Workshop

from . import state, visitor
from .loaders import Room, st_framework, st_store

_ALONE = ("localhost", "127.0.0.1", "::1")
LOCAL_ONLY = (
    "This address works on this computer only, so phones cannot join. Start the dashboard for the whole room "
    "(make run HOST=0.0.0.0), and open it here by the name or number that this computer has in the network."
)


def leader(workshop_id: int) -> str:
    """The secret with which this tab leads a workshop: that of the link which opened it, or its browser's."""
    given: str | None = state.value(state.LEAD)
    if given and st_store().workshops.is_facilitator(workshop_id, given):
        return given
    return visitor.facilitator()


def facilitates(workshop_id: int) -> bool:
    """Whether this tab may lead the workshop."""
    return st_store().workshops.is_facilitator(workshop_id, leader(workshop_id))


def lead_link(workshop: Workshop) -> str:
    """What lets another browser lead as well, should this one fail."""
    secret = st_store().workshops.lead(workshop.id, leader(workshop.id))
    view = {
        state.ASSESSMENT: workshop.assessment_id,
        state.WORKSHOP: workshop.id,
        state.LEAD: secret,
    }
    return f"{base_address()}/facilitate?{urlencode(view)}"


def base_address() -> str:
    """Where the dashboard is, as this browser sees it, without a slash at its end."""
    parts = urlsplit(st.context.url or "http://localhost:8501/")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').rpartition('/')[0]}"


def reachable() -> bool:
    """Whether other devices can use this address: not where it names this computer only."""
    return urlsplit(base_address()).hostname not in _ALONE


def join_link(door: Door) -> str:
    """What the QR code says: nobody can guess it, so it has no limit on tries."""
    return f"{base_address()}/j/{door.link}"


def join_place() -> str:
    """What people type who do not scan, before they type the code."""
    parts = urlsplit(base_address())
    return f"{parts.netloc}{parts.path}/join"


def projector_link(door: Door) -> str:
    """The view for the projector; with its secret, so that another computer can show the code as well."""
    query = urlencode({state.WALL: door.wall, state.WORKSHOP: door.workshop_id})
    return f"{base_address()}/projector?{query}"


def qr_picture(door: Door, width: int | None = None) -> None:
    """The QR code of the link, so many pixels wide, or as wide as there is room."""
    st.image(qr_svg(join_link(door)), width=width or "stretch", alt="QR code of the link to join")


def pulse_of(room: Room, capability_id: str) -> Pulse:
    """Who is here and how far they are; for fragments that run by the clock.

    Draws the whole page anew where the facilitator has done something, or the workshop is gone.
    """
    try:
        pulse = st_store().workshops.pulse(room.workshop.id, capability_id)
    except NotFoundError:
        st.rerun()
    if pulse.revision != room.workshop.revision:
        st.rerun()
    return pulse


def answered(pulse: Pulse, topic: Topic) -> str:
    """How far the room is: "7 of 9 have answered Planning", or the one indicator that is voted on again."""
    name = topic.balloted[0]
    if len(topic.balloted) > 1:
        name = st_framework().capability(topic.capability_id).short_name
    return f"{pulse.finished} of {pulse.here} have answered {name}"


def minutes_left(ends_at: datetime, at: datetime) -> int:
    """The minutes until the time is up, with the one that has begun; 0 after that."""
    return max(0, ceil((ends_at - at).total_seconds() / 60))


def rounds_of(room: Room, indicator_id: str) -> tuple[Tally | None, Tally | None]:
    """The latest revealed vote on an indicator, and the one before it."""
    found = [tally for tally in room.tallies if tally.indicator_id == indicator_id]
    return (found[-1] if found else None), (found[-2] if len(found) > 1 else None)
