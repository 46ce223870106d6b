"""The Facilitate page of a workshop that is over: radar before and after, what holds each capability back."""

from __future__ import annotations

import streamlit as st

from clf_model import join, known, names, why
from clf_model.voices import Decision, Outcome, counted_by_hand
from clf_reports import csv_text, votes_words, workshop_table

from ..shared.charts import downloads
from ..shared.loaders import Room
from ..shared.naming import linked
from ..shared.pages import Name, link
from ..shared.view import View
from ..wording import counted, judgement_word, plain
from ..workshop.result import moves, not_taken, result_chart, result_of
from ..workshop.room_status import facilitates, rounds_of
from . import commands
from .opening import open_form, past_workshops
from .taking_on import taking_on


def outcome(view: View, room: Room) -> None:
    """What the group leaves with."""
    workshop, result = room.workshop, result_of(view, room)
    people = sum((workshop.attendance or {}).values())
    st.header("What this workshop found", anchor=False)
    by_hand = counted_by_hand(room.tallies)
    st.caption(
        f"{plain(workshop.title)} · {counted(people, 'phone')} · "
        f"{f'{by_hand} on paper or by raised hands · ' if by_hand else ''}"
        f"{counted(len(room.decisions), 'judgement')} decided"
    )
    if result.undone:
        st.info("What this workshop wrote was taken back. Redo brings it back in the browser that undid it.")
    elif workshop.event_id is None:
        _not_written(view, room, result)
    else:
        _judged_since(view, room)
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        result_chart(room, result, height=440)
    with right:
        _stages(view, room, result)
        link(Name.PROFILE, "See the profile", view.info.id, icon="donut_small")
        link(Name.CHECKLIST, "Go on in the checklist", view.info.id, icon="checklist")
        link(Name.WHAT_IF, "Try what would move a stage", view.info.id, icon="alt_route")
    taking_on(view, room, result)
    _decisions(view, room)
    if view.editable:
        with st.expander("Open another workshop"):
            open_form(view)
    past_workshops(view)


def _not_written(view: View, room: Room, result: Outcome) -> None:
    """Why the assessment has nothing of this workshop, and the way to change that."""
    if not result.unwritten:
        st.info("Nothing was written into the assessment: it says what was decided already.")
        return
    st.info(
        f"{counted(len(result.unwritten), 'decision')} not written into the assessment. "
        "“After” shows it as it would be with them. What somebody judged otherwise since stays as it is."
    )
    if view.editable and facilitates(room.workshop.id):
        st.button(
            "Write into the assessment",
            key="write-decisions",
            type="primary",
            on_click=commands.write,
            args=(room.workshop.id,),
        )


def _judged_since(view: View, room: Room) -> None:
    """What the assessment has otherwise than decided: left out when it was written, or changed since."""
    since = [
        one.indicator_id
        for one in room.decisions
        if view.assessment.judgement(one.indicator_id) is not one.judgement
    ]
    if since:
        st.info(
            "Somebody has judged otherwise: the assessment does not say what was decided for "
            f"{linked(view, names(known(view.framework, since)))}."
        )


def _stages(view: View, room: Room, result: Outcome) -> None:
    """Of each capability the stage before and after, and in words what holds it back."""
    for found, stages, _ in moves(room, result):
        st.markdown(f"**{plain(found.capability.short_name)}** · {plain(stages)}")
        st.markdown(linked(view, why(found, result.assessment, view.rules)))
    others = not_taken(view, room)
    if others:
        st.caption(f"Not judged this time: {plain(join(others))}")


def _decisions(view: View, room: Room) -> None:
    st.subheader("What was decided, and how people voted", anchor=False)
    if room.tallies:
        table = workshop_table(view.framework, room.tallies, room.decisions)
        downloads(view, "workshop", {"csv": lambda: csv_text(table)}, key="workshop")
    if not room.decisions:
        st.write("Nothing was decided.")
    for one in room.decisions:
        _decision(view, room, one)


def _decision(view: View, room: Room, one: Decision) -> None:
    st.markdown(
        f"**{one.indicator_id}** {plain(view.framework.indicator(one.indicator_id).text)} · "
        f"**{judgement_word(one.judgement)}**"
    )
    tally, earlier = rounds_of(room, one.indicator_id)
    said = [votes_words(tally, earlier)] if tally else []
    said += [f"Reason: {one.reason}"] if one.reason else []
    said += [f"Dissent: {one.dissent}"] if one.dissent else []
    said += [f"Evidence: {entry.note}" for entry in one.evidence]
    now = view.assessment.judgement(one.indicator_id)
    said += [f"The assessment says: {judgement_word(now)}"] if now is not one.judgement else []
    st.caption("  \n".join(plain(line) for line in said))
