"""Finding one of many services by typing a part of its name or of a label."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clf_store import Listed

from .. import state
from ..assessments.whole import open_assessment
from ..shared.assessment_names import service_name
from ..shared.callbacks import guarded
from ..shared.many import Many, all_services
from ..wording import long_date, plain

FOUND = 9  # services that are offered at once


@st.dialog("Find a service")
def find_dialog() -> None:
    """A field, and the services that it finds; the latest assessment of the one that is chosen opens."""
    words = st.text_input(
        "Part of its name or label",
        key=state.FIND_ONE,
        type="search",
        live=True,
        placeholder="for example: oak",
    )
    many = all_services()
    found = _found(many, (words or "").casefold().split())
    every = len({one.service_id for one in many.listed})
    with st.container(key="found-services", gap="xsmall"):
        for one in found[:FOUND]:
            below = f"{long_date(one.assessed_on)}{', fictional' if one.fictional else ''}"
            if st.button(
                f"{plain(service_name(one))} · {below}",
                key=state.key("found-service", one.id),
                type="tertiary",
                on_click=_open,
                args=(one.id,),
            ):
                st.rerun()
    shown = min(len(found), FOUND)
    st.caption(f"{shown:,} of {len(found):,} found, of {every:,} services.")


@guarded
def _open(assessment_id: int) -> None:
    open_assessment(assessment_id)
    state.forget(state.FIND_ONE)


def _found(many: Many, words: Sequence[str]) -> list[Listed]:
    """The latest assessment of each service that is found: own ones first, then by name."""
    latest: dict[int, Listed] = {}
    for one in many.listed:
        other = latest.get(one.service_id)
        if other is None or (other.assessed_on, other.id) < (one.assessed_on, one.id):
            latest[one.service_id] = one
    found = [one for one in latest.values() if all(word in _text(many, one) for word in words)]
    return sorted(found, key=lambda one: (one.fictional, service_name(one).casefold(), one.id))


def _text(many: Many, one: Listed) -> str:
    return " ".join((service_name(one), *many.labels_of(one).values())).casefold()
