"""A demonstration: simulated phones, moved on by the pages that look at the room, and what marks it as one.

Nothing runs in the background. Each look gives the answers that are due by now, through the same calls as a
real phone; two pages that look at one room give the same answers, and the later one changes nothing.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from time import monotonic

import streamlit as st

from clf_model.voices import PHONES, ROLES, arrivals, capability_to_show, simulated_votes
from clf_store import (
    AssessmentInfo,
    Demonstration,
    NotFoundError,
    NotSeatedError,
    Phase,
    RoundClosedError,
    Topic,
    UnknownCodeError,
    simulated_token,
)

from .. import state
from ..clock import now
from . import visitor
from .callbacks import told
from .in_force import rules_in_force
from .loaders import Room, framework_of, st_room, st_store, st_stored
from .pages import Name, page
from .view import View

MARK = "Demonstration: simulated phones"
LASTS = timedelta(hours=2)
SEEN_EVERY = 60.0  # seconds after which a page says again that it shows a demonstration


def begin_button(info: AssessmentInfo) -> None:
    """The way into a demonstration on a copy of a sample; nothing where it is no sample."""
    if not info.fictional or info.demonstration:
        return
    if st.button(
        "Play a demonstration workshop",
        key="begin-demonstration",
        icon=":material/smart_display:",
        help=f"{PHONES} simulated phones answer, on a copy of this sample. Nothing of it stays.",
    ):
        _begin(info)


def _begin(info: AssessmentInfo) -> None:
    st_store().demonstrations.end_abandoned(at=now())
    framework = framework_of(info.id)
    shown = capability_to_show(framework, st_stored(info.id).assessment, rules_in_force())
    opened = st_store().demonstrations.begin(
        info.id,
        framework,
        [shown.id],
        expires_at=now() + LASTS,
        who=state.browser(),
        at=now(),
        facilitator=visitor.facilitator(),
    )
    workshop = st_room(opened.workshop_id).workshop
    view = {state.ASSESSMENT: workshop.assessment_id, state.WORKSHOP: workshop.id}
    st.switch_page(page(Name.FACILITATE), query_params={name: str(id_) for name, id_ in view.items()})


def banner(view: View) -> None:
    """On every page about a demonstration: that it is one, what to do next, and its end."""
    found = st_store().demonstrations.of_assessment(view.info.id)
    if found is None:
        return
    _see(found)
    room = st_room(found.workshop_id)
    with st.container(horizontal=True, vertical_alignment="center", key="demonstration", gap="small"):
        mark()
        st.markdown(_cue(room), width="stretch")
        if st_store().workshops.is_facilitator(found.workshop_id, visitor.facilitator()):
            st.button(
                "End the demonstration",
                key="end-demonstration",
                icon=":material/stop_circle:",
                help="Removes the copy, the workshop and all that was written in it.",
                type="tertiary",
                on_click=_end,
                args=(found,),
            )


def mark() -> None:
    """What says on any screen that nobody real answers."""
    with st.container(key="demonstration-mark", width="content"):
        st.markdown(f":violet-badge[:material/smart_display: {MARK}]", width="content")


def _cue(room: Room) -> str:
    """What the presenter does next."""
    topic = room.workshop.topics[0]
    if room.workshop.closed:
        return "This is the result. **End the demonstration**, and nothing of it is left."
    if topic.phase is Phase.WAITING:
        return "Open **Projector** in a second window, then **let people judge**."
    if topic.phase is Phase.JUDGING:
        return f"The phones answer by themselves. When all {PHONES} are done, **Reveal**."
    if topic.round == 1:
        return "Look at the first line of the agenda: it decides a stage. **Vote again on this.**"
    return "They have come closer. **Save** what you decide, accept the rest, then **Close** with the result."


@told
def _end(found: Demonstration) -> None:
    st_store().demonstrations.end(found.assessment_id, visitor.facilitator())
    state.forget(state.WORKSHOP)
    state.put(state.ASSESSMENT, found.sample_id)
    state.write_address()
    state.notify("The demonstration has ended; nothing of it was kept")


def play(room: Room) -> None:
    """Let phones in and give their answers, as far as they are due now; nothing in a real workshop."""
    found, workshop = room.demonstration, room.workshop
    if found is None or workshop.closed or found.link is None:
        return
    _see(found)
    topic = next((one for one in workshop.topics if one.phase is Phase.JUDGING), None)
    with suppress(NotFoundError, NotSeatedError, RoundClosedError, UnknownCodeError):
        _let_in(found, found.link, room, everybody=topic is not None)
        if topic:
            _answer(found, topic)


def _let_in(found: Demonstration, link: str, room: Room, *, everybody: bool) -> None:
    seconds = (now() - room.workshop.created_at).total_seconds()
    due = PHONES if everybody else sum(at <= seconds for at in arrivals(found.seed))
    for phone in range(state.arrived.get(found.workshop_id) or 0, due):
        token = simulated_token(found.seed, phone)
        st_store().workshops.join(link, address=None, at=now(), role=ROLES[phone], token=token)
        state.arrived.put(found.workshop_id, phone + 1)


def _answer(found: Demonstration, topic: Topic) -> None:
    place = found.workshop_id, topic.capability_id, topic.round
    began, played = state.played.first(place, (monotonic(), 0.0))
    due = monotonic() - began
    # as the copy was when the workshop opened; what is decided in it is not written before it is closed
    assessment = st_stored(found.assessment_id).assessment
    for one in simulated_votes(
        framework_of(found.assessment_id),
        assessment,
        topic.capability_id,
        topic.balloted,
        round=topic.round,
        seed=found.seed,
        rules=rules_in_force(),
    ):
        if played < one.after <= due:
            token = simulated_token(found.seed, one.phone)
            st_store().workshops.vote(found.workshop_id, token, one.indicator_id, topic.round, one.vote)
    state.played.put(place, (began, due))


def _see(found: Demonstration) -> None:
    last = state.seen_at.get(found.assessment_id)
    if last is None or monotonic() - last >= SEEN_EVERY:
        st_store().demonstrations.see(found.assessment_id, at=now())
        state.seen_at.put(found.assessment_id, monotonic())
