"""A code never stands alone: on every page and in every file the first words of its indicator are with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from clf_model import Action, ActionStatus, Framework
from tests.app.driver import (
    GARDEN,
    ROWANBANK,
    as_read,
    downloads,
    framework,
    met,
    open_page,
    own,
    read_as_markdown,
    sample_id,
    store,
)

GLENMORE = "glenmore-home-care-2026-06"
WORDS = 2  # so many of an indicator's words at least stand with its code, or all that it has
OWN_FORM = (".yaml", ".json", ".sqlite3", ".png")  # files for the program, and what has no text
DAY = date(2026, 6, 1)
VIEWS: dict[str, list[dict[str, object]]] = {
    "overview": [{}],
    "checklist": [{}, {"capability": "feedback"}],
    "evidence": [{}],
    "profile": [{"overlays": ["evidenced", "possible", "workers"]}, {"view": "steps"}],
    "say_do_gap": [{}, {"capability": "planning"}],
    "what_if": [{}, {"lever": "Target"}, {"lever": "Budget"}],
    "action_plan": [{}, {"plan": "table"}, {"plan": "roadmap"}],
    "facilitate": [{}],
    "framework": [{}],
    "settings": [{}],
}


def codes_alone(text: str, known: Framework) -> list[str]:
    """The codes in a text without the first words of their indicators, or with a word cut within."""
    line, found = " ".join(text.split()), []
    bare, quoted = _patterns(tuple(one.id for one in known.indicators))
    for code in bare.findall(line):
        first = " ".join(known.indicator(code).text.split()[:WORDS]).rstrip(".,;")
        if first not in line:
            found.append(f"{code} alone: {line[:120]}")
    for code, said in quoted.findall(line):
        if not re.match(rf"{re.escape(said)}\W", known.indicator(code).text):
            found.append(f"{code} cut inside a word: {said}")
    return found


@cache
def _patterns(ids: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A code of a framework wherever it stands, and one with words that are cut."""
    one_of = "|".join(map(re.escape, ids))
    return re.compile(rf"(?<![\w.])(?:{one_of})(?!\w|\.\w)"), re.compile(rf"({one_of}) “([^”]*)…”")


def alone_on(at: AppTest, known: Framework) -> list[str]:
    """What a page says in codes alone. A cell counts with its row, a heading with the text right below it."""
    captioned = [
        pair for one in at.radio for pair in zip(one.proto.options, one.proto.captions, strict=False)
    ]
    rows = [" | ".join(map(str, row)) for one in at.table for row in one.value.itertuples(index=False)]
    cells = {str(cell) for one in at.table for row in one.value.itertuples(index=False) for cell in row}
    rows += [f"{label} {caption}" for label, caption in captioned]
    rows += [" | ".join(map(str, row)) for one in at.dataframe for row in one.value.itertuples(index=False)]
    options = [option for one in (*at.selectbox, *at.multiselect) for option in one.options]
    texts = [
        as_read(text)
        for text in read_as_markdown(at)
        if text and text not in cells | {label for label, _ in captioned}
    ]
    below = [*texts[1:], ""]
    found = [one for row in (*rows, *options) for one in codes_alone(as_read(row), known)]
    for text, following in zip(texts, below, strict=True):
        if codes_alone(f"{text} {following}", known):
            found += codes_alone(text, known)
    return found


def rows_of(name: str, made: bytes | str) -> Iterator[str]:
    """A file in parts that are read together: rows of a table, entries of a calendar, texts of a picture."""
    data = made.encode() if isinstance(made, str) else made
    if name.endswith(".csv"):
        yield from (" | ".join(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    elif name.endswith(".xlsx"):
        for sheet in load_workbook(io.BytesIO(data)):
            for row in sheet.iter_rows(values_only=True):
                yield " | ".join(str(cell) for cell in row if cell is not None)
    elif name.endswith(".ics"):
        yield from (f"{one['summary']} {one['description']}" for one in Calendar.from_ical(data).events)
    elif name.endswith(".svg"):
        yield from re.findall(r'(?<=aria-label=")[^"]*|(?<=>)[^<>]+(?=<)', data.decode())
    else:
        assert name.endswith(".html"), f"how is {name} read?"
        yield from re.findall(r"<tr>.*?</tr>", data.decode())


def alone_in_files(known: Framework) -> list[str]:
    """What the files say in codes alone that the pages seen so far give to take along."""
    return [
        f"{name}: {one}"
        for name, make in list(downloads.items())
        if not name.endswith(OWN_FORM)
        for row in rows_of(name, make())
        for one in codes_alone(row, known)
    ]


def alone_in(page: str, views: Sequence[dict[str, object]], aid: int, known: Framework) -> list[str]:
    """What the views of a page and the files that it gives say in codes alone."""
    found = [one for view in views for one in alone_on(open_page(page, assessment=aid, **view), known)]
    return found + alone_in_files(known)


@pytest.mark.parametrize("sample", [ROWANBANK, GLENMORE])
@pytest.mark.parametrize("page", VIEWS)
def test_no_page_and_no_file_of_it_has_a_code_without_its_words(
    database: str, page: str, sample: str
) -> None:
    assert alone_in(page, VIEWS[page], sample_id(database, sample), framework()) == []


def test_nor_has_one_with_another_framework(garden: str) -> None:
    known = framework(GARDEN)
    ids = [one.id for one in known.indicators]
    bees = Action("bees", "Bees", 1, (ids[8],), status=ActionStatus.NOT_DOING, reason="No", review_on=DAY)
    actions = (Action("compost", "Compost", 2, tuple(ids[1:5]), due=DAY), bees)
    aid = own(garden, {ids[0]: met("Seen")}, file=GARDEN, actions=actions)
    for page in VIEWS:
        assert alone_in(page, VIEWS[page][:1], aid, known) == [], page


def test_what_was_done_last_the_ways_back_and_the_log_name_the_indicator(database: str) -> None:
    mine = own(database, {})
    at = open_page("checklist", assessment=mine, capability="dignity")
    at.segmented_control(key=f"judge-{mine}-5.1.O1").set_value("met").run().run()
    assert alone_on(at, framework()) == []
    for key in ("undo", "redo"):
        at.button(key=key).click().run().run()
        assert alone_on(at, framework()) == []
    with store(database) as opened_store:
        assert len(opened_store.events(mine)) >= 3
    at = open_page("settings", assessment=mine)
    assert alone_on(at, framework()) == []


LABELLED = ("toggle", "checkbox", "text_input", "text_area", "number_input", "slider", "date_input")
"""What a browser names by its label as it stands, without reading it as Markdown."""


@pytest.mark.parametrize("page", sorted(VIEWS))
def test_no_name_that_is_read_out_has_markup_in_it(page: str, database: str) -> None:
    for view in VIEWS[page]:
        at = open_page(page, assessment=sample_id(database, GLENMORE), **view)
        labels = [one.label for kind in LABELLED for one in at.get(kind)]
        assert not [label for label in labels if re.search(r"\\|\*\*|:\w+\[", label)]
