"""A pile of voting sheets against the counts of its answers."""

from __future__ import annotations

import pytest

from clf_model.voices import SheetCheck, VoicesError, VoteCounts, check_sheets

COUNTS = {
    "exact": VoteCounts(met=3, partly=2, not_met=2, dont_know=1),
    "one too many": VoteCounts(met=9),
    "a line left open": VoteCounts(partly=7),
    "not counted yet": VoteCounts(),
}


def test_more_answers_than_sheets_are_a_slip_and_fewer_are_said() -> None:
    assert check_sheets(COUNTS, 8) == SheetCheck(("one too many",), ("a line left open",))


def test_without_a_number_of_sheets_anything_fits() -> None:
    assert check_sheets(COUNTS, None) == SheetCheck((), ())


def test_no_pile_has_fewer_than_no_sheets() -> None:
    assert check_sheets(COUNTS, 0).over == ("exact", "one too many", "a line left open")
    with pytest.raises(VoicesError, match="0 or more"):
        check_sheets(COUNTS, -1)
