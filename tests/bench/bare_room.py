"""What joining a room is compared with: a title, a text, and four buttons in a fragment."""

import streamlit as st

st.title("Room")
st.write("One question for everybody in the room, with four answers.")


@st.fragment
def _question() -> None:
    for answer in ("Met", "Partly", "Not yet", "Don’t know"):
        st.button(answer, width="stretch")


_question()
