"""Framework files: any shape of framework is read, and every problem is reported with its line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from clf_model.errors import DataError, Problem
from clf_model.files.framework import framework_schema, load_framework, parse_framework
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage

ROOT = Path(__file__).parents[2]
GARDEN = ROOT / "tests" / "data" / "garden.yaml"

SMALL = """\
id: small
edition: first
title: A small framework
source: Made up
stages:
  - id: one
    name: One
    descriptor: The first.
  - id: two
    name: Two
    descriptor: The second.
capabilities:
  - id: care
    name: Taking care
    short_name: Care
    statement: People take care.
    indicators:
      two:
        organisation:
          1.2.O1: cares more
      one:
        worker:
          1.1.W1: feels cared for
        organisation:
          1.1.O1: cares
          1.1.O2: cares well
"""


def problems_of(text: str) -> list[Problem]:
    framework, problems = parse_framework(text.encode(), "small.yaml")
    assert framework is None
    assert all(problem.file == "small.yaml" and problem.remedy for problem in problems)
    return list(problems)


def changed(old: str, new: str) -> list[Problem]:
    """The problems of the small framework with one piece replaced."""
    assert SMALL.count(old) == 1
    return problems_of(SMALL.replace(old, new))


def test_a_small_framework_is_read_in_the_order_of_its_stages_and_perspectives() -> None:
    framework, problems = parse_framework(SMALL.encode(), "small.yaml")
    assert problems == ()
    organisation, worker = Perspective.ORGANISATION, Perspective.WORKER
    assert framework == Framework(
        id="small",
        edition="first",
        title="A small framework",
        source="Made up",
        stages=(Stage("one", "One", "The first."), Stage("two", "Two", "The second.")),
        capabilities=(
            Capability(
                "care",
                "Taking care",
                "Care",
                "People take care.",
                (
                    Indicator("1.1.O1", "cares", "care", "one", organisation),
                    Indicator("1.1.O2", "cares well", "care", "one", organisation),
                    Indicator("1.1.W1", "feels cared for", "care", "one", worker),
                    Indicator("1.2.O1", "cares more", "care", "two", organisation),
                ),
            ),
        ),
    )


def test_the_real_framework_has_six_capabilities_and_four_stages() -> None:
    framework = load_framework(ROOT / "framework.yaml")
    assert (len(framework.capabilities), len(framework.stages), len(tuple(framework.indicators))) == (
        6,
        4,
        148,
    )


def test_a_framework_of_another_shape_with_one_perspective_is_read() -> None:
    framework = load_framework(GARDEN)
    assert (len(framework.capabilities), len(framework.stages)) == (9, 3)
    assert not framework.has_perspective(Perspective.WORKER)
    tools = framework.cell("tools", "planted", Perspective.ORGANISATION)
    assert [indicator.id for indicator in tools] == ["4.1.O1", "4.1.O2", "4.1.O3"]


@pytest.mark.parametrize("key", ["id", "edition", "title", "source", "stages", "capabilities"])
def test_every_top_level_key_is_required(key: str) -> None:
    lines = SMALL.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    problems = problems_of("\n".join(lines[:start] + lines[end:]))
    assert f"The file has no '{key}'." in [problem.message for problem in problems]


@pytest.mark.parametrize("key", ["name", "short_name", "statement"])
def test_a_capability_needs_its_texts(key: str) -> None:
    line = {"name": "Taking care", "short_name": "Care", "statement": "People take care."}[key]
    problems = changed(f"    {key}: {line}\n", "")
    assert [(p.line, p.message) for p in problems] == [(13, f"Entry 1 of 'capabilities' has no '{key}'.")]


def test_an_unknown_key_is_reported_with_the_nearest_one() -> None:
    problems = changed("    descriptor: The second.", "    descriptor: The second.\n    descripton: Again")
    assert [problem.line for problem in problems] == [12]
    assert "Did you mean 'descriptor'?" in problems[0].remedy


def test_a_duplicate_key_is_reported_with_both_lines() -> None:
    problems = changed("title: A small framework", "title: A small framework\ntitle: Another")
    assert [(p.line, p.message) for p in problems] == [
        (4, "'title' is written twice: first on line 3, and here again.")
    ]


def test_an_indicator_id_used_in_two_places_is_reported_with_both_lines() -> None:
    problems = changed("1.2.O1: cares more", "1.1.O1: cares more")
    assert [(p.line, p.message) for p in problems] == [
        (25, "The indicator id '1.1.O1' is used twice: first on line 20, and here again.")
    ]


def test_an_indicator_id_used_twice_in_one_list_is_reported_with_both_lines() -> None:
    problems = changed("1.1.O2: cares well", "1.1.O1: cares well")
    assert [(p.line, p.message) for p in problems] == [
        (26, "'1.1.O1' is written twice: first on line 25, and here again.")
    ]


def test_duplicate_stage_ids_are_reported_with_both_lines() -> None:
    problems = changed("  - id: two", "  - id: one")
    assert (9, "The stage id 'one' is used twice: first on line 6, and here again.") in [
        (p.line, p.message) for p in problems
    ]


def test_duplicate_capability_ids_are_reported_with_both_lines() -> None:
    start = SMALL.index("  - id: care")
    again = SMALL[start:].replace(" 1.", " 2.")
    assert [(p.line, p.message) for p in problems_of(SMALL + again)] == [
        (27, "The capability id 'care' is used twice: first on line 13, and here again.")
    ]


def test_an_unknown_stage_under_indicators_is_reported_with_the_nearest() -> None:
    problems = changed("      two:\n", "      twoo:\n")
    assert [(p.line, p.message) for p in problems] == [
        (17, "The stage 'two' has no indicators of the organisation in this capability."),
        (18, "There is no stage 'twoo'."),
    ]
    assert "Did you mean 'two'?" in problems[1].remedy


def test_an_empty_indicator_is_reported() -> None:
    problems = changed("1.1.O2: cares well", "1.1.O2:")
    assert [(p.line, p.message) for p in problems] == [(26, "'1.1.O2' is empty.")]


def test_a_stage_without_the_organisations_list_is_reported() -> None:
    problems = changed(
        "        organisation:\n          1.2.O1: cares more", "        worker:\n          1.2.W1: x"
    )
    assert [(p.line, p.message) for p in problems] == [(18, "'two' has no 'organisation'.")]


def test_a_stage_with_an_empty_organisations_list_is_reported() -> None:
    problems = changed("        organisation:\n          1.2.O1: cares more", "        organisation: {}")
    assert [(p.line, p.message) for p in problems] == [(19, "'organisation' has no entries.")]


@pytest.mark.parametrize("key", ["stages", "capabilities"])
def test_at_least_one_stage_and_one_capability_are_needed(key: str) -> None:
    head, _, rest = SMALL.partition(f"{key}:\n")
    tail = rest[rest.index("capabilities:") :] if key == "stages" else ""
    messages = [problem.message for problem in problems_of(f"{head}{key}: []\n{tail}")]
    assert f"'{key}' has no entries." in messages


@pytest.mark.parametrize("id_", ["two words", "a=b", "-x", "ä"])
def test_an_id_that_cannot_be_said_on_a_command_line_is_refused(id_: str) -> None:
    problems = changed("  - id: care", f"  - id: '{id_}'")
    assert [problem.line for problem in problems] == [13]
    assert "beginning with a letter or digit" in problems[0].remedy


def test_all_problems_are_reported_together_in_the_order_of_their_lines() -> None:
    text = SMALL.replace("title: A small framework", "title: 2024").replace("name: Two", "name: no")
    problems = problems_of(text.replace("cares well", "*x").replace("statement: People take care.", "x: y"))
    assert [problem.line for problem in problems] == [3, 10, 13, 16, 26]


def test_a_file_over_one_mebibyte_is_refused() -> None:
    comment = "#" * (2**20 - len(SMALL) - 1) + "\n"
    assert parse_framework((SMALL + comment).encode(), "small.yaml")[0] is not None
    problems = problems_of(SMALL + "#" + comment)
    assert [(p.line, p.message) for p in problems] == [(0, "The file is larger than 1 MiB.")]


def test_load_raises_every_problem_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(SMALL.replace("title: A small framework", "title: no").replace("1.1.O2", "1.2.O1"))
    with pytest.raises(DataError) as caught:
        load_framework(path)
    assert [problem.line for problem in caught.value.problems] == [3, 26]
    assert f"{path}:3: " in str(caught.value)


def test_load_says_that_a_file_is_missing_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no such file"):
        load_framework(tmp_path / "missing.yaml")
    with pytest.raises(DataError, match="This is a folder"):
        load_framework(tmp_path)
    with pytest.raises(DataError, match="cannot be opened"):
        load_framework("nul\0.yaml")


def test_the_schema_file_is_what_the_definitions_say() -> None:
    stored = json.loads((ROOT / "framework.schema.json").read_text(encoding="utf-8"))
    assert stored == framework_schema(), (
        "framework.schema.json is stale: write json.dumps(framework_schema(), indent=2, ensure_ascii=False)"
    )


@pytest.mark.parametrize("path", [ROOT / "framework.yaml", GARDEN])
def test_the_framework_files_are_valid_by_the_schema(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(framework_schema())
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(framework_schema()).validate(content)


def test_the_framework_file_tells_editors_its_schema() -> None:
    first_line = (ROOT / "framework.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=framework.schema.json"
