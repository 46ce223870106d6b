"""The pack: each format says all of it, with the app's figures, whatever people have written."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from clf_model import (
    Action,
    ActionStatus,
    Assessment,
    Evidence,
    Judgement,
    Record,
    Voice,
    dump_assessment,
    load_assessment,
    load_framework,
    profile,
)
from clf_model.assessment import Former, Removed
from clf_model.voices import Decision, load_voices, published
from clf_reports import profile_table
from clf_reports.command_line import WRITERS, main
from clf_reports.documents.carried import carried_by
from clf_reports.documents.document import Document, Table, words
from clf_reports.documents.kinds import Layout, Part
from clf_reports.documents.layouts import compose
from clf_reports.documents.material import Material, Standing, SurveyHeard, WorkshopHeld

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_evidence"
FRAMEWORK = load_framework(ROOT / "framework.yaml")
RICHEST = "rowanbank-care-home-2026-09"
DAY = date(2026, 11, 29)
NAMES = sorted(file.stem for file in SAMPLES.glob("*.yaml"))


def material(name: str = RICHEST, **changes: Any) -> Material:
    """A sample with its voices, as a draft."""
    assessment = load_assessment(SAMPLES / f"{name}.yaml", FRAMEWORK)
    file = SAMPLES / "voices" / f"{name}.yaml"
    voices = load_voices(file, FRAMEWORK) if file.exists() else None
    survey = voices.survey if voices else None
    held = voices.workshop if voices else None
    known: dict[str, Any] = {
        "survey": survey and SurveyHeard(survey.title, published(survey.survey, FRAMEWORK), survey.closed_on),
        "workshops": (WorkshopHeld(held.title, held.held_on, held.tallies, held.decisions),) if held else (),
    }
    texts = changes.pop("texts", {})
    given = {"standing": Standing.DRAFT, **known, **changes}
    return Material(FRAMEWORK, replace(assessment, texts=texts), DAY, **given)


@lru_cache(maxsize=4)
def pdf_text(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def word_text(file: bytes) -> str:
    """Every text of the file, in reading order, what every page begins with first."""
    made = docx.Document(io.BytesIO(file))
    parts = (made.sections[0].header._element, made.element.body)
    return "\n".join(
        "".join(t.text or "" for t in p.iter(f"{W}t")) for part in parts for p in part.iter(f"{W}p")
    )


def excel_text(file: bytes) -> str:
    return "\n".join(words(cell) for row in cells(file) for cell in row)


def html_text(file: bytes) -> str:
    reader = Reader()
    reader.feed(file.decode())
    return "\n".join(reader.texts)


def cells(file: bytes) -> list[list[Any]]:
    """The rows of every sheet; dates as such."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    return [
        [cell.date() if isinstance(cell, datetime) else cell for cell in row]
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
    ]


