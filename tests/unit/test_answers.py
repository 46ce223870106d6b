"""Survey answers as other tools write them: nothing silent, the scale asked, right or asked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import Answer, Perspective, Role, load_framework
from clf_model.answers import (
    AnswerColumn,
    Choices,
    ColumnUse,
    QuestionKind,
    Reading,
    Scale,
    ScaleError,
    parse_scale,
    read_answers,
)
from clf_model.command_line.main import main
from clf_model.table import Table
from tests.unit.strategies import laws

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "data" / "answers"
FRAMEWORK = load_framework(ROOT / "framework.yaml")
TEXTS = {i.id: i.text for i in FRAMEWORK.indicators if i.perspective is Perspective.WORKER}
TWO = ("1.1.W1", "1.1.W2")
TWO_BY_ANSWER = (*["1.1.W1"] * 5, *["1.1.W2"] * 5)
FOUR = ("1.1.W1", "1.1.W2", "1.1.W3", "1.2.W1")
LEAVE_OUT = "Leave out what is no person's, such as a sum."
WORDS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]


def table(text: str, name: str | None = None, *, hidden: bool = False) -> Table:
    return Table(name, tuple(tuple(row) for row in csv.reader(io.StringIO(text))), hidden)


def read(text: str, **choices: Any) -> Reading:
    return read_answers([table(text)], FRAMEWORK, Choices(**choices))


def column(*cells: str, heading: str = "1.1.W1") -> str:
    return "\n".join([heading, *cells])


def kinds(reading: Reading) -> list[str]:
    return [question.kind.value for question in reading.questions]


def said(reading: Reading) -> list[dict[str, str]]:
    return [{id_: answer.value for id_, answer in one.answers.items()} for one in reading.answers]


def passed(reading: Reading) -> list[tuple[int, str]]:
    return [(one.row, one.why) for one in reading.passed_over]


# The files of tests/data/answers: what is right was said by hand.


def run(capsys: pytest.CaptureFixture[str], name: str, *options: str) -> tuple[int, dict[str, Any]]:
    status = main(
        ["answers", str(FILES / name), "--framework", str(ROOT / "framework.yaml"), "--json", *options]
    )
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, json.loads(out) if out else {}


def used(form: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(one["statement"] for one in form["columns"] if one["use"] == "statement")


@pytest.mark.parametrize(
    ("name", "heading_row", "statements", "responses", "passed_over"),
    [
        ("google_grid.csv", 1, FOUR, 5, []),
        ("two_heading_rows.csv", 2, FOUR, 5, []),
        ("three_heading_rows.csv", 2, FOUR, 5, [3]),
        ("cover_sheet.xlsx", 1, FOUR, 5, []),
        ("sep_line.csv", 2, FOUR, 5, [1]),
        ("backslash_quotes.csv", 1, ("1.1.W1",), 5, []),
        ("only_opened.csv", 1, ("1.1.W1",), 5, [7]),
        ("one_statement_in_two_columns.csv", 1, ("1.1.W1", "1.1.W2", "1.1.W3", "1.1.W1"), 12, []),
        ("a_column_for_each_answer.csv", 1, TWO_BY_ANSWER, 5, []),
        ("marks_for_each_answer.csv", 1, TWO_BY_ANSWER, 5, []),
        ("points_and_feedback.csv", 1, TWO, 5, []),
        ("two_exports_in_one.csv", 1, TWO, 5, [5]),
        ("trials_and_copies.csv", 1, TWO, 5, [3, 4, 10]),
        ("one_damaged_character.csv", 1, TWO, 5, []),
        ("packed.zip", 1, TWO, 5, []),
        ("old_excel.xls", 1, TWO, 5, []),
        ("libreoffice.ods", 1, TWO, 5, []),
        ("merged_and_hidden.xlsx", 2, TWO, 5, []),
    ],
)
def test_a_file_of_another_tool_is_read(
    capsys: pytest.CaptureFixture[str],
    name: str,
    heading_row: int,
    statements: tuple[str, ...],
    responses: int,
    passed_over: list[int],
) -> None:
    status, form = run(capsys, name)
    assert (status, form["questions"]) == (0, [])
    assert (form["heading_row"], used(form), form["responses"]) == (heading_row, statements, responses)
    assert [one["row"] for one in form["passed_over"]] == passed_over
    assert set(form["statements"]) == set(statements)
    if set(statements) == set(
        TWO
    ):  # five people: one at each point of 1.1.W1; of 1.1.W2 four agree, one does not
        assert {id_: (one["answered"], one["agree_low"]) for id_, one in form["statements"].items()} == {
            "1.1.W1": (5, 0.4),
            "1.1.W2": (5, 0.8),
        }


@pytest.mark.parametrize(
    ("name", "asked", "scale", "passed_over"),
    [
        ("summed_up.csv", "Answers are numbers: 1, 2, 3, 4, 5.", "1-5", [7, 8, 9]),
        ("ends_in_words.csv", "Answers are numbers: 2, 3, 4.", "1-5", []),
        ("percent.csv", "Answers are numbers: 0, 20, 50, 80, 100.", "0-100", []),
    ],
)
def test_a_file_with_numbers_of_another_tool_is_asked_about_and_read_by_the_scale(
    capsys: pytest.CaptureFixture[str], name: str, asked: str, scale: str, passed_over: list[int]
) -> None:
    status, form = run(capsys, name)
    assert (status, [one["kind"] for one in form["questions"]]) == (1, ["scale"])
    assert form["questions"][0]["about"].startswith(asked)
    status, form = run(capsys, name, "--scale", scale)
    assert (status, form["responses"]) == (0, 5)
    assert [one["row"] for one in form["passed_over"]] == passed_over
    assert [form["statements"][id_]["agree_low"] for id_ in TWO] == [0.4, 0.8]


def test_a_scale_that_the_labels_contradict_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    status, form = run(capsys, "ends_in_words.csv", "--scale", "5-1")
    assert (status, [one["kind"] for one in form["questions"]]) == (1, ["scale", "scale"])
    assert "'5 - strongly agree', 5 agrees; on the scale 5–1 it disagrees" in form["questions"][0]["about"]


def test_a_table_that_is_turned_is_known_and_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, form = run(capsys, "turned.csv")
    assert (status, [one["kind"] for one in form["questions"]]) == (1, ["heading"])
    assert "stand below one another in column 1" in form["questions"][0]["about"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("points_and_feedback.csv", "Column 4: points beside 1.1.W1, no answer to it."),
        ("marks_for_each_answer.csv", "Column 2: a mark means 'Strongly agree'."),
        ("merged_and_hidden.xlsx", "Cells of the workbook with an error such as #N/A, read as empty: 1."),
        ("merged_and_hidden.xlsx", "Rows or columns that are hidden in the workbook"),
        ("merged_and_hidden.xlsx", "Sheet 'Raw' passed over: hidden."),
        ("one_damaged_character.csv", "Characters in the file that are damaged"),
    ],
)
def test_what_was_done_about_odd_columns_and_cells_is_said(
    capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert any(said in note for note in run(capsys, name)[1]["notes"])


def test_what_else_is_not_silent() -> None:
    assert read("1.1.W1,1.1.W2\nAgree,\nAgree,\n").notes == (
        "Nobody answered 1.1.W2: nothing stands below the heading.",
    )
    assert read("1.1.W1\nAgree\nN/A\nPrefer not to say\n").notes == (
        "Counted as no answer: 'n/a' and 'prefer not to say'.",
    )
    twice = read("Response ID,1.1.W1\n1,Agree\n2,Agree\n2,Disagree\n")
    assert twice.responses == 3
    assert twice.notes[0].startswith("Rows 3 and 4 have the same 'Response ID' and differ otherwise")
    of_many = read("Response ID,1.1.W1\n" + "anonymous,Agree\n" * 5)  # an id that tells nobody apart
    assert (of_many.responses, of_many.notes) == (5, ())


def test_in_a_column_for_one_answer_other_texts_than_marks_are_asked_about() -> None:
    text = "1.1.W1 [Agree],1.1.W1 [Disagree]\n1,\n,maybe\n,later\n"
    assert kinds(read(text)) == ["label", "label"]
    assert kinds(read("1.1.W1 [Agree],1.1.W1 [Disagree]\nx,x\n")) == ["column"]  # both are marked


def test_the_figures_are_those_counted_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    form = run(capsys, "one_statement_in_two_columns.csv")[1]
    half = {"answered": 12, "agree_low": 0.5, "agree_high": 0.5, "experienced": False}
    assert form["statements"]["1.1.W1"] == half
    assert any("put together with column 2" in note for note in form["notes"])
    form = run(capsys, "cover_sheet.xlsx")[1]
    assert form["sheet"] == "Answers"
    assert form["statements"]["1.1.W1"] == {
        "answered": 5, "agree_low": 0.8, "agree_high": 1.0, "experienced": True
    }  # fmt: skip
    assert any("'Read me' passed over" in note for note in form["notes"])
    assert "no answers" in str(run(capsys, "only_opened.csv")[1]["passed_over"])


def test_numbers_are_asked_about_and_then_read_as_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    status, form = run(capsys, "seven_points.csv")
    assert (status, form["statements"], form["responses"]) == (1, {}, 14)
    assert [one["kind"] for one in form["questions"]] == ["scale"]
    assert "4, 7" in form["questions"][0]["about"]
    status, form = run(capsys, "seven_points.csv", "--scale", "1-7")
    assert status == 0
    assert form["statements"]["1.1.W1"]["agree_low"] == pytest.approx(2 / 14)
    status, form = run(capsys, "seven_points.csv", "--scale", "1-5")
    assert (status, form["statements"]) == (1, {})
    assert [one["kind"] for one in form["questions"]] == ["scale"]
    assert form["questions"][0]["about"].startswith("7 is no point of the scale 1–5.")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["missing.csv"], "cannot be read"),
        (["cover_sheet.xlsx", "--sheet", "Nowhere"], "There is no sheet 'Nowhere'"),
        (["seven_points.csv", "--sheet", "Answers"], "no sheets"),
        (["seven_points.csv", "--heading-row", "99"], "There is no heading in row 99"),
        (["seven_points.csv", "--heading-row", "0"], "There is no heading in row 0"),
        (["seven_points.csv", "--scale", "high"], "is no scale"),
        (["seven_points.csv", "--scale", "5-5"], "no two ends"),
    ],
)
def test_what_cannot_be_read_is_said(
    capsys: pytest.CaptureFixture[str], options: Sequence[str], why: str
) -> None:
    assert main(["answers", str(FILES / options[0]), *options[1:]]) == 2
    out, err = capsys.readouterr()
    assert why in err
    assert not out


def test_the_text_for_a_person_names_every_column_and_what_is_open(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["answers", str(FILES / "seven_points.csv")]) == 1
    out, err = capsys.readouterr()
    assert "Column 2, '1.1.W2': 1.1.W2" in out
    assert "Answers are numbers: 4, 7." in err
    assert main(["answers", str(FILES / "only_opened.csv")]) == 0
    out, _ = capsys.readouterr()
    assert "Row 7 passed over: no answers" in out
    assert "1.1.W1  80 % or more of 5 agree, experienced" in out
    assert "Nothing is shown about fewer than 5 people." in out


def test_fewer_than_five_answers_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "few.csv"
    file.write_text("1.1.W1,1.1.W2\n" + "Agree,Agree\n" * 4 + ",Agree\n")
    assert main(["answers", str(file), "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["statements"]) == ["1.1.W2"]


# Scales


@pytest.mark.parametrize(
    ("written", "agreeing", "middle"),
    [
        ("1-5", [4, 5], [3]),
        ("1-4", [3, 4], []),
        ("1-7", [5, 6, 7], [4]),
        ("0-10", [6, 7, 8, 9, 10], [5]),
        ("5-1", [2, 1], [3]),
        ("4–1", [2, 1], []),
        ("-2 to 2", [1, 2], [0]),
        ("1-2", [2], []),
    ],
)
def test_what_agrees_follows_from_the_scale(written: str, agreeing: list[int], middle: list[int]) -> None:
    scale = parse_scale(written)
    meant = {point: scale.answer(point) for point in scale.points}
    assert [point for point, answer in meant.items() if answer and answer.agrees] == agreeing
    assert [point for point, answer in meant.items() if answer is Answer.NEITHER] == middle
    assert meant[scale.disagree] is Answer.DISAGREE_STRONGLY
    assert meant[scale.agree] is Answer.AGREE_STRONGLY
    outside = (min(scale.points) - 1, max(scale.points) + 1)
    assert [scale.answer(point) for point in outside] == [None, None]


def test_what_counts_as_agreeing_can_be_changed() -> None:
    scale = replace(parse_scale("1-7"), agrees_from=6)
    answer = scale.answer(5)
    assert answer
    assert not answer.agrees
    assert "from 6 on they count as agreeing" in scale.describe()
    for wrong in (1, 8):
        with pytest.raises(ScaleError):
            Scale(1, 7, wrong)


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["1", "5"], ["scale"]),
        (["4.0", "5.0"], ["scale"]),
        (["4", "Agree"], ["scale"]),
        (["Agree", "Perhaps", "Perhaps"], ["label"]),
        (["Agree", "Agree/Strongly agree"], ["label"]),
        (["Agree;Strongly agree;"], ["label"]),
        (["Agree;", "Disagree;"], []),
        (["Agree", "Not sure"], ["label"]),  # the middle, or beside the scale?
        (["Agree", "Not sure", "Neutral"], []),
        (["Agree", "Not sure", "Don't know"], []),
        (["A", "B"], ["label", "label"]),
        (["SD", "D", "N", "A", "SA"], []),
        (["N", "Agree"], ["label"]),
        (["Agree (4)", "2 = Disagree", "5 Strongly agree", "1. Strongly disagree"], []),
        (["5 - Strongly disagree", "1 - Strongly agree"], []),
        (["4 - Rather so"], ["label"]),
        (["partly agree", "agree"], ["label"]),
        (["#N/A", "Agree"], ["label"]),
    ],
)
def test_a_label_is_known_or_asked_once(cells: list[str], asked: list[str]) -> None:
    reading = read("\n".join(["1.1.W1,1.1.W2", *(f"{cell},{cell}" for cell in cells)]))
    assert kinds(reading) == asked
    assert reading.responses == len(cells)
    assert bool(reading.answers) == (not asked)


def test_numbers_outside_the_scale_and_between_its_points_are_asked_until_somebody_says_what_they_mean() -> (
    None
):
    cells = column("1", "7", "9", "3.5", "-99", "7")
    reading = read(cells, scale=Scale(1, 7))
    assert [(q.kind, q.label) for q in reading.questions] == [
        (QuestionKind.SCALE, "9"),
        (QuestionKind.SCALE, "3.5"),
        (QuestionKind.SCALE, "-99"),
    ]
    told = {"9": Answer.DONT_KNOW, "3.5": Answer.NEITHER, "-99": None}
    reading = read(cells, scale=Scale(1, 7), labels=told)
    assert [one["1.1.W1"] for one in said(reading)] == [
        "disagree_strongly", "agree_strongly", "dont_know", "neither", "agree_strongly"
    ]  # fmt: skip
    assert passed(reading) == [(6, "no answers")]


def test_a_label_that_somebody_explains_holds_for_all_columns() -> None:
    reading = read("1.1.W1,1.1.W2\nJa,Nein\nNein,Ja\n", labels={"ja": Answer.AGREE, "nein": None})
    assert said(reading) == [{"1.1.W1": "agree"}, {"1.1.W2": "agree"}]


def test_a_column_of_free_text_is_asked_about_as_a_column() -> None:
    reading = read(column(*(f"my view number {n}" for n in range(60)), heading="1.1.W1,x"))
    assert kinds(reading) == ["column"]
    assert reading.questions[0].columns == (0,)


# Columns


def test_two_columns_with_answers_in_one_row_are_asked_about_until_one_is_chosen() -> None:
    text = "1.1.W1,1.1.W1 again\nAgree,\nAgree,Disagree\n,Agree\n"
    reading = read(text)
    assert kinds(reading) == ["column"]
    assert "row 3 has an answer in both" in reading.questions[0].about
    reading = read(text, columns={1: AnswerColumn(ColumnUse.UNUSED)})
    assert said(reading) == [{"1.1.W1": "agree"}] * 2
    assert passed(reading) == [(4, "no answers")]
    assert [one.why for one in reading.columns] == ["", "as chosen"]


def test_a_heading_that_only_resembles_a_statement_is_asked_about() -> None:
    reworded = "I feel encouraged to make suggestions for improvements in service delivery"
    reading = read(f"{reworded}\nAgree\n")
    assert kinds(reading) == ["column"]
    assert reading.questions[0].candidates == ("1.1.W2",)
    reading = read(f"{reworded}\nAgree\n", columns={0: AnswerColumn.statement("1.1.W2")})
    assert said(reading) == [{"1.1.W2": "agree"}]


def test_a_row_with_more_cells_than_headings_is_asked_about_because_its_answers_may_have_moved() -> None:
    text = "Comment,1.1.W1,1.1.W2\nfine,Agree,Agree\nwell, fine,Agree,Disagree\n"
    reading = read(text)
    assert (kinds(reading), reading.questions[0].columns) == (["column", "label"], (3,))
    assert "Row 3 has more cells" in reading.questions[0].about
    assert read(text, left_out_rows=frozenset({3})).questions == ()
    text = "1.1.W1,1.1.W2\nAgree,Agree,a note\n"
    assert kinds(read(text)) == ["column"]
    assert read(text, columns={2: AnswerColumn(ColumnUse.UNUSED)}).questions == ()


def test_the_role_is_read_and_what_is_not_known_as_one_is_named() -> None:
    text = "What is your role?,1.1.W1,Role\nStaff member,Agree,x\nNurse,Agree,y\n,Agree,z\n"
    reading = read(text)
    assert [one.role for one in reading.answers] == [Role.EMPLOYEE, None, None]
    assert (reading.unknown_roles, reading.questions) == (("nurse",), ())
    assert reading.notes == ("Counted as having named no role: 'nurse'.",)
    assert reading.columns[2].why == "a second column with the role"
    reading = read(text, roles={"nurse": Role.EMPLOYEE})
    assert [one.role for one in reading.answers] == [Role.EMPLOYEE, Role.EMPLOYEE, None]


# Rows


TEXT = TEXTS["1.1.W1"].replace("'", "’")


@pytest.mark.parametrize(
    ("above", "heading_row", "passed_over"),
    [
        ("", 1, []),
        ("Staff survey\n", 2, [1]),
        ("Staff survey\n\nAutumn 2026\n", 4, [1, 3]),
        ("Id,How far do you agree?\n", 2, []),
        ("Staff survey\n\n,How far do you agree?\n", 4, [1]),
        ("\n" * 9, 10, []),
    ],
)
def test_the_heading_row_is_found_among_the_first_ten(
    above: str, heading_row: int, passed_over: list[int]
) -> None:
    reading = read(f'{above},"{TEXT}"\n1,Agree\n2,Disagree\n')
    assert (reading.heading_row, reading.responses, reading.questions) == (heading_row, 2, ())
    assert [row for row, _ in passed(reading)] == passed_over
    assert {why for _, why in passed(reading)} <= {"above the headings"}


@pytest.mark.parametrize(
    ("below", "why"),
    [
        ('"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}",x', None),
        (
            '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}"',
            "import ids of the survey tool",
        ),
        ("Response,Response,Response", "second heading row of the survey tool"),
        ("Q1_1,Q1_2,Q1_3", "codes of the survey tool"),
    ],
)
def test_rows_that_tools_put_under_the_headings_are_known(below: str, why: str | None) -> None:
    reading = read(f"1.1.W1,1.1.W2,1.1.W3\n{below}\nAgree,Agree,Agree\nAgree,Disagree,Agree\n")
    if why is None:  # something else stands in it too
        assert reading.questions
        return
    assert (passed(reading), reading.responses, reading.questions) == ([(2, why)], 2, ())


def test_ids_in_one_row_and_texts_in_the_next_are_one_heading() -> None:
    texts = ",".join(f'"{TEXTS[id_]}"' for id_ in FOUR)
    for first, second in ((",".join(FOUR), texts), (texts, ",".join(FOUR))):
        reading = read(f"{first}\n{second}\nAgree,Agree,Agree,Agree\n")
        assert (reading.statements, reading.responses, reading.questions) == (FOUR, 1, ())
        assert passed(reading) == []


PEOPLE = "Timestamp,1.1.W1\n9:01,5\n9:02,4\n9:03,3\n"


@pytest.mark.parametrize(
    "word", ["Total responses: 3", "Count 3", "Mittelwert", "Moyenne", "Average score", "Weight"]
)
@pytest.mark.parametrize("last", [True, False])
def test_sums_first_and_last_are_passed_over_although_they_are_points_of_the_scale(
    word: str, last: bool
) -> None:
    heading, people = PEOPLE[:17], PEOPLE[17:]
    reading = read(
        f"{heading}{people}{word},4\n" if last else f"{heading}{word},4\n{people}", scale=Scale(1, 5)
    )
    assert passed(reading) == [
        (5 if last else 2, "sums up the rows above" if last else "sums up the rows below")
    ]


@pytest.mark.parametrize(
    ("end", "odd"),
    [("N,3", "Row 5 is"), (",4", "Row 5 is"), (",\nKey,5\n,1", "Rows 6 and 7 are"), ("9:04,4", "")],
)
def test_last_rows_that_may_be_no_persons_are_named_and_counted(end: str, odd: str) -> None:
    reading = read(PEOPLE + end, scale=Scale(1, 5))
    assert reading.responses == 3 + len(re.findall(r",\d", end))
    assert reading.notes == (() if not odd else (f"{odd} unlike the rows above, and counted. {LEAVE_OUT}",))


def test_heading_rows_that_name_different_statements_are_asked_about() -> None:
    assert kinds(read(f'1.1.W2\n"{TEXT}"\nAgree\n')) == ["column"]


def test_the_person_chooses_the_heading_row_and_rows_to_leave_out() -> None:
    text = "1.1.W1,x\nAgree,1\n1.1.W2,x\nDisagree,2\nDisagree,3\nTotal,4\n"
    reading = read(text, heading_row=3, left_out_rows=frozenset({6}))
    assert (reading.heading_row, reading.statements, reading.responses) == (3, ("1.1.W2",), 2)
    assert passed(reading) == [
        (1, "above the headings"),
        (2, "above the headings"),
        (6, "left out by choice"),
    ]


@pytest.mark.parametrize("chosen", [1, 2])
def test_any_of_two_heading_rows_may_be_chosen(chosen: int) -> None:
    reading = read_answers(
        [table((FILES / "two_heading_rows.csv").read_text())], FRAMEWORK, Choices(heading_row=chosen)
    )
    assert (reading.heading_row, reading.statements, reading.responses, reading.questions) == (2, FOUR, 5, ())


def test_headings_further_down_and_headings_that_say_nothing_are_asked_about() -> None:
    assert kinds(read("note\n" * 14 + "1.1.W1,1.1.W2\nAgree,Agree\n")) == ["heading"]
    assert kinds(read("Question one,Question two\nAgree,Agree\n")) == ["column"]


def test_people_who_only_opened_the_survey_and_empty_and_repeated_rows_are_passed_over_by_name() -> None:
    reading = read("id,1.1.W1\n1,Agree\n2,\n,\nid,1.1.W1\n3,N/A\n4,Don't know\n")
    assert said(reading) == [{"1.1.W1": "agree"}, {"1.1.W1": "dont_know"}]
    assert passed(reading) == [
        (3, "no answers"), (4, "empty"), (5, "the headings again"), (6, "no answers")
    ]  # fmt: skip


# Sheets


ANSWERS, NOTES = "1.1.W1,1.1.W2\nAgree,Agree\n", "This is about,the survey\nof,2026\n"
LEGEND = "Statement\n" + "\n".join(f'"{text}"' for text in list(TEXTS.values())[:5])


@pytest.mark.parametrize(
    ("sheets", "read_sheet", "asked", "passed_over"),
    [
        ({"Notes": NOTES, "Data": ANSWERS}, "Data", [], ["Notes"]),
        ({"Data": ANSWERS, "(hidden) old": ANSWERS}, "Data", [], ["(hidden) old"]),
        ({"Data": ANSWERS, "Legend": LEGEND, "Empty": ""}, "Data", [], ["Legend", "Empty"]),
        ({"May": ANSWERS, "June": ANSWERS}, "May", ["sheet"], ["June"]),
        ({"(hidden) data": ANSWERS, "Notes": NOTES}, "(hidden) data", ["sheet"], ["Notes"]),
        ({"Notes": NOTES, "More": NOTES}, "Notes", ["sheet", "column"], ["More"]),
    ],
)
def test_the_sheet_with_the_answers_is_read_or_asked_and_the_others_are_named(
    sheets: Mapping[str, str], read_sheet: str, asked: list[str], passed_over: list[str]
) -> None:
    tables = [table(text, name, hidden=name.startswith("(hidden)")) for name, text in sheets.items()]
    reading = read_answers(tables, FRAMEWORK)
    assert (reading.sheet, kinds(reading)) == (read_sheet, asked)
    assert [name for name, _ in reading.sheets_passed_over] == passed_over
    assert dict(reading.sheets_passed_over).get("(hidden) old", "hidden") == "hidden"
    if asked:
        chosen = read_answers(tables, FRAMEWORK, Choices(sheet=read_sheet))
        assert "sheet" not in kinds(chosen)


# Laws


def grids() -> st.SearchStrategy[list[list[str]]]:
    cell = st.sampled_from(
        ["Agree", "Disagree", "", "4", "9", "Perhaps", "N/A", "1.1.W1", "Role", TEXT, "x,y"]
    )
    return st.lists(st.lists(cell | st.text(max_size=8), max_size=4), min_size=1, max_size=8)


@laws
@given(grids(), st.sampled_from([None, Scale(1, 5), Scale(7, 1)]))
def test_every_row_below_the_headings_is_a_response_or_passed_over(
    rows: list[list[str]], scale: Scale | None
) -> None:
    given_rows = [tuple(cell.strip() for cell in row) for row in rows]
    if not any(map(any, given_rows)):
        return
    reading = read_answers([Table(None, given_rows)], FRAMEWORK, Choices(scale=scale))
    aside = [one.row for one in reading.passed_over if one.row >= reading.first_row]
    assert len(aside) == len(set(aside))
    assert reading.responses + len(aside) == max(0, len(rows) - reading.first_row + 1)
    assert bool(reading.answers) <= (not reading.questions)
    assert len(reading.columns) == max(map(len, rows))


@pytest.mark.parametrize("scale", [WORDS, [f"{n} - {word}" for n, word in enumerate(WORDS, 1)]])
def test_every_word_of_a_scale_means_its_point(scale: Iterable[str]) -> None:
    reading = read(column(*scale))
    points = [answer for answer in Answer if answer.on_scale]
    assert [one.answers["1.1.W1"] for one in reading.answers] == points


@pytest.mark.parametrize("word", ["agree", "disagree"])
def test_degrees_of_agreeing_agree(word: str) -> None:
    degrees = ("Strongly", "Completely", "Somewhat", "Tend to", "Slightly", "Mostly")
    reading = read(column(*(f"{degree} {word}" for degree in degrees)))
    assert reading.questions == ()
    assert {one.answers["1.1.W1"].agrees for one in reading.answers} == {word == "agree"}
