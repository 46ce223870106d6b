"""What a person may change of what was found: columns, words and roles."""

from __future__ import annotations

import streamlit as st

from clf_model import Framework
from clf_model.answers import ColumnUse, Reading
from clf_model.voices import Role
from clf_reports import ROLE_WORDS

from ...wording import counted, unmarked
from .questions import MOST, column_choice, meaning
from .said import LEFT_OUT, NO_ROLE, Said


def what_was_found(reading: Reading) -> str:
    """How many people answered how many statements."""
    statements = counted(len(reading.statements), "statement")
    return f"{counted(reading.responses, 'response')} to {statements}."


def corrections(said: Said, framework: Framework) -> None:
    """The columns, the words and the roles, each to change."""
    reading = said.reading
    asked = {place for question in said.asked for place in question.columns if not question.label}
    used = sum(column.use is not ColumnUse.UNUSED for column in reading.columns)
    with _expander(
        said, "columns", f"What each column holds ({used} of {len(reading.columns)} used)"
    ) as shown:
        if shown:
            for column in reading.columns:
                if column.place not in asked:
                    column_choice(said, framework, column.place)
    open_words = {question.label for question in said.asked}
    words = [word for word in reading.labels if word not in open_words]
    if words:
        with _expander(said, "words", f"What the answers mean ({len(words)})") as shown:
            if shown:
                with st.grid(3, min_column_width=240, gap="small"):
                    for word in words[:MOST]:
                        found = reading.labels[word]
                        meaning(said, word, LEFT_OUT if found is None else found)
    if said.choices.roles or reading.unknown_roles:
        _roles(said)


class _expander:
    """A part that is drawn only while it is open."""

    def __init__(self, said: Said, name: str, label: str) -> None:
        self._part = st.expander(label, on_change="rerun", key=said.key("open", name))

    def __enter__(self) -> bool:
        self._part.__enter__()
        return bool(self._part.open)

    def __exit__(self, *error: object) -> None:
        self._part.__exit__(*error)  # type: ignore[arg-type]


def _roles(said: Said) -> None:
    """What the words in the role's column mean."""
    options: dict[object, str] = {role: ROLE_WORDS[role].capitalize() for role in Role}
    options[NO_ROLE] = "Named no role"
    st.markdown(
        "**Roles.** These words are not known as roles. They count as naming none unless you say which."
    )
    with st.grid(3, min_column_width=240, gap="small"):
        for word in dict.fromkeys((*said.choices.roles, *said.reading.unknown_roles)):
            st.selectbox(
                unmarked(f"“{word[:80]}” means"),
                list(options),
                format_func=options.__getitem__,
                index=None,
                placeholder="Named no role",
                key=said.key("role", word),
                persist_state="session",
            )
