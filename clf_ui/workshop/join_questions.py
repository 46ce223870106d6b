"""The questions on the Join page: one indicator at a time, and waiting for the room."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clf_model import Framework, join, spoken
from clf_model.voices import Role, Vote
from clf_reports import ROLE_WORDS, VOTES
from clf_store import NotSeatedError, Phase

from .. import state
from ..shared import quick_taps, visitor
from ..shared.callbacks import told
from ..shared.demonstration import mark
from ..shared.loaders import Room, st_room, st_store
from ..wording import plain
from .room_status import meanings

OwnVotes = Mapping[tuple[str, int], Vote]  # by indicator and round
THANKS = "Thank you. Your answers are hidden until the group reveals them. Nobody can see who answered what."


def questions(workshop_id: int, was_asked: bool) -> None:
    """What is asked now: drawn anew by an answer, and by the clock.

    Where a run by the clock begins while Streamlit still sends what an answer drew, it drops that. So both
    are one fragment, and the later run shows what the dropped one would have.

    Args:
        was_asked: whether anything was left to answer when the clock was set. Where that is otherwise now,
            the whole page is drawn, which sets the clock anew.
    """
    try:
        own = st_store().workshops.own_votes(workshop_id, visitor.seat())
    except NotSeatedError:  # the workshop has ended since: the whole page says so
        st.rerun()
    room = st_room(workshop_id)
    if room.demonstration:
        mark()
    asked = asked_in(room)
    if has_something_left(asked, own) != was_asked:
        st.rerun()
    if not own and not _is_introduced(workshop_id):
        _role(workshop_id, room.workshop.title)
    elif not asked:
        _wait(room)
    else:
        place = state.place.get()
        if place not in asked:
            place = next((one for one in asked if one not in own), None)
        if place is None:
            _done(asked)
        else:
            _question(workshop_id, place, asked, own.get(place))
    refusal()  # below: above it would move the answers away from under a thumb


def refusal() -> None:
    """Why the last thing that somebody did here was refused, until it has been read."""
    notice = state.passing_notice()
    if notice:
        st.warning(plain(notice.text), icon=":material/warning:")


def has_something_left(asked: list[tuple[str, int]], own: OwnVotes) -> bool:
    """Whether something is asked that these votes do not answer."""
    return any(one not in own for one in asked)


def asked_in(room: Room) -> list[tuple[str, int]]:
    """What can be voted on now: indicator and round, in the order of the workshop."""
    return [
        (indicator_id, topic.round)
        for topic in room.workshop.topics
        if topic.phase is Phase.JUDGING
        for indicator_id in topic.balloted
    ]


def _role(workshop_id: int, title: str) -> None:
    st.header("You are in", anchor=False)
    st.caption(plain(title))
    st.pills(
        "In which role are you here? You need not say.",
        list(Role),
        format_func=lambda role: ROLE_WORDS[role].capitalize(),
        key=state.JOIN_ROLE,
        wrap=True,
    )
    st.button(
        "Continue",
        key="join-continue",
        type="primary",
        width="stretch",
        on_click=_give_role,
        args=(workshop_id,),
    )
    st.caption(
        "No name, no login. Your answers stay hidden until the group reveals them, and then only numbers "
        "show. Until then you can change each of them."
    )


def _is_introduced(workshop_id: int) -> bool:
    """Whether this phone was asked for its role: in this visit, or in one before."""
    if not state.role_given.get(workshop_id):
        found = st_store().workshops.is_introduced(workshop_id, visitor.seat())
        state.role_given.put(workshop_id, found)
    return bool(state.role_given.get(workshop_id))


@told
def _give_role(workshop_id: int) -> None:
    state.role_given.put(workshop_id, True)
    st_store().workshops.set_role(workshop_id, visitor.seat(), state.value(state.JOIN_ROLE))


def _wait(room: Room) -> None:
    phases = {topic.phase for topic in room.workshop.topics}
    if phases & {Phase.REVEALED, Phase.AGREED}:
        st.header("Look at the screen", anchor=False)
        st.write("The answers are revealed. This page goes on by itself when there is more to judge.")
    else:
        st.header("You are in", anchor=False)
        st.caption(plain(room.workshop.title))
        names = [room.framework.capability(topic.capability_id).short_name for topic in room.workshop.topics]
        st.write(f"This workshop is about {plain(join(names))}.")
        st.write(
            "The first question appears here when the facilitator begins. Keep this page open. You answer "
            "each with one tap:"
        )
        st.markdown(meanings())


def _question(
    workshop_id: int, place: tuple[str, int], asked: list[tuple[str, int]], mine: Vote | None
) -> None:
    framework = st_room(workshop_id).framework
    number = asked.index(place) + 1
    st.progress(number / len(asked), f"{number} of {len(asked)}")
    st.caption(_where(framework, place))
    with st.container(key="question"):
        # A status, so that a screen reader says the next indicator while the focus stays on the answers.
        st.info(plain(spoken(framework.indicator(place[0]))))
    with st.container(key="answers", gap="small"):
        for vote, word in VOTES.items():
            st.button(
                f"{word}, your answer" if vote is mine else word,
                key=state.key("answer", vote),
                icon=":material/check:" if vote is mine else None,
                type="primary" if vote is mine else "secondary",
                width="stretch",
                on_click=_vote,
                args=(workshop_id, place, vote),
            )
    if state.tapped_too_soon.get() == place:
        st.warning("Two quick taps: the second was not counted. Please answer this one.")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _back(asked[number - 2] if number > 1 else None)
        if mine:
            st.button("Go on", key="join-on", type="tertiary", on_click=state.place.put, args=(None,))


def _where(framework: Framework, place: tuple[str, int]) -> str:
    item = framework.indicator(place[0])
    capability, stage = framework.capability(item.capability_id), framework.stage(item.stage_id)
    number = framework.stages.index(stage) + 1
    parts = [capability.short_name, f"stage {number} of {len(framework.stages)}: {stage.name}", item.id]
    return plain(" · ".join([*parts, "second look"] if place[1] > 1 else parts))


def _done(asked: list[tuple[str, int]]) -> None:
    st.progress(1.0, f"{len(asked)} of {len(asked)}")
    st.info(THANKS)
    _back(asked[-1], "Change an answer")


def _back(place: tuple[str, int] | None, label: str = "Back") -> None:
    if place is not None:
        st.button(
            label,
            key="join-back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=state.place.put,
            args=(place,),
        )


@told
def _vote(workshop_id: int, place: tuple[str, int], vote: Vote) -> None:
    """One answer: one transaction. What was refused says why, and the page goes on from what is so now.

    The second tap of two quick ones was meant for the indicator before, so it does not count.
    """
    if quick_taps.is_second():
        state.tapped_too_soon.put(place)
        return
    state.tapped_too_soon.put(None)
    state.place.put(None)
    st_store().workshops.vote(workshop_id, visitor.seat(), *place, vote)
    quick_taps.went_on()
