"""What the pages of a workshop share: whose workshop it is, the QR code, how far the room is."""

from __future__ import annotations

from datetime import datetime
from math import ceil

import streamlit as st

from clf_model import named
from clf_model.voices import Decision, Tally
from clf_reports import MEANINGS, VOTES, qr_svg
from clf_store import Door, NotFoundError, Pulse, Topic

from .. import state
from ..access.session import entitled
from ..shared import demonstration, visitor
from ..shared.addresses import join_link
from ..shared.loaders import Room, st_store


def leader(workshop_id: int) -> str:
    """The secret with which this tab leads a workshop: that of the link which opened it, or its browser's."""
    given: str | None = state.value(state.LEAD)
    if given and st_store().workshops.is_facilitator(workshop_id, given):
        return given
    return visitor.facilitator()


def facilitates(workshop_id: int) -> bool:
    """Whether this tab may lead the workshop."""
    return st_store().workshops.is_facilitator(workshop_id, leader(workshop_id))


def qr_picture(door: Door, width: int | None = None) -> None:
    """The QR code of the link, so many pixels wide, or as wide as there is room."""
    st.image(qr_svg(join_link(door)), width=width or "stretch", alt="QR code of the link to join")


def pulse_of(room: Room, capability_id: str) -> Pulse:
    """Who is here and how far they are; for fragments that run by the clock.

    Draws the whole page anew where the facilitator has done something, or the workshop is gone.
    """
    if entitled():
        demonstration.play(room)
    try:
        pulse = st_store().workshops.pulse(room.workshop.id, capability_id)
    except NotFoundError:
        st.rerun()
    if pulse.revision != room.workshop.revision:
        st.rerun()
    return pulse


def answered(room: Room, pulse: Pulse, topic: Topic) -> str:
    """How far the room is: "7 of 9 have answered Planning", or the one indicator that is voted on again."""
    if len(topic.balloted) > 1:
        name = room.framework.capability(topic.capability_id).short_name
    else:
        name = named(room.framework.indicator(topic.balloted[0]))
    return f"{pulse.finished} of {pulse.here} have answered {name}"


def progress_bar(pulse: Pulse, topic: Topic) -> None:
    """How many of all answers are given: it moves long before the first person has finished."""
    asked = pulse.here * len(topic.balloted)
    words = f"{pulse.votes} of {asked} answers given" if asked and len(topic.balloted) > 1 else None
    st.progress(pulse.votes / max(1, asked), words)


def meanings() -> str:
    """What the four answers mean, each on a line of its own, as Markdown."""
    return "  \n".join(f"**{word}**: {MEANINGS[vote]}" for vote, word in VOTES.items())


def minutes_left(ends_at: datetime, at: datetime) -> int:
    """The minutes until the time is up, with the one that has begun; 0 after that."""
    return max(0, ceil((ends_at - at).total_seconds() / 60))


def agreed_in(room: Room, topic: Topic) -> list[Decision]:
    """What was decided of a capability, what was decided last at the head."""
    found = [one for one in room.decisions if one.indicator_id in topic.indicators]
    return sorted(found, key=lambda one: -room.steps.get(one.indicator_id, 0))


def agreed_last(room: Room, topic: Topic) -> list[Decision]:
    """What was decided of a capability last: one indicator, or all that were accepted together."""
    found = agreed_in(room, topic)
    last = found and room.steps.get(found[0].indicator_id)
    return [one for one in found if room.steps.get(one.indicator_id) == last]


def rounds_of(room: Room, indicator_id: str) -> tuple[Tally | None, Tally | None]:
    """The latest revealed vote on an indicator, and the one before it."""
    found = [tally for tally in room.tallies if tally.indicator_id == indicator_id]
    return (found[-1] if found else None), (found[-2] if len(found) > 1 else None)
