"""What a workshop found, for its facilitator and for the wall: stages before it and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from clf_model import Assessment, Profile, Record, profile, stage_name
from clf_model.voices import decided
from clf_reports import Series, chart_svg, radar_alt, radar_chart, reached_series
from clf_store import Event

from .charts import mode, radar
from .loaders import Room, st_store
from .view import View
from .wording import plain

_ON_A_WALL = (400, 340)  # pixels, before it is enlarged


@dataclass(frozen=True, slots=True)
class Result:
    """The assessment as it is with what was agreed, its profile, and the profile before.

    `unwritten` has the records that were agreed on and are not in the assessment; `undone` says that they
    were written, and taken back.
    """

    assessment: Assessment
    after: Profile
    before: Profile
    unwritten: Mapping[str, Record]
    undone: bool = False


def result_of(view: View, room: Room) -> Result:
    """As the workshop found the assessment and as it left it; what others judged besides counts in both."""

    event = _event(view, room)
    unwritten = {} if event else decided(view.framework, view.assessment, room.decisions)
    after = view.assessment.with_records(dict(event.after) if event else unwritten)
    before = view.assessment.with_records(dict(event.before)) if event else view.assessment
    return Result(
        after,
        profile(view.framework, after, view.rules),
        profile(view.framework, before, view.rules),
        unwritten,
        event is not None and all(view.assessment.record(id_) == was for id_, was in event.before.items()),
    )


def _event(view: View, room: Room) -> Event | None:
    """The change that closing made, from the log."""
    wanted = room.workshop.event_id
    if wanted is None:
        return None
    found = st_store().events(view.info.id, limit=1, before=wanted + 1)
    return next((event for event in found if event.id == wanted), None)


def result_radar(view: View, result: Result, height: int) -> None:
    """Both profiles in one radar, so many pixels high."""
    radar(view, _series(result), key="outcome-radar", height=height)


def result_picture(view: View, result: Result) -> None:
    """The same as a picture, whose words grow with it."""
    series = _series(result)
    st.image(
        chart_svg(radar_chart(view.framework, series, mode(), _ON_A_WALL)),
        width="stretch",
        alt=radar_alt(view.framework, series),
    )


def _series(result: Result) -> list[Series]:
    return [reached_series(result.after, "After"), reached_series(result.before, "Before", "earlier")]


def result_table(result: Result) -> None:
    """The same as a table."""
    frame = pd.DataFrame(
        {
            "Capability": [plain(one.capability.short_name) for one in result.after.capabilities],
            "Before": [plain(stage_name(one)) for one in result.before.capabilities],
            "After": [plain(stage_name(one)) for one in result.after.capabilities],
        }
    )
    st.table(frame, border="horizontal", hide_index=True, alt="Stages before and after the workshop")
