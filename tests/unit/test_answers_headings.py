"""Headings of survey tools: every worker statement is recognised in whatever is put around it, or asked."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from clf_model import Perspective, load_framework, parse_framework
from clf_model.answers import Recogniser

FRAMEWORK = load_framework(Path(__file__).resolve().parents[2] / "framework.yaml")
STATEMENTS = [i for i in FRAMEWORK.indicators if i.perspective is Perspective.WORKER]
KNOWN = Recogniser(FRAMEWORK)
Wrap = Callable[[str, int], str]

WRAPPINGS: dict[str, Wrap] = {
    "a question code": lambda text, n: f"Q{n}_1 {text}",
    "a code with brackets and prompt": lambda text, n: f"G01Q{n:02}[SQ001]. How far do you agree? [{text}]",
    "a number": lambda text, n: f"{n}. {text}",
    "the prompt before": lambda text, n: f"Please say how far you agree or disagree. - {text}",
    "the prompt after": lambda text, n: f"{text.rstrip('.')} How far do you agree?",
    "brackets": lambda text, n: f"How much do you agree that you [{text}]",
    "HTML": lambda text, n: f"<p><b>{html.escape(text)}</b></p><br/>&nbsp;",
    "the lead words": lambda text, n: f"Then the social service worker should… {text}",
    "line breaks": lambda text, n: textwrap.fill(text, 30).replace("\n", "\r\n"),
    "hard spaces and curly quotes": lambda text, n: f"“{text}”".replace("'", "’").replace(" ", "\u00a0"),
    "no full stop, or one": lambda text, n: text[:-1] if text.endswith(".") else f"{text}.",
    "another case": lambda text, n: text.upper() if n % 2 else text.capitalize(),
}


def test_68_statements_in_12_wrappings_are_right_at_once_or_asked_and_never_wrong() -> None:
    assert (len(STATEMENTS), len(WRAPPINGS)) == (68, 12)
    right, wrong = 0, []
    for name, wrap in WRAPPINGS.items():
        for number, statement in enumerate(STATEMENTS, 1):
            found = KNOWN.recognise(wrap(statement.text, number))
            right += found.statement_id == statement.id
            if found.statement_id not in (statement.id, None) or not found.at_all:
                wrong.append((name, statement.id, found))
    assert not wrong
    assert right / (68 * 12) >= 0.97


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"do not {text}",
        lambda text: f"I don't {text}",
        lambda text: f"How far do you never {text}",
        lambda text: f"{text.rstrip('.')} only when asked to",
        lambda text: f"{text} (reverse coded)",
        lambda text: f"Q7 (R) {text}",
        lambda text: " ".join(word for place, word in enumerate(text.split()) if place != 3),
    ],
)
def test_a_statement_turned_or_changed_is_asked_about_and_never_taken(change: Callable[[str], str]) -> None:
    for statement in STATEMENTS:
        found = KNOWN.recognise(change(statement.text))
        assert found.statement_id is None
        assert statement.id in found.candidates
        assert found.why


def test_an_organisations_indicator_is_no_statement() -> None:
    for indicator in FRAMEWORK.indicators:
        if indicator.perspective is not Perspective.WORKER:
            assert not KNOWN.recognise(f"How far do you agree? [{indicator.text}]").at_all


@pytest.mark.parametrize(
    "heading",
    [
        "Timestamp",
        "Comments",
        "Email address",
        "What would help you to learn?",
        "Do you feel valued?",
        "",
        "Q1_1",
    ],
)
def test_other_questions_are_about_no_statement(heading: str) -> None:
    assert not KNOWN.recognise(heading).at_all


@pytest.mark.parametrize(
    "heading",
    ["1.1.W1", "Q1.1.W1", "1_1_w1", "[1.1.W1] I feel encouraged", "Culture (1.1.W1)", "1.1.W1_2"],
)
def test_a_statement_is_known_by_its_id(heading: str) -> None:
    assert KNOWN.recognise(heading).statement_id == "1.1.W1"


@pytest.mark.parametrize("heading", ["1.1.W10", "21.1.W1", "1.1.W1a", "1.1.O1"])
def test_what_only_begins_or_ends_like_an_id_is_none(heading: str) -> None:
    assert not KNOWN.recognise(heading).at_all


def test_where_two_could_be_meant_both_are_named() -> None:
    assert set(KNOWN.recognise("between 1.2.W1 and 1.2.W2").candidates) == {"1.2.W1", "1.2.W2"}
    first, second = STATEMENTS[:2]
    assert KNOWN.recognise(f"{first.id} {second.text}").candidates == (first.id, second.id)
    assert KNOWN.recognise(f"{first.text} / {second.text}").candidates == (first.id, second.id)


def test_a_text_that_was_cut_off_is_known_where_only_one_begins_so() -> None:
    assert KNOWN.recognise("feel encouraged to provide suggestions for impr…").statement_id == "1.1.W2"
    assert KNOWN.recognise("feel encouraged to provide suggestions for impr").candidates == ("1.1.W2",)


FEW = """\
id: few
edition: first
title: Few words
source: this test
stages:
  - {id: start, name: Start, descriptor: It has begun.}
capabilities:
  - id: care
    name: Caring
    short_name: Care
    statement: People care.
    indicators:
      start:
        organisation: {o1: plans}
        worker:
          w1: feel it
          w2: feel it too
          "3": rest well
          w4: the same words here twice
          w5: the same words here twice
"""


@pytest.mark.parametrize(
    ("heading", "statement", "candidates"),
    [
        ("Do you feel it?", "w1", ()),
        ("Do you feel it too?", "w2", ()),  # the longer text, not the one within it
        ("How do you feel? Its reasons", None, ()),  # not across words
        ("3. Do you rest well?", "3", ()),
        ("3. What is your age?", None, ("3",)),  # a number may be the questionnaire's own
        ("the same words here twice", None, ("w4", "w5")),
        ("w4: the same words here twice", "w4", ()),
    ],
)
def test_short_texts_and_doubled_ones(
    heading: str, statement: str | None, candidates: tuple[str, ...]
) -> None:
    framework, problems = parse_framework(FEW.encode(), "few.yaml")
    assert framework, problems
    found = Recogniser(framework).recognise(heading)
    assert (found.statement_id, found.candidates) == (statement, candidates)
