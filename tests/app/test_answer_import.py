"""Answers from other survey tools: the mapping step, a message for what does not fit, all or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Perspective
from clf_model.answers import AnswerColumn, ColumnUse
from clf_model.voices import Answer, Role
from clf_store import SurveyInfo
from clf_ui.shared import config
from tests.app.driver import (
    MARKUP,
    alive,
    framework,
    keys,
    levels,
    open_page,
    own,
    says,
    settled,
    shows,
    store,
)

WORKERS = [i.id for i in framework().indicators if i.perspective is Perspective.WORKER]


FILES = config.ROOT / "tests" / "data" / "answers"


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


def _headline(at: AppTest) -> str:
    """What is said of the file as a whole, whether it is in order or not."""
    return "\n".join(one.value for one in (*at.success, *at.warning, *at.error)).replace("\\", "")


def _set_aside(at: AppTest) -> str:
    """What is said of everything that was set aside."""
    return "\n".join(one.value for one in at.markdown if "Set aside" in one.value).replace("\\", "")


def _choose(at: AppTest, start: str, content: object, end: str = "") -> AppTest:
    """Choose in the one field whose key begins so, and ends so before the file's id."""
    (found,) = [key for key in keys(at, start) if end in key]
    return at.selectbox(key=start + found).select(content).run()


def _imported(url: str, assessment_id: int) -> SurveyInfo:
    with store(url) as opened:
        (found,) = opened.surveys.of_assessment(assessment_id)
    return found


IN_ORDER = "The file is in order: every row and column is used, or set aside as said below."


def test_a_file_that_fits_becomes_a_closed_survey(database: str) -> None:
    made = own(database)
    at = _given(_importing(made), _file(WORKERS, *ROWS))
    assert _headline(at) == f"6 responses to 68 statements. {IN_ORDER}"
    at = settled(at.button(key="import-answers").click())
    found = _imported(database, made)
    assert (found.imported, found.sealed, list(found.statement_ids)) == (True, True, WORKERS)
    assert found.reading is None
    assert levels(at)["Experienced"] == [4] * 6


@pytest.mark.parametrize(
    ("name", "headline", "aside"),
    [
        (
            "google_grid.csv",
            "5 responses to 4 statements.",
            ["no worker statement: column 1 “Timestamp”"],
        ),
        ("two_heading_rows.csv", "5 responses to 4 statements.", ["1 “Respondent ID” and 2 “Start Date”"]),
        ("three_heading_rows.csv", "5 responses to 4 statements.", ["Row 3: import ids of the survey tool."]),
        (
            "one_statement_in_two_columns.csv",
            "12 responses to 3 statements.",
            ["Column 5, 1.1.W1: put together with column 2: no row has both."],
        ),
        ("only_opened.csv", "5 responses to 1 statement.", ["Row 7: no answers."]),
        ("cover_sheet.xlsx", "5 responses to 4 statements.", ["Sheet “Read me”: has no column with answers"]),
        ("sep_line.csv", "5 responses to 4 statements.", ["Row 1: above the headings."]),
        ("backslash_quotes.csv", "5 responses to 1 statement.", ["column 2 “Comment”"]),
    ],
)
def test_a_file_of_another_tool_is_in_order_and_all_that_was_set_aside_is_said(
    database: str, name: str, headline: str, aside: list[str]
) -> None:
    at = _given(_importing(own(database)), (FILES / name).read_bytes(), name)
    assert _headline(at) == f"{headline} {IN_ORDER}"
    assert all(line in _set_aside(at) for line in aside), _set_aside(at)
    assert not alive(at)


def test_the_scale_is_asked_and_the_rule_is_kept_and_shown_beside_the_results(database: str) -> None:
    made = own(database)
    at = _given(_importing(made), (FILES / "seven_points.csv").read_bytes(), "seven_points.csv")
    assert "1 question is open. Nothing is imported yet." in _headline(at)
    assert says(at, "The answers are numbers: 4, 7. Which scale did people answer on?")
    assert not shows(at, "import-answers")
    at = _choose(at, "import-scale-", (1, 5))
    assert "1 question is open." in _headline(at)  # 7 is no point of it
    at = _choose(at, "import-scale-", (1, 7))
    assert IN_ORDER in _headline(at)
    assert "from 5 on they count as agreeing" in _set_aside(at)
    (held,) = [box.value for box in at.selectbox if str(box.key).startswith("import-agrees-from-")]
    assert held == 5
    at = _choose(at, "import-agrees-from-", 4)
    at = settled(at.button(key="import-answers").click())
    rule = "Answers were numbers from 1 (disagree) to 7 (agree); from 4 on they count as agreeing."
    assert _imported(database, made).reading == rule
    assert says(at, rule)


