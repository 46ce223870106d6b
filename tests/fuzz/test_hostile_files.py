"""Hostile and broken files: problems with file, line and remedy, never an exception, never a long wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model.errors import Problem
from clf_model.files.assessment import kind_of, parse_assessment
from clf_model.files.framework import load_framework, parse_framework
from clf_model.voices import parse_voices
from tests.pace import is_quick

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
FRAMEWORK = (ROOT / "framework.yaml").read_bytes()
GARDEN = (ROOT / "tests" / "data" / "garden.yaml").read_bytes()
ASSESSMENT = b"""\
framework: clf
organisation: "Caf\xc3\xa9 Rowanbank: the team"
assessed_on: 2026-03-12
judgements:
  1.1.O1: met
  1.1.O2:
    judgement: partly
    effort: 3
    evidence:
      - note: |
          Two lines
          of a note
        dated: 2026-01-10
        voice: document
  3.4.O3: {judgement: not_applicable, reason: 'Single site'}
"""
VOICES = (
    (ROOT / "sample_evidence" / "voices" / "tarbrae-befriending-2026-10.yaml").read_bytes()
    + b"""
workshop:
  title: Morning
  held_on: 2026-09-17
  votes:
    1.1.O1: [{phones: {met: 3, not_met: 1}, entered: {dont_know: 2}}, {phones: {met: 4}}]
  decisions:
    1.1.O1: {judgement: met, equivalent: true, reason: So, dissent: No, evidence: [{note: A, voice: carer}]}
