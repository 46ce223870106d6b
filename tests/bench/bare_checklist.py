"""The baseline: as many widgets as the Checklist has, in plain Streamlit, and nothing else.

Run by `streamlit run`; `CLF_BENCH_PAGE` names the file with the texts and the chart.
"""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_resource
def material() -> tuple[dict[str, Any], list[pd.DataFrame]]:
    """Texts, specification, and a frame of data for every stage, from none to the last."""
    page = json.loads(Path(os.environ["CLF_BENCH_PAGE"]).read_text(encoding="utf-8"))
    return page, [pd.DataFrame(rows) for rows in page["rows"]]


page, frames = material()

top = st.columns([0.4, 0.1, 0.3, 0.1, 0.1])
top[0].selectbox("Assessment", [page["assessment"]], label_visibility="collapsed")
top[1].button("New", icon=":material/add:", help="Start an assessment")
top[2].caption("Draft · Saved just now")
top[3].button("Undo", icon=":material/undo:", type="tertiary", help="Nothing to undo")
top[4].button("Redo", icon=":material/redo:", type="tertiary", help="Nothing to redo")
st.segmented_control(
    "Capability", page["capabilities"], default=page["capabilities"][0], label_visibility="collapsed"
)

left, right = st.columns([0.72, 0.28])
reached, unbroken, met = 0, True, 0
with left:
    st.header(page["capability"]["name"])
    st.caption(page["capability"]["statement"])
    st.segmented_control(
        "Stage",
        ["All stages", *(stage["name"] for stage in page["stages"])],
        default="All stages",
        label_visibility="collapsed",
    )
    st.selectbox("Show", ["All", "Not discussed"], label_visibility="collapsed")
    with st.popover("Keys", icon=":material/keyboard:", type="tertiary"):
        st.markdown("A few lines about the keyboard.")
    for stage in page["stages"]:
        st.subheader(stage["name"])
        for place, part, column in zip(range(2), stage["columns"], st.columns(2), strict=True):
            with column:
                st.caption(f"**{part['lead']}**")
                for indicator in part["indicators"]:
                    st.markdown(f"**{indicator['id']}** {indicator['text']}")
                    judgement = st.segmented_control(
                        f"{indicator['id']} {indicator['text']}",
                        page["judgements"],
                        default=page["met"],
                        key=indicator["id"],
                        label_visibility="collapsed",
                    )
                    st.popover(
                        "Evidence",
                        icon=":material/add:",
                        type="tertiary",
                        key=f"open-{indicator['id']}",
                        on_change="rerun",
                    )
                    if place == 0:
                        unbroken = unbroken and judgement == page["met"]
                    met += judgement == page["met"]
        reached += unbroken

with right, st.container(key="result", border=True):
    name = page["stages"][reached - 1]["name"] if reached else "Not yet engaged"
    st.subheader(f"{'●' * reached}{'○' * (len(page['stages']) - reached)} {name}", anchor=False)
    if reached < len(page["stages"]):
        st.progress(reached / len(page["stages"]), "of the way")
    st.markdown("One sentence that says why the capability stands where it stands.")
    st.vega_lite_chart(frames[reached], page["spec"], key="chart", theme=None, width="stretch", height=250)
    st.caption(f"{met} indicators met")
    st.caption("One line about the rules that are in force here.")
