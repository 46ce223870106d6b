"""What a workshop has decided so far, for the wall: judgements with their reasons, nothing of who said it.

Of a dissent the wall says only that it is kept: its words can tell whose view it is, and were not written
for a wall. Nor does it show evidence, which may name documents that are not for everybody.
"""

from __future__ import annotations

import streamlit as st

from clf_model import Indicator, named, opening
from clf_model.voices import Decision
from clf_store import Topic

from ..shared.loaders import Room
from ..wording import counted, judgement_word, plain
from .room_status import agreed_in, agreed_last

_REASON = 150  # characters that a room reads at a glance
_BESIDE = 6  # so many lines beside the bars
_ALL = 20  # so many on a wall of their own


def agreed_beside(room: Room, topic: Topic, focus: str) -> None:
    """What was decided on the indicator in focus, else what was decided last in this capability."""
    found = agreed_in(room, topic)
    own = [one for one in found if one.indicator_id == focus]
    shown = own or agreed_last(room, topic)
    with st.container(key="projector-agreed", border=True, gap="small"):
        if len(shown) > 1:
            st.write(f"**{counted(len(shown), 'judgement')} decided**")
            _lines(room, shown, _BESIDE, longest=24)
            return
        (one,) = shown
        st.write("**Decided**" if own else f"**Decided last:** {plain(named(_indicator(room, one)))}")
        _one(one)


def agreed_so_far(room: Room, topic: Topic) -> None:
    """All that was decided in a capability; what was decided last stands first, with its reason."""
    found, last = agreed_in(room, topic), agreed_last(room, topic)
    st.header(plain(room.framework.capability(topic.capability_id).name), anchor=False)
    if len(last) == 1:
        with st.container(key="projector-agreed", border=True, gap="small"):
            st.write(f"**Decided last:** {plain(named(_indicator(room, last[0])))}")
            _one(last[0])
        found = [one for one in found if one not in last]
    if found:
        order = list(topic.indicators)
        found.sort(key=lambda one: order.index(one.indicator_id))
        with st.container(key="projector-list"):
            _lines(room, found, _ALL, longest=44)


def _one(one: Decision) -> None:
    with st.container(key="projector-judgement"):
        st.write(judgement_word(one.judgement))
    if one.reason:
        st.write(plain(opening(one.reason, _REASON)))
    if one.dissent:
        st.write("Another view is kept beside it.")


def _lines(room: Room, shown: list[Decision], most: int, longest: int) -> None:
    with st.container(gap=None):
        for one in shown[:most]:
            indicator = _indicator(room, one)
            words = f"{plain(indicator.id)} {plain(opening(indicator.text, longest))}"
            st.write(f"{words} · **{judgement_word(one.judgement)}**")
        if len(shown) > most:
            st.write(f"and {counted(len(shown) - most, 'other')}")


def _indicator(room: Room, one: Decision) -> Indicator:
    return room.framework.indicator(one.indicator_id)
