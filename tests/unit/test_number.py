"""Numbers as people type them into cells."""

from __future__ import annotations

import pytest

from clf_model import RecordError, read_count, read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3.0),
        (" 2.5 ", 2.5),
        ("2,5", 2.5),
        ("1,50", 1.5),
        (",5", 0.5),
        ("0.", 0.0),
        ("+4", 4.0),
        ("1,250", 1250.0),
        ("12,345,678.5", 12_345_678.5),
    ],
)
def test_a_number_is_read_with_a_point_or_a_comma(typed: str, number: float) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "abc", "2,5,1", "2.5.1", "1.250,5", "2 5", "1e3", "nan", "inf", "٣", "-3", "−3", "9" * 30]
)
def test_what_is_none_for_certain_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(RecordError) as told:
        read_number(typed)
    assert typed[:20] in str(told.value)


@pytest.mark.parametrize("typed", ["2.5", "2,5", "x", "-1", "1001"])
def test_a_count_is_whole_and_not_larger_than_may_be(typed: str) -> None:
    with pytest.raises(RecordError, match="no whole number from 0 to 1,000"):
        read_count(typed, 1000)


def test_a_count() -> None:
    assert [read_count(typed, 1000) for typed in ("0", "7", "1,000", "3.0")] == [0, 7, 1000, 3]
