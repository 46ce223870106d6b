"""Streamlit as it comes, with the kinds of elements that we use: what axe says of it is not ours."""

import pandas as pd
import streamlit as st

st.set_page_config(page_title="Bare", layout="wide")


def first() -> None:
    """One of each."""
    st.header("Bare")
    st.segmented_control("Answer", ["Met", "Partly"])
    st.pills("Lay over", ["One", "Two"], selection_mode="multi")
    st.selectbox("Choose", ["One", "Two"])
    st.toggle("Switch")
    st.radio("Which", ["One", "Two"])
    st.slider("Share", 50, 100, 100)
    st.text_input("Text")
    st.date_input("Date", format="DD/MM/YYYY")
    st.file_uploader("File")
    st.button("Press")
    st.download_button("Take", "x")
    with st.popover("Open"):
        st.write("inside")
    with st.expander("More"):
        st.write("inside")
    one, _ = st.tabs(["One", "Two"])
    one.write("inside")
    st.metric("Entries", 3)
    st.progress(0.5, "half")
    st.badge("Draft")
    st.caption("A caption")
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    st.dataframe(frame)
    st.table(frame)
    st.vega_lite_chart(
        frame, {"mark": "point", "encoding": {"x": {"field": "a"}, "y": {"field": "b"}}}, alt="Points"
    )


def second() -> None:
    """Another page, so that there is a navigation."""
    st.header("Second")


st.navigation([st.Page(first, default=True), st.Page(second)], position="top").run()
