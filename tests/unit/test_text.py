"""Titles within sentences: on one line, cut after a word where they are long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clf_model.text import cut, titled


def test_a_long_title_ends_after_a_word_unless_that_loses_much() -> None:
    assert cut("Write the learning plan", 23) == "Write the learning plan"
    assert cut("Write the learning plan", 22) == "Write the learning…"
    assert cut("Write the\n learning\tplan", 12) == "Write the…"
    assert cut("Write the\n learning\tplan", 15) == "Write the lear…"
    assert cut("Supercalifragilistic", 8) == "Superca…"
    assert titled("Write the learning plan", 12) == "“Write the…”"


@given(st.text(), st.integers(2, 80))
def test_a_cut_text_is_the_beginning_of_its_line_and_never_longer_than_asked(text: str, longest: int) -> None:
    line, found = " ".join(text.split()), cut(text, longest)
    assert len(found) <= longest
    assert found == line or (len(line) > longest and found[-1] == "…" and line.startswith(found[:-1]))
