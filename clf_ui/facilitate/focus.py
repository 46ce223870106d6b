"""The Facilitate page after a reveal: the agenda, the indicator in focus, and what the group agrees on."""

from __future__ import annotations

import streamlit as st

from clf_model import Voice
from clf_model.voices import Agenda, AgendaItem, Decision, Tally
from clf_reports import NARROW, votes_svg, votes_words
from clf_store import Phase, Topic

from .. import state
from ..charts import mode
from ..indicator import facts
from ..loaders import Room, now
from ..rooms import rounds_of
from ..view import View
from ..wording import JUDGEMENTS, VOICES, counted, judgement_word, plain, spoken
from . import commands
from .agenda import AGREED_FROM, agreed_from, item_words, topic_agenda
from .commands import field
from .counts import paper


def discussion(view: View, room: Room, topic: Topic) -> None:
    """Agenda, then the indicator in focus, then what ends the capability."""
    agenda = topic_agenda(room, topic.capability_id, agreed_from())
    known = {decision.indicator_id: decision for decision in room.decisions}
    _agenda(room, topic, agenda, known)
    focus = room.workshop.focus
    if focus in topic.indicators:
        _focus(view, room, topic, focus, agenda, known.get(focus))
    elif all(item.indicator.id in known for item in agenda.discuss):
        st.success("Everything on this agenda is decided.")
    _agreed(room, topic, agenda, known)
    paper(room, topic)
    _end(view, room, topic, known)


def _agenda(room: Room, topic: Topic, agenda: Agenda, known: dict[str, Decision]) -> None:
    """Discuss these first, in the model's order; what is decided stands at the end."""
    items = sorted(agenda.discuss, key=lambda item: item.indicator.id in known)
    if not items:
        return
    words = {
        item.indicator.id: f"✓ {item.indicator.id}"
        if item.indicator.id in known
        else f"**{item.indicator.id}** {item_words(item)}"
        for item in items
    }
    name = field("agenda", room.workshop.id, topic.capability_id)
    state.put(name, room.workshop.focus if room.workshop.focus in words else None)
    st.pills(
        _fitting(room, agenda, known),
        list(words),
        format_func=words.__getitem__,
        key=name,
        on_change=commands.focus,
        args=(room.workshop.id, name),
    )


def _fitting(room: Room, agenda: Agenda, known: dict[str, Decision]) -> str:
    left = tuple(item for item in agenda.discuss if item.indicator.id not in known)
    workshop = room.workshop
    said = f"Discuss these first, in this order: {len(left)} left"
    if left and workshop.ends_at is not None and workshop.minutes_each:
        minutes = max(0.0, (workshop.ends_at - now()).total_seconds() / 60)
        fitting = Agenda(left, ()).in_time(minutes, workshop.minutes_each)
        said += f", the first {len(fitting)} fit with {workshop.minutes_each:g} minutes each"
    return said


def _focus(
    view: View, room: Room, topic: Topic, indicator_id: str, agenda: Agenda, decision: Decision | None
) -> None:
    items = {item.indicator.id: item for item in (*agenda.discuss, *agenda.agreed)}
    item, indicator = items.get(indicator_id), view.framework.indicator(indicator_id)
    with st.container(border=True, key="focus", gap="small"):
        stage = plain(view.framework.stage(indicator.stage_id).name)
        beside = f" · {item_words(item)}" if item else ""
        st.caption(f"**{indicator_id}** · {stage}{beside}")
        st.header(plain(spoken(indicator)), anchor=False)
        left, right = st.columns([0.43, 0.57], gap="medium")
        with left:
            _bars(*rounds_of(room, indicator_id))
        with right:
            _decision(room, topic, indicator_id, item, decision)


def _bars(tally: Tally | None, earlier: Tally | None) -> None:
    """The votes as bars, and in words."""
    if tally is None:
        return
    words = votes_words(tally, earlier)
    if tally.showable:
        st.image(votes_svg(tally, mode(), earlier, longest=NARROW), width="stretch", alt=f"Votes: {words}")
    st.caption(words if earlier is None else f"Second vote, and what it moved: {words}")


