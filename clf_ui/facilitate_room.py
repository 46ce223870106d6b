"""The Facilitate page of a workshop under way: the door, how far the room is, and the capability in hand."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from clf_model.voices import pace
from clf_reports import voting_sheet
from clf_store import Phase, Topic

from . import facilitate_actions, state, visitor
from .actions import redraw
from .context_line import service_name
from .facilitate_actions import field
from .facilitate_agenda import agreed_from
from .facilitate_counts import paper
from .facilitate_focus import discussion
from .loaders import Room, now, st_framework, st_store
from .polling import every
from .rooms import answered, join_link, join_place, projector_link, pulse_of, qr_picture, reachable
from .view import View
from .wording import counted, plain

LOOK = 2.0  # seconds between two looks at the room
PHASES = {Phase.WAITING: "", Phase.JUDGING: " · judging", Phase.REVEALED: " · revealed", Phase.AGREED: " ✓"}


def lead(view: View, room: Room) -> None:
    """The capability in hand at the left, the door at the right."""
    left, right = st.columns([0.7, 0.3], gap="medium")
    with left:
        topic = _topic_in_hand(room)
        st.fragment(_pulse, run_every=every(LOOK))(room, topic)
        _phase(view, room, topic)
    with right:
        _door(view, room, topic)


def _topic_in_hand(room: Room) -> Topic:
    topics = {topic.capability_id: topic for topic in room.workshop.topics}
    following = next((t.capability_id for t in topics.values() if t.phase is not Phase.AGREED), None)
    state.keep_valid(state.CAPABILITY, list(topics), default=following)
    names = {c.id: c.short_name for c in st_framework().capabilities}
    st.segmented_control(
        "Capability",
        list(topics),
        format_func=lambda id_: plain(names[id_]) + PHASES[topics[id_].phase],
        key=state.CAPABILITY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
        on_change=redraw,
    )
    return topics[state.value(state.CAPABILITY)]


def _pulse(room: Room, topic: Topic) -> None:
    """Who is in and how many have answered, by one query; never who, never what."""
    workshop, pulse = room.workshop, pulse_of(room, topic.capability_id)
    with st.container(horizontal=True, vertical_alignment="center", key="pulse", gap="medium"):
        st.markdown(f":material/group: **{pulse.here} here**", width="content")
        if topic.phase is Phase.JUDGING:
            st.markdown(f"**{plain(answered(pulse, topic))}**", width="content")
        if workshop.ends_at is not None:
            st.markdown(f":material/timer: {_time_left(room, workshop.ends_at)}", width="content")
    if topic.phase is Phase.JUDGING:
        st.progress(pulse.finished / pulse.here if pulse.here else 0.0)


def _time_left(room: Room, ends_at: datetime) -> str:
    at, workshop = now(), room.workshop
    minutes = max(0.0, (ends_at - at).total_seconds() / 60)
    known = {decision.indicator_id for decision in room.decisions}
    open_ = [t for t in workshop.topics if t.phase in (Phase.REVEALED, Phase.AGREED)]
    left = sum(id_ not in known for topic in open_ for id_ in topic.indicators)
    began, done = state.clock.first((workshop.id, ends_at), (at, len(known)))
    going = pace(
        left=left,
        done=max(0, len(known) - done),
        minutes_spent=(at - began).total_seconds() / 60,
        minutes_left=minutes,
    )
    said = f"{counted(int(minutes), 'minute')} left" if minutes else "time is up"
    return f"{said} · {going}" if going and left else said


def _phase(view: View, room: Room, topic: Topic) -> None:
    workshop_id, capability = room.workshop.id, view.framework.capability(topic.capability_id)
    if topic.phase is Phase.WAITING:
        st.header(plain(capability.name), anchor=False)
        st.caption(plain(capability.statement))
        st.write(f"{counted(len(topic.indicators), 'indicator')}, everyone alone first.")
        st.button(
            f"Let people judge {plain(capability.short_name)}",
            key="judge-topic",
            type="primary",
            icon=":material/how_to_vote:",
            on_click=facilitate_actions.judge,
            args=(workshop_id, capability.id),
        )
        _texts(view, topic)
    elif topic.phase is Phase.JUDGING:
        st.header("People are judging" if topic.round == 1 else "People are voting again", anchor=False)
        st.write("Nothing is shown to anybody, you included, until you reveal it.")
        st.button(
            "Reveal",
            key="reveal-topic",
            type="primary",
            icon=":material/visibility:",
            on_click=facilitate_actions.reveal,
            args=(workshop_id, capability.id, agreed_from()),
        )
        paper(room, topic)
        _texts(view, topic)
    else:
        discussion(view, room, topic)


def _texts(view: View, topic: Topic) -> None:
    with st.expander("What is asked"):
        for id_ in topic.balloted:
            st.markdown(f"**{id_}** {plain(view.framework.indicator(id_).text)}")


def _door(view: View, room: Room, topic: Topic) -> None:
    workshop = room.workshop
    door = st_store().workshops.door(workshop.id, visitor.facilitator())
    with st.container(border=True, key="door", gap="xsmall"):
        qr_picture(door, 220)
        st.markdown(f"Join at **{plain(join_place())}** with the code")
        st.header(door.code, anchor=False)
        if not reachable():
            st.caption("This address works on this computer only.", help="See Open a workshop in the guide.")
        st.link_button("Projector", projector_link(door), icon=":material/present_to_all:", width="stretch")
        capability = view.framework.capability(topic.capability_id)
        st.download_button(
            "Voting sheet",
            data=lambda: voting_sheet(
                view.framework,
                capability,
                topic.balloted,
                title=workshop.title,
                service=service_name(view.info),
            ),
            file_name=f"voting-sheet-{capability.id}.html",
            mime="text/html",
            icon=":material/print:",
            on_click="ignore",
            width="stretch",
            key=field("sheet", workshop.id),
        )
        _clock(room)
        with st.popover("Link and new code", icon=":material/link:", width="stretch", key="door-link"):
            st.code(join_link(door), language=None, wrap_lines=True)
            st.caption("A new code lets nobody in by the old one. Who is in stays in.")
            st.button(
                "New code",
                key="new-code",
                on_click=facilitate_actions.renew_door,
                args=(workshop.id,),
            )
        _close(room)


def _clock(room: Room) -> None:
    workshop = room.workshop
    with (
        st.popover("Clock", icon=":material/timer:", width="stretch", key="clock"),
        st.form("clock-form", border=False),
    ):
        st.number_input("Minutes for the discussion", 1, 480, 45, key=field("minutes", workshop.id))
        st.number_input("Minutes for each indicator", 1, 60, 5, key=field("each", workshop.id))
        st.form_submit_button(
            "Start the clock",
            type="primary",
            on_click=facilitate_actions.start_clock,
            args=(workshop.id,),
        )
        if workshop.ends_at is not None:
            st.form_submit_button(
                "Stop the clock", on_click=facilitate_actions.stop_clock, args=(workshop.id,)
            )


def _close(room: Room) -> None:
    workshop, number = room.workshop, len(room.decisions)
    judging = any(topic.phase is Phase.JUDGING for topic in workshop.topics)
    with st.popover("Close the workshop", icon=":material/flag:", width="stretch", key="close"):
        st.write(
            f"{counted(number, 'agreed judgement')}: what differs from the assessment is written into it "
            "as one step, which Undo takes back. What each phone answered is deleted; the numbers stay."
        )
        if judging:
            st.info("People are still judging. Reveal first.")
        st.button(
            "Close and write them into the assessment",
            key="close-workshop",
            type="primary",
            disabled=judging,
            on_click=facilitate_actions.close,
            args=(workshop.id,),
            kwargs={"apply": True},
        )
        st.button(
            "Close without writing",
            key="close-only",
            type="tertiary",
            disabled=judging,
            on_click=facilitate_actions.close,
            args=(workshop.id,),
            kwargs={"apply": False},
        )
