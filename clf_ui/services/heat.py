"""The heat map: a row for each service, and for each capability its stage in words, which leads there."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from clf_model import Framework, level_name
from clf_reports import csv_text, stage_colours, text_on

from .. import state
from ..access.session import carried
from ..clock import today_here
from ..shared.charts import mode
from ..shared.pages import Name
from ..wording import long_date, plain
from .chosen import Shown, label, on

ROWS = 25  # services on a page
SERVICE, ASSESSED = "Service", "Assessed"
UNDISCUSSED = "Not discussed"


def heat_map(framework: Framework, shown: Shown) -> None:
    """The page of services that is chosen, and all of them to take along."""
    pages = max(1, -(-len(shown) // ROWS))
    state.put(state.PAGE, min(max(1, state.value(state.PAGE) or 1), pages))
    first = (state.value(state.PAGE) - 1) * ROWS
    places = shown.places[first : first + ROWS]
    with st.container(key="heat-map"):
        st.table(
            _coloured(framework, shown, places),
            border="horizontal",
            hide_index=True,
            alt="Services and the stage of each capability; each cell leads to its Checklist",
        )
    with st.container(horizontal=True, vertical_alignment="center", key="heat-map-below"):
        if pages > 1:
            st.pagination(pages, key=state.PAGE, on_change=state.write_address, persist_state="session")
        st.download_button(
            "CSV",
            data=carried(lambda: csv_text(services_table(framework, shown))),
            file_name=f"services_{on() or today_here()}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="download-services-csv",
            help="All services that are chosen above, not this page alone",
        )


def stage_words(framework: Framework) -> tuple[str, ...]:
    """Not yet engaged, and the stages' names."""
    return tuple(level_name(framework, index) for index in range(len(framework.stages) + 1))


def services_table(framework: Framework, shown: Shown) -> pd.DataFrame:
    """Every service that is shown, in its order: who and when, its labels, and each capability's stage."""
    found = shown.standing
    words = np.array(stage_words(framework), dtype=object)
    listed = [found.found[place] for place in shown.places]
    labels = [found.many.labels_of(one) for one in listed]
    columns: dict[str, object] = {
        "Service": [found.names[place] for place in shown.places],
        "Fictional": ["yes" if one.fictional else "no" for one in listed],
        "Assessed on": [one.assessed_on.isoformat() for one in listed],
        "State": ["final" if one.final else "draft" for one in listed],
        "Title": [one.title or "" for one in listed],
    }
    for name in sorted({name for one in labels for name in one}):
        columns[f"Label {name}"] = [one.get(name, "") for one in labels]
    for row, capability in enumerate(framework.capabilities):
        stages = words[found.services.reached[row][shown.places]]
        known = found.services.discussed[row][shown.places]
        columns[capability.name] = np.where(known, stages, UNDISCUSSED)
    return pd.DataFrame(columns)


def _coloured(
    framework: Framework, shown: Shown, places: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> pd.io.formats.style.Styler:
    words = stage_words(framework)
    services = shown.standing.services
    rows, colours = [], []
    fills = [
        f"background-color: {colour}; color: {text_on(colour)};"
        for colour in stage_colours(len(framework.stages), mode())
    ]
    for place in places.tolist():
        one = shown.standing.found[place]
        cells = {SERVICE: _name(shown, place), ASSESSED: _when(shown, place)}
        fill = ["", ""]
        for row, capability in enumerate(framework.capabilities):
            known = services.discussed[row, place]
            index = int(services.reached[row, place])
            address = urlencode({state.ASSESSMENT: one.id, state.CAPABILITY: capability.id})
            cells[plain(capability.short_name)] = (
                f"[{plain(words[index] if known else UNDISCUSSED)}]({Name.CHECKLIST}?{address})"
            )
            fill.append(fills[index] if known else "")
        rows.append(cells)
        colours.append(fill)
    heads = [SERVICE, ASSESSED, *(plain(one.short_name) for one in framework.capabilities)]
    frame = pd.DataFrame(rows, columns=heads)
    styled = pd.DataFrame(colours, columns=heads)
    return frame.style.apply(lambda _: styled, axis=None)


def _name(shown: Shown, place: int) -> str:
    """The service's name, the way to its Overview, and its labels."""
    one = shown.standing.found[place]
    labels = ", ".join(label(*each) for each in sorted(shown.standing.many.labels_of(one).items()))
    named = f"**[{plain(shown.standing.names[place])}](./?{state.ASSESSMENT}={one.id})**"
    below = " · ".join(part for part in (labels, "fictional" if one.fictional else "") if part)
    return f"{named}  \n{plain(below)}" if below else named


def _when(shown: Shown, place: int) -> str:
    one = shown.standing.found[place]
    day = long_date(one.assessed_on)
    return plain(day if one.final else f"{day}, draft")
