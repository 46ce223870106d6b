"""What a tab keeps beside its widgets: one thing, one for each key, or one for the latest key alone."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

import streamlit as st

Key = TypeVar("Key", bound=Hashable)
Content = TypeVar("Content")


class Slot(Generic[Content]):
    """One thing, under a name in session state; None where there is nothing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get(self) -> Content | None:
        """What is there."""
        found: Content | None = st.session_state.get(self._name)
        return found

    def put(self, content: Content | None) -> None:
        """Keep this in its place; None drops it."""
        st.session_state[self._name] = content


class Kept(Generic[Key, Content]):
    """One thing for each key, under a name in session state; None where there is nothing."""

    def __init__(self, name: str) -> None:
        self._name = name

    def all(self) -> dict[Key, Content]:
        """Everything by key."""
        found: dict[Key, Content] = st.session_state.setdefault(self._name, {})
        return found

    def get(self, key: Key) -> Content | None:
        """What is there for a key."""
        return self.all().get(key)

    def put(self, key: Key, content: Content | None) -> None:
        """Keep this for a key; None drops what is there."""
        if content is None:
            self.all().pop(key, None)
        else:
            self.all()[key] = content

    def first(self, key: Key, content: Content) -> Content:
        """What is there for a key; this from now on where that is nothing."""
        if self.get(key) is None:
            self.put(key, content)
        return self.all()[key]


class Latest(Kept[Key, Content]):
    """The same, for the key alone for which something was kept last."""

    def put(self, key: Key, content: Content | None) -> None:
        """Keep this for a key, and nothing for any other."""
        self.all().clear()
        super().put(key, content)
