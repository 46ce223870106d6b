"""Days that people type: day first, in every browser, and nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import RecordError, read_day


@pytest.mark.parametrize(
    "written",
    [
        "15/01/2027",
        "15/1/2027",
        " 15.01.2027 ",
        "15-1-2027",
        "2027-01-15",
        "2027-1-15",
        "15 January 2027",
        "15 jan 2027",
        "15th  January, 2027",
        "15 Jan. 2027",
    ],
)
def test_a_day_is_read_day_first_or_year_first(written: str) -> None:
    assert read_day(written) == date(2027, 1, 15)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "01/15/2027",
        "15/01/27",
        "15/01",
        "January 15 2027",
        "15 ja 2027",
        "15 Monday 2027",
        "15/01-2027",
        "2027/01/15",
        "31/02/2027",
        "0/1/2027",
        "1/1/0000",
        "٣/١/٢٠٢٧",
        "2027-01-15T00:00:00",
    ],
)
def test_what_is_no_day_for_certain_is_refused_with_a_way_to_write_it(written: str) -> None:
    with pytest.raises(RecordError, match="such as 15/01/2027 or 15 January 2027"):
        read_day(written)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_the_dashboard_writes_it(day: date) -> None:
    assert read_day(f"{day.day} {day:%B %Y}") == read_day(f"{day.day}/{day.month}/{day.year}") == day
    assert read_day(day.isoformat()) == day
