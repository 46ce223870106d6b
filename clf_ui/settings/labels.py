"""The labels of the service in view, by which the Services page finds and groups it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clf_model.service_labels import labels_text, read_labels
from clf_store import AssessmentInfo

from .. import state
from ..shared.callbacks import EVERYTHING, told
from ..shared.loaders import st_store


def labels_field(info: AssessmentInfo) -> None:
    """Every label in one field, saved when it is left; Undo takes it back."""
    every = st_store().labels()
    held = every.get(info.service_id, {})
    st.text_input(
        "Labels of the service, for the Services page",
        value=labels_text(held),
        key=_key(info, held),
        placeholder="Region: North; Type: Care home",
        on_change=_save,
        args=(info, held),
        kwargs={"affected": EVERYTHING},
    )


def _key(info: AssessmentInfo, held: Mapping[str, str]) -> str:
    """Another one where other labels are saved by now: the field then shows these."""
    return state.key("labels", info.service_id, labels_text(held))


@told
def _save(info: AssessmentInfo, held: Mapping[str, str]) -> None:
    every = st_store().labels()
    others = [labels for service, labels in every.items() if service != info.service_id]
    wanted = read_labels(state.value(_key(info, held)) or "", others)
    if wanted == held:
        return
    st_store().change_labels(info.service_id, held, wanted)
    back = state.WayBack(
        "Undo", "undo-labels", "Undo the labels", _take_back, (info.service_id, wanted, held)
    )
    state.notify("Labels saved", way_back=back)


@told
def _take_back(service_id: int, held: Mapping[str, str], former: Mapping[str, str]) -> None:
    st_store().change_labels(service_id, held, former)
    state.notify("The labels are as they were")
