"""The parts of the Projector page: no controls, nothing that could say how one person voted."""

from __future__ import annotations

import streamlit as st

from clf_model import spoken
from clf_reports import votes_svg, votes_words
from clf_store import Door, NotFoundError, Phase, Topic, UnknownCodeError

from . import state
from .addresses import join_place
from .charts import mode
from .demonstration import mark
from .loaders import Room, now, st_framework, st_room, st_store
from .polling import LOOK, every
from .rooms import answered, meanings, minutes_left, progress_bar, pulse_of, qr_picture, rounds_of
from .view import view_of
from .wording import counted, plain
from .workshop_result import result_of, result_picture, result_table


def wall() -> None:
    """The whole page: how to join, how far the room is, the indicator in focus, or what came of it."""
    workshop_id = state.value(state.WORKSHOP) or 0
    door = _door(workshop_id)
    with st.container(key="projector"):
        try:
            room = st_room(workshop_id)
        except NotFoundError:
            st.header("No workshop to show", anchor=False)
            st.write("Open this page with Projector on the facilitator’s page.")
            return
        if room.demonstration:
            mark()
        if room.workshop.closed:
            _result(room)
            return
        topic, focus = _on_the_wall(room)
        pulse = st.fragment(_pulse, run_every=every(LOOK))
        if focus:
            pulse(room, topic, focus)
            _focus(room, focus)
            return
        if topic:
            _judging(topic, door)
        elif door:
            _lobby(room, door)
        pulse(room, topic, None)


def _door(workshop_id: int) -> Door | None:
    """How people get in, where the address may show it; nothing where that has ended."""
    try:
        return st_store().workshops.door_of_wall(workshop_id, state.value(state.WALL) or "", at=now())
    except UnknownCodeError:
        return None


def _on_the_wall(room: Room) -> tuple[Topic | None, str | None]:
    """The capability that people judge or talk about, and the indicator in focus where it is revealed."""
    topics = room.workshop.topics
    judging = next((topic for topic in topics if topic.phase is Phase.JUDGING), None)
    if judging:
        return judging, None
    focus = room.workshop.focus
    topic = next((topic for topic in topics if focus in topic.indicators), None)
    return topic, focus if topic else None


def _lobby(room: Room, door: Door) -> None:
    left, right = st.columns([0.55, 0.45], gap="large", vertical_alignment="center")
    with left:
        st.header(plain(door.title), anchor=False)
        st.write("Scan the code, or open")
        st.write(f"**{plain(join_place())}**")
        with st.container(key="projector-code"):
            st.write(door.code)
        if room.decisions:
            asked = sum(len(topic.indicators) for topic in room.workshop.topics)
            st.write(f"{len(room.decisions)} of {asked} indicators agreed so far.")
        else:
            st.write("No name, no login. Only numbers are ever shown.")
    with right:
        qr_picture(door)


def _focus(room: Room, indicator_id: str) -> None:
    indicator = st_framework().indicator(indicator_id)
    tally, earlier = rounds_of(room, indicator_id)
    st.header(plain(spoken(indicator)), anchor=False)
    if tally is not None:
        words = votes_words(tally, earlier)
        if tally.showable:
            st.image(votes_svg(tally, mode(), earlier), width="stretch", alt=f"Votes: {words}")
        else:
            st.write(words)


def _judging(topic: Topic, door: Door | None) -> None:
    """What people judge, without a word on how; a code for those who come late."""
    framework = st_framework()
    capability = framework.capability(topic.capability_id)
    left, right = st.columns([0.72, 0.28], gap="large")
    with left:
        st.write("Judge on your phone" if topic.round == 1 else "Vote again on your phone")
        if len(topic.balloted) == 1:
            st.header(plain(spoken(framework.indicator(topic.balloted[0]))), anchor=False)
        else:
            st.header(plain(capability.name), anchor=False)
            st.write(f"{counted(len(topic.balloted), 'indicator')}. Nothing is shown until it is revealed.")
            st.markdown(meanings())
    with right:
        if door:
            qr_picture(door)
            st.markdown(f"{plain(join_place())}  \n**{door.code}**", text_alignment="center")


def _result(room: Room) -> None:
    """What the group found, large enough for the room."""
    view = view_of(room.workshop.assessment_id)
    result = result_of(view, room)
    st.header("Thank you: this is what you found", anchor=False)
    left, right = st.columns([0.55, 0.45], gap="large", vertical_alignment="center")
    with left:
        result_picture(view, result)
    with right, st.container(key="projector-stages"):
        result_table(view, room, result, ways=False)


def _pulse(room: Room, topic: Topic | None, focus: str | None) -> None:
    """How many are here or have answered; draws the page anew when the facilitator has done something."""
    pulse = pulse_of(room, (topic or room.workshop.topics[0]).capability_id)
    large = "projector-where" if focus else "projector-many"
    with st.container(key=large, horizontal=True, horizontal_alignment="distribute"):
        if focus:
            indicator = st_framework().indicator(focus)
            st.write(f"{focus} · {plain(st_framework().stage(indicator.stage_id).name)}")
        elif topic:
            st.write(plain(answered(pulse, topic)))
        else:
            st.write(f"{pulse.here} here")
        if room.workshop.ends_at is not None:
            minutes = minutes_left(room.workshop.ends_at, now())
            st.write(f"{counted(minutes, 'minute')} left" if minutes else "Time is up")
    if topic and topic.phase is Phase.JUDGING:
        progress_bar(pulse, topic)
