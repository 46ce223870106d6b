"""Counts from paper or raised hands, beside the phones' votes."""

from __future__ import annotations

import streamlit as st

from clf_model import spoken
from clf_model.voices.tally import NO_VOTES
from clf_reports import VOTES
from clf_store import Topic

from .. import state
from ..loaders import Room, st_framework, st_store
from ..rooms import leader
from ..wording import plain
from . import commands
from .commands import field


def paper(room: Room, topic: Topic) -> None:
    """The counts of one indicator of the present round; what was entered before can be corrected."""
    workshop_id = room.workshop.id
    with st.expander("Count paper or raised hands", icon=":material/back_hand:"):
        name = field("counted", workshop_id, topic.capability_id)
        state.keep_valid(name, topic.balloted)
        texts = {id_: f"{id_} {spoken(st_framework().indicator(id_))}" for id_ in topic.balloted}
        st.selectbox("Indicator", list(texts), format_func=texts.__getitem__, key=name)
        chosen = state.value(name)
        known = st_store().workshops.entered(workshop_id, leader(workshop_id))
        counts = known.get((chosen, topic.round), NO_VOTES)
        place = workshop_id, chosen, topic.round
        if state.shown_counts.get(place) != counts:  # saved since, here or by another who leads
            state.shown_counts.put(place, counts)
            for vote in VOTES:
                state.put(field(vote, *place), counts.of(vote))
        for column, (vote, word) in zip(st.columns(len(VOTES)), VOTES.items(), strict=True):
            with column:
                st.number_input(
                    word,
                    0,
                    1000,
                    counts.of(vote),
                    key=field(vote, *place),
                    persist_state="session",
                    on_change="ignore",
                )
        st.button(
            "Save counts",
            key="save-counts",
            on_click=commands.enter_counts,
            args=(workshop_id, topic, chosen),
        )
        st.caption(
            "They count with the phones’ votes, and only the sum is shown. Saved again, they replace what "
            "was saved before."
        )
        saved = [
            f"{id_}: {known[id_, topic.round].voted}" for id_ in topic.balloted if (id_, topic.round) in known
        ]
        if saved:
            st.caption(f"Saved so far: {', '.join(saved)}")


def carried_over(room: Room, topic: Topic) -> None:
    """In a second vote: what of paper and raised hands stands in it from the vote before."""
    known = st_store().workshops.entered(room.workshop.id, leader(room.workshop.id))
    same = {
        id_: f"{id_}: {known[id_, topic.round].voted}"
        for id_ in topic.balloted
        for before in range(1, topic.round)
        if (id_, topic.round) in known and known[id_, topic.round] == known.get((id_, before))
    }
    if same:
        st.caption(
            f"From paper or raised hands, as in the vote before: {plain(', '.join(same.values()))}. "
            "Count again where people have changed their mind."
        )
