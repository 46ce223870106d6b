"""The agenda as the facilitator works through it: what to discuss, what to accept, what is decided."""

from __future__ import annotations

import streamlit as st

from clf_model import Indicator, opening, spoken
from clf_model.voices import Agenda, AgendaItem, Decision
from clf_store import Topic

from .. import state
from ..clock import now
from ..shared.callbacks import EVERYTHING
from ..shared.far_reaching import ACCEPT_ALL, asks
from ..shared.loaders import Room
from ..wording import counted, judgement_word, plain
from ..workshop.room_status import minutes_left
from . import commands, unsaved
from .agenda import AGREED_FROM, agreed_from
from .fields import field

_OPENING = 44  # characters: two lines of the column
_FULL = 7  # so many stand in a column without a scroll bar of their own
_HEIGHT = 480  # pixels
AGREEMENT = (
    "Agreement is 100 % where all answer the same and 0 % where half say Met and half Not yet. One answer "
    "far from the others lowers it much: five Met and one Not yet make 35 %. It is there for the order."
)


def agenda_list(room: Room, topic: Topic, agenda: Agenda, known: dict[str, Decision]) -> None:
    """Every indicator of the capability, the most urgent first; the one chosen is in focus everywhere."""
    new = [item for item in agenda.agreed if item.indicator.id not in known]
    _accept(room, topic, agenda, new)
    left = [item for item in agenda.discuss if item.indicator.id not in known]
    words = {item.indicator.id: _to_discuss(item) for item in left}
    words |= {item.indicator.id: _to_accept(item) for item in new}
    words |= {id_: _decided(room, known[id_]) for id_ in topic.indicators if id_ in known}
    waiting = unsaved.unsaved(room)
    words = {
        id_: (said, f"{caption} · typed, not saved" if id_ in waiting else caption)
        for id_, (said, caption) in words.items()
    }
    if not words:
        return
    name = field("agenda", room.workshop.id, topic.capability_id)
    chosen = room.workshop.focus if room.workshop.focus in words else None
    state.put_anew(name, chosen)
    with st.container(height=_HEIGHT if len(words) > _FULL else "content", border=False, key="agenda"):
        st.radio(
            _fitting(room, agenda, left),
            list(words),
            index=None,
            format_func=lambda id_: words[id_][0],
            captions=[caption for _, caption in words.values()],
            key=name,
            help=AGREEMENT,
            on_change=commands.focus,
            args=(room.workshop.id, name),
            kwargs={"affected": EVERYTHING},
        )


def _what_accepting_takes(new: list[AgendaItem]) -> tuple[str, ...]:
    """How many judgements, by name those that a stage depends on, and the way back."""
    deciding = [item for item in new if item.decides]
    named = [
        f"{item.indicator.id} {spoken(item.indicator)}: {judgement_word(item.lean)}. "
        f"The stage {item.decides.name} waits for it."
        for item in deciding
        if item.decides
    ]
    return (
        f"{counted(len(new), 'judgement')} that the room agrees on, without discussion.",
        *(named or ["No stage waits for one of them."]),
        "Each can be taken back on its own until the workshop is closed.",
    )


def _to_discuss(item: AgendaItem) -> tuple[str, str]:
    return _words(item.indicator), _with_decides(item, agreement_words(item))


def _to_accept(item: AgendaItem) -> tuple[str, str]:
    agree = agreement_words(item)
    if item.agreement == 1:
        agree = "all who know agree" if item.tally.counts.dont_know else "all agree"
    return _words(item.indicator), _with_decides(item, f"{agree}: {judgement_word(item.lean)}")


def _decided(room: Room, decision: Decision) -> tuple[str, str]:
    words = _words(room.framework.indicator(decision.indicator_id))
    return f"✓ {words}", judgement_word(decision.judgement)


def _words(indicator: Indicator) -> str:
    """The code, and the beginning of what it says."""
    return f"**{plain(indicator.id)}** {plain(opening(indicator.text, _OPENING))}"


def _with_decides(item: AgendaItem, said: str) -> str:
    return f"{said} · decides {plain(item.decides.name)}" if item.decides else said


def agreement_words(item: AgendaItem) -> str:
    """How far the room agrees on an indicator."""
    if not item.tally.showable:
        return "too few votes"
    if item.agreement is None:
        return "nobody could say"
    if item.tally.counts.dont_know >= item.tally.counts.answered:
        return "few could say"
    return f"agreement {item.agreement * 100:.0f} %"


def _fitting(room: Room, agenda: Agenda, left: list[AgendaItem]) -> str:
    workshop = room.workshop
    said = f"To discuss, in this order: {len(left)}"
    if left and workshop.ends_at is not None and workshop.minutes_each:
        minutes = minutes_left(workshop.ends_at, now())
        fitting = Agenda(tuple(left), ()).in_time(minutes, workshop.minutes_each)
        each = f"{workshop.minutes_each:g} {'minute' if workshop.minutes_each == 1 else 'minutes'} each"
        said += f". The first {len(fitting)} fit with {each}" if fitting else f". With {each} none fits"
    return said


def _accept(room: Room, topic: Topic, agenda: Agenda, new: list[AgendaItem]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="agreed", gap="small"):
        all_decided = agenda.agreed and not new
        to_accept = f"{len(new)} to accept without discussion"
        said = "All that needs no discussion is decided" if all_decided else to_accept
        st.markdown(f"**{said}**", width="content")
        asks(
            ACCEPT_ALL,
            _what_accepting_takes(new),
            commands.accept_all,
            args=(room.workshop.id, topic.capability_id, agreed_from()),
            kwargs={"affected": EVERYTHING},
            label=None if new or not agenda.agreed else "All accepted",
            disabled=not new,
        )
        with st.popover("", icon=":material/tune:", key="agreed-means", help="What this takes"):
            state.keep_valid(state.AGREED_FROM, list(AGREED_FROM))
            st.radio(
                "Accepted without discussion where",
                list(AGREED_FROM),
                format_func=AGREED_FROM.__getitem__,
                key=state.AGREED_FROM,
                persist_state="session",
            )
