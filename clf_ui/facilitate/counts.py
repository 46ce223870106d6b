"""Counts from paper or raised hands, beside the phones' votes: one table for a whole pile of sheets."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from clf_model import Framework, join, opening
from clf_model.voices import Vote, VoteCounts, check_sheets
from clf_model.voices.tally import NO_VOTES
from clf_reports import VOTES
from clf_store import Topic

from .. import state
from ..shared.callbacks import EVERYTHING
from ..shared.errors import fragment
from ..shared.grids import height, keep, number_column
from ..shared.loaders import Room, st_store
from ..shared.naming import name_of, names_of
from ..shared.redrawn import STATUS
from ..wording import counted, plain
from ..workshop.room_status import leader
from . import count_commands, paper_counts

_INDICATOR = "Indicator"
_WORDS = 30  # characters of an indicator's text
_PILE = "pile"


def paper(room: Room, topic: Topic) -> None:
    """The counts of the present round; what was saved before can be corrected."""
    with st.expander("Count paper or raised hands", icon=":material/back_hand:"):
        _pile(room, topic)


@fragment(key=_PILE)
def _pile(room: Room, topic: Topic) -> None:
    workshop_id = room.workshop.id
    left, right = st.columns([0.3, 0.7], vertical_alignment="bottom")
    with left:
        st.number_input(
            "Number of sheets",
            0,
            paper_counts.MOST,
            None,
            key=paper_counts.sheets_key(workshop_id, topic),
            persist_state="session",
            placeholder="Not checked",
        )
    with right:
        if len(topic.balloted) < len(topic.indicators):
            st.caption("Only what is voted on again is counted here; the votes before are revealed.")
        st.caption(
            "A row for each indicator: type a number, Tab goes right, Enter down. They count with the "
            "phones’ votes, and only the sum is shown."
        )
    known = st_store().workshops.entered(workshop_id, leader(workshop_id))
    name = paper_counts.grid_key(workshop_id, topic)
    _take_over(workshop_id, topic, known)
    typed, problems = paper_counts.typed_counts(workshop_id, topic)
    sheets = state.value(paper_counts.sheets_key(workshop_id, topic))
    st.data_editor(
        _frame(room.framework, workshop_id, topic),
        key=name,
        hide_index=True,
        width="stretch",
        height=height(topic.balloted, most=700),
        disabled=[_INDICATOR],
        placeholder="",
        column_config={
            _INDICATOR: st.column_config.TextColumn(width=250),
            **{word: number_column(word, width=64 + 5 * len(word)) for word in VOTES.values()},
        },
        on_change=keep,
        args=(name, name, topic.balloted, (STATUS, _PILE)),
        alt="For each indicator, how many sheets or hands say what; each cell can be written in",
    )
    _said(room.framework, typed, sheets)
    if problems:
        st.error(plain(" ".join(problems)), icon=":material/error:")
    st.button(
        "Save counts",
        key="save-counts",
        on_click=count_commands.enter_counts,
        args=(workshop_id, topic),
        kwargs={"affected": EVERYTHING},
    )


def _take_over(workshop_id: int, topic: Topic, known: Mapping[tuple[str, int], VoteCounts]) -> None:
    """Rows in which nothing is typed show what is saved now, here or by another who leads."""
    begun = paper_counts.typed_cells(workshop_id, topic)
    for id_ in topic.balloted:
        if id_ not in begun:
            state.shown_counts.put((workshop_id, id_, topic.round), known.get((id_, topic.round), NO_VOTES))


def _frame(framework: Framework, workshop_id: int, topic: Topic) -> pd.DataFrame:
    """What is saved; a row without votes is empty, so that it is seen what is left.

    Under the cells that are being written it does not move: new data ends the typing of the next number.
    """
    begun = paper_counts.cells_at_start(workshop_id, topic)

    def shown(id_: str, vote: Vote) -> str | None:
        if VOTES[vote] in begun.get(id_, {}):
            count: str | None = begun[id_][VOTES[vote]]
            return count
        seen = paper_counts.seen_counts(workshop_id, topic, id_)
        return str(seen.of(vote)) if seen.voted else None

    frame = pd.DataFrame(
        {
            _INDICATOR: [f"{id_} {opening(framework.indicator(id_).text, _WORDS)}" for id_ in topic.balloted],
            **{word: [shown(id_, vote) for id_ in topic.balloted] for vote, word in VOTES.items()},
        },
        index=list(topic.balloted),
    )
    return frame.astype("string")


def _said(framework: Framework, typed: Mapping[str, VoteCounts], sheets: int | None) -> None:
    """The sums, and what does not fit the number of sheets, in a place of its own."""
    found = check_sheets(typed, sheets)
    sums = [f"{id_} {counts.voted}" for id_, counts in typed.items() if counts.voted]
    with st.container():
        if sums:
            st.caption(f"Answers: {plain(', '.join(sums))}.")
        if found.over:
            st.error(plain(paper_counts.too_many(framework, found.over, sheets or 0)))
        if found.under:
            st.caption(
                f"Fewer answers than sheets for {plain(names_of(framework, found.under))}. "
                "That is all right where somebody left a line open."
            )


def carried_over(room: Room, topic: Topic) -> None:
    """In a second vote: what of paper and raised hands stands in it from the vote before."""
    known = st_store().workshops.entered(room.workshop.id, leader(room.workshop.id))
    same = {
        id_: f"{counted(known[id_, topic.round].voted, 'vote')} for {name_of(room.framework, id_)}"
        for id_ in topic.balloted
        for before in range(1, topic.round)
        if (id_, topic.round) in known and known[id_, topic.round] == known.get((id_, before))
    }
    if same:
        st.caption(
            f"From paper or raised hands, as in the vote before: {plain(join(list(same.values())))}. "
            "Count again where people have changed their mind."
        )
