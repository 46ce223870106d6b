"""Labels of a service, as people write them in one field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import RecordError
from clf_model.service_labels import labels_text, read_labels


def test_names_and_values_are_read_however_they_are_spaced() -> None:
    assert read_labels(" Region :  North\n Type:Care  home;; ") == {"Region": "North", "Type": "Care home"}
    assert read_labels("") == {}
    assert read_labels("Open: 9:00") == {"Open": "9:00"}


def test_what_is_known_in_another_case_is_taken_as_it_is_known() -> None:
    known = [{"Region": "North"}, {"Type": "Care home"}]
    assert read_labels("REGION: north; type: Day service", known) == {
        "Region": "North",
        "Type": "Day service",
    }


@pytest.mark.parametrize(
    "text", ["North", "Region:", ": North", "Region: North; region: East", f"Region: {'x' * 201}"]
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        read_labels(text)


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter(
    lambda text: text.casefold().casefold() == text.casefold()
)


@given(st.dictionaries(WORDS, WORDS, max_size=4))
def test_what_was_written_is_read_again(labels: dict[str, str]) -> None:
    if len({name.casefold() for name in labels}) == len(labels):
        assert read_labels(labels_text(labels)) == labels
