"""The Facilitate page without a workshop that this browser leads: opening one, and those that were."""

from __future__ import annotations

import streamlit as st

from clf_model import Perspective
from clf_store import Workshop

from .. import state
from ..clock import day_here
from ..shared.addresses import LOCAL_ONLY, join_place, reachable
from ..shared.closed import say_final
from ..shared.demonstration import begin_button
from ..shared.gone import say_gone
from ..shared.loaders import Room, st_room, st_store
from ..shared.pages import Name, link
from ..shared.view import View
from ..wording import counted, long_date, plain
from ..workshop.room_status import facilitates
from . import commands
from .fields import field

HALF_DAY = 3  # capabilities that a half day has time for


def room_in_view(view: View) -> Room | None:
    """The workshop in the address, or an open one, this browser's own first; None where there is none."""
    known = st_store().workshops.of_assessment(view.info.id)
    ids = [one.id for one in known]
    say_gone(state.WORKSHOP, ids, "workshop", "Here is what there is of this assessment.")
    chosen = state.value(state.WORKSHOP)
    if chosen not in ids:
        open_ = [one.id for one in known if not one.closed]
        chosen = next((id_ for id_ in open_ if facilitates(id_)), open_[0] if open_ else None)
    state.put(state.WORKSHOP, chosen)
    return st_room(chosen) if chosen else None


def opening(view: View) -> None:
    """What a workshop is, and the form that opens one; below it the workshops that are over."""
    st.header("Everyone’s judgement before anyone’s opinion", anchor=False)
    st.write(
        "People judge on their own phones. Nobody sees any answer before you reveal them, and then only "
        "numbers. The dashboard says where you disagree and what decides a stage: that is your agenda."
    )
    begin_button(view.info)
    say_final(view, "its judgements")
    if view.editable:
        open_form(view)
    past_workshops(view)


def open_form(view: View) -> None:
    """Which capabilities to take, and the button."""
    aid = view.info.id
    if not reachable():
        st.info(LOCAL_ONLY, icon=":material/wifi_off:")
    ids = [capability.id for capability in view.framework.capabilities]
    names = {c.id: plain(c.short_name) for c in view.framework.capabilities}
    with st.form("open-workshop", border=True):
        st.pills(
            "Capabilities to take: about an hour for each",
            ids,
            default=ids[:HALF_DAY],
            selection_mode="multi",
            format_func=names.__getitem__,
            key=field("capabilities", aid),
            wrap=True,
        )
        st.text_input("Title, for people’s phones", key=field("title", aid), placeholder="Workshop")
        if view.framework.has_perspective(Perspective.WORKER):
            st.checkbox("Take the worker statements as well", key=field("workers", aid))
        st.form_submit_button(
            "Open the workshop",
            type="primary",
            icon=":material/groups:",
            on_click=commands.open_workshop,
            args=(aid,),
        )


def past_workshops(view: View) -> None:
    """The workshops on this assessment that are over, each with the way to its result."""
    over = [one for one in st_store().workshops.of_assessment(view.info.id) if one.closed]
    if over:
        st.subheader("Workshops before", anchor=False)
    for one in over:
        link(Name.FACILITATE, plain(_named(one)), view.info.id, icon="history", workshop=str(one.id))


def _named(one: Workshop) -> str:
    people = sum((one.attendance or {}).values())
    return f"{one.title}, {long_date(day_here(one.created_at))}, {counted(people, 'phone')}"


def elsewhere(view: View, room: Room) -> None:
    """Somebody else leads this workshop, or this browser has lost its cookie."""
    st.header("Somebody else facilitates this workshop", anchor=False)
    st.write(plain(room.workshop.title))
    st.info(
        f"To take part, open {plain(join_place())} on your phone and type the code on the projector. To lead "
        "it from this browser, open the link that stands under More where it was opened. "
        f"{counted(len(room.decisions), 'judgement')} decided so far."
    )
    if view.editable:
        with st.expander("Open another workshop"):
            open_form(view)
    past_workshops(view)
