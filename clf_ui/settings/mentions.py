"""Where somebody is named in what people wrote: for whoever asks what is kept of them."""

from __future__ import annotations

import streamlit as st

from clf_model.text import cut
from clf_store import AssessmentInfo, Mention, Place

from ..shared.assessment_names import service_name
from ..shared.loaders import st_framework, st_store
from ..shared.naming import name_of
from ..wording import counted, long_date, plain

_FIELD = "find-name"
_MOST = 200  # rows
_LONGEST = 200  # characters of a text around what was looked for
WHERE = {
    Place.SERVICE: "Name of the service",
    Place.LABEL: "Label of the service",
    Place.TITLE: "Title",
    Place.OWN_WORDS: "Own words of a report",
    Place.REMOVED: "What an earlier edition had",
    Place.REASON: "Reason",
    Place.EVIDENCE: "Evidence",
    Place.ACTION: "Action",
    Place.SCENARIO: "Scenario",
    Place.KEPT_PLAN: "Plan kept when it was finalised",
    Place.WORKSHOP: "Workshop",
    Place.DECISION: "Decision of a workshop",
    Place.SURVEY: "Survey",
    Place.LOG: "Log",
}


def find() -> None:
    """A field for a name, and each text in which it stands."""
    st.markdown(
        "**Find a name** in all that people wrote, for whoever asks what is kept of them: in what was "
        "deleted and in the log as well."
    )
    words = st.text_input("Name, or a part of it", key=_FIELD, placeholder="Mary Beaton")
    if not words or not words.strip():
        return
    found = st_store().mentions(words)
    if not found:
        st.caption(plain(f"“{words.strip()}” stands nowhere here. Saved files and backups may hold it."))
        return
    first = f", of which the first {_MOST} are shown" if len(found) > _MOST else ""
    st.caption(
        plain(
            f"“{words.strip()}” stands in {counted(len(found), 'text')}{first}. A text is changed where it "
            "was written; what the log keeps of it goes only with the whole service, by Erase."
        )
    )
    infos = {one.id: one for one in st_store().assessments(st_framework().id)}
    infos |= {one.info.id: one.info for one in st_store().deleted(st_framework().id)}
    of_service = {one.service_id: one for one in infos.values()}
    st.table(
        [_row(one, words, infos, of_service) for one in found[:_MOST]],
        border="horizontal",
        hide_index=True,
        alt="The texts in which the name stands",
    )


def _row(
    found: Mention, words: str, infos: dict[int, AssessmentInfo], of_service: dict[int, AssessmentInfo]
) -> dict[str, str]:
    info = infos.get(found.assessment_id or 0)
    whose = info or of_service.get(found.service_id or 0)
    where = WHERE[found.place]
    if found.indicator_id and info is not None:
        where = f"{where}, {name_of(st_framework(), found.indicator_id)}"
    return {
        "Service": plain(service_name(whose)) if whose else "of another framework, or not there any more",
        "Assessment": long_date(info.assessed_on) if info else "",
        "Where": plain(where),
        "Text": plain(_around(found.text, words)),
    }


def _around(text: str, words: str) -> str:
    """A text, of a long one what stands around the words."""
    at = text.casefold().find(" ".join(words.split()).casefold())
    begin = max(0, at - _LONGEST // 2)
    return f"{'…' if begin else ''}{cut(text[begin:], _LONGEST)}"
