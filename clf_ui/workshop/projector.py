"""The parts of the Projector page: no controls, nothing that could say how one person voted."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from clf_model import join, spoken
from clf_model.text import titled
from clf_model.voices import most_voted
from clf_reports import NARROW, WIDE, votes_svg, votes_words
from clf_store import Door, NotFoundError, Phase, Topic, UnknownCodeError

from .. import state
from ..access.rights import wall as on_the_wall
from ..access.session import entitled
from ..clock import now
from ..shared.addresses import join_place
from ..shared.charts import mode
from ..shared.demonstration import mark
from ..shared.errors import fragment
from ..shared.loaders import Room, st_room, st_store
from ..shared.polling import LOOK, every
from ..shared.view import View, view_of
from ..wording import counted, long_date, plain
from .agreed import agreed_beside, agreed_so_far
from .result import FEW, TAKEN_ON_SHOWN, moves, not_taken, result_of, result_picture, taken_on
from .room_status import (
    agreed_in,
    answered,
    meanings,
    minutes_left,
    progress_bar,
    pulse_of,
    qr_picture,
    rounds_of,
)


def wall() -> None:
    """The whole page: how to join, how far the room is, the indicator in focus, or what came of it."""
    workshop_id = state.value(state.WORKSHOP) or 0
    door = _door(workshop_id)
    with st.container(key="projector"):
        room = _room(workshop_id)
        if room is None:
            _nothing_to_show()
            return
        if room.demonstration:
            mark()
        if room.workshop.closed:
            with on_the_wall(room.workshop.assessment_id):
                try:
                    view = view_of(room.workshop.assessment_id)
                except NotFoundError:  # deleted, or its demonstration has ended
                    _nothing_to_show()
                else:
                    _result(room, view)
            return
        topic, focus = _on_the_wall(room)
        pulse = fragment(run_every=every(LOOK))(_pulse)
        if topic and focus:
            pulse(room, topic, focus)
            _focus(room, topic, focus)
            return
        if topic and topic.phase is Phase.JUDGING:
            _judging(room, topic, door)
        elif topic:
            agreed_so_far(room, topic)
        elif door:
            _lobby(room, door)
        pulse(room, topic, None)


def _nothing_to_show() -> None:
    st.header("No workshop to show", anchor=False)
    st.write("Open this page with Projector on the facilitator’s page.")


def _room(workshop_id: int) -> Room | None:
    """The workshop in the address; in room mode only with its wall's secret there, or the passphrase."""
    try:
        known = entitled() or st_store().workshops.is_wall(workshop_id, state.value(state.WALL) or "")
        return st_room(workshop_id) if known else None
    except NotFoundError:
        return None


def _door(workshop_id: int) -> Door | None:
    """How people get in, where the address may show it; nothing where that has ended."""
    try:
        return st_store().workshops.door_of_wall(workshop_id, state.value(state.WALL) or "", at=now())
    except UnknownCodeError:
        return None


def _on_the_wall(room: Room) -> tuple[Topic | None, str | None]:
    """The capability that people judge or talk about, and the indicator in focus where it is revealed.

    With nothing in focus it is the capability that was decided on last, until it is finished.
    """
    topics = room.workshop.topics
    judging = next((topic for topic in topics if topic.phase is Phase.JUDGING), None)
    if judging:
        return judging, None
    focus = room.workshop.focus
    topic = next((topic for topic in topics if focus in topic.indicators), None)
    if topic:
        return topic, focus
    last = max(room.steps, key=room.steps.__getitem__, default=None)
    talking = (topic for topic in topics if topic.phase is Phase.REVEALED and last in topic.indicators)
    return next(talking, None), None


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
            st.write(f"{len(room.decisions)} of {asked} indicators decided so far.")
        else:
            st.write("No name, no login. Only numbers are ever shown.")
    with right:
        qr_picture(door)


def _focus(room: Room, topic: Topic, indicator_id: str) -> None:
    """The indicator's text and its votes; beside them what was decided on it, or on another just before."""
    st.header(plain(spoken(room.framework.indicator(indicator_id))), anchor=False)
    if not agreed_in(room, topic):
        _votes(room, indicator_id, WIDE)
        return
    left, right = st.columns([0.6, 0.4], gap="large")
    with left:
        _votes(room, indicator_id, NARROW)
    with right:
        agreed_beside(room, topic, indicator_id)