class Reader(HTMLParser):
    """The texts of a page, and every element with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] not in ("script", "style"):
            self.texts.append(data)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
READ: Mapping[str, Callable[[bytes], str]] = {
    "pdf": pdf_text,
    "docx": word_text,
    "xlsx": excel_text,
    "html": html_text,
}


def bare(text: str) -> str:
    """A text without what a line's end may add to it or take from it."""
    return re.sub(r"[\s\u200b]+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def rich() -> tuple[Document, Mapping[str, bytes]]:
    """The full document of the richest sample, with what changed since the year before, in every format."""
    earlier = load_assessment(SAMPLES / "rowanbank-care-home-2025-11.yaml", FRAMEWORK)
    document = compose(material(earlier=earlier), Layout.FULL, tuple(Part))
    return document, {ending: write(document) for ending, write in WRITERS.items()}


# Figures


@pytest.mark.parametrize("ending", WRITERS)
def test_every_figure_of_the_richest_sample_is_the_apps(
    rich: tuple[Document, Mapping[str, bytes]], ending: str
) -> None:
    document, files = rich
    read = bare(READ[ending](files[ending]))
    for _, block in document.blocks():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    assert bare(words(cell)) in read, (block.caption, cell)
    assessment = material().assessment
    shown = profile_table(profile(FRAMEWORK, assessment), assessment)
    for one in shown.itertuples(index=False):
        row = (one.Capability, one.Reached, one.Evidenced, one.Possible, one.Next)
        assert bare("".join(map(str, row))) in read


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_says_the_stages_of_the_app_on_one_page(name: str) -> None:
    found = material(name)
    document = compose(found, Layout.ONE_PAGE)
    shown = profile_table(profile(FRAMEWORK, found.assessment), found.assessment)
    files = {ending: write(document) for ending, write in WRITERS.items()}
    assert len(pypdf.PdfReader(io.BytesIO(files["pdf"])).pages) == 1
    for ending, file in files.items():
        read = bare(READ[ending](file))
        for place, one in enumerate(shown.itertuples(index=False)):
            asked = FRAMEWORK.capabilities[place].indicators
            judged = any(found.assessment.judgement(indicator.id) for indicator in asked)
            reached = one.Reached if judged else "Nothing discussed yet"
            assert bare(f"{one.Capability}{reached}{one.Next}") in read, (ending, one.Capability)


# Completeness

MARKS = count(1000)


def mark(what: str) -> str:
    return f"Mark{what}{next(MARKS)}"


# By record type, what each field holds in the test and, where that is not what is read, the words for it.
VOICE = "person using services"
DATES = iter(date(1991, month, day) for month in range(1, 13) for day in (3, 14, 25))


def filled(kind: type, **known: Any) -> tuple[Any, list[str]]:
    """An object of a type with a marker of its own in every field, and how each is read.

    `known` has fields that need another content, each with its words; a field that is neither known nor text,
    a day or a number fails, so that nobody adds one without a place in the pack.
    """
    content: dict[str, Any] = {}
    read: list[str] = []
    for field in dataclasses.fields(kind):
        if not field.init:
            continue
        if field.name in known:
            content[field.name], said = known[field.name]
        elif "str" in str(field.type) and "Mapping" not in str(field.type) and "tuple" not in str(field.type):
            content[field.name] = mark(field.name)
            said = [content[field.name]]
        elif "date" in str(field.type):
            content[field.name] = next(DATES)
            said = [words(content[field.name])]
        else:
            raise AssertionError(
                f"{kind.__name__}.{field.name} has no place in this test. Give it one in the pack."
            )
        read += said
    return kind(**content), read


def test_every_stored_field_is_found_in_every_full_format() -> None:
    wanted: list[str] = []

    def made(kind: type, **known: Any) -> Any:
        one, read = filled(kind, **known)
        wanted.extend(read)
        return one

    def evidence() -> Evidence:
        entry: Evidence = made(Evidence, voice=(Voice.PERSON_USING_SERVICES, [VOICE]))
        return entry

    former = made(Former, judgement=(Judgement.MET, []), equivalent=(True, ["met in another way"]))
    shown = made(
        Record,
        judgement=(Judgement.MET, ["Met"]),
        equivalent=(True, ["Shown in another way"]),
        effort=(7.25, ["7.25"]),
        evidence=((evidence(), evidence()), []),
        former=(None, []),
    )
    waiting = made(
        Record,
        judgement=(None, ["Not discussed"]),
        equivalent=(False, []),
        reason=(None, []),
        effort=(8.5, ["8.5"]),
        evidence=((evidence(),), []),
        former=(former, []),
    )
    left_out = made(
        Record,
        judgement=(Judgement.NOT_APPLICABLE, ["Not applicable"]),
        equivalent=(False, []),
        effort=(1.0, []),
        evidence=((), []),
        former=(None, []),
    )
    gone = made(
        Record,
        judgement=(Judgement.PARTLY, ["Judged partly"]),
        equivalent=(False, []),
        effort=(3.125, ["3.125"]),
        evidence=((evidence(),), []),
        former=(None, []),
    )
    action = made(
        Action,
        id=("first", []),
        effort=(12.5, ["12.5"]),
        covers=(("1.1.O1",), ["1.1.O1"]),
        requires=(("second",), []),
        status=(ActionStatus.IN_PROGRESS, ["In progress"]),
        reason=(None, []),
        review_on=(None, []),
    )
    refused = made(
        Action,
        id=("second", []),
        effort=(2.75, ["2.75"]),
        covers=((), []),
        requires=((), []),
        status=(ActionStatus.NOT_DOING, []),
    )
    own = {f"capability-{FRAMEWORK.capabilities[0].id}": mark("own"), "summary": mark("own")}
    assessment = made(
        Assessment,
        framework_id=("clf", []),
        fictional=(True, ["Fictional"]),
        records=({"1.1.O1": shown, "1.1.W2": waiting, "1.2.O1": left_out}, []),
        actions=({"first": action, "second": refused}, []),
        removed=((made(Removed, record=(gone, [])),), []),
        texts=(own, list(own.values())),
    )
    decision = made(
        Decision,
        indicator_id=("2.1.O1", ["2.1.O1"]),
        judgement=(Judgement.MET, ["Met"]),
        evidence=((evidence(),), []),
        equivalent=(True, ["shown in another way"]),
    )
    held = made(WorkshopHeld, tallies=((), []), decisions=((decision,), []))
    document = compose(
        Material(FRAMEWORK, assessment, DAY, workshops=(held,), standing=Standing.FINAL),
        Layout.FULL,
    )
    for ending, write in WRITERS.items():
        read = bare(READ[ending](write(document)))
        missing = [one for one in wanted if bare(one) not in read]
        assert not missing, ending


def test_a_part_without_content_is_left_out_and_named() -> None:
    begun = material("whinfield-housing-support-2026-11")
    document = compose(replace(begun, survey=None, workshops=()), Layout.FULL)
    sections = {section.id: section for section in document.sections}
    assert {"decisions", "changes"} & set(sections) == set()
    said = " ".join(str(block) for block in sections["method"].blocks)
    assert "no workshop has decided anything" in said
    assert "no earlier final assessment" in said


def test_the_one_page_says_which_action_is_late() -> None:
    late = material()
    text = html_text(WRITERS["html"](compose(late, Layout.ONE_PAGE)))
    assert "6 November 2026: overdue by 23 days" in text  # the sample's supervision refresher


def test_what_nobody_discussed_is_not_said_to_stand_anywhere() -> None:
    assessment = Assessment(FRAMEWORK.id, "Larchfield", DAY, records={"1.1.O1": Record(Judgement.MET)})
    material_ = Material(FRAMEWORK, assessment, DAY)
    for layout in (Layout.FULL, Layout.ONE_PAGE):
        table = html_text(WRITERS["html"](compose(material_, layout))).partition("Stage of each capability")[
            2
        ]
        assert table.count("Nothing discussed yet") == 5  # of the six
    text = html_text(WRITERS["html"](compose(material_, Layout.FULL)))
    assert "Planning for learning, development and improved practice: nothing discussed yet." in text
    assert "Creating a learning and performance culture: Not yet engaged." in text
    assert "The longest way to go" not in text


def test_a_part_switched_off_is_not_there_and_one_with_own_words_is() -> None:
    found = material("whinfield-housing-support-2026-11", texts={"decisions": "We meet in May."})
    without = compose(found, Layout.FULL, [part for part in Part if part is not Part.INDICATORS])
    ids = [section.id for section in without.sections]
    assert "indicators" not in ids
    assert "open" not in [one.id for one in compose(found, Layout.FULL).sections]
    assert "decisions" in ids


# What people write

HOSTILE = (
    "#panic(1) $x$ *bold* _it_ `raw` <label> @ref \\ // [b] #{1}",
    "<script>alert(1)</script>&amp; <b>{{ 7*7 }}</b> {% raw %}",
    '=HYPERLINK("http://example.org","x")',
    "+1+1|cmd",
    "@SUM(A1)",
    "x" * 2000,
    "Ελληνικά Русский עברית العربية हिन्दी বাংলা ਪੰਜਾਬੀ தமிழ் ไทย ქართული Հայերեն 中文 日本 한국",
)


@pytest.fixture(scope="module")
def hostile() -> Mapping[str, bytes]:
    """A document in which people have written what some format would run or choke on."""
    records = {
        indicator.id: Record(Judgement.MET, evidence=(Evidence(text),))
        for indicator, text in zip(FRAMEWORK.indicators, HOSTILE, strict=False)
    }
    texts = {"summary": HOSTILE[2]}
    assessment = Assessment("clf", HOSTILE[1], DAY, title=HOSTILE[0], records=records, texts=texts)
    odd = Record(Judgement.MET, evidence=(Evidence("a 😀 b \u202egnp.exe \U0001f9d1\u200d\U0001f9b0"),))
    found = Material(FRAMEWORK, assessment.with_records({"6.4.O1": odd}), DAY)
    document = compose(found, Layout.FULL)
    return {ending: write(document) for ending, write in WRITERS.items()}


@pytest.mark.parametrize("ending", WRITERS)
def test_hostile_text_comes_out_as_it_was_written(hostile: Mapping[str, bytes], ending: str) -> None:
    read = READ[ending](hostile[ending])
    for text in HOSTILE[:-1]:
        assert bare(text) in bare(read), text[:40]
    for word in HOSTILE[-1].split():
        if ending != "pdf" or not re.search(
            "[\u0590-\u0e7f]", word
        ):  # shaped letters are read back in other orders
            assert bare(word) in bare(read), word


def test_a_pdf_names_what_no_font_shows_and_what_turns_the_reading(hostile: Mapping[str, bytes]) -> None:
    read = bare(pdf_text(hostile["pdf"]))
    assert bare("a [grinning face] b [U+202E]gnp.exe") in read


def test_no_cell_of_a_workbook_runs(hostile: Mapping[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(hostile["xlsx"]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_page_runs_nothing_and_asks_for_nothing(hostile: Mapping[str, bytes]) -> None:
    reader = Reader()
    reader.feed(hostile["html"].decode())
    scripts = [attributes for tag, attributes in reader.elements if tag == "script"]
    assert [one.get("type") for one in scripts] == ["application/yaml"]
    assert not [tag for tag, _ in reader.elements if tag in ("link", "iframe", "object", "b")]
    for _, attributes in reader.elements:
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))


def test_the_pictures_of_a_page_are_in_a_font_that_its_reader_has(hostile: Mapping[str, bytes]) -> None:
    reader = Reader()
    reader.feed(hostile["html"].decode())
    sources = [attributes.get("src") or "" for tag, attributes in reader.elements if tag == "img"]
    drawn = [base64.b64decode(one.partition(",")[2]).decode() for one in sources]
    families = {family for one in drawn for family in re.findall('font-family="([^"]*)"', one)}
    assert families
    assert all(family.endswith("sans-serif") for family in families)


# Suppression


@pytest.mark.parametrize("ending", WRITERS)
def test_what_a_survey_withholds_is_in_no_format(
    rich: tuple[Document, Mapping[str, bytes]], ending: str
) -> None:
    """Four of the 26 workers answered 5.4.W1, which is fewer than five: there is no share of it anywhere."""
    read = bare(READ[ending](rich[1][ending]))
    text = FRAMEWORK.indicator("5.4.W1").text
    at = [found.end() for found in re.finditer(re.escape(bare(text)), read)]
    after = " ".join(read[end : end + 90] for end in at)
    assert bare("Withheld: fewer than 5 people answered.") in after
    assert not re.search(r"\d+%of[1-4]agree", read)


def test_a_survey_still_open_shows_no_figure() -> None:
    voices = load_voices(SAMPLES / "voices" / f"{RICHEST}.yaml", FRAMEWORK)
    assert voices.survey is not None
    still = replace(voices.survey, closed_on=None).survey
    heard = SurveyHeard("Still open", published(still, FRAMEWORK), None)
    document = compose(material(survey=heard), Layout.FULL)
    text = html_text(WRITERS["html"](document))
    assert not re.search(r"% of \d+ agree", text)


def test_votes_of_fewer_than_three_stay_hidden() -> None:
    found = material()
    (held,) = found.workshops
    one = replace(
        held.tallies[0],
        phones=replace(held.tallies[0].phones, met=1),
        entered=type(held.tallies[0].entered)(),
    )
    document = compose(replace(found, workshops=(replace(held, tallies=(one,)),)), Layout.WORKSHOP)
    tables = [block for _, block in document.blocks() if isinstance(block, Table) and block.kind == "Votes"]
    assert [column.title for column in tables[0].columns] == ["Indicator", "Text", "Vote"]


def test_how_far_people_agreed_is_said_in_words_and_in_per_cent() -> None:
    found = material()
    (held,) = found.workshops
    split = replace(  # half at each end: no agreement at all
        held.tallies[0],
        phones=replace(held.tallies[0].phones, met=2, partly=0, not_met=2, dont_know=1),
        entered=type(held.tallies[0].entered)(),
    )
    document = compose(replace(found, workshops=(replace(held, tallies=(split,)),)), Layout.WORKSHOP)
    text = " ".join(html_text(WRITERS["html"](document)).split())
    assert "Met 2, Partly 0, Not yet 2, Don’t know 1 (agreement 0 %)" in text
    tables = [block for _, block in document.blocks() if isinstance(block, Table) and block.kind == "Votes"]
    assert [row[-1] for row in tables[0].rows] == ["0 %"]


# The file inside


@pytest.mark.parametrize("ending", WRITERS)
def test_the_assessment_comes_out_of_the_document_byte_by_byte(
    rich: tuple[Document, Mapping[str, bytes]], hostile: Mapping[str, bytes], ending: str
) -> None:
    assert carried_by(rich[1][ending]) == dump_assessment(material().assessment, FRAMEWORK).encode()
    assert carried_by(hostile[ending]) is not None


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04broken", b"%PDF-1.7 broken", b"<html></html>"])
def test_what_carries_no_assessment_gives_none(file: bytes) -> None:
    assert carried_by(file) is None


# The formats' own manners


def test_a_pdf_is_tagged_and_says_title_language_and_state_on_every_page(
    rich: tuple[Document, Mapping[str, bytes]],
) -> None:
    read = pypdf.PdfReader(io.BytesIO(rich[1]["pdf"]))
    root: Any = read.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert read.metadata.title == "Self-assessment report, Rowanbank Care Home, Day team"
    bookmarks = [str(one["/Title"]) for one in read.outline if not isinstance(one, list)]
    assert bookmarks == [section.title for section in rich[0].sections]
    for number, page in enumerate(read.pages, 1):
        text = page.extract_text()
        assert "Draft" in text
        assert "Fictional" in text
        assert f"Page {number} of {len(read.pages)}" in text


def test_a_word_file_has_real_styles_alternative_texts_and_header_rows(
    rich: tuple[Document, Mapping[str, bytes]],
) -> None:
    document, files = rich
    made = docx.Document(io.BytesIO(files["docx"]))
    headings = [p.text for p in made.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert headings[0] == "Summary"
    assert set(headings) >= {section.title for section in document.sections}
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes)
    assert all(table._tbl.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in made.tables)
    assert "Draft" in made.sections[0].header.paragraphs[0].text


def test_a_workbook_filters_its_tables_and_draws_its_own_radar(
    rich: tuple[Document, Mapping[str, bytes]],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rich[1]["xlsx"]))
    assert all(sheet.auto_filter.ref for sheet in book if sheet.title not in ("Report", "Radar"))
    radar: Any = book["Radar"]
    (chart,) = radar._charts
    assert type(chart).__name__ == "RadarChart"
    levels = [row[1] for row in book["Radar"].iter_rows(min_row=5, max_row=10, values_only=True)]
    found = profile(FRAMEWORK, material().assessment)
    assert levels == [result.reached_index for result in found.capabilities]
    assert book["Indicators"].max_row == 4 + 148


# The command line


def test_the_command_line_writes_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {ending: tmp_path / f"pack.{ending}" for ending in WRITERS}
    sample = str(SAMPLES / f"{RICHEST}.yaml")
    asked = [part for ending, file in files.items() for part in (f"--{ending}", str(file))]
    voices = ["--voices", str(SAMPLES / "voices" / f"{RICHEST}.yaml")]
    assert main([sample, "--layout", "workshop", *asked, *voices, "--day", "2026-11-29"]) == 0
    assert all(file.stat().st_size for file in files.values())
    assert capsys.readouterr().out.count("Wrote") == len(WRITERS)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([str(ROOT / "framework.yaml"), "--html", "out.html"], "has no 'framework'"),
        (
            [
                str(SAMPLES / f"{RICHEST}.yaml"),
                *("--html", "out.html"),
                *("--voices", str(SAMPLES / "voices" / "tarbrae-befriending-2026-10.yaml")),
            ],
            "another service",
        ),
        ([str(SAMPLES / f"{RICHEST}.yaml"), "--html", "nowhere/out.html"], "folder does not exist"),
    ],
)
def test_bad_input_is_status_2_with_its_reason(
    given: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(given) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
