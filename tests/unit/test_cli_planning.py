"""The command line's plans: what each command prints, and how it answers what cannot be had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clf_model.command_line.main import main

ROOT = Path(__file__).parents[2]

# Two capabilities of two stages. Care: 1 of 2 missing at the start, then 2; rest: 1 and 1.
FRAMEWORK = """\
id: small
edition: first
title: A small framework
source: this test
stages:
  - {id: start, name: Start, descriptor: It has begun.}
  - {id: end, name: End, descriptor: It is done.}
capabilities:
  - id: care
    name: Caring well
    short_name: Care
    statement: People care.
    indicators:
      start:
        organisation: {1.1.O1: plans, 1.1.O2: acts}
      end:
        organisation: {1.2.O1: reviews, 1.2.O2: shares}
  - id: rest
    name: Resting well
    short_name: Rest
    statement: People rest.
    indicators:
      start:
        organisation: {2.1.O1: sleeps}
        worker: {2.1.W1: dreams}
      end:
        organisation: {2.2.O1: wakes}
"""
ASSESSMENT = """\
framework: small
organisation: Rowanbank
assessed_on: 2026-03-12
judgements:
  1.1.O1: met
  1.1.O2: {judgement: partly, effort: 3}
  1.2.O1: {effort: 0.5}
  2.1.O1: {effort: 2}
