"""Stages that a framework leaves empty on purpose: passed over in every reading, worked out here by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    Assessment,
    Framework,
    Judgement,
    Perspectives,
    Record,
    Rules,
    Target,
    load_framework,
    parse_framework,
    plan_to_target,
    profile,
    stage_name,
)
from clf_model.command_line.main import main

GAPPED = Path(__file__).parents[1] / "data" / "gapped.yaml"
TEXT = GAPPED.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gapped() -> Framework:
    return load_framework(GAPPED)


def met(*ids: str) -> Assessment:
    records = dict.fromkeys(ids, Record(Judgement.MET))
    return Assessment("gapped", "Oak House", date(2026, 3, 12), records=records)


# What is met, whose indicators decide, and the stages reached in both capabilities. The first capability asks
# nothing in stages 1 and 4; the second nothing of the organisation in 2, and nothing at all in 3.
CASES = [
    ((), "organisation", (1, 0)),
    (("1.2.O1",), "organisation", (2, 0)),
    (("1.2.O1", "1.3.O1"), "organisation", (4, 0)),
    (("2.1.O1",), "organisation", (1, 3)),
    (("2.1.O1", "2.4.O1"), "organisation", (1, 4)),
    (("2.4.O1",), "organisation", (1, 0)),
    # Workers have nothing to say in stage 2 of the first and 1 of the second, where something is asked.
    (("1.3.W1", "2.2.W1", "2.4.W1"), "worker", (1, 0)),
    # Both: workers alone decide stage 2 of the second capability.
    (("2.1.O1",), "both", (1, 1)),
    (("2.1.O1", "2.2.W1"), "both", (1, 3)),
    (("1.2.O1", "1.3.O1"), "both", (2, 0)),
    (("1.2.O1", "1.3.O1", "1.3.W1"), "both", (4, 0)),
]


@pytest.mark.parametrize(("ids", "whose", "reached"), CASES)
def test_a_stage_that_asks_nothing_comes_with_those_before_it(
    gapped: Framework, ids: tuple[str, ...], whose: str, reached: tuple[int, int]
) -> None:
    results = profile(gapped, met(*ids), Rules(perspectives=Perspectives(whose))).capabilities
    assert tuple(result.reached_index for result in results) == reached


def test_it_adds_nothing_to_effort_and_no_share_of_its_own(gapped: Framework) -> None:
    plan = plan_to_target(gapped, met(), Target("measured"))
    # 1.2.O1, 1.3.O1 and 2.1.O1: the stages between and after them cost nothing
    assert plan.effort == 3
    assert [stage and stage.id for stage in plan.reached.values()] == ["improving", "measured"]
    first, second = profile(gapped, met()).capabilities
    assert (first.progress, second.progress) == (1, 0)
    assert (stage_name(first), stage_name(second)) == ("Begun", "Not yet begun")
    assert first.possible_index == 4


def test_all_not_applicable_by_judgement_stays_nothing_was_shown(gapped: Framework) -> None:
    left_out = Record(Judgement.NOT_APPLICABLE, reason="No such work here")
    assessment = Assessment("gapped", "Oak House", date(2026, 3, 12), records={"1.2.O1": left_out})
    assert profile(gapped, assessment).capabilities[0].reached_index == 1


def test_the_command_line_calls_it_addressed_once_the_stages_before_it_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "framework: gapped\norganisation: Oak\nassessed_on: 2026-03-12\njudgements:\n  2.1.O1: met\n"
    )
    assert main(["profile", str(file), "--framework", str(GAPPED), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["capabilities"]
    assert [stage["addressed"] for stage in first["stages"]] == [True, False, False, False]
    assert [stage["addressed"] for stage in second["stages"]] == [True, True, True, False]
    assert (second["reached"], second["reached_index"], second["progress"]) == ("measured", 3, 3.0)
    nothing = second["stages"][2]
    assert {key: nothing[key] for key in ("applicable", "needed", "counting", "margin")} == {
        "applicable": 0,
        "needed": 0,
        "counting": 0,
        "margin": 0,
    }


@pytest.mark.parametrize(
    ("old", "new", "message", "remedy"),
    [
        ("        organisation: none\n      steady", "      steady", "'begun' is empty", "Write it"),
        ("organisation: none", "organisation: {}", "has no entries", "Add at least one"),
        ("organisation: none", "organisation: None", "is not a value for each", "or 'none' where"),
        ("organisation: none", "organisation: ", "is empty", "or 'none' where"),
        (
            "      begun:\n        organisation: none\n",
            "",
            "has no indicators of the organisation",
            "'organisation: none'",
        ),
    ],
)
def test_a_cell_that_is_merely_missing_is_refused(old: str, new: str, message: str, remedy: str) -> None:
    framework, problems = parse_framework(TEXT.replace(old, new, 1).encode(), "f.yaml")
    assert framework is None
    assert any(message in problem.message and remedy in problem.remedy for problem in problems), problems


def test_a_capability_that_asks_nothing_anywhere_is_refused() -> None:
    text = TEXT
    for id_ in ("2.1.O1: names who sees to it", "2.4.O1: changes what does not work"):
        text = text.replace(f"organisation:\n          {id_}", "organisation: none")
    _, problems = parse_framework(text.encode(), "f.yaml")
    assert [problem.message for problem in problems] == [
        "No stage of this capability has an indicator of the organisation."
    ]


def test_the_digest_tells_an_empty_cell_and_a_moved_perspective_apart(gapped: Framework) -> None:
    # the worker statement of stage 2 becomes the organisation's: same ids, words and order
    moved = TEXT.replace(
        "        organisation: none\n        worker:\n          2.2.W1",
        "        organisation:\n          2.2.W1",
    )
    other, problems = parse_framework(moved.encode(), "f.yaml")
    assert other is not None, problems
    assert other.digest != gapped.digest
