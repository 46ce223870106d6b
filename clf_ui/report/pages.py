"""The first pages of a document as pictures, and the files to take along."""

from __future__ import annotations

from concurrent.futures import wait

import streamlit as st

from clf_reports import file_name
from clf_reports.documents.layouts import LAYOUTS

from .. import state
from ..access.session import carried
from ..shared.view import View
from ..wording import counted
from .making import Order, Pictures, before, file_of, pictures_of

NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "HTML"}
MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}
_LOOK = 0.25  # seconds between two looks at how far the pages are


def downloads(view: View, order: Order) -> None:
    """The document as a file of each kind, made when it is asked for."""
    st.markdown("**Download as**")
    with st.container(horizontal=True, gap="xsmall", key="report-downloads"):
        for ending, name in NAMES.items():
            st.download_button(
                name,
                data=carried(lambda ending=ending: file_of(order, ending)),  # type: ignore[misc]
                file_name=file_name(LAYOUTS[order.layout].file, view.assessment, ending),
                mime=MIME[ending],
                type="primary" if ending == "pdf" else "secondary",
                on_click="ignore",
                key=state.key("download", "report", ending),
            )
    marks = " and ".join(order.material.marks)
    if not view.info.final or view.info.fictional:
        st.caption(f"Every page is marked {marks}.")
    st.caption(
        "Each file carries the assessment inside: Import in Settings takes it out again. Word and Excel are "
        "yours to edit."
    )


def preview(order: Order, pictures: Pictures) -> None:
    """The first pages, and how many there are."""
    name = LAYOUTS[order.layout].name
    with st.container(key="report-pages"):
        for place in range(0, len(pictures.shown), 2):
            for number, column in enumerate(st.columns(2), place):
                if number < len(pictures.shown):
                    column.image(
                        pictures.shown[number],
                        width="stretch",
                        alt=f"Page {number + 1} of {pictures.number}: {name}. The HTML file has it as text.",
                    )


def pictures(order: Order) -> Pictures:
    """The first pages; while they are set, a sign of it. Raises what went wrong in setting them."""
    asked = pictures_of(order)
    sign = st.empty()
    while not asked.done():
        first = before(asked)
        queue = f" {counted(first, 'other document')} first." if first else ""
        sign.caption(f":material/hourglass_top: The pages are being set.{queue}")
        wait([asked], timeout=_LOOK)
    made = asked.result()
    if not isinstance(made, Pictures):
        return Pictures((), 0, {})
    sign.caption(_number(len(made.shown), made.number))
    return made


def _number(shown: int, number: int) -> str:
    return counted(number, "page") + (f", the first {shown} of them here" if shown < number else "")
