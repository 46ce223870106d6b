"""Reading YAML: nodes with lines, everything refused that people do not need, and no way to crash."""

from __future__ import annotations

import time

import pytest
import yaml

from clf_model.errors import Problem
from clf_model.files import yaml_reader
from clf_model.files.yaml_reader import (
    Entry,
    Kind,
    ListNode,
    MappingNode,
    Node,
    RefusedNode,
    ScalarNode,
    read_tree,
)
from clf_model.text import unprintable
from tests.pace import is_quick

PARSERS = [
    pytest.param("SafeLoader", id="pure-python"),
    pytest.param(
        "CSafeLoader",
        id="libyaml",
        marks=pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"),
    ),
]


@pytest.fixture(params=PARSERS, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here runs with both parsers that PyYAML has."""
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, request.param))


def read(text: str | bytes, **limits: int) -> tuple[Node | None, tuple[Problem, ...]]:
    data = text.encode() if isinstance(text, str) else text
    return read_tree(data, "file.yaml", **{"max_bytes": 2**20, **limits})


def only_problem(text: str | bytes, **limits: int) -> Problem:
    _, problems = read(text, **limits)
    assert len(problems) == 1, problems
    assert problems[0].file == "file.yaml"
    assert problems[0].remedy
    return problems[0]


def test_a_file_becomes_nodes_with_the_line_of_each() -> None:
    tree, problems = read("a: one\nb:\n  - 2\n  - 'x'\n\nc: {d: true}\n")
    assert problems == ()
    assert tree == MappingNode(
        1,
        (
            Entry("a", 1, Kind.TEXT, ScalarNode(1, "one", Kind.TEXT)),
            Entry(
                "b",
                2,
                Kind.TEXT,
                ListNode(3, (ScalarNode(3, "2", Kind.NUMBER), ScalarNode(4, "x", Kind.TEXT))),
            ),
            Entry(
                "c",
                6,
                Kind.TEXT,
                MappingNode(6, (Entry("d", 6, Kind.TEXT, ScalarNode(6, "true", Kind.FLAG)),)),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("no", Kind.FLAG),
        ("On", Kind.FLAG),
        ("true", Kind.FLAG),
        ("010", Kind.NUMBER),
        ("2024", Kind.NUMBER),
        (".nan", Kind.NUMBER),
        ("-.inf", Kind.NUMBER),
        ("1_000", Kind.NUMBER),
        ("12:30", Kind.NUMBER),
        ("0x1F", Kind.NUMBER),
        ("2026-03-12", Kind.DATE),
        ("2026-03-12 10:00:00", Kind.DATE),
        ("~", Kind.EMPTY),
        ("null", Kind.EMPTY),
        ("", Kind.EMPTY),
        ("north", Kind.TEXT),
        ("1.1.O1", Kind.TEXT),
        ("'no'", Kind.TEXT),
        ('"2024"', Kind.TEXT),
        ('""', Kind.TEXT),
        ("|\n  010", Kind.TEXT),
    ],
)
def test_a_value_is_taken_for_what_yaml_takes_it_for_and_quotes_make_it_text(
    written: str, kind: Kind
) -> None:
    tree, problems = read(f"key: {written}\n")
    assert problems == ()
    assert isinstance(tree, MappingNode)
    value = tree.entries[0].value
    assert isinstance(value, ScalarNode)
    assert value.kind is kind


def test_a_byte_order_mark_is_allowed() -> None:
    tree, problems = read(b"\xef\xbb\xbfa: b\n")
    assert problems == ()
    assert isinstance(tree, MappingNode)
    assert tree.entries[0].key == "a"


def test_a_byte_that_is_not_utf_8_is_reported_with_its_line() -> None:
    problem = only_problem(b"a: b\nc: caf\xe9\n")
    assert problem.line == 2
    assert "UTF-8" in problem.message
    assert "UTF-8" in problem.remedy


def test_a_binary_file_is_told_from_text() -> None:
    assert "not a plain text file" in only_problem(b"PK\x03\x04\0\0\0").message


def test_a_utf_16_file_is_to_be_saved_as_utf_8() -> None:
    assert "UTF-8" in only_problem("a: b\n".encode("utf-16")).remedy


def test_control_characters_are_reported_on_each_of_their_lines() -> None:
    tree, problems = read("a: b\nc: \x07\nd: e\nf: \x7f\n")
    assert tree is None
    assert [problem.line for problem in problems] == [2, 4]
    assert "control character" in problems[0].message


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\x1b", "\\x7f"])
def test_a_control_character_hidden_in_an_escape_is_refused(escape: str) -> None:
    problem = only_problem(f'a: b\nc: "x{escape}y"\n')
    assert problem.line == 2
    assert "control character" in problem.message


@pytest.mark.parametrize("escape", ["\\ud800", "\\UFFFFFFFF", "\\U00110000"])
def test_an_escape_of_something_that_is_no_character_is_refused(escape: str) -> None:
    _, problems = read(f'a: b\nc: "{escape}"\n')
    assert len(problems) == 1
    assert problems[0].line in (1, 2)


def test_unprintable_names_the_character() -> None:
    assert unprintable("tab\tand\nnewline, ünïcödé 🌱") is None
    assert unprintable("bell\a") == "U+0007"
    assert unprintable("\ud800") == "U+D800"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_reported_for_the_file_as_a_whole(text: str) -> None:
    problem = only_problem(text)
    assert problem.line == 0
    assert problem.message == "The file is empty."


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "---\n", "[1, 2]\n"])
def test_a_file_that_is_not_a_set_of_keys_is_refused(text: str) -> None:
    tree, _ = read(text)
    assert tree is None
    assert "does not begin with a key" in only_problem(text).message


def test_an_alias_and_its_anchor_are_refused_each_with_its_line() -> None:
    tree, problems = read("a: &x one\nb: two\nc: *x\n")
    assert [(problem.line, problem.message.split(" is ")[0]) for problem in problems] == [
        (1, "'&x'"),
        (3, "'*x'"),
    ]
    assert isinstance(tree, MappingNode)
    assert [type(entry.value) for entry in tree.entries] == [RefusedNode, ScalarNode, RefusedNode]


def test_text_that_begins_with_an_ampersand_is_not_silently_cut() -> None:
    problem = only_problem("title: &Friends of the garden\n")
    assert "quotes" in problem.remedy


@pytest.mark.parametrize(
    "value", ["!!str 010", "!!python/object/apply:os.system [x]", "! x", "!local {a: b}"]
)
def test_tags_are_refused(value: str) -> None:
    problem = only_problem(f"a: b\nc: {value}\n")
    assert problem.line == 2
    assert "YAML tag" in problem.message


def test_merge_keys_are_refused() -> None:
    problem = only_problem("a: b\n<<: {c: d}\n")
    assert problem.line == 2
    assert "merges" in problem.message


def test_a_duplicate_key_is_reported_with_both_lines_and_the_first_is_kept() -> None:
    tree, problems = read("a: 1\nb:\n  c: x\n  d: y\n  c: z\na: 2\n")
    assert [problem.line for problem in problems] == [5, 6]
    assert "first on line 3" in problems[0].message
    assert "first on line 1" in problems[1].message
    assert isinstance(tree, MappingNode)
    assert [entry.key for entry in tree.entries] == ["a", "b"]
    assert tree.entries[0].value == ScalarNode(1, "1", Kind.NUMBER)


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_a_key_that_is_not_a_word_is_refused(key: str) -> None:
    problem = only_problem(f"x: y\n? {key}\n: value\n")
    assert problem.line == 2
    assert "key" in problem.message


@pytest.mark.parametrize("key", ["~", "''", "?\n"])
def test_a_missing_key_is_reported(key: str) -> None:
    problem = only_problem(f"a: b\n{key}: value\n")
    assert problem.line in (2, 3)
    assert "missing" in problem.message


def test_a_second_document_is_reported_with_its_line() -> None:
    problem = only_problem("a: b\n---\nc: d\n")
    assert problem.line == 2
    assert "second document" in problem.message


def test_all_problems_are_collected_in_the_order_of_their_lines() -> None:
    _, problems = read("a: !x 1\na: *y\n<<: z\n? [q]\n: r\n")
    assert [problem.line for problem in problems] == [1, 2, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: b\nc: 'never closed\nd: e\n", 2, "quotation mark"),
        ("a: b\nc: [1, 2\n", 2, "bracket"),
        ("a: b\nc: d: e\n", 2, "second colon"),
        ("a: b\n\tc: d\n", 2, "tab"),
        ("a: b\nc: @d\n", 2, "@"),
        ('a: b\nc: "\\q"\n', 2, "backslash"),
        ("a:\n  b: c\nword\nd: e\n", 3, "colon is missing"),
        ("a:\n  - b\n  c: d\n", 3, "does not fit"),
    ],
)
def test_syntax_errors_are_told_in_plain_words_with_their_line(text: str, line: int, words: str) -> None:
    problem = only_problem(text)
    assert problem.line == line
    assert words in problem.message
    assert read(text)[0] is None


def test_problems_before_a_syntax_error_are_kept() -> None:
    _, problems = read("a: *x\nb: 'never closed\n")
    assert [problem.line for problem in problems] == [1, 2]


@pytest.mark.parametrize("brackets", ["[", "{a: ", "- ", "? "])
def test_fifty_thousand_nested_levels_neither_crash_nor_take_long(brackets: str) -> None:
    start = time.process_time()
    problem = only_problem("a:\n " + brackets * 50_000)
    assert problem.line == 2
    assert "nested" in problem.message
    assert is_quick(time.process_time() - start, at_most=5)


def test_the_depth_limit_counts_the_outermost_mapping() -> None:
    assert read("a: [[1]]\n", max_depth=3)[1] == ()
    assert "more than 2 levels" in only_problem("a: [[1]]\n", max_depth=2).message


def test_the_node_limit_counts_keys_values_lists_and_mappings() -> None:
    # one mapping, one key, one list, two values
    assert read("a: [1, 2]\n", max_nodes=5)[1] == ()
    assert "more than 4 values" in only_problem("a: [1, 2]\n", max_nodes=4).message


def test_the_byte_limit_is_checked_before_anything_else() -> None:
    assert read("a: b\n", max_bytes=5)[1] == ()
    problem = only_problem(b"\xff" * (2**20 + 1))
    assert problem.line == 0
    assert "1 MiB" in problem.message


def test_a_million_aliases_stop_at_the_node_limit() -> None:
    start = time.process_time()
    tree, problems = read("a: [" + "*x," * 300_000 + "]\n")
    assert tree is None
    assert "values" in problems[-1].message
    assert is_quick(time.process_time() - start, at_most=30)
