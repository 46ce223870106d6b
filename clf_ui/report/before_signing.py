"""What a critical reader would ask before the assessment is signed, each with the ways to its places."""

from __future__ import annotations

import streamlit as st

from clf_model.before_signing import CHECKS, Finding
from clf_reports.documents.material import Material

from .. import state
from ..shared.naming import ways
from ..shared.pages import Name, link
from ..shared.view import View
from ..wording import counted, plain

_SHOWN = 5


def before_signing(view: View, material: Material) -> None:
    """How many of the standing checks have something to say, and what."""
    found = material.open_questions
    if not found:
        st.success(f"None of the {len(CHECKS)} standing checks has anything to ask.")
        return
    st.write(
        f"{len(found)} of {counted(len(CHECKS), 'standing check')} ask something. None of them "
        "forbids to sign: each says what is open, and leads to it."
    )
    for place in range(0, len(found), 2):  # in reading order also where the columns stand below each other
        for one, column in zip(found[place : place + 2], st.columns(2), strict=False):
            with column:
                _shown(view, one)


def _shown(view: View, one: Finding) -> None:
    with st.container(border=True, gap="xsmall", key=state.key("finding", one.check)):
        st.markdown(f"**{plain(one.sentence)}**")
        ways(view, one.indicators, key=state.key("ways", "finding", one.check), most=_SHOWN)
        for capability in one.capabilities[:_SHOWN]:
            link(Name.CHECKLIST, plain(capability.name), view.info.id, capability=capability.id)
        for action in one.actions[:_SHOWN]:
            link(Name.ACTION_PLAN, plain(action.title), view.info.id)
        left = one.number - _SHOWN
        if left > 0:
            st.caption(f"and {counted(left, 'other')}")
