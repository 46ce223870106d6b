"""A name is found wherever somebody wrote it, in what is deleted and in the log as well."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from clf_store import Mention, Place, Store
from clf_store.mentions import WRITTEN
from clf_store.sql.columns import Words
from clf_store.sql.schema import metadata
from tests.store.test_erasing import Marks, fill

NOT_PEOPLES = re.compile(
    r"(^|_)(id|who|key|digest|edition|editions|kind|judgement|equivalent|voice|covers|requires|status|changes|"
    r"target|objective|priorities|code|link|focus|attendance|phase|state|role|vote|scope|seed|roles|answer)$"
)
"""Columns of text that the program fills: ids, codes and choices."""


def test_every_column_in_which_people_write_is_searched() -> None:
    searched = {column for written in WRITTEN for column in written.columns}
    texts = {
        column
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.String | sa.Text | Words)
    }
    left = {f"{one.table.name}.{one.name}" for one in texts - searched if not NOT_PEOPLES.search(one.name)}
    # the framework's own text; a setting is chosen and not written, but for the name of a unit
    assert left == {"edition.text", "setting.value"}
    assert searched <= texts


def test_every_text_of_a_service_is_found_by_any_part_of_it_in_any_case(store: Store) -> None:
    mark = Marks()
    first = fill(store, mark)
    service = store.info(first).service_id
    authors_and_choice = [text for text in mark.made if not store.mentions(text)]
    assert len(authors_and_choice) == 4  # who did it, three times, and which report was chosen last
    for text in set(mark.made) - set(authors_and_choice):
        found = store.mentions(f"  {text.upper()[1:]} ")
        assert {one.text for one in found} == {text}
        assert {one.service_id for one in found} <= {service, None, *range(service)}


def test_it_is_said_where_a_text_stands(store: Store) -> None:
    mark = Marks()
    first = fill(store, mark)
    service = store.info(first).service_id
    note = next(one for one in store.load(first).assessment.record("a.O1").evidence)
    found = store.mentions(note.note)
    assert Mention(Place.EVIDENCE, service, first, "a.O1", note.note) in found
    assert {one.place for one in found} >= {Place.EVIDENCE, Place.LOG}
    assert {one.assessment_id for one in found if one.place is Place.EVIDENCE} > {first}  # and in the copy


def test_nothing_is_looked_for_where_nothing_was_typed(store: Store) -> None:
    with pytest.raises(ValueError, match="words"):
        store.mentions("  ")
