"""The service's own words: a text for each section of a document, kept with the assessment."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clf_store import TextConflictError, TextEdit

from .. import state
from ..clock import now
from ..shared.callbacks import told
from ..shared.loaders import st_store
from ..shared.view import View


def own_words(view: View, places: Mapping[str, str]) -> None:
    """A choice of section and a field for it; what is written is saved when the field is left."""
    if not places:
        return
    texts = view.assessment.texts
    state.keep_valid(state.SECTION, list(places))
    with st.expander("Your own words", key="own-words"):
        st.selectbox(
            "Section",
            list(places),
            format_func=lambda section: places[section] + (" (written)" if section in texts else ""),
            key=state.SECTION,
        )
        section = state.value(state.SECTION)
        stored = texts.get(section, "")
        mine = state.text_conflicts.get((view.info.id, section))
        if mine is not None:
            _conflict(view.info.id, section, stored, mine)
            return
        key = _key(view.info.id, section, stored)
        st.text_area(
            "What you say there, above what the document says by itself",
            value=stored,
            key=key,
            height=160,
            on_change=write,
            args=(view.info.id, section, stored, key),
        )
        st.caption("Saved when you leave the field. It stands in every document that has this section.")


def _key(assessment_id: int, section: str, stored: str) -> str:
    # What stands there is part of the key: the field starts anew when somebody else has written.
    return state.key("own-words", assessment_id, section, hash(stored))


def _conflict(assessment_id: int, section: str, theirs: str, mine: str) -> None:
    """Two people wrote different words: both, and the choice."""
    st.warning("Somebody else has written here meanwhile. Choose what stands.")
    for whose, text, taken in (("Theirs", theirs, None), ("Yours", mine, mine)):
        st.markdown(f"**{whose}**")
        st.text(text or "nothing")
        st.button(
            f"Keep {whose.lower()}",
            key=state.key("own-words-keep", whose.lower()),
            on_click=settle,
            args=(assessment_id, section, theirs, taken),
        )


@told
def write(assessment_id: int, section: str, seen: str, key: str) -> None:
    """The field was left: save what it holds; where somebody else has written, keep it for the choice."""
    wanted = state.value(key) or ""
    try:
        _save(assessment_id, section, seen, wanted)
    except TextConflictError:
        state.text_conflicts.put((assessment_id, section), wanted)


@told
def settle(assessment_id: int, section: str, theirs: str, mine: str | None) -> None:
    """What stands is chosen: theirs as it is, or mine over it."""
    state.text_conflicts.put((assessment_id, section), None)
    if mine is not None:
        _save(assessment_id, section, theirs, mine)


def _save(assessment_id: int, section: str, seen: str, wanted: str) -> None:
    edit = TextEdit(seen, wanted)
    st_store().change_texts(assessment_id, {section: edit}, who=state.browser(), at=now())
