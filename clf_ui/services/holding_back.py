"""What holds most services back, what one step would move, and who is already good at it."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from clf_model import Framework, Indicator, named, opening
from clf_model.score import CommonBlocker, SideBySide, common_blockers, in_place
from clf_reports import csv_text

from .. import state
from ..access.session import carried
from ..clock import today_here
from ..shared.naming import WIDE
from ..shared.pages import Name
from ..wording import counted, plain
from .chosen import Shown, label, on

LISTED, NEAR = 10, 5


def holding_back(framework: Framework, shown: Shown) -> None:
    """The indicators that hold most services back, the one that would lift most, and who to learn from."""
    services = shown.standing.services.of(shown.places)
    blockers = common_blockers(services)
    if not blockers:
        st.success("Nothing holds a service back: every stage that can be reached is reached.")
        return
    of = len(shown)
    st.markdown(_best(blockers, of))
    st.table(
        pd.DataFrame([_row(one, of) for one in blockers[:LISTED]]),
        border="horizontal",
        hide_index=True,
        alt="The indicators that hold most services back from their next stage",
    )
    st.caption(
        plain(
            "Holds back: the next stage of the capability needs it. Not discussed there: of these. Lifts: "
            "with this one alone in place they reach that stage. In place: it counts there. Services that "
            "have not discussed the capability at all are not counted."
        )
    )
    st.download_button(
        "CSV",
        data=carried(lambda: csv_text(blockers_table(blockers, of))),
        file_name=f"common-blockers_{on() or today_here()}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="download-blockers-csv",
        help="All indicators that hold any of these services back",
    )
    _learn_from(shown, services, blockers)


def blockers_table(blockers: tuple[CommonBlocker, ...], of: int) -> pd.DataFrame:
    """Every indicator that holds a service back, with its numbers of services."""
    return pd.DataFrame(
        [
            (
                one.indicator.id,
                one.indicator.text,
                one.holds_back,
                one.undiscussed,
                one.lifts,
                one.in_place,
                of,
            )
            for one in blockers
        ],
        columns=["Indicator", "Text", "Holds back", "Not discussed there", "Lifts", "In place", "Services"],
    )


def _best(blockers: tuple[CommonBlocker, ...], of: int) -> str:
    """The one step that moves most of them on."""
    best = max(blockers, key=lambda one: one.lifts)
    if not best.lifts:
        return "No single indicator would bring a service to its next stage: each waits for two or more."
    return plain(
        f"One step lifts most: with {named(best.indicator)} in place, {best.lifts} of "
        f"{counted(of, 'service')} would reach the next stage."
    )


def _row(one: CommonBlocker, of: int) -> dict[str, str]:
    return {
        "Indicator": _place(one.indicator),
        "Holds back": f"{one.holds_back} of {of}",
        "Not discussed there": str(one.undiscussed),
        "Lifts": str(one.lifts),
        "In place": str(one.in_place),
    }


def _place(indicator: Indicator) -> str:
    """An indicator by code and words, and the way to its text."""
    address = urlencode({state.CAPABILITY: indicator.capability_id, state.FIND: indicator.id})
    return f"[{plain(indicator.id)}]({Name.FRAMEWORK}?{address}) {plain(opening(indicator.text, WIDE))}"


def _learn_from(shown: Shown, services: SideBySide, blockers: tuple[CommonBlocker, ...]) -> None:
    """For one of the blockers, services where it is in place: those near whom it holds back come first."""
    by_id = {one.indicator.id: one for one in blockers[:LISTED]}
    st.subheader("Who to learn from", anchor=False)
    state.keep_valid(state.LEARN, list(by_id))
    st.selectbox(
        "Where is it in place?",
        list(by_id),
        format_func=lambda id_: named(by_id[id_].indicator),
        key=state.LEARN,
        width=560,
    )
    chosen = state.value(state.LEARN)
    here = np.flatnonzero(in_place(services, chosen))
    if not len(here):
        st.caption("In none of the services shown yet.")
        return
    found = shown.standing
    held = np.flatnonzero(services.blocks[_row_of(services, chosen)])
    wanted = {
        each for place in held for each in found.many.labels_of(found.found[shown.places[place]]).items()
    }
    near = sorted(here, key=lambda place: -_alike(shown, int(place), wanted))[:NEAR]
    capability = by_id[chosen].indicator.capability_id
    lines = [_line(shown, int(place), capability, chosen) for place in near]
    with st.container(key="learn-from-ways"):
        st.markdown("\n".join(lines))
    more = len(here) - len(near)
    st.caption(
        f"In place in {len(here)} of {counted(len(shown), 'service')}. Those that share most labels with the "
        f"services it holds back stand first{f'; {more} more are not named' if more > 0 else ''}."
    )


def _row_of(services: SideBySide, indicator_id: str) -> int:
    return [one.id for one in services.framework.indicators].index(indicator_id)


def _alike(shown: Shown, place: int, wanted: set[tuple[str, str]]) -> int:
    one = shown.standing.found[shown.places[place]]
    return len(wanted & set(shown.standing.many.labels_of(one).items()))


def _line(shown: Shown, place: int, capability: str, indicator: str) -> str:
    at = shown.places[place]
    one = shown.standing.found[at]
    query = {state.ASSESSMENT: one.id, state.CAPABILITY: capability, state.INDICATOR: indicator}
    labels = ", ".join(label(*each) for each in sorted(shown.standing.many.labels_of(one).items()))
    way = f"- [{plain(shown.standing.names[at])}]({Name.CHECKLIST}?{urlencode(query)})"
    return f"{way} · {plain(labels)}" if labels else way
