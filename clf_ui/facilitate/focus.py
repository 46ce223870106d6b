"""The Facilitate page after a reveal: the agenda, the indicator in focus, and what the group decides."""

from __future__ import annotations

import streamlit as st

from clf_model import Voice, named, spoken
from clf_model.voices import AgendaItem, Decision, Tally, most_voted
from clf_reports import NARROW, votes_svg, votes_words
from clf_store import Phase, Topic

from .. import state
from ..shared.callbacks import EVERYTHING
from ..shared.charts import mode
from ..shared.errors import fragment
from ..shared.indicator import facts
from ..shared.loaders import Room
from ..shared.view import View
from ..wording import JUDGEMENTS, VOICES, judgement_word, plain
from ..workshop.room_status import rounds_of
from . import commands, unsaved
from .agenda import agreed_from, topic_agenda
from .agenda_list import agenda_list, agreement_words
from .counts import paper
from .fields import FieldName, field


def discussion(view: View, room: Room, topic: Topic) -> None:
    """Agenda at the left; the indicator in focus at the right, under it what ends the capability."""
    agenda = topic_agenda(room, topic.capability_id, agreed_from())
    items = {item.indicator.id: item for item in (*agenda.discuss, *agenda.agreed)}
    known = {decision.indicator_id: decision for decision in room.decisions}
    focus = room.workshop.focus
    left, right = st.columns([0.3, 0.7], gap="medium")
    with left:
        agenda_list(room, topic, agenda, known)
    with right:
        if focus in topic.indicators:
            _focus(view, room, topic, focus, items.get(focus), known.get(focus))
        elif all(one.phase is Phase.AGREED for one in room.workshop.topics):
            st.success(
                "Every capability is finished. **Close**, at the top, ends the workshop with its result."
            )
        elif all(id_ in known for id_ in items):
            st.success("Everything on this agenda is decided.")
        elif not agenda.discuss:
            st.info("Nothing to discuss. Accept what everybody agrees on, or choose an indicator.")
        else:
            st.info("Choose an indicator of the agenda.")
        _end(view, room, topic, known)
        paper(room, topic)


def _focus(
    view: View,
    room: Room,
    topic: Topic,
    indicator_id: str,
    item: AgendaItem | None,
    decision: Decision | None,
) -> None:
    indicator = view.framework.indicator(indicator_id)
    with st.container(border=True, key="focus", gap="small"):
        said = [f"**{indicator_id}**", plain(view.framework.stage(indicator.stage_id).name)]
        if item:
            said.append(agreement_words(item))
            said += [f"decides {plain(item.decides.name)}"] if item.decides else []
        st.caption(" · ".join(said))
        st.header(plain(spoken(indicator)), anchor=False)
        if state.has_arrived():
            unsaved.show_again(room.workshop.id, indicator_id)
        _decision(room, indicator_id, item, decision)
        _moves(room, topic, indicator_id, decision)


def _bars(tally: Tally | None, earlier: Tally | None, scale: int) -> None:
    """The votes as bars, and in words; a full bar is everybody who voted, as on the wall."""
    if tally is None:
        return
    words = votes_words(tally, earlier)
    if tally.showable:
        picture = votes_svg(tally, mode(), earlier, scale=scale, longest=NARROW)
        st.image(picture, width="stretch", alt=f"Votes: {words}")
    if earlier is not None:
        st.caption(f"Second vote, and what it moved: {words}")
    elif not tally.showable:
        st.caption(words)


@fragment(key="decision")
def _decision(room: Room, indicator_id: str, item: AgendaItem | None, decision: Decision | None) -> None:
    """Bars and what is decided. Whatever is pressed, nothing typed is lost.

    What is left in a field is sent at once, for where another page is chosen a browser sends nothing; it
    draws no more than this part again.
    """
    workshop_id = room.workshop.id

    def name(part: str) -> str:
        return field(part, workshop_id, indicator_id)

    _take_over(workshop_id, indicator_id, decision)
    left, right = st.columns([0.42, 0.58], gap="medium")
    with left:
        _bars(*rounds_of(room, indicator_id), most_voted(room.tallies))
    with right:
        st.segmented_control(
            "Decision",
            list(JUDGEMENTS),
            default=decision.judgement if decision else item.lean if item else None,
            required=True,
            format_func=JUDGEMENTS.__getitem__,
            key=name("judgement"),
            wrap=True,
        )
        _text(name("reason"), "Reason", decision.reason if decision else None)
    # What is there only sometimes has a place of its own: what comes after it keeps the keyboard's focus.
    with st.container():
        kept = decision.evidence if decision else state.taken_back.get((workshop_id, indicator_id))
        for entry in kept or ():
            st.caption(f":material/attach_file: {plain(entry.note)} · {facts(entry)}")
    _dissent_and_evidence(name, decision)
    with st.container():
        if decision and not unsaved.TEXTS.isdisjoint(unsaved.typed(workshop_id, indicator_id, decision)):
            st.caption(f"Saved so far: {plain(_in_words(decision))}. What is typed here takes its place.")
        problem = state.refused.get(name("problem"))
        if problem:
            st.error(plain(problem))


