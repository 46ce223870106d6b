"""The baseline of the start: the smallest app there is."""

import streamlit as st

st.title("x")
