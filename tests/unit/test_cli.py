"""The command line: what each command prints, and how it answers bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from clf_model.command_line.main import main

ROOT = Path(__file__).parents[2]

# Two stages; the organisation has 2 and 2 indicators, the worker 1 and none.
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
        worker: {1.1.W1: feel it}
      end:
        organisation: {1.2.O1: reviews, 1.2.O2: shares}
"""
BEFORE = """\
framework: small
organisation: Rowanbank
unit: Day team
assessed_on: 2026-03-12
judgements:
  1.1.O1:
    judgement: met
    evidence:
      - note: The plan of this year
  1.1.O2: partly
  1.1.W1: met
  1.2.O1: met
"""
AFTER = BEFORE.replace("2026-03-12", "2026-09-30").replace("1.1.O2: partly", "1.1.O2: met")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the framework and two assessments."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"framework": FRAMEWORK, "before": BEFORE, "after": AFTER}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """Standard output of a command; or, where it should fail, standard error."""
    try:
        actual = main(arguments)
    except SystemExit as error:
        actual = error.code  # type: ignore[assignment]
    out, err = capsys.readouterr()
    assert (actual, "Traceback" in err) == (status, False), err
    return err if status else out


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(run(capsys, *arguments, "--json"))


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "clf_model", *arguments]
    return subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE, **options)


def test_profile_as_json_has_hand_counted_values(capsys: pytest.CaptureFixture[str]) -> None:
    # Start: 1 of 2 met and one partly, so (1 + ½) / 2 = 0.75. End is ahead with one met.
    assert run_json(capsys, "profile", "before.yaml") == {
        "framework": "small",
        "organisation": "Rowanbank",
        "unit": "Day team",
        "assessed_on": "2026-03-12",
        "rules": {"threshold": 1.0, "evidence_required": False, "perspectives": "organisation"},
        "capabilities": [
            {
                "id": "care",
                "reached": None,
                "reached_index": 0,
                "progress": 0.75,
                "evidenced_index": 0,
                "possible_index": 0,
                "stages": [
                    {
                        "id": "start",
                        "addressed": False,
                        "met": 1,
                        "partly": 1,
                        "not_met": 0,
                        "not_applicable": 0,
                        "unanswered": 0,
                        "applicable": 2,
                        "needed": 2,
                        "counting": 1,
                        "margin": None,
                    },
                    {
                        "id": "end",
                        "addressed": False,
                        "met": 1,
                        "partly": 0,
                        "not_met": 0,
                        "not_applicable": 0,
                        "unanswered": 1,
                        "applicable": 2,
                        "needed": 2,
                        "counting": 1,
                        "margin": None,
                    },
                ],
                "blockers": ["1.1.O2"],
                "strengths_ahead": ["1.2.O1"],
            }
        ],
    }


def test_rules_change_the_profile(capsys: pytest.CaptureFixture[str]) -> None:
    (half,) = run_json(capsys, "profile", "before.yaml", "--threshold", "0.5")["capabilities"]
    # 1 of 2 is enough in both stages; the evidence is for the first alone.
    assert (half["reached"], half["progress"], half["evidenced_index"]) == ("end", 2.0, 1)
    assert [stage["margin"] for stage in half["stages"]] == [0, 0]
    strict = run_json(capsys, "profile", "after.yaml", "--evidence-required")["capabilities"][0]
    # 1.1.O1 counts in full, 1.1.O2 half for want of evidence.
    assert (strict["progress"], strict["blockers"]) == (0.75, ["1.1.O2"])


def test_both_perspectives_have_their_own_counts(capsys: pytest.CaptureFixture[str]) -> None:
    (care,) = run_json(capsys, "profile", "after.yaml", "--perspectives", "both")["capabilities"]
    first, second = care["stages"]
    assert (care["reached"], care["progress"], first["addressed"]) == ("start", 1.5, True)
    assert first["organisation"]["met"] == first["organisation"]["needed"] == 2
    assert first["worker"]["met"] == first["worker"]["needed"] == 1
    assert set(first) == {"id", "addressed", "organisation", "worker"}
    assert second["organisation"]["margin"] is None
    assert {value for key, value in second["worker"].items() if key != "margin"} == {0}


def test_the_worker_perspective_alone_counts_worker_indicators(capsys: pytest.CaptureFixture[str]) -> None:
    (care,) = run_json(capsys, "profile", "after.yaml", "--perspectives", "worker")["capabilities"]
    assert (care["reached"], care["progress"], care["stages"][0]["met"]) == ("start", 1.0, 1)


def test_a_perspective_that_a_framework_lacks_gets_a_clear_answer(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    lines = [line for line in FRAMEWORK.splitlines() if "worker" not in line]
    (folder / "framework.yaml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "one.yaml").write_text(BEFORE.replace("  1.1.W1: met\n", ""), encoding="utf-8")
    said = run(capsys, "profile", "one.yaml", "--perspectives", "worker", status=2)
    assert "'small' has no worker indicators" in said
    run(capsys, "profile", "one.yaml", "--perspectives", "both")


def test_compare_as_json_has_what_moved(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_json(capsys, "compare", "before.yaml", "after.yaml") == {
        "capabilities": [
            {
                "id": "care",
                "before_index": 0,
                "after_index": 1,
                "progress_before": 0.75,
                "progress_after": 1.5,
                "judgements": [{"indicator": "1.1.O2", "before": "partly", "after": "met"}],
            }
        ]
    }


def test_profile_for_a_person_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "profile", "before.yaml") == (
        "Rowanbank, Day team, 2026-03-12\n"
        "A small framework\n"
        "\n"
        "Caring well\n"
        "  ○○  Not yet start, progress 0.75 of 2\n"
        "  Not yet start: 1.1.O2 “acts” is partly in place.\n"
        "  1 of 2 of End is met; one indicator of Start holds it back.\n"
        "\n"
        "Rules: A stage needs all of its applicable indicators met; the organisation's indicators decide.\n"
    )


def test_the_lowest_and_the_highest_capability_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    sample = Path("clf.yaml")
    sample.write_text(
        "framework: clf\norganisation: O\nassessed_on: 2026-01-01\njudgements: {1.1.O1: met}\n",
        encoding="utf-8",
    )
    said = run(capsys, "profile", "clf.yaml", "--framework", str(ROOT / "framework.yaml"))
    # 1 of 5 is met in the first; four capabilities have nothing.
    assert "Highest: Learning culture (0.20)" in said
    assert "Lowest: " in said


def test_compare_for_a_person_shows_judgements_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "compare", "before.yaml", "after.yaml")
    assert "  ○○ → ●○  Not yet start → Start, progress 0.75 → 1.50\n  1.1.O2 “acts”: partly → met\n" in said
    assert "no change" in run(capsys, "compare", "before.yaml", "before.yaml")


def test_names_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    text = BEFORE.replace("organisation: Rowanbank", 'organisation: "Row\\u202ean\\nbank"')
    (folder / "odd.yaml").write_text(text, encoding="utf-8")
    assert run(capsys, "profile", "odd.yaml").startswith("Row\ufffdan bank, Day team")


def test_check_says_what_good_files_hold_and_all_that_is_wrong(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert run(capsys, "check", "framework.yaml", "before.yaml").splitlines() == [
        "framework.yaml is a valid framework: 1 capability, 2 stages, 5 indicators.",
        "before.yaml is a valid assessment: 4 of 5 indicators judged, against framework small (first).",
    ]
    (folder / "bad.yaml").write_text(BEFORE.replace("partly", "nearly"), encoding="utf-8")
    (folder / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    names = ["bad.yaml", "other.yaml", "empty.yaml", "none.yaml", "."]
    said = run(capsys, "check", *names, "after.yaml", status=2)
    assert "bad.yaml:10: " in said
    assert (
        "other.yaml: This is neither a framework nor an assessment nor a voices file. A framework has" in said
    )
    assert "empty.yaml: The file is empty." in said
    assert "none.yaml: There is no such file." in said
    assert ".: This is a folder" in said


def test_check_knows_voices_files(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    said = "framework: small\norganisation: Rowanbank\nsurvey:\n  title: Spring\n  responses:\n"
    said += "    - answers: {1.1.W1: agree}\n    - answers: {}\n"
    voted = "workshop:\n  title: Morning\n  held_on: 2026-03-12\n  votes:\n    1.1.O1: [{phones: {met: 3}}]\n"
    (folder / "said.yaml").write_text(said + voted, encoding="utf-8")
    assert run(capsys, "check", "said.yaml") == (
        "said.yaml is a valid voices file: a survey with 2 responses "
        "and a workshop with votes on 1 indicator, against framework small (first).\n"
    )
    (folder / "bad.yaml").write_text(said.replace("agree}", "perhaps}"), encoding="utf-8")
    assert "bad.yaml:6: " in run(capsys, "check", "bad.yaml", status=2)


def test_problems_of_both_files_are_reported(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "bad.yaml").write_text(BEFORE.replace("partly", "nearly"), encoding="utf-8")
    said = run(capsys, "compare", "bad.yaml", "none.yaml", status=2)
    assert "bad.yaml:10: " in said
    assert "none.yaml: There is no such file. Check the name and the folder." in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["profile", "before.yaml", "--threshold", "nan"], "The threshold is nan. Give a number above 0"),
        (["profile", "before.yaml", "--threshold", "0"], "The threshold is 0.0. Give"),
        (["profile", "before.yaml", "--threshold", "-1"], "The threshold is -1.0. Give"),
        (["compare", "before.yaml", "after.yaml", "--threshold", "2"], "The threshold is 2.0. Give"),
        (["score", "x.csv", "--threshold", "most"], "--threshold"),
        (["profile", "before.yaml", "--perspectives", "all"], "--perspectives"),
        (["profile", "before.yaml", "--framework", "none.yaml"], "none.yaml: There is no such file."),
        (["check"], "FILE"),
        ([], "COMMAND"),
        (["score", "none.csv"], "none.csv: There is no such file."),
        (["score", "."], ".: This is a folder"),
    ],
)
def test_bad_requests_are_answered_with_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in run(capsys, *arguments, status=2)


def test_score_prints_csv_or_writes_a_file(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "in.csv").write_text("service,1.1.O1,1.1.O2\nÅs,met,partly\n", encoding="utf-8")
    expected = "service,care,care.progress\nÅs,0,0.75\n"
    assert run(capsys, "score", "in.csv") == expected
    assert run(capsys, "score", "in.csv", "--output", "out.csv") == ""
    assert (folder / "out.csv").read_text(encoding="utf-8") == expected
    assert run(capsys, "score", "in.csv", "--threshold", "0.5").endswith("Ås,1,1.0\n")
    assert "neither" in run(capsys, "score", "in.csv", "--output", "", status=2)


def test_score_names_row_and_column(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "in.csv").write_text("service,1.1.O1\na,met\nb,NA\n", encoding="utf-8")
    said = run(capsys, "score", "in.csv", "--output", "out.csv", status=2)
    assert said.startswith("in.csv:3: Row 2, column 1.1.O1: 'NA' is not a judgement. Write ")
    assert not (folder / "out.csv").exists()


def test_without_a_framework_here_the_one_beside_the_package_is_used(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "framework.yaml").unlink()
    assert "but 'clf' is in use" in run(capsys, "profile", "before.yaml", status=2)


def test_the_module_runs_as_a_program_in_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    process = start("profile", "before.yaml", stdout=subprocess.PIPE, encoding="utf-8")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert "○○" in out


def test_a_closed_pipe_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start("profile", "before.yaml", "--json", stdout=writing)
    os.close(writing)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")


def test_a_closed_pipe_does_not_hide_that_a_file_is_bad(folder: Path) -> None:
    (folder / "bad.yaml").write_text("judgements: [\n", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    process = start("check", "before.yaml", "bad.yaml", stdout=writing)
    os.close(writing)
    _, err = process.communicate()
    assert process.returncode == 2
    assert err.startswith("bad.yaml:")
    assert "Traceback" not in err


def test_no_standard_output_is_no_failure() -> None:
    process = start("profile", "before.yaml", preexec_fn=lambda: os.close(1))
    _, err = process.communicate()
    assert (process.returncode, err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_said_in_words() -> None:
    with Path("/dev/full").open("w") as full:
        process = start("profile", "before.yaml", stdout=full)
        _, err = process.communicate()
    assert (process.returncode, "Traceback" in err) == (2, False)
    assert err.startswith("The answer cannot be written")


def opened_by_a_reader(pipe: Path) -> int:
    """The writing end of a named pipe, once somebody waits at its other end."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < deadline, "nobody reads it"
            time.sleep(0.02)


def test_an_interrupt_ends_it_without_a_traceback(folder: Path) -> None:
    os.mkfifo(folder / "never.yaml")

    def interruptible() -> None:  # where the tests run in the background, interrupts are ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = start("check", "never.yaml", stdout=subprocess.DEVNULL, preexec_fn=interruptible)
    pipe = opened_by_a_reader(folder / "never.yaml")
    process.send_signal(signal.SIGINT)
    os.close(pipe)  # the signal is there; a read that begins only now ends by this
    _, err = process.communicate()
    assert (process.returncode, "Traceback" in err) == (130, False)