"""
)
A_FEW_SECONDS = 5.0

Parse = Callable[[bytes], tuple[object | None, tuple[Problem, ...]]]


def as_framework(data: bytes) -> tuple[object | None, tuple[Problem, ...]]:
    return parse_framework(data, "file.yaml")


def as_assessment(data: bytes) -> tuple[object | None, tuple[Problem, ...]]:
    return parse_assessment(data, "file.yaml", CLF)


def as_voices(data: bytes) -> tuple[object | None, tuple[Problem, ...]]:
    return parse_voices(data, "file.yaml", CLF)


READERS = (as_framework, as_assessment, as_voices)
every_reader = pytest.mark.parametrize("parse", READERS)


def problems_of(data: bytes, parse: Parse = as_assessment) -> list[Problem]:
    """The problems of a bad file, read in a few seconds of computing, each complete."""
    start = time.process_time()
    value, problems = parse(data)
    assert is_quick(time.process_time() - start, at_most=A_FEW_SECONDS)
    assert value is None
    assert problems
    assert all(p.file == "file.yaml" and p.line >= 0 and p.message and p.remedy for p in problems)
    return list(problems)


def only_problem(data: bytes, parse: Parse = as_assessment) -> Problem:
    problems = problems_of(data, parse)
    assert len(problems) == 1, problems
    return problems[0]


def check_any(data: bytes) -> None:
    """Whatever the bytes are, each reader gives a value or complete problems."""
    last_line = len(data.decode("utf-8", errors="replace").splitlines()) + 1
    for parse in READERS:
        value, problems = parse(data)
        assert (value is None) == bool(problems)
        assert all(0 <= problem.line <= last_line for problem in problems)
        assert all(problem.message and problem.remedy for problem in problems)
    kind_of(data)


@settings(max_examples=300, deadline=5000)
@given(st.binary(max_size=300))
def test_random_bytes_give_problems(data: bytes) -> None:
    check_any(data)


@settings(max_examples=500, deadline=5000)
@given(st.text(":-?[]{}&*!|>'\"%@` #\n\t,<~0a.\\ux\x85\u2028", max_size=60))
def test_random_yaml_punctuation_gives_problems(text: str) -> None:
    check_any(text.encode())


pieces = st.sampled_from(
    [
        b"\0",
        b"\xff",
        b"\t",
        b"\n",
        b"'",
        b'"',
        b"[",
        b"}",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"!!x ",
        b"<<: ",
        b"---\n",
        b"no",
    ]
) | st.binary(max_size=4)


@settings(max_examples=150, deadline=5000)
@given(st.sampled_from([ASSESSMENT, GARDEN, FRAMEWORK, VOICES]), st.data())
def test_changed_real_files_are_read_or_give_problems(original: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(original)))
        length = data.draw(st.integers(0, 20))
        original = original[:start] + data.draw(pieces) + original[start + length :]
    check_any(original)


@settings(max_examples=150, deadline=5000)
@given(st.sampled_from([ASSESSMENT, GARDEN, FRAMEWORK, VOICES]), st.floats(0, 1))
def test_real_files_cut_off_anywhere_are_read_or_give_problems(original: bytes, share: float) -> None:
    check_any(original[: int(share * len(original))])


@every_reader
def test_an_empty_file(parse: Parse) -> None:
    problem = only_problem(b"", parse)
    assert (problem.line, problem.message) == (0, "The file is empty.")
    assert "fill this one in" in problem.remedy


@every_reader
def test_a_binary_file(parse: Parse) -> None:
    problem = only_problem(b"PK\x03\x04\n\x14\0\x06\0" * 1000, parse)
    assert (problem.line, problem.message) == (2, "This is not a plain text file.")
    assert "Choose a YAML file" in problem.remedy


@every_reader
def test_a_file_that_is_not_utf_8(parse: Parse) -> None:
    problem = only_problem("framework: clf\norganisation: Café\n".encode("latin-1"), parse)
    assert (problem.line, problem.message) == (2, "A character here is not UTF-8.")
    assert "Save the file again with the encoding UTF-8" in problem.remedy


def test_a_truncated_file() -> None:
    problem = only_problem(ASSESSMENT[: ASSESSMENT.index(b"Single site") + 4])
    assert problem.line == 15
    assert "never closed" in problem.message
    assert problem.remedy == "Close it."


@every_reader
def test_a_huge_file(parse: Parse) -> None:
    problem = only_problem(b"a: b\n" * 2_000_000, parse)
    assert problem.line == 0
    assert "larger than" in problem.message
    assert "right file" in problem.remedy


def test_a_file_of_huge_numbers_of_values_within_the_limit() -> None:
    problem = problems_of(b"- a\n" * 2_000_000)[-1]
    assert problem.line == 100_000  # the list itself is the first of 100,000 values
    assert "more than 100000 values" in problem.message
    assert "right file" in problem.remedy


def test_a_file_full_of_aliases() -> None:
    levels = b"".join(b"l%d: &l%d [%s]\n" % (n, n, b", ".join([b"*l%d" % (n - 1)] * 9)) for n in range(1, 30))
    problems = problems_of(b"l0: &l0 laugh\n" + levels)
    aliases = [problem for problem in problems if "is an alias" in problem.message]
    assert len(aliases) == 29 * 9
    assert (aliases[0].line, aliases[-1].line) == (2, 30)
    assert "Write the text out here" in aliases[0].remedy


@every_reader
@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"!!x ["])
def test_a_file_nested_fifty_thousand_deep(parse: Parse, opening: bytes) -> None:
    problem = problems_of(b"framework: clf\njudgements:\n " + opening * 50_000, parse)[-1]
    assert problem.line == 3
    assert "nested more than 20 levels" in problem.message
    assert "brackets" in problem.remedy


def test_duplicate_keys() -> None:
    problem = only_problem(ASSESSMENT.replace(b"  1.1.O2:\n", b"  1.1.O1:\n"))
    assert (problem.line, problem.message) == (
        6,
        "'1.1.O1' is written twice: first on line 5, and here again.",
    )
    assert problem.remedy == "Delete one of the two."


def test_unknown_ids() -> None:
    problem = only_problem(ASSESSMENT.replace(b"3.4.O3", b"3.4.O33"))
    assert (problem.line, problem.message) == (15, "There is no indicator '3.4.O33'.")
    assert problem.remedy == "Did you mean '3.4.O3'? Correct it, or delete it."


def test_a_hundred_thousand_unknown_ids_do_not_take_long() -> None:
    lines = b"".join(b"  1.1.X%d: met\n" % n for n in range(45_000))
    problems = problems_of(ASSESSMENT.replace(b"  1.1.O1: met\n", lines))
    assert len(problems) == 501
    assert "more problems than these 500" in problems[0].message


def test_wrong_types() -> None:
    problem = only_problem(ASSESSMENT.replace(b"effort: 3", b"effort: [3]"))
    assert (problem.line, problem.message) == (8, "'effort' is not a number of 0 or more.")
    assert problem.remedy == "Write digits without quotes, such as 3 or 2.5."


def test_an_unknown_judgement() -> None:
    problem = only_problem(ASSESSMENT.replace(b"partly", b"partially"))
    assert problem.line == 7
    assert problem.message.startswith("'judgement' is 'partially', which is not one of met, partly")
    assert problem.remedy.startswith("Did you mean 'partly'?")


def test_not_applicable_without_a_reason() -> None:
    problem = only_problem(ASSESSMENT.replace(b", reason: 'Single site'", b""))
    assert (problem.line, problem.message) == (15, "Not applicable needs a reason.")
    assert "Add 'reason: …'" in problem.remedy


@pytest.mark.parametrize("day", [b"2026-02-29", b"2026-04-31", b"2026-13-01", b"0000-01-01", b"2026-00-10"])
def test_dates_that_do_not_exist(day: bytes) -> None:
    problem = only_problem(ASSESSMENT.replace(b"2026-01-10", day))
    assert problem.line == 13
    assert problem.message == f"'dated' is '{day.decode()}', which is not a date in the calendar."
    assert problem.remedy == "Write year-month-day, such as 2026-03-12, and a day that exists."


def test_a_framework_with_thousands_of_stages_and_capabilities_does_not_take_long() -> None:
    stages = b"".join(b"- {id: s%d, name: n, descriptor: d}\n" % n for n in range(5_000))
    capabilities = b"- {id: c, name: n, short_name: s, statement: t, indicators: {x: {}}}\n" * 4_000
    head = b"id: f\nedition: e\ntitle: t\nsource: s\n"
    problems = problems_of(head + b"stages:\n" + stages + b"capabilities:\n" + capabilities, as_framework)
    assert any("more problems than these" in problem.message for problem in problems)


def test_keys_of_a_mebibyte_do_not_take_long() -> None:
    problems = problems_of(b"? " + b"k" * 2**20 + b"\n: x\n" + b"? " + b"j" * 2**20 + b"\n: y\n")
    assert max(len(problem.message) for problem in problems) < 200


@every_reader
def test_an_endless_quotation_does_not_take_long(parse: Parse) -> None:
    problem = only_problem(b"title: '" + b"it is \n" * 100_000, parse)
    assert problem.line == 1
    assert "never closed" in problem.message
