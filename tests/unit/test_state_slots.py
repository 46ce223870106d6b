"""What a tab keeps beside its widgets."""

from __future__ import annotations

import pytest
import streamlit as st

from clf_ui.state.slots import Kept, Latest, Slot


@pytest.fixture(autouse=True)
def tab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


def test_a_slot_holds_what_was_put_there_last() -> None:
    slot: Slot[int] = Slot("slot")
    assert slot.get() is None
    slot.put(1)
    slot.put(2)
    assert slot.get() == 2
    slot.put(None)
    assert slot.get() is None


def test_each_key_has_its_own() -> None:
    kept: Kept[str, int] = Kept("kept")
    kept.put("a", 1)
    kept.put("b", 2)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, 2, None)
    assert kept.all() == {"a": 1, "b": 2}


def test_nothing_for_one_key_leaves_the_others() -> None:
    kept: Kept[str, int] = Kept("kept")
    kept.put("a", 1)
    kept.put("b", 2)
    kept.put("a", None)
    kept.put("c", None)
    assert kept.all() == {"b": 2}


def test_zero_is_something() -> None:
    kept: Kept[str, int] = Kept("kept")
    kept.put("a", 0)
    assert kept.first("a", 1) == 0


@pytest.mark.parametrize("kind", [Kept, Latest])
def test_what_came_first_stays(kind: type[Kept[str, int]]) -> None:
    kept = kind("kept")
    assert kept.first("a", 1) == 1
    assert kept.first("a", 2) == 1
    assert kept.get("a") == 1


def test_only_the_latest_key_has_something() -> None:
    latest: Latest[str, int] = Latest("latest")
    latest.put("a", 1)
    latest.put("b", 2)
    assert latest.all() == {"b": 2}
    assert latest.first("a", 3) == 3
    latest.put("c", None)
    assert latest.all() == {}


def test_two_names_do_not_mix() -> None:
    Kept[str, int]("one").put("a", 1)
    assert Kept[str, int]("other").get("a") is None