"""
ACTIONS = """\
actions:
  forum:
    title: A forum
    effort: 2
    covers: [1.1.O2, 2.1.O1]
    requires: [letter]
  letter:
    title: A letter
    effort: 0.5
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the framework and assessments."""
    monkeypatch.chdir(tmp_path)
    barred = ASSESSMENT.replace(
        "2.1.O1: {effort: 2}", "2.1.O1: {judgement: not_applicable, reason: None here}"
    )
    files = {"framework": FRAMEWORK, "home": ASSESSMENT, "acting": ASSESSMENT + ACTIONS, "barred": barred}
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """Standard output of a command; or, where it should fail, standard error and nothing on the other."""
    try:
        actual = main(arguments)
    except SystemExit as error:
        actual = error.code  # type: ignore[assignment]
    out, err = capsys.readouterr()
    assert (actual, "Traceback" in err) == (status, False), err
    if status:
        assert out == ""
        return err
    return out


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(run(capsys, *arguments, "--json"))


def test_a_target_as_json_has_hand_counted_values(capsys: pytest.CaptureFixture[str]) -> None:
    # Half of 3 for Care, 2 for Rest; per effort Care's stage is the greater gain.
    assert run_json(capsys, "plan", "home.yaml", "--to", "start") == {
        "effort": 3.5,
        "objective": 2.0,
        "reached": {"care": "start", "rest": "start"},
        "actions": [
            {"indicators": ["1.1.O2"], "action": None, "effort": 1.5},
            {"indicators": ["2.1.O1"], "action": None, "effort": 2.0},
        ],
        "bound": 3.5,
    }


def test_a_capability_has_a_target_of_its_own_and_is_not_yet_engaged_as_null(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = run_json(capsys, "plan", "home.yaml", "--to", "care=end")
    assert (one["reached"], one["effort"]) == ({"care": "end", "rest": None}, 3.0)
    both = run_json(capsys, "plan", "home.yaml", "--to", "start", "--to", "rest=end")
    assert (both["reached"], both["effort"]) == ({"care": "start", "rest": "end"}, 4.5)


def test_a_budget_as_json_by_either_objective(capsys: pytest.CaptureFixture[str]) -> None:
    # 3.5 is enough for both first stages, or for both of Care at 1.5 + 0.5 + 1 = 3: as many for less.
    most = run_json(capsys, "plan", "home.yaml", "--budget", "3.5")
    assert (most["effort"], most["objective"], most["bound"]) == (3.0, 2.0, 2.0)
    assert most["reached"] == {"care": "end", "rest": None}
    fair = run_json(capsys, "plan", "home.yaml", "--budget", "3.5", "--objective", "weakest_first")
    assert (fair["effort"], fair["reached"]) == (3.5, {"care": "start", "rest": "start"})
    weighed = run_json(capsys, "plan", "home.yaml", "--budget", "2", "--priority", "rest=3")
    assert (weighed["objective"], weighed["reached"]) == (3.0, {"care": None, "rest": "start"})


def test_the_rules_hold_for_plans(capsys: pytest.CaptureFixture[str]) -> None:
    # Half is enough: Care has its first stage and needs the cheaper of two; Rest has one each.
    half = run_json(capsys, "plan", "home.yaml", "--to", "end", "--threshold", "0.5")
    assert half["effort"] == 0.5 + 2 + 1
    shown = run_json(capsys, "plan", "home.yaml", "--to", "care=start", "--evidence-required")
    assert shown["effort"] == 0.25 + 1.5
    both = run_json(capsys, "plan", "home.yaml", "--to", "rest=start", "--perspectives", "both")
    assert both["effort"] == 3.0


def test_the_frontier_as_json_ascends_from_nothing_to_everything(capsys: pytest.CaptureFixture[str]) -> None:
    points = run_json(capsys, "frontier", "home.yaml")["points"]
    assert [(p["effort"], p["objective"]) for p in points] == [(0, 0), (1.5, 1), (3, 2), (4.5, 3), (6, 4)]
    assert [p["reached"] for p in points[:2]] == [
        {"care": None, "rest": None},
        {"care": "start", "rest": None},
    ]


def test_the_roadmap_as_json_has_times_and_periods(capsys: pytest.CaptureFixture[str]) -> None:
    # A stage of Care takes 1.5, both of Rest together 3: all are equal for their effort, so lower ones first.
    found = run_json(capsys, "roadmap", "home.yaml", "--capacity", "2", "--unit", "hours")
    assert found["steps"] == [
        {"capability": "care", "stage": "start", "effort": 1.5, "finished_at": 1.5, "period": 1},
        {"capability": "rest", "stage": "start", "effort": 2.0, "finished_at": 3.5, "period": 2},
        {"capability": "rest", "stage": "end", "effort": 1.0, "finished_at": 4.5, "period": 3},
        {"capability": "care", "stage": "end", "effort": 1.5, "finished_at": 6.0, "period": 3},
    ]
    assert found["weighted_completion"] == 15.5
    short = run_json(capsys, "roadmap", "home.yaml", "--to", "care=start")
    assert [step["period"] for step in short["steps"]] == [None]


def test_actions_are_planned_with_what_they_require(capsys: pytest.CaptureFixture[str]) -> None:
    # The forum and its letter take 2.5 for what takes 3.5 alone.
    found = run_json(capsys, "plan", "acting.yaml", "--to", "start")
    assert (found["effort"], found["bound"]) == (2.5, 2.5)
    assert found["actions"] == [
        {"indicators": [], "action": "letter", "effort": 0.5},
        {"indicators": ["1.1.O2", "2.1.O1"], "action": "forum", "effort": 2.0},
    ]
    points = run_json(capsys, "frontier", "acting.yaml")["points"]
    assert [(p["effort"], p["objective"]) for p in points] == [(0, 0), (1.5, 1), (2.5, 2), (3.5, 3), (5, 4)]


def test_with_actions_standard_output_is_json_and_nothing_else() -> None:
    # The solver has a banner of its own in some releases.
    done = subprocess.run(
        [sys.executable, "-m", "clf_model", "plan", "acting.yaml", "--budget", "3", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["objective"] == 2.0
    assert done.stderr == ""


def test_a_plan_for_a_person_gives_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "plan", "acting.yaml", "--to", "start").splitlines() == [
        "Rowanbank, 2026-03-12",
        "A small framework",
        "",
        "2 stages gained for 2.5 days; no way there takes less.",
        "",
        "  1. 0.5 days  A letter. It has to come before “A forum”.",
        "  2.   2 days  A forum. It covers 2 open indicators for Start in Care and Start in Rest; one by one "
        "that would take up to 3.5 days.",
        "               Brings Start in Care and Start in Rest, with the steps before it.",
        "",
        "Care  Not yet start → Start",
        "Rest  Not yet start → Start",
        "",
        "Part of the way to the target: 1 stage for 1.5 days, 1 day less.",
        "",
        "Rules: A stage needs all of its applicable indicators met; the organisation's indicators decide.",
    ]


def test_a_frontier_and_a_roadmap_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert "          1.5       1  Care Start\n            3       2  Care End\n" in run(
        capsys, "frontier", "home.yaml"
    )
    said = run(capsys, "roadmap", "home.yaml", "--capacity", "2", "--unit", "hours")
    assert "  2. Start in Rest, 2 hours: done at 3.5 hours, in period 2\n" in said
    assert "summed: 15.5 hours; no other order has less." in said
    assert "period" not in run(capsys, "roadmap", "home.yaml")


def test_a_roadmap_says_that_it_leaves_out_actions(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "roadmap", "acting.yaml")
    assert "summed: 15.5 days; no other order by single indicators has less; actions are left out.\n" in said
    assert run_json(capsys, "roadmap", "acting.yaml") == run_json(capsys, "roadmap", "home.yaml")


def test_nothing_to_do_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nothing to do" in run(capsys, "plan", "home.yaml", "--budget", "0")
    said = run(capsys, "plan", "home.yaml", "--budget", "99")
    assert "1 day more would bring nothing: everything that can be had is in the budget." in said


def test_a_target_that_nothing_reaches_has_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("plan", "roadmap"):
        said = run(capsys, command, "barred.yaml", "--to", "end", "--json", status=1)
        assert said == (
            "Rest cannot reach End: nothing in Start applies here, so nothing shows it; "
            "no stage is to be had.\n"
        )
    run(capsys, "plan", "barred.yaml", "--to", "care=end")


def test_a_target_that_nothing_reaches_still_says_how_far_a_budget_goes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # 1.5 for Care's first stage and 1.5 more for its second; Rest has none to be had.
    for budget, far in (
        ("2 days", "Start in Care"),
        ("3 days", "Start and End in Care"),
        ("1 day", "no stage"),
    ):
        said = run(capsys, "plan", "barred.yaml", "--to", "end", "--budget", budget.split()[0], status=1)
        assert said.splitlines()[-1] == f"The budget of {budget} is enough for {far}."
        assert said.startswith("Rest cannot reach End: ")


def test_a_target_just_beyond_the_budget_says_by_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "plan", "home.yaml", "--to", "start", "--budget", "3.499", status=1)
    assert "takes 3.5 days, 0.001 days more than the budget of 3.499 days." in said


def test_a_target_beyond_the_budget_has_status_1_and_says_how_far_it_goes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = run(capsys, "plan", "home.yaml", "--to", "start", "--budget", "2", status=1)
    assert said == (
        "The target takes 3.5 days, 1.5 days more than the budget of 2 days. "
        "It is enough for Start in Care.\n"
    )
    said = run(capsys, "plan", "home.yaml", "--to", "start", "--budget", "1", status=1)
    assert said.endswith("It is enough for no stage.\n")
    assert run_json(capsys, "plan", "home.yaml", "--to", "start", "--budget", "3.5")["effort"] == 3.5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plan", "home.yaml"], "needs a target or a budget. Add --to STAGE or --budget EFFORT."),
        (["plan"], "FILE"),
        (["plan", "home.yaml", "--to", "middle"], "There is no stage 'middle'. Known: start, end."),
        (["plan", "home.yaml", "--to", "care=middle"], "There is no stage 'middle'."),
        (["plan", "home.yaml", "--to", "joy=end"], "There is no capability 'joy'. Known: care, rest."),
        (["plan", "home.yaml", "--to", "=end"], "There is no capability ''."),
        (["plan", "home.yaml", "--to", "end", "--to", "start"], "--to is given twice for all capabilities."),
        (["plan", "home.yaml", "--to", "care=end", "--to", "care=start"], "--to is given twice for 'care'."),
        (["plan", "home.yaml", "--to", "end", "--objective", "total"], "Add --budget EFFORT"),
        (["plan", "home.yaml", "--budget", "much"], "--budget"),
        (["plan", "home.yaml", "--budget", "-1"], "The budget is -1.0. Give a number of 0 or more."),
        (["plan", "home.yaml", "--budget", "nan"], "The budget is nan."),
        (["plan", "home.yaml", "--budget", "inf"], "The budget is inf."),
        (["plan", "home.yaml", "--budget", "1", "--objective", "best"], "--objective"),
        (["plan", "home.yaml", "--budget", "1", "--priority", "care"], "'care' is not CAPABILITY=WEIGHT"),
        (["plan", "home.yaml", "--budget", "1", "--priority", "care=x"], "'care=x' is not CAPABILITY=WEIGHT"),
        (["plan", "home.yaml", "--budget", "1", "--priority", "joy=2"], "There is no capability 'joy'."),
        (["plan", "home.yaml", "--budget", "1", "--priority", "care=-2"], "The priority of Care is -2.0."),
        (["frontier", "home.yaml", "--priority", "care=nan"], "The priority of Care is nan."),
        (["frontier", "home.yaml", *["--priority", "care=1"] * 2], "--priority is given twice for 'care'."),
        (["frontier", "home.yaml", "--threshold", "0"], "The threshold is 0.0."),
        (["roadmap", "home.yaml", "--capacity", "0"], "The capacity is 0.0. Give a number above 0."),
        (["roadmap", "home.yaml", "--capacity", "-3"], "The capacity is -3.0."),
        (["roadmap", "none.yaml"], "none.yaml: There is no such file."),
    ],
)
def test_bad_requests_are_answered_with_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in run(capsys, *arguments, status=2)


def test_a_target_below_today_is_answered_with_status_2(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    text = ASSESSMENT.replace("{judgement: partly, effort: 3}", "met")
    text = text.replace("1.2.O1: {effort: 0.5}", "1.2.O1: met\n  1.2.O2: met")
    (folder / "done.yaml").write_text(text, encoding="utf-8")
    said = run(capsys, "plan", "done.yaml", "--to", "care=start", status=2)
    assert said.startswith("The target for Care is Start, below End, which it has reached.")
    assert run_json(capsys, "plan", "done.yaml", "--to", "start")["reached"]["care"] == "end"


@pytest.mark.parametrize(
    ("effort", "words"),
    [("-1", "is '-1', which is not a number of 0 or more"), (".inf", "is '.inf'"), ("", "is empty")],
)
def test_bad_efforts_are_answered_with_their_line(
    capsys: pytest.CaptureFixture[str], folder: Path, effort: str, words: str
) -> None:
    text = ASSESSMENT.replace("2.1.O1: {effort: 2}", f"2.1.O1: {{effort: {effort}}}")
    (folder / "bad.yaml").write_text(text, encoding="utf-8")
    assert run(capsys, "plan", "bad.yaml", "--budget", "1", status=2).startswith(
        f"bad.yaml:8: 'effort' {words}"
    )


def test_a_circle_of_actions_is_answered_with_its_line(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    text = ASSESSMENT + ACTIONS + "    requires: [forum]\n"
    (folder / "circle.yaml").write_text(text, encoding="utf-8")
    said = run(capsys, "roadmap", "circle.yaml", status=2)
    assert "circle.yaml:14: Actions require each other in a circle: forum → letter → forum." in said
