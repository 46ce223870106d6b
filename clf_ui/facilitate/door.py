"""How people get in, and what a facilitator can do at any time: projector, sheet, clock, end."""

from __future__ import annotations

import streamlit as st

from clf_reports import file_name, voting_sheet
from clf_store import Door, Phase, Topic

from ..shared.addresses import LOCAL_ONLY, join_link, join_place, lead_link, projector_link, reachable
from ..shared.assessment_names import service_name
from ..shared.callbacks import EVERYTHING
from ..shared.far_reaching import CLOSE_WORKSHOP, NEW_CODE, asks
from ..shared.in_force import moment_for_everyone
from ..shared.loaders import Room, st_store
from ..shared.naming import name_of
from ..shared.view import View
from ..wording import counted, plain
from ..workshop.room_status import leader, qr_picture
from . import commands, unsaved
from .fields import field

_QR = 220  # pixels


def entrance(door: Door) -> None:
    """QR code, address and code, as long as people come in."""
    with st.container(border=True, key="door", gap="xsmall"):
        _way_in(door)


def tools(view: View, room: Room, topic: Topic, door: Door) -> None:
    """One row of what is at hand in every phase."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", key="tools"):
        with st.popover(f"Join: {door.code}", icon=":material/qr_code_2:", key="door-link"):
            if topic.phase in (Phase.REVEALED, Phase.AGREED):  # until then it stands beside
                _way_in(door)
            st.caption(plain(f"The code holds until {moment_for_everyone(door.expires_at)}."))
            st.code(join_link(door), language=None, wrap_lines=True)
        st.link_button("Projector", projector_link(door), icon=":material/present_to_all:")
        _clock(room)
        _more(view, room, topic, door)
        _close(room)


def _more(view: View, room: Room, topic: Topic, door: Door) -> None:
    """What is needed seldom: paper, another code, another computer."""
    with st.popover("More", icon=":material/more_horiz:", key="more"):
        _sheet(view, room, topic)
        asks(
            NEW_CODE,
            (
                f"Nobody can join by the code {door.code}, its QR code or its link any more, and what was "
                "printed or sent of them leads nowhere. Who is in stays in.",
                "The wall shows the new one by itself where it is open.",
            ),
            commands.renew_door,
            args=(room.workshop.id,),
            inside=True,
        )
        st.markdown("**Should this computer fail,** this link leads the workshop from another:")
        secret = st_store().workshops.lead(room.workshop.id, leader(room.workshop.id))
        st.code(lead_link(room.workshop, secret), language=None, wrap_lines=True)
        st.caption(
            "Whoever has it can lead this workshop, and it stands in the address where it is open: do not "
            "show that window on the wall."
        )


def _way_in(door: Door) -> None:
    qr_picture(door, _QR)
    st.markdown(f"Join at **{plain(join_place())}** with the code")
    st.header(door.code, anchor=False)
    if not reachable():
        st.caption("This address works on this computer only.", help=LOCAL_ONLY)


def _sheet(view: View, room: Room, topic: Topic) -> None:
    capability = view.framework.capability(topic.capability_id)
    st.download_button(
        "Voting sheet",
        data=lambda: voting_sheet(
            view.framework,
            capability,
            topic.balloted,
            title=room.workshop.title,
            service=service_name(view.info),
        ),
        file_name=file_name(f"voting-sheet-{capability.id}", view.assessment, "html"),
        mime="text/html",
        icon=":material/print:",
        on_click="ignore",
        key=field("sheet", room.workshop.id),
    )


def _clock(room: Room) -> None:
    workshop = room.workshop
    with (
        st.popover("Clock", icon=":material/timer:", key=commands.CLOCK, on_change="rerun"),
        st.form("clock-form", border=False),
    ):
        st.number_input("Minutes for the discussion", 1, 480, 30, key=field("minutes", workshop.id))
        st.number_input("Minutes for each indicator", 1, 60, 5, key=field("each", workshop.id))
        with st.container(horizontal=True):
            st.form_submit_button(
                "Start the clock",
                type="primary",
                on_click=commands.start_clock,
                args=(workshop.id,),
            )
            if workshop.ends_at is not None:
                st.form_submit_button("Stop the clock", on_click=commands.stop_clock, args=(workshop.id,))


def _close(room: Room) -> None:
    workshop, number = room.workshop, len(room.decisions)
    judging = any(topic.phase is Phase.JUDGING for topic in workshop.topics)
    lost = [
        f"{counted(number, 'decision')}: what differs from the assessment is written into it "
        "as one step, which Undo takes back. What each phone answered is deleted; the numbers stay."
    ]
    if judging:
        lost.append("People are still judging. Reveal first.")
    waiting = unsaved.unsaved(room)
    if waiting:
        lost.append(f"{unsaved.in_words(room)} It is lost with the workshop: save it first.")

    def see_to_it() -> None:
        for id_ in waiting:
            st.button(
                f"Go to {plain(name_of(room.framework, id_))}",
                key=field("back-to", workshop.id, id_),
                type="tertiary",
                icon=":material/edit:",
                on_click=commands.back_to,
                args=(workshop.id, id_),
                kwargs={"affected": EVERYTHING},
            )

    def write_later() -> None:
        st.button(
            "Close; write later",
            key="close-only",
            type="tertiary",
            disabled=judging,
            on_click=commands.close,
            args=(workshop.id,),
            kwargs={"apply": False, "affected": EVERYTHING},
        )

    asks(
        CLOSE_WORKSHOP,
        lost,
        commands.close,
        args=(workshop.id,),
        kwargs={"apply": True, "affected": EVERYTHING},
        held=judging,
        field=see_to_it,
        besides=write_later,
    )