def _votes(room: Room, indicator_id: str, longest: int) -> None:
    tally, earlier = rounds_of(room, indicator_id)
    if tally is None:
        return
    words = votes_words(tally, earlier)
    if tally.showable:
        picture = votes_svg(tally, mode(), earlier, scale=most_voted(room.tallies), longest=longest)
        st.image(picture, width="stretch", alt=f"Votes: {words}")
    else:
        st.write(words)


def _judging(room: Room, topic: Topic, door: Door | None) -> None:
    """What people judge, without a word on how; a code for those who come late."""
    framework = room.framework
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


def _result(room: Room, view: View) -> None:
    """What the group found, large enough for the room."""
    fragment(run_every=every(LOOK))(_after)(room, view.info.revision)
    result = result_of(view, room)
    st.header("Thank you: this is what you found", anchor=False)
    left, right = st.columns([0.5, 0.5], gap="large", vertical_alignment="center")
    with left:
        result_picture(room, result)
    found_all = moves(room, result)
    few = "-few" if len(found_all) <= FEW else ""
    with right, st.container(key=f"projector-stages{few}"):
        for found, stages, held in found_all:
            with st.container(gap=None):
                st.write(f"**{plain(found.capability.short_name)}** · {plain(stages)}")
                st.write(plain(held))
        others = not_taken(view, room)
        if others:
            st.write(f"Not judged this time: {plain(join(others))}")
        _taken_on(view, room)


def _taken_on(view: View, room: Room) -> None:
    """Who takes on what holds the room back, as far as that stands in the action plan."""
    said = [
        f"{titled(action.title)}{f' – {action.owner}' if action.owner else ''}"
        f"{f', by {long_date(action.due)}' if action.due else ''}"
        for action in taken_on(view, room)
    ]
    if said:
        more = [f"{len(said) - TAKEN_ON_SHOWN} more"] if len(said) > TAKEN_ON_SHOWN else []
        st.write(f"**Taken on:** {plain(join([*said[:TAKEN_ON_SHOWN], *more]))}")


def _after(room: Room, revision: int) -> None:
    """Draws the end anew when it is written later, taken back, or something is taken on."""
    _beat()
    known = room.workshop.revision, revision
    store, assessment_id = st_store(), room.workshop.assessment_id
    now_there: tuple[int, int] | None = None
    with on_the_wall(assessment_id), suppress(NotFoundError):  # a demonstration leaves nothing behind
        now_there = store.workshops.revision(room.workshop.id), store.revision(assessment_id)
    if known != now_there:
        st.rerun()


def _beat() -> None:
    """A sign of life: a mark that lights up with each look at the room, and fades if none follows."""
    looks = (state.beat.get() or 0) + 1
    state.beat.put(looks)
    with st.container(key=f"projector-beat-{looks % 2}"):
        st.empty()


def _pulse(room: Room, topic: Topic | None, focus: str | None) -> None:
    """How many are here or have answered; draws the page anew when the facilitator has done something."""
    pulse = pulse_of(room, (topic or room.workshop.topics[0]).capability_id)
    large = "projector-where" if focus or (topic and topic.phase is not Phase.JUDGING) else "projector-many"
    _beat()
    with st.container(key=large, horizontal=True, horizontal_alignment="distribute"):
        if focus:
            indicator = room.framework.indicator(focus)
            st.write(f"{focus} · {plain(room.framework.stage(indicator.stage_id).name)}")
        elif topic and topic.phase is Phase.JUDGING:
            st.write(plain(answered(room, pulse, topic)))
        elif topic:
            decided = f"{len(agreed_in(room, topic))} of {len(topic.indicators)}"
            st.write(
                f"{plain(room.framework.capability(topic.capability_id).short_name)} · {decided} decided"
            )
        else:
            st.write(f"{pulse.here} here")
        if room.workshop.ends_at is not None:
            minutes = minutes_left(room.workshop.ends_at, now())
            st.write(f"{counted(minutes, 'minute')} left" if minutes else "Time is up")
    if topic and topic.phase is Phase.JUDGING:
        progress_bar(pulse, topic)
