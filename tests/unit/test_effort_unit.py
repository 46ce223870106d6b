"""The unit of effort: one day, 0.5 days; a short word of one's own."""

from __future__ import annotations

import pytest

from clf_model import EffortUnit, UnitError


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("days", 1, "1 day"),
        ("days", 0.5, "0.5 days"),
        ("days", 0, "0 days"),
        ("days", 30.75, "30.75 days"),
        ("day", 2, "2 days"),
        ("points", 1.0, "1 point"),
        ("staff hours", 1, "1 staff hour"),
        ("Tage", 1, "1 Tage"),
        ("días", 1234.5, "1,234.5 días"),
        ("  days ", 0.1 + 0.2, "0.3 days"),
    ],
)
def test_an_amount_stands_with_its_unit(name: str, number: float, said: str) -> None:
    assert EffortUnit(name).of(number) == said


def test_a_heading_names_the_unit_once() -> None:
    assert EffortUnit("hours").heading() == "Effort (hours)"
    assert EffortUnit("hours").heading("Budget") == "Budget (hours)"


@pytest.mark.parametrize("name", ["", "  ", "5", "3 days", "x" * 21, "da\nys", "da\tys", "%%", "a\x00"])
def test_what_is_no_short_word_is_refused(name: str) -> None:
    with pytest.raises(UnitError):
        EffortUnit(name)