def test_a_scale_with_other_ends_can_be_written(database: str) -> None:
    at = _given(_importing(own(database)), _file(WORKERS[:1], *([["100"], ["20"]] * 3)))
    at = _choose(at, "import-scale-", (0, 0))
    for name, number in (("disagrees", 0), ("agrees", 100)):
        (key,) = [str(one.key) for one in at.number_input if str(one.key).startswith(f"import-{name}-")]
        at = at.number_input(key=key).set_value(number).run()
    assert IN_ORDER in _headline(at)
    assert "from 51 on they count as agreeing" in _set_aside(at)


def test_a_word_that_is_not_known_is_asked_once_for_all_columns(database: str) -> None:
    made = own(database)
    rows = [["Ja", "Ja"]] * 5 + [["Nein", "Disagree"]]
    at = _given(_importing(made), _file(WORKERS[:2], *rows))
    assert "2 questions are open." in _headline(at)
    at = _choose(at, "import-word-", Answer.AGREE, "ja-")
    at = _choose(at, "import-word-", "left out", "nein-")
    assert IN_ORDER in _headline(at)
    assert shows(at, "import-word-" + next(k for k in keys(at, "import-word-") if "ja-" in k))  # to change it
    settled(at.button(key="import-answers").click())
    # Ja stands in ten cells. Nein stands in one, and could be told apart.
    assert _imported(database, made).reading == "By choice of whoever imported them, 'ja' as “agree”."


def test_a_column_that_only_resembles_a_statement_is_asked_about(database: str) -> None:
    heading = "I feel encouraged to make suggestions for improvements in service delivery"
    at = _given(_importing(own(database)), _file([heading], *([["Agree"]] * 5)))
    assert "1 question is open." in _headline(at)
    at = _choose(at, "import-column-", AnswerColumn.statement("1.1.W2"))
    assert _headline(at) == f"5 responses to 1 statement. {IN_ORDER}"


def test_two_columns_for_one_statement_with_answers_in_one_row_are_asked_about(database: str) -> None:
    at = _given(_importing(own(database)), _file(["1.1.W1", "1.1.W1 again"], *([["Agree", "Disagree"]] * 5)))
    assert says(at, "row 2 has an answer in both")
    at = _choose(at, "import-column-", AnswerColumn(ColumnUse.UNUSED), "-1-")
    assert _headline(at) == f"5 responses to 1 statement. {IN_ORDER}"


def test_a_column_can_be_given_its_statement(database: str) -> None:
    at = _given(_importing(own(database)), _file(["Do you feel heard?", "Comment"], *([["Agree", "x"]] * 5)))
    assert says(at, "No heading in row 1 is a worker statement.")
    at.session_state["import-open-columns-" + keys(at, "import-open-columns-")[0]] = True
    at = _choose(at.run(), "import-column-", AnswerColumn.statement("1.1.W1"), "-0-")
    assert _headline(at) == f"5 responses to 1 statement. {IN_ORDER}"


def test_the_sheet_the_heading_row_and_rows_to_leave_out_can_be_chosen(database: str) -> None:
    book = openpyxl.Workbook()
    for name in ("May", "June"):
        sheet = book.create_sheet(name)
        for row in (["Survey"], ["1.1.W1"], *[["Agree"]] * 6, ["Total"]):
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    at = _given(_importing(own(database)), saved.getvalue(), "two.xlsx")
    assert says(at, "More than one sheet has answers: May, June.")
    at = _choose(at, "import-sheet-", "June")
    assert "1 question is open." in _headline(at)  # Total is no answer
    (key,) = [str(one.key) for one in at.text_input if str(one.key).startswith("import-left-out-")]
    at = at.text_input(key=key).set_value("8-9").run()
    assert _headline(at) == f"5 responses to 1 statement. {IN_ORDER}"
    aside = _set_aside(at)
    assert "Rows 8 to 9: left out by choice." in aside
    assert "Row 1: above the headings." in aside
    assert "Sheet “May”: another sheet was chosen." in aside
    (key,) = [str(one.key) for one in at.number_input if str(one.key).startswith("import-heading-row-")]
    at = at.number_input(key=key).set_value(3).run()
    assert says(at, "No heading in row 3 is a worker statement.")


def test_a_role_that_is_not_known_is_said_and_can_be_given_a_meaning(database: str) -> None:
    rows = [["Nurse", "Agree"]] * 5 + [["", "Disagree"]] * 5
    at = _given(_importing(own(database)), _file(["Role", "1.1.W1"], *rows))
    assert "Counted as having named no role: 'nurse'." in _set_aside(at)
    at = _choose(at, "import-role-", Role.EMPLOYEE)
    assert "Counted as" not in _set_aside(at)
    assert _headline(at) == f"10 responses to 1 statement. {IN_ORDER}"


def test_a_file_without_any_answer_is_not_in_order(database: str) -> None:
    at = _given(_importing(own(database)), _file(["1.1.W1", "id"], ["", "1"]))
    assert "Nobody answered anything" in _headline(at)
    assert not shows(at, "import-answers")


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
    assert says(at, "is not known as an answer") or at.warning
    assert not alive(at)