def _take_over(workshop_id: int, indicator_id: str, decision: Decision | None) -> None:
    """What was decided since this tab last showed it is in the fields, unless somebody has typed in one."""
    place = workshop_id, indicator_id
    before = state.shown_decisions.get(place)
    if decision is None or before == decision:
        return
    state.shown_decisions.put(place, decision)
    state.put(field("judgement", *place), decision.judgement)
    for part, was, now in (
        ("reason", before and before.reason, decision.reason),
        ("dissent", before and before.dissent, decision.dissent),
    ):
        name = field(part, *place)
        if (state.value(name) or "") in ("", was):
            state.put(name, now or "")


def _text(name: str, label: str, known: str | None) -> None:
    """A field that waits with what is in it until a button is pressed, or another indicator chosen."""
    held = state.value(name)
    st.text_area(label, value=None if held else known, key=name, height=68, persist_state="session")


def _dissent_and_evidence(name: FieldName, decision: Decision | None) -> None:
    columns = st.columns([0.36, 0.28, 0.17, 0.19])
    with columns[0]:
        _text(name("dissent"), "Dissent, kept beside it", decision.dissent if decision else None)
    with columns[1]:
        _text(name("note"), "Evidence that people name", None)
    with columns[2]:
        st.text_input("Source", key=name("source"), persist_state="session")
    with columns[3]:
        st.selectbox(
            "Whose voice?",
            list(Voice),
            index=None,
            placeholder="Choose",
            format_func=VOICES.__getitem__,
            key=name("voice"),
            persist_state="session",
        )


def _moves(room: Room, topic: Topic, indicator_id: str, decision: Decision | None) -> None:
    workshop_id = room.workshop.id
    with st.container(horizontal=True):
        st.button(
            "Save and next",
            key="save-decision",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=commands.decide,
            args=(workshop_id, topic.capability_id, indicator_id, agreed_from()),
            kwargs={"affected": EVERYTHING},
        )
        st.button(
            "Vote again on this",
            key="vote-again",
            icon=":material/how_to_vote:",
            on_click=commands.vote_again,
            args=(workshop_id, topic.capability_id, (indicator_id,)),
            kwargs={"affected": EVERYTHING},
        )
        if decision:
            st.button(
                f"Take back: {judgement_word(decision.judgement)}",
                key="undecide",
                type="tertiary",
                on_click=commands.undecide,
                args=(workshop_id, indicator_id),
                kwargs={"affected": EVERYTHING},
            )


def _end(view: View, room: Room, topic: Topic, known: dict[str, Decision]) -> None:
    decided = [id_ for id_ in topic.indicators if id_ in known]
    undecided = len(topic.indicators) - len(decided)
    name = plain(view.framework.capability(topic.capability_id).short_name)
    stay = "indicator stays as it was" if undecided == 1 else "indicators stay as they were"
    rest = f" {undecided} {stay}." if undecided else ""
    with st.container(horizontal=True, vertical_alignment="center", key="end"):
        st.markdown(f"{len(decided)} of {len(topic.indicators)} decided.{rest}", width="content")
        if topic.phase is Phase.REVEALED:
            st.button(
                f"Finish {name}",
                key="agree-topic",
                type="secondary" if undecided else "primary",
                icon=":material/check:",
                on_click=commands.agree,
                args=(room.workshop.id, topic.capability_id),
                kwargs={"affected": EVERYTHING},
            )
        st.button(
            "Vote again on all",
            key="vote-again-on-all",
            type="tertiary",
            on_click=commands.vote_again,
            args=(room.workshop.id, topic.capability_id, topic.indicators),
            kwargs={"affected": EVERYTHING},
        )
    if decided:
        with st.expander("What was decided"):
            for id_ in decided:
                words = named(view.framework.indicator(id_))
                st.markdown(f"{plain(words)}: **{plain(judgement_word(known[id_].judgement))}**")
                if said := _besides(known[id_]):
                    st.caption(plain(said))


def _in_words(decision: Decision) -> str:
    return "; ".join(filter(None, (judgement_word(decision.judgement), _besides(decision))))


def _besides(decision: Decision) -> str:
    """What stands with a decision's judgement."""
    said: list[str] = []
    said += [f"reason: {decision.reason}"] if decision.reason else []
    said += [f"dissent: {decision.dissent}"] if decision.dissent else []
    said += [f"evidence: {entry.note}" for entry in decision.evidence]
    return "; ".join(said)
