"""Shapes: the same definition checks values strictly and describes them as a JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Any

import jsonschema
import pytest

from clf_model.errors import Problem
from clf_model.files.findings import MOST_PROBLEMS, Findings, quoted
from clf_model.files.shape import (
    Choice,
    Date,
    Flag,
    ListOf,
    MapOf,
    Number,
    RecordOf,
    Rule,
    Shape,
    ShortForm,
    Text,
    json_schema,
)
from clf_model.files.shape_check import Checked, check
from clf_model.files.yaml_reader import read_tree

COLOUR = Choice("The colour", ("red", "green", "blue"))
PAINT = RecordOf(
    "A paint",
    {"colour": COLOUR},
    {"litres": Number("How much"), "gift": Flag("Whether it was given"), "from": Text("Who gave it")},
    (
        Rule("gift", True, "from", "A gift comes from somebody.", "Add 'from: …'."),
        Rule("gift", True, "colour", "Gifts are red.", "Write 'colour: red'.", "red"),
    ),
)
CODE = Text("A code", "[A-Z]{2}", "two capital letters")


def checked(text: str, shape: Shape) -> Checked:
    tree, problems = read_tree(text.encode(), "file.yaml", max_bytes=10_000)
    assert problems == ()
    assert tree is not None
    return check(tree, shape, "file.yaml")


def under_x(written: str, shape: Shape) -> tuple[Any, tuple[Problem, ...]]:
    """The value and problems of `x`, written on line 2 of a file."""
    result = checked(f"# a comment\nx: {written}\n", RecordOf("A file", {"x": shape}))
    return result.value["x"], result.problems


def only_problem(written: str, shape: Shape) -> Problem:
    value, problems = under_x(written, shape)
    assert value is None
    assert len(problems) == 1, problems
    assert (problems[0].file, problems[0].line) == ("file.yaml", 2)
    return problems[0]


def is_valid(value: object, shape: Shape) -> bool:
    schema = json_schema(shape)
    jsonschema.Draft202012Validator.check_schema(schema)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


@pytest.mark.parametrize(
    ("written", "taken_for"),
    [
        ("no", "true or false"),
        ("010", "a number"),
        ("2024", "a number"),
        (".nan", "a number"),
        ("1:30", "a number"),
        ("2026-01-01", "a date"),
    ],
)
def test_text_that_yaml_takes_for_something_else_is_to_be_put_in_quotes(written: str, taken_for: str) -> None:
    problem = only_problem(written, Text("A name"))
    assert (
        problem.message
        == f"'x' is '{written}' without quotes, which YAML takes for {taken_for}, not for text."
    )
    assert problem.remedy == f'Put it in quotes: "{written}".'
    assert under_x(f"'{written}'", Text("A name")) == (written, ())


@pytest.mark.parametrize("written", ["", "~", "null", "''", '"  "'])
@pytest.mark.parametrize(
    "shape", [Text("A name"), Number("A number"), COLOUR, Date("A day"), ListOf("Some", CODE), PAINT]
)
def test_nothing_is_reported_as_empty_whatever_the_shape(written: str, shape: Shape) -> None:
    problem = only_problem(written, shape)
    assert problem.message == "'x' is empty."
    assert "Write it, or delete the line." in problem.remedy


@pytest.mark.parametrize(
    ("written", "value"), [("0", 0.0), ("3", 3.0), ("2.5", 2.5), (".5", 0.5), ("1.5e+3", 1500.0), ("+1", 1.0)]
)
def test_a_number_is_decimal_and_at_least_zero(written: str, value: float) -> None:
    assert under_x(written, Number("How much")) == (value, ())


@pytest.mark.parametrize(
    "written",
    [
        "-1",
        "'3'",
        "three",
        "true",
        "010",
        "0x1F",
        "1_000",
        "1:30",
        ".nan",
        ".inf",
        "1.0e+999",
        "2026-01-01",
        "3 days",
    ],
)
def test_what_is_not_plainly_a_number_is_refused(written: str) -> None:
    problem = only_problem(written, Number("How much"))
    assert "not a number of 0 or more" in problem.message
    assert problem.remedy == "Write digits without quotes, such as 3 or 2.5."


def test_a_flag_is_true_or_false() -> None:
    assert under_x("true", Flag("Whether")) == (True, ())
    assert under_x("False", Flag("Whether")) == (False, ())


@pytest.mark.parametrize("written", ["yes", "no", "'true'", "1", "maybe"])
def test_no_other_word_or_number_is_a_flag(written: str) -> None:
    assert only_problem(written, Flag("Whether")).remedy == "Write true or false, without quotes."


@pytest.mark.parametrize("written", ["2026-03-12", "'2026-03-12'", '"2026-03-12"'])
def test_a_date_may_be_plain_or_quoted(written: str) -> None:
    assert under_x(written, Date("A day")) == (date(2026, 3, 12), ())


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-3-1",
        "12.3.2026",
        "20260312",
        "2026-W10-4",
        "2026-03-12 10:00:00",
        "today",
    ],
)
def test_a_date_must_exist_and_be_written_in_full(written: str) -> None:
    problem = only_problem(written, Date("A day"))
    assert "not a date in the calendar" in problem.message
    assert "2026-03-12" in problem.remedy


def test_a_leap_day_exists_in_a_leap_year() -> None:
    assert under_x("2024-02-29", Date("A day")) == (date(2024, 2, 29), ())


def test_a_choice_suggests_the_nearest_word() -> None:
    assert under_x("green", COLOUR) == ("green", ())
    problem = only_problem("gren", COLOUR)
    assert problem.message == "'x' is 'gren', which is not one of red, green, blue."
    assert problem.remedy == "Did you mean 'green'? Write one of red, green, blue."


def test_a_pattern_must_match_the_whole_text() -> None:
    assert under_x("AB", CODE) == ("AB", ())
    problem = only_problem("ABC", CODE)
    assert problem.message == "'x' is 'ABC', which is not two capital letters."
    assert problem.remedy == "Write two capital letters."


@pytest.mark.parametrize(
    ("written", "shape", "what"),
    [
        ("word", ListOf("Some", CODE), "a list"),
        ("{a: b}", ListOf("Some", CODE), "a list"),
        ("[a]", Text("A name"), "text"),
        ("{a: b}", Text("A name"), "text"),
        ("[3]", Number("How much"), "a number of 0 or more"),
        ("word", PAINT, "a set of keys with values"),
        ("[word]", PAINT, "a set of keys with values"),
        ("word", MapOf("Some", "code", CODE, COLOUR), "a value for each code"),
        ("[red]", ShortForm("A paint", "colour", COLOUR, PAINT), "one of red, green, blue, or a set of keys"),
    ],
)
def test_a_value_of_the_wrong_kind_is_reported_with_what_belongs_there(
    written: str, shape: Shape, what: str
) -> None:
    problem = only_problem(written, shape)
    assert problem.message.startswith(f"'x' is not {what}")
    assert problem.remedy


def test_each_bad_entry_of_a_list_is_reported_on_its_own_line() -> None:
    result = checked("x:\n  - AB\n  - abc\n  - 12\n  -\n", RecordOf("A file", {"x": ListOf("Some", CODE)}))
    assert result.value == {"x": ["AB", None, None, None]}
    assert [(p.line, p.message.split(",")[0]) for p in result.problems] == [
        (3, "Entry 2 of 'x' is 'abc'"),
        (4, "Entry 3 of 'x' is '12' without quotes"),
        (5, "Entry 4 of 'x' is empty."),
    ]


@pytest.mark.parametrize(
    ("written", "shape"),
    [("[]", ListOf("Some", CODE, filled=True)), ("{}", MapOf("Some", "code", CODE, COLOUR, filled=True))],
)
def test_a_list_or_mapping_that_must_be_filled_is_not_empty(written: str, shape: Shape) -> None:
    _, problems = under_x(written, shape)
    assert [problem.message for problem in problems] == ["'x' has no entries."]


@pytest.mark.parametrize("shape", [ListOf("Some", CODE), MapOf("Some", "code", CODE, COLOUR)])
def test_a_list_or_mapping_may_be_empty_otherwise(shape: Shape) -> None:
    assert under_x("[]" if isinstance(shape, ListOf) else "{}", shape)[1] == ()


def test_the_keys_of_a_mapping_follow_their_pattern_and_are_text() -> None:
    shape = MapOf("Some", "code", Text("A code", "[A-Z0-9.]+", "capital letters"), COLOUR)
    result = checked("AB: red\nab: green\n1.10: blue\n'1.20': red\n", shape)
    assert [(problem.line, problem.remedy) for problem in result.problems] == [
        (2, "Write capital letters."),
        (3, 'Put it in quotes: "1.10".'),
    ]


def test_a_key_that_is_not_among_the_known_ones_is_reported_with_the_nearest() -> None:
    shape = MapOf("Some", "code", Text("A code"), COLOUR, known=("1.1.W1", "1.1.O1"))
    result = checked("1.1.01: red\n1.1.o1: red\n1.1.W1: blue\nother: mauve\n", shape)
    assert [(problem.line, problem.remedy) for problem in result.problems] == [
        (1, "Did you mean '1.1.O1'? Correct it, or delete it."),
        (2, "Did you mean '1.1.O1'? Correct it, or delete it."),
        (4, "Correct it, or delete it."),
        (4, "Write one of red, green, blue."),
    ]


def test_an_unknown_key_is_reported_with_the_nearest_known_one() -> None:
    result = checked("colour: red\nliters: 3\n", PAINT)
    assert [(problem.line, problem.message) for problem in result.problems] == [
        (2, "The key 'liters' is not known here.")
    ]
    assert result.problems[0].remedy == "Did you mean 'litres'? Known here: colour, litres, gift, from."


def test_a_missing_key_is_reported_on_the_line_of_its_record() -> None:
    result = checked(
        "x:\n  - colour: red\n  - litres: 3\n", RecordOf("A file", {"x": ListOf("Paints", PAINT)})
    )
    assert [(problem.line, problem.message) for problem in result.problems] == [
        (3, "Entry 2 of 'x' has no 'colour'.")
    ]
    assert result.problems[0].remedy == "Add a line 'colour: …' (the colour)."


def test_a_rule_is_reported_on_the_line_that_calls_for_it() -> None:
    result = checked("colour: green\ngift: true\n", PAINT)
    assert [(problem.line, problem.message) for problem in result.problems] == [
        (2, "A gift comes from somebody."),
        (2, "Gifts are red."),
    ]
    assert checked("colour: green\ngift: false\n", PAINT).problems == ()
    assert checked("colour: red\ngift: true\nfrom: Ann\n", PAINT).problems == ()


def test_a_rule_does_not_complain_of_a_value_that_has_been_reported() -> None:
    result = checked("colour: mauve\ngift: true\nfrom: 2024\n", PAINT)
    assert [problem.line for problem in result.problems] == [1, 3]


def test_the_short_form_stands_for_a_record_with_one_key() -> None:
    shape = RecordOf("A file", {"x": ShortForm("A paint", "colour", COLOUR, PAINT)})
    assert checked("x: red\n", shape).value == {"x": {"colour": "red"}}
    assert checked("x: {colour: red}\n", shape).value == {"x": {"colour": "red"}}
    assert checked("\nx: mauve\n", shape).problems[0].line == 2


def test_the_line_of_every_place_is_known() -> None:
    result = checked(
        "x:\n  -\n    colour: red\n    litres: 1\n", RecordOf("A file", {"x": ListOf("Some", PAINT)})
    )
    assert result.lines == {
        (): 1,
        ("x",): 1,
        ("x", 0): 3,
        ("x", 0, "colour"): 3,
        ("x", 0, "litres"): 4,
    }


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (Text("A name"), ["north", " x "], ["", "  ", 3, None, True]),
        (CODE, ["AB"], ["ABC", "ab", ""]),
        (Number("How much"), [0, 2.5], [-1, "3", True, None]),
        (Flag("Whether"), [True, False], ["true", 1]),
        (Date("A day"), ["2026-03-12"], ["12.3.2026", 20260312]),
        (COLOUR, ["red"], ["mauve", None]),
        (ListOf("Some", COLOUR, filled=True), [["red"]], [[], ["mauve"], "red"]),
        (MapOf("Some", "code", CODE, COLOUR), [{}, {"AB": "red"}], [{"ab": "red"}, {"AB": "x"}, []]),
        (MapOf("Some", "code", CODE, COLOUR, known=("AB",)), [{"AB": "red"}], [{"CD": "red"}]),
        (MapOf("Some", "code", CODE, COLOUR, filled=True), [{"AB": "red"}], [{}]),
        (
            PAINT,
            [
                {"colour": "red"},
                {"colour": "red", "gift": True, "from": "Ann"},
                {"colour": "blue", "gift": False},
            ],
            [
                {},
                {"colour": "red", "color": "red"},
                {"colour": "red", "gift": True},
                {"colour": "blue", "gift": True, "from": "Ann"},
            ],
        ),
        (ShortForm("A paint", "colour", COLOUR, PAINT), ["red", {"colour": "red"}], ["mauve", ["red"], {}]),
    ],
)
def test_the_json_schema_accepts_and_refuses_what_the_check_does(
    shape: Shape, good: list[object], bad: list[object]
) -> None:
    assert [value for value in good if not is_valid(value, shape)] == []
    assert [value for value in bad if is_valid(value, shape)] == []


def test_the_json_schema_names_its_draft_and_carries_the_descriptions() -> None:
    schema = json_schema(PAINT)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["description"] == "A paint"
    assert schema["properties"]["litres"] == {"description": "How much", "type": "number", "minimum": 0}


def test_a_short_form_that_a_rule_forbids_on_its_own_is_not_in_the_json_schema() -> None:
    record = RecordOf(
        "R", {}, {"c": COLOUR, "why": Text("W")}, (Rule("c", "blue", "why", "Why blue?", "Say."),)
    )
    shape = ShortForm("Short", "c", COLOUR, record)
    assert is_valid("red", shape)
    assert not is_valid("blue", shape)
    assert under_x("blue", shape)[1][0].message == "Why blue?"


def test_after_five_hundred_problems_the_rest_is_only_said_to_exist() -> None:
    findings = Findings("file.yaml")
    for line in range(1, 2 * MOST_PROBLEMS):
        findings.add(line, "Wrong.", "Mend it.")
    assert len(findings.problems) == 501
    assert findings.problems[-1].message == "There are more problems than these 500."


def test_long_texts_are_cut_where_they_are_quoted() -> None:
    assert quoted("short\n text") == "'short text'"
    assert len(quoted("long " * 10_000)) < 70
