"""Answers from other survey tools: columns and words are guessed, every row that does not fit is named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import (
    IGNORED_COLUMN,
    ROLE_COLUMN,
    Answer,
    AnswerColumn,
    Response,
    Role,
    guess_answers,
    guess_columns,
    load_framework,
    read_answers,
)
from clf_model.voices.answer_import import Row
from tests.unit.strategies import laws

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = load_framework(ROOT / "framework.yaml")
ONE, TWO = AnswerColumn.statement("1.1.W1"), AnswerColumn.statement("1.1.W2")
COLUMNS = {"q1": ONE, "q2": TWO, "Role": ROLE_COLUMN, "Timestamp": IGNORED_COLUMN}


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


def answers(responses: tuple[Response, ...]) -> list[tuple[dict[str, str], Role | None]]:
    return [({id_: a.value for id_, a in r.answers.items()}, r.role) for r in responses]


def test_rows_become_responses() -> None:
    text = (
        "Timestamp,Role,q1,q2\n"
        "2026-09-01,Staff member,Strongly agree,Don’t know\n"
        "2026-09-01,,Disagree,\n"
        ",,,\n"
        "2026-09-02,line manager,neither agree  nor DISAGREE,Strongly Disagree\n"
    )
    responses, problems = read_answers(rows(text), COLUMNS, FRAMEWORK)
    assert answers(responses) == [
        ({"1.1.W1": "agree_strongly", "1.1.W2": "dont_know"}, Role.EMPLOYEE),
        ({"1.1.W1": "disagree"}, None),
        ({"1.1.W1": "neither", "1.1.W2": "disagree_strongly"}, Role.MANAGER),
    ]
    assert problems == ()


def test_every_row_that_does_not_fit_is_named_with_column_and_what_to_do() -> None:
    text = (
        "Timestamp,Role,q1,q2\n"
        "t,Staff,Agree,Sometimes\n"
        "t,Astronaut,Agree,Agree\n"
        "t,Staff,,\n"
        "t,Staff,Agree,Agree,Agree\n"
        "t,Staff,Agree,Agree\n"
        "t,Staff,Maybe,Perhaps\n"
    )
    responses, problems = read_answers(rows(text), COLUMNS, FRAMEWORK)
    assert answers(responses) == [({"1.1.W1": "agree", "1.1.W2": "agree"}, Role.EMPLOYEE)]
    assert [str(problem) for problem in problems] == [
        "Row 2, column 'q2': 'Sometimes' is not known as an answer. "
        "Say which answer it stands for, or correct it in the file.",
        "Row 3, column 'Role': 'Astronaut' is not known as a role. "
        "Say which role it is, or ignore the column.",
        "Row 4: The row has no answer to any statement. "
        "Delete the row, or leave it: nothing is taken from it.",
        "Row 5: The row has more cells than there are headings. Put text that has a comma in it in quotes.",
        "Row 7, column 'q1': 'Maybe' is not known as an answer. "
        "Say which answer it stands for, or correct it in the file.",
        "Row 7, column 'q2': 'Perhaps' is not known as an answer. "
        "Say which answer it stands for, or correct it in the file.",
    ]


def test_words_and_roles_can_be_told() -> None:
    text = "Role,q1,q2\nNight shift,Aye,Naw\nBoss,Skip,Aye\n"
    columns = {"q1": ONE, "q2": TWO, "Role": ROLE_COLUMN}
    responses, problems = read_answers(
        rows(text),
        columns,
        FRAMEWORK,
        words={"aye": Answer.AGREE, " NAW": Answer.DISAGREE},
        left_out=["skip"],
        roles={"night  shift": Role.EMPLOYEE, "boss": None},
    )
    assert answers(responses) == [
        ({"1.1.W1": "agree", "1.1.W2": "disagree"}, Role.EMPLOYEE),
        ({"1.1.W2": "agree"}, None),
    ]
    assert not problems


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"q1": ONE, "q2": ONE}, "This and 'q1' are both said to hold the statement 1.1.W1."),
        ({"q1": ONE, "q2": ROLE_COLUMN, "Role": ROLE_COLUMN}, "are both said to hold the role."),
        ({"q1": AnswerColumn.statement("1.1.O1")}, "There is no worker statement '1.1.O1'."),
        ({"q1": AnswerColumn.statement("9.9.W9")}, "There is no worker statement '9.9.W9'."),
        ({"q9": ONE}, "There is no such column."),
        ({"q1": IGNORED_COLUMN}, "No column is said to hold answers to a worker statement."),
    ],
)
def test_where_the_columns_do_not_fit_no_row_is_read(columns: dict[str, AnswerColumn], message: str) -> None:
    responses, problems = read_answers(rows("Role,q1,q2\nStaff,Agree,What\n"), columns, FRAMEWORK)
    assert responses == ()
    assert [problem.row for problem in problems] == [1] * len(problems)
    assert message in str(problems[0])


def test_columns_are_guessed_by_id_and_by_text() -> None:
    by_text = "  Feel that the organisation VALUES their views,  insight and contributions"
    guessed = guess_columns(
        [
            "Timestamp",
            "Your role",
            "1.1.W1",
            "[1.1.w2] I feel encouraged to provide suggestions",
            by_text,
            "1.1.W1 (again)",
            "1.1.O1",
            "between 1.2.W1 and 1.2.W2",
            "1.2.W10",
        ],
        FRAMEWORK,
    )
    assert list(guessed.values()) == [
        IGNORED_COLUMN,
        ROLE_COLUMN,
        ONE,
        TWO,
        AnswerColumn.statement("1.1.W3"),
        IGNORED_COLUMN,
        IGNORED_COLUMN,
        IGNORED_COLUMN,
        IGNORED_COLUMN,
    ]


@pytest.mark.parametrize("heading", ["id", "text"])
def test_every_worker_statement_of_the_clf_is_known_by_its_heading(heading: str) -> None:
    statements = [i for i in FRAMEWORK.indicators if i.perspective.value == "worker"]
    headings = [getattr(i, heading) for i in statements]
    assert list(guess_columns(headings, FRAMEWORK).values()) == [
        AnswerColumn.statement(i.id) for i in statements
    ]


SCALES = [
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree", "Don't know"],
    ["Disagree strongly", "Tend to disagree", "Neutral", "Tend to agree", "Agree strongly", "Not sure"],
    ["Completely disagree", "Somewhat disagree", "Undecided", "Somewhat agree", "Completely agree", "DK"],
    ["SD", "D", "N", "A", "SA", "?"],
    ["1", "2", "3", "4", "5", "Unsure"],
    ["1.0", "2.0", "3.0", "4.0", "5.0", "don’t know"],
    ["disagree_strongly", "disagree", "neither", "agree", "agree_strongly", "dont_know"],
    [
        "1 - Strongly disagree",
        "2 – Disagree",
        "3: Neutral",
        "4) Agree",
        "5 (Strongly agree)",
        "Don't know.",
    ],
    # The words decide where a tool numbers the other way round.
    ["5 - Strongly disagree", "4 - Disagree", "3 - Neutral", "2 - Agree", "1 - Strongly agree", "dk"],
]


@pytest.mark.parametrize("scale", SCALES)
def test_common_scales_are_understood(scale: list[str]) -> None:
    guessed = guess_answers([{"q1": word} for word in scale], {"q1": ONE})
    assert list(guessed.values()) == list(Answer)


def test_what_cannot_be_told_is_said_and_what_stands_for_no_answer_is_left_out() -> None:
    cells: list[Row] = [{"q1": word} for word in ["Agree", "6", "Sometimes", "", "N/A", "Prefer not to say"]]
    assert guess_answers(cells, {"q1": ONE}) == {"agree": Answer.AGREE, "6": None, "sometimes": None}


@laws
@given(st.lists(st.dictionaries(st.sampled_from(["q1", "q2", "Role"]), st.text(max_size=12)), max_size=8))
def test_whatever_the_cells_hold_a_row_gives_a_response_or_a_problem_or_is_empty(
    cells: list[dict[str, str]],
) -> None:
    read: list[Row] = [{"q1": "", "q2": "", "Role": "", **row} for row in cells]
    columns = {"q1": ONE, "q2": TWO, "Role": ROLE_COLUMN}
    responses, problems = read_answers([*read, {"q1": "agree", "q2": "", "Role": ""}], columns, FRAMEWORK)
    named = {problem.row for problem in problems}
    empty = sum(not any(str(cell).strip() for cell in row.values()) for row in read)
    assert len(responses) + len(named) + empty == len(read) + 1
    assert all(2 <= number <= len(read) + 2 for number in named)
