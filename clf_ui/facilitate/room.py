"""The Facilitate page of a workshop under way: how far the room is, and the capability in hand."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

import streamlit as st

from clf_model import spoken
from clf_model.voices import pace
from clf_store import Phase, Topic

from .. import state
from ..clock import now
from ..shared.callbacks import EVERYTHING
from ..shared.errors import fragment
from ..shared.far_reaching import REVEAL, asks, question
from ..shared.loaders import Room, st_store
from ..shared.polling import LOOK, every
from ..shared.view import View
from ..wording import counted, plain
from ..workshop.room_status import answered, leader, minutes_left, progress_bar, pulse_of
from . import commands
from .agenda import agreed_from
from .counts import carried_over, paper
from .door import entrance, tools
from .focus import discussion
from .under_way import before_the_reveal, lost_by_revealing, voted

UNSEEN = 1.0  # seconds: so long a look may have kept from the screen what was drawn before it
PHASES = {Phase.WAITING: "", Phase.JUDGING: " · judging", Phase.REVEALED: " · revealed", Phase.AGREED: " ✓"}


def lead(view: View, room: Room) -> None:
    """Capabilities, then the room and what can be done with it, then the capability in hand."""
    topic = _topic_in_hand(room)
    door = st_store().workshops.door(room.workshop.id, leader(room.workshop.id))
    left, right = st.columns([0.42, 0.58])
    with left:
        fragment(run_every=every(LOOK))(_look)(room, topic, monotonic())
    with right:
        tools(view, room, topic, door)
    if topic.phase in (Phase.REVEALED, Phase.AGREED):
        discussion(view, room, topic)
        return
    left, right = st.columns([0.7, 0.3], gap="medium")
    with left:
        if topic.phase is Phase.WAITING:
            _waiting(view, room, topic)
        else:
            _judging(view, room, topic)
    with right:
        entrance(door)


def _topic_in_hand(room: Room) -> Topic:
    topics = {topic.capability_id: topic for topic in room.workshop.topics}
    following = next((t.capability_id for t in topics.values() if t.phase is not Phase.AGREED), None)
    state.keep_valid(state.CAPABILITY, list(topics), default=following)
    names = {c.id: c.short_name for c in room.framework.capabilities}
    st.segmented_control(
        "Capability",
        list(topics),
        format_func=lambda id_: plain(names[id_]) + PHASES[topics[id_].phase],
        key=state.CAPABILITY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
        on_change=commands.take_in_hand,
        args=(room.workshop.id, agreed_from()),
        kwargs={"affected": EVERYTHING},
        wrap=True,
    )
    return topics[state.value(state.CAPABILITY)]


def _look(room: Room, topic: Topic, drawn_at: float) -> None:
    """By the clock. A look that begins while Streamlit still sends what a click drew makes it drop that.

    So the page is drawn once more where a look follows it so closely; the next one does not.
    """
    if state.drawn.get() == drawn_at and monotonic() - drawn_at < UNSEEN:
        st.rerun()
    state.drawn.put(drawn_at)
    _pulse(room, topic)


def _pulse(room: Room, topic: Topic) -> None:
    """Who is in and how many have answered, never who, never what; and the end of the round."""
    workshop, pulse = room.workshop, pulse_of(room, topic.capability_id)
    judging = topic.phase is Phase.JUDGING
    with st.container(horizontal=True, vertical_alignment="center", key="pulse", gap="medium"):
        st.markdown(f":material/group: **{pulse.here} here**", width="content")
        if judging:
            st.markdown(f"**{plain(answered(room, pulse, topic))}**", width="content")
        if workshop.ends_at is not None:
            st.markdown(f":material/timer: {_time_left(room, workshop.ends_at)}", width="content")
    if judging:
        progress_bar(pulse, topic)
        answers = voted(room, topic)
        st.caption(plain(before_the_reveal(room, pulse, answers)))
        _reveal(room, topic, lost_by_revealing(room, topic, pulse, answers))


def _reveal(room: Room, topic: Topic, lost: tuple[str, ...]) -> None:
    """At once where that loses nothing; a question that was opened stays until it is answered."""
    opened = question(REVEAL)
    if lost or state.value(opened):
        asks(
            REVEAL,
            lost or ("Nobody is under way any more.",),
            commands.reveal,
            args=(room.workshop.id, topic.capability_id, agreed_from()),
            kwargs={"is_sure": True, "affected": EVERYTHING},
            type="primary",
        )
        return
    st.button(
        REVEAL.label,
        key=REVEAL.key,
        type="primary",
        icon=f":material/{REVEAL.icon}:",
        on_click=commands.reveal,
        args=(room.workshop.id, topic.capability_id, agreed_from()),
        kwargs={"affected": EVERYTHING},
    )


def _time_left(room: Room, ends_at: datetime) -> str:
    at, workshop = now(), room.workshop
    known = {decision.indicator_id for decision in room.decisions}
    open_ = [t for t in workshop.topics if t.phase in (Phase.REVEALED, Phase.AGREED)]
    left = sum(id_ not in known for topic in open_ for id_ in topic.indicators)
    began, done = workshop.timed_from or at, workshop.timed_decided or 0
    minutes = minutes_left(ends_at, at)
    going = pace(
        left=left,
        done=max(0, len(known) - done),
        minutes_spent=(at - began).total_seconds() / 60,
        minutes_left=minutes,
    )
    said = f"{counted(minutes, 'minute')} left" if minutes else "time is up"
    return f"{said} · {going}" if going and left else said


def _waiting(view: View, room: Room, topic: Topic) -> None:
    capability = view.framework.capability(topic.capability_id)
    st.header(plain(capability.name), anchor=False)
    st.caption(plain(capability.statement))
    st.write(f"{counted(len(topic.indicators), 'indicator')}, everyone alone first.")
    st.button(
        f"Let people judge {plain(capability.short_name)}",
        key="judge-topic",
        type="primary",
        icon=":material/how_to_vote:",
        on_click=commands.judge,
        args=(room.workshop.id, capability.id),
    )
    _texts(view, topic)


def _judging(view: View, room: Room, topic: Topic) -> None:
    st.header("People are judging" if topic.round == 1 else "People are voting again", anchor=False)
    if len(topic.balloted) == 1:
        st.write(plain(spoken(view.framework.indicator(topic.balloted[0]))))
    st.write("Nothing is shown to anybody, you included, until you reveal it.")
    carried_over(room, topic)
    paper(room, topic)
    if len(topic.balloted) > 1:
        _texts(view, topic)


def _texts(view: View, topic: Topic) -> None:
    with st.expander("What is asked"):
        for id_ in topic.balloted:
            st.markdown(f"**{id_}** {plain(spoken(view.framework.indicator(id_)))}")