def _decision(
    room: Room, topic: Topic, indicator_id: str, item: AgendaItem | None, decision: Decision | None
) -> None:
    workshop_id, capability_id = room.workshop.id, topic.capability_id

    def name(part: str) -> str:
        return field(part, workshop_id, indicator_id)

    with st.form(state.key("decision", indicator_id), border=False):
        st.segmented_control(
            "Agreed judgement",
            list(JUDGEMENTS),
            default=decision.judgement if decision else item.lean if item else None,
            format_func=JUDGEMENTS.__getitem__,
            key=name("judgement"),
        )
        left, right = st.columns(2)
        with left:
            st.text_area(
                "Reason", value=decision and decision.reason, key=name("reason"), max_chars=2000, height=68
            )
        with right:
            st.text_area(
                "Dissent, kept beside it",
                value=decision and decision.dissent,
                key=name("dissent"),
                max_chars=2000,
                height=68,
            )
        for entry in decision.evidence if decision else ():
            st.caption(f":material/attach_file: {plain(entry.note)} {facts(entry)}")
        columns = st.columns([0.45, 0.3, 0.25])
        with columns[0]:
            st.text_input("Evidence that people name", key=name("note"), max_chars=5000)
        with columns[1]:
            st.text_input("Source", key=name("source"), max_chars=1000)
        with columns[2]:
            st.selectbox(
                "Whose voice?", list(Voice), index=None, format_func=VOICES.__getitem__, key=name("voice")
            )
        st.form_submit_button(
            "Save and next",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=commands.decide,
            args=(workshop_id, capability_id, indicator_id, agreed_from()),
        )
    with st.container(horizontal=True):
        st.button(
            "Vote again on this",
            key="vote-again",
            icon=":material/how_to_vote:",
            on_click=commands.vote_again,
            args=(workshop_id, capability_id, indicator_id),
        )
        if decision:
            st.button(
                f"Take back: {judgement_word(decision.judgement)}",
                key="undecide",
                type="tertiary",
                on_click=commands.undecide,
                args=(workshop_id, indicator_id),
            )


def _agreed(room: Room, topic: Topic, agenda: Agenda, known: dict[str, Decision]) -> None:
    new = [item for item in agenda.agreed if item.indicator.id not in known]
    with st.container(horizontal=True, vertical_alignment="bottom", key="agreed"):
        state.keep_valid(state.AGREED_FROM, list(AGREED_FROM))
        st.selectbox(
            "Agreed without discussion means",
            list(AGREED_FROM),
            format_func=AGREED_FROM.__getitem__,
            key=state.AGREED_FROM,
            persist_state="session",
            width=260,
        )
        st.markdown(f"**{len(agenda.agreed)} agreed without discussion**", width="content")
        st.button(
            "Accept all" if new or not agenda.agreed else "All accepted",
            key="accept-all",
            icon=":material/done_all:",
            disabled=not new,
            on_click=commands.accept_all,
            args=(room.workshop.id, topic.capability_id, agreed_from()),
        )
    if agenda.agreed:
        with st.expander("Which, and on what"):
            for item in agenda.agreed:
                st.markdown(
                    f"**{item.indicator.id}** {judgement_word(item.lean)} · {plain(item.indicator.text)}"
                )


def _end(view: View, room: Room, topic: Topic, known: dict[str, Decision]) -> None:
    decided = [id_ for id_ in topic.indicators if id_ in known]
    undecided = len(topic.indicators) - len(decided)
    name = plain(view.framework.capability(topic.capability_id).short_name)
    rest = f" {counted(undecided, 'indicator')} stay as they were." if undecided else ""
    with st.container(horizontal=True, vertical_alignment="center", key="end"):
        st.markdown(f"{len(decided)} of {len(topic.indicators)} decided.{rest}", width="content")
        if topic.phase is Phase.REVEALED:
            st.button(
                f"{name} is agreed",
                key="agree-topic",
                icon=":material/check:",
                on_click=commands.agree,
                args=(room.workshop.id, topic.capability_id),
            )
    if decided:
        with st.expander("What was decided"):
            for id_ in decided:
                one = known[id_]
                said = [judgement_word(one.judgement)]
                said += [f"reason: {one.reason}"] if one.reason else []
                said += [f"dissent: {one.dissent}"] if one.dissent else []
                st.markdown(f"**{id_}** {plain('; '.join(said))}")
