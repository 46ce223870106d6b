"""Counts from paper or raised hands, beside the phones' votes."""

from __future__ import annotations

import streamlit as st

from clf_model.voices.tally import NO_VOTES
from clf_reports import VOTES
from clf_store import Topic

from .. import state
from ..loaders import Room, st_framework, st_store
from ..rooms import leader
from . import commands
from .commands import field


def paper(room: Room, topic: Topic) -> None:
    """A form for one indicator of the present round; what was entered before can be corrected."""
    workshop_id = room.workshop.id
    with st.expander("Count paper or raised hands", icon=":material/back_hand:"):
        name = field("counted", workshop_id, topic.capability_id)
        state.keep_valid(name, topic.balloted)
        texts = {id_: f"{id_} {st_framework().indicator(id_).text}" for id_ in topic.balloted}
        st.selectbox("Indicator", list(texts), format_func=texts.__getitem__, key=name)
        chosen = state.value(name)
        known = st_store().workshops.entered(workshop_id, leader(workshop_id))
        counts = known.get((chosen, topic.round), NO_VOTES)
        with st.form(state.key("paper", workshop_id, chosen, topic.round), border=False):
            for column, (vote, word) in zip(st.columns(len(VOTES)), VOTES.items(), strict=True):
                with column:
                    st.number_input(
                        word, 0, 1000, counts.of(vote), key=field(vote, workshop_id, chosen, topic.round)
                    )
            st.form_submit_button(
                "Save counts",
                on_click=commands.enter_counts,
                args=(workshop_id, topic.capability_id, chosen, topic.round, topic.balloted),
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
