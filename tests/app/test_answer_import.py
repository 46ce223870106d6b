"""Answers from other survey tools: the mapping step, a message for what does not fit, all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from clf_model import Perspective
from clf_model.voices import AnswerColumn
from tests.app.driver import (
    MARKUP,
    alive,
    framework,
    keys,
    levels,
    open_page,
    own,
    settled,
    shows,
    store,
)

WORKERS = [i.id for i in framework().indicators if i.perspective is Perspective.WORKER]


def _importing(assessment_id: int) -> AppTest:
    at = open_page("say_do_gap", assessment=assessment_id)
    at.session_state["tab"] = "Import answers"
    return at.run()


def _file(headings: Sequence[str], *rows: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([headings, *rows])
    return written.getvalue().encode()


def _given(at: AppTest, content: bytes, name: str = "answers.csv") -> AppTest:
    at.get("file_uploader")[0].upload(name, content)
    return at.run()


def _surveys(url: str, assessment_id: int) -> int:
    with store(url) as opened:
        return len(opened.surveys.of_assessment(assessment_id))


def _errors(at: AppTest) -> str:
    return "\n".join(one.value for one in at.error).replace("\\", "")


def _named(at: AppTest, start: str, end: str) -> str:
    """The key of the widget whose name begins and ends so; between them is the file's id."""
    (found,) = [key for key in keys(at, start) if key.endswith(end)]
    return start + found


ROWS = [["Agree"] * len(WORKERS)] * 5 + [["Disagree"] * len(WORKERS)]


def test_a_file_that_fits_becomes_a_closed_survey(database: str) -> None:
    made = own(database)
    at = _given(_importing(made), _file(WORKERS, *ROWS))
    assert not at.error
    assert at.success[0].value == "6 responses to 68 statements. The file is in order."
    at = settled(at.button(key="import-answers").click())
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    assert (found.imported, found.sealed, list(found.statement_ids)) == (True, True, WORKERS)
    assert levels(at)["Experienced"] == [4] * 6


def test_statements_are_known_by_their_text(database: str) -> None:
    made = own(database)
    texts = [framework().indicator(id_).text for id_ in WORKERS]
    at = _given(_importing(made), _file(["Timestamp", *texts], *([["today", *row] for row in ROWS])))
    assert at.success[0].value == "6 responses to 68 statements. The file is in order."


def test_every_row_that_does_not_fit_is_named_and_nothing_is_saved(database: str) -> None:
    made = own(database)
    rows = [["Agree", "Agree"], ["Perhaps", "Agree"], ["Agree", "Agree", "more"]]
    at = _given(_importing(made), _file(WORKERS[:2], *rows))
    said = _errors(at)
    assert "2 things do not fit" in said
    assert "Row 3, column '1.1.W1': 'Perhaps' is not known as an answer." in said
    assert "Row 4: The row has more cells than there are headings." in said
    assert not shows(at, "import-answers")
    assert _surveys(database, made) == 0


def test_a_word_that_is_not_known_can_be_given_a_meaning(database: str) -> None:
    made = own(database)
    rows = [["Ja", "Agree"]] * 5 + [["Nein", "Disagree"]]
    at = _given(_importing(made), _file(WORKERS[:2], *rows))
    assert "'Ja' is not known as an answer." in _errors(at)
    at.selectbox(key=_named(at, "import-word-", "-ja")).select("agree").run()
    at = at.selectbox(key=_named(at, "import-word-", "-nein")).select("left out").run()
    assert not at.error
    settled(at.button(key="import-answers").click())
    assert _surveys(database, made) == 1


def test_numbers_that_count_from_the_other_end_can_be_turned(database: str) -> None:
    made = own(database)
    at = _given(_importing(made), _file(WORKERS, *([["1"] * 68] * 5 + [["5"] * 68])))
    at.selectbox(key=_named(at, "import-word-", "-1")).select("agree_strongly").run()
    at = at.selectbox(key=_named(at, "import-word-", "-5")).select("disagree_strongly").run()
    at = settled(at.button(key="import-answers").click())
    assert levels(at)["Experienced"] == [4] * 6


def test_a_column_can_be_given_its_statement(database: str) -> None:
    made = own(database)
    at = _given(_importing(made), _file(["Do you feel heard?", "Comment"], *([["Agree", "x"]] * 5)))
    assert "No column is said to hold answers" in _errors(at)
    (unknown,) = keys(at, "import-unknown-")
    at.session_state[f"import-unknown-{unknown}"] = True
    at = at.run()
    chosen = AnswerColumn.statement("1.1.W1")
    at = at.selectbox(key=_named(at, "import-column-", "-0")).select(chosen).run()
    assert at.success[0].value == "5 responses to 1 statement. The file is in order."


def test_a_role_that_is_not_known_can_be_given_a_meaning(database: str) -> None:
    made = own(database)
    rows = [["Nurse", "Agree"]] * 5 + [["", "Disagree"]] * 5
    at = _given(_importing(made), _file(["Role", "1.1.W1"], *rows))
    assert "'Nurse' is not known as a role." in _errors(at)
    at = at.selectbox(key=_named(at, "import-role-", "-nurse")).select("employee").run()
    assert at.success[0].value == "10 responses to 1 statement. The file is in order."


def test_a_corrected_file_replaces_the_earlier_import(database: str) -> None:
    made = own(database)
    settled(_given(_importing(made), _file(WORKERS, *ROWS)).button(key="import-answers").click())
    with store(database) as opened:
        (first,) = opened.surveys.of_assessment(made)
    at = _given(_importing(made), _file(WORKERS, *ROWS[:5]))
    at.selectbox(key="import-replaces").select(first.id).run()
    settled(at.button(key="import-answers").click())
    with store(database) as opened:
        (found,) = opened.surveys.of_assessment(made)
    assert found.id != first.id


def test_a_file_that_is_no_table_is_refused_in_words(database: str) -> None:
    at = _given(_importing(own(database)), b"PK\3\4 and then nothing", "answers.xlsx")
    assert "The file cannot be used: This workbook is damaged." in _errors(at)


def test_what_stands_in_a_file_does_not_act(database: str) -> None:
    at = _given(_importing(own(database)), _file(["1.1.W1", MARKUP], [MARKUP, "x"], ["Agree", "y"]))
    assert at.error
    assert not alive(at)
