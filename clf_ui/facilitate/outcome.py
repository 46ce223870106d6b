"""The Facilitate page of a workshop that is over: radar before and after, what holds each capability back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clf_model import Profile, Record, profile, stage_name, why
from clf_reports import reached_series
from clf_store import Event

from ..charts import radar
from ..loaders import Room, st_store
from ..pages import Name, link
from ..view import View
from ..wording import counted, judgement_word, plain
from .opening import open_form, past_workshops


def outcome(view: View, room: Room) -> None:
    """What the group leaves with."""
    workshop, event = room.workshop, _event(view, room)
    people = sum((workshop.attendance or {}).values())
    st.header("What this workshop found", anchor=False)
    st.caption(
        f"{plain(workshop.title)} · {counted(people, 'phone')} · "
        f"{counted(len(room.decisions), 'judgement')} agreed"
    )
    if event is None:
        st.info(
            "Nothing was written into the assessment. Either nothing that was agreed differs from it, or "
            "the workshop was closed without writing."
        )
    before, after = _profiles(view, event)
    left, right = st.columns([0.55, 0.45], gap="medium")
    with left:
        radar(
            view,
            [reached_series(after, "After"), reached_series(before, "Before", "earlier")],
            key="outcome-radar",
            height=440,
        )
    with right:
        _table(view, before, after)
        link(Name.PROFILE, "See the profile", view.info.id, icon="donut_small")
        link(Name.CHECKLIST, "Go on in the checklist", view.info.id, icon="checklist")
    _decisions(view, room)
    if view.editable:
        with st.expander("Open another workshop"):
            open_form(view)
    past_workshops(view)


def _event(view: View, room: Room) -> Event | None:
    """The change that closing made, from the log."""
    wanted = room.workshop.event_id
    if wanted is None:
        return None
    found = st_store().events(view.info.id, limit=1, before=wanted + 1)
    return next((event for event in found if event.id == wanted), None)


def _profiles(view: View, event: Event | None) -> tuple[Profile, Profile]:
    """The profile as the workshop found it, and as it left it; what others did since counts in both."""

    def with_(records: dict[str, Record]) -> Profile:
        return profile(view.framework, view.assessment.with_records(records), view.rules)

    if event is None:
        return view.profile, view.profile
    return with_(dict(event.before)), with_(dict(event.after))


def _table(view: View, before: Profile, after: Profile) -> None:
    frame = pd.DataFrame(
        {
            "Capability": [plain(result.capability.short_name) for result in after.capabilities],
            "Before": [plain(stage_name(result)) for result in before.capabilities],
            "After": [plain(stage_name(result)) for result in after.capabilities],
        }
    )
    st.table(frame, border="horizontal", hide_index=True, alt="Stages before and after the workshop")
    st.subheader("What holds each capability back", anchor=False)
    for result in after.capabilities:
        said = why(result, view.assessment, view.rules)
        st.markdown(f"**{plain(result.capability.short_name)}** {plain(said)}")


def _decisions(view: View, room: Room) -> None:
    with st.expander("What was decided, with reasons and dissent"):
        for one in room.decisions:
            st.markdown(
                f"**{one.indicator_id}** {judgement_word(one.judgement)} · "
                f"{plain(view.framework.indicator(one.indicator_id).text)}"
            )
            for label, said in (("Reason", one.reason), ("Dissent", one.dissent)):
                if said:
                    st.caption(f"{label}: {plain(said)}")
