"""Editions of a framework, and assessments carried over: by hand, and on random pairs by the rule's text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model.action import Action
from clf_model.assessment import Assessment, Evidence, Former, Judgement, Record
from clf_model.command_line.main import main
from clf_model.editions import OtherFrameworkError, carry_over, edition_changes
from clf_model.errors import UnknownIdError
from clf_model.files.assessment import dump_assessment, made_with, parse_assessment
from clf_model.files.framework import dump_framework, load_framework, parse_framework
from clf_model.framework import Framework, Stage
from clf_model.progression import profile
from tests.long import times
from tests.unit.strategies import RECORDS, editions, frameworks, judged_by_letters, laws

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
GARDEN = load_framework(DATA / "garden.yaml")
HEAPS = Evidence("Heaps behind the shed", "Photograph", date(2026, 1, 5))


def garden(*changes: tuple[str, str]) -> Framework:
    """The garden with these pieces of its file replaced, each of which occurs."""
    text = (DATA / "garden.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    framework, problems = parse_framework(text.encode(), "garden.yaml")
    assert framework is not None, problems
    return framework


def judged(**records: Record) -> Assessment:
    return Assessment("garden", "Allotments", date(2026, 2, 1), records=dict(records))


COMPOST = Record(Judgement.MET, evidence=(HEAPS,), effort=3)
ASSESSMENT = judged(**{"1.1.O1": RECORDS["m"], "1.1.O2": COMPOST, "9.3.O2": RECORDS["p"]})


def test_a_text_under_another_id_takes_its_judgement_and_evidence_along() -> None:
    new = garden(("1.1.O2:", "1.1.O9:"))
    changes = edition_changes(GARDEN, new)
    assert [(before.id, after.id) for before, after in changes.moved] == [("1.1.O2", "1.1.O9")]
    assert (changes.added, changes.removed, changes.reworded) == ((), (), ())
    carried = carry_over(ASSESSMENT, GARDEN, new).assessment
    assert carried.record("1.1.O9") == COMPOST
    assert carried.records.keys() == {"1.1.O1", "1.1.O9", "9.3.O2"}


def test_a_reworded_indicator_keeps_evidence_and_effort_and_waits_to_be_judged_anew() -> None:
    new = garden(("composts its green waste", "burns its green waste"))
    result = carry_over(ASSESSMENT, GARDEN, new)
    record = result.assessment.record("1.1.O2")
    assert record.judgement is None
    assert (record.effort, record.evidence) == (3, (HEAPS,))
    assert record.former == Former("composts its green waste", Judgement.MET)
    assert [after.id for _, after in result.reworded] == ["1.1.O2"]
    # 1.1.O1 alone is met of two, so Planted is not reached any longer
    assert profile(new, result.assessment).capabilities[0].reached_index == 0
    assert record.judged(Judgement.MET).former is None


def test_what_waits_keeps_what_was_judged_first_through_another_rewording() -> None:
    second = garden(("composts its green waste", "burns its green waste"))
    third = garden(("composts its green waste", "buries its green waste"))
    twice = carry_over(carry_over(ASSESSMENT, GARDEN, second).assessment, second, third).assessment
    assert twice.record("1.1.O2").former == Former("composts its green waste", Judgement.MET)


def test_what_is_removed_is_named_and_stays_in_the_file() -> None:
    new = garden(("          9.3.O2: teaches others to do the same\n", ""))
    sharing = Action("share", "Teach", covers=("9.3.O1", "9.3.O2"))
    result = carry_over(replace(ASSESSMENT, actions={"share": sharing}), GARDEN, new)
    (gone,) = result.removed
    assert (gone.id, gone.text, gone.edition) == ("9.3.O2", "teaches others to do the same", "first")
    assert gone.record == RECORDS["p"]
    assert result.assessment.actions["share"].covers == ("9.3.O1",)
    assert result.uncovered == {"share": ("9.3.O2",)}
    read, problems = parse_assessment(dump_assessment(result.assessment, new).encode(), "a.yaml", new)
    assert read == result.assessment, problems
    assert read is not None
    assert read.removed == result.removed


@pytest.mark.parametrize(
    ("old", "new", "moved", "reworded"),
    [
        # white space and a final full stop make no difference
        ("composts its green waste", "'composts  its green\n            waste.'", [], []),
        ("composts its green waste", "'composts its green waste,'", [], ["1.1.O2"]),
        ("composts its green waste", "Composts its green waste", [], ["1.1.O2"]),
    ],
)
def test_what_counts_as_another_text(old: str, new: str, moved: list[str], reworded: list[str]) -> None:
    changes = edition_changes(GARDEN, garden((old, new)))
    assert [before.id for before, _ in changes.moved] == moved
    assert [before.id for before, _ in changes.reworded] == reworded


def test_two_that_change_their_texts_have_moved() -> None:
    one, other = "collects rain in at least one butt", "labels what it sows"
    changes = edition_changes(GARDEN, garden((one, "@"), (other, one), ("@", other)))
    assert [(b.id, a.id) for b, a in changes.moved] == [("2.1.O1", "3.1.O1"), ("3.1.O1", "2.1.O1")]
    assert not changes.reworded


def test_an_id_whose_text_has_moved_and_that_says_something_else_now_is_new() -> None:
    new = garden(
        (
            "1.1.O2: composts its green waste",
            "1.1.O2: burns its green waste\n          1.1.O3: composts its green waste",
        )
    )
    changes = edition_changes(GARDEN, new)
    assert [(b.id, a.id) for b, a in changes.moved] == [("1.1.O2", "1.1.O3")]
    assert [i.id for i in changes.added] == ["1.1.O2"]
    assert carry_over(ASSESSMENT, GARDEN, new).assessment.judgement("1.1.O2") is None


def test_stages_are_matched_by_id_and_what_became_of_them_is_said() -> None:
    new = garden(("name: Growing", "name: Taking root"))
    stages = edition_changes(GARDEN, new).stages
    assert [(one.id, one.before, one.after) for one in stages.renamed] == [
        ("growing", "Growing", "Taking root")
    ]
    assert not stages.reordered
    swapped = replace(GARDEN, stages=(GARDEN.stages[1], GARDEN.stages[0], GARDEN.stages[2]))
    assert edition_changes(GARDEN, swapped).stages.reordered
    fewer = replace(GARDEN, stages=(*GARDEN.stages[:2], Stage("blooming", "Blooming", "It blooms.")))
    stages = edition_changes(GARDEN, fewer).stages
    assert ([s.id for s in stages.added], [s.id for s in stages.removed]) == (["blooming"], ["thriving"])


def test_the_command_line_says_what_differs_and_carries_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, file, output = tmp_path / "new.yaml", tmp_path / "a.yaml", tmp_path / "b.yaml"
    text = (DATA / "garden.yaml").read_text(encoding="utf-8")
    text = text.replace("edition: first", "edition: second").replace("1.1.O2:", "1.1.O9:")
    text = text.replace("name: Growing", "name: Taking root").replace(
        "labels what it sows", "labels its seed"
    )
    text = text.replace("          9.3.O2: teaches others to do the same\n", "")
    new.write_text(
        text.replace("collects rain in at least one butt", "collects rain\n          2.1.O2: has a well")
    )
    file.write_text(dump_assessment(ASSESSMENT, GARDEN), encoding="utf-8")
    old = str(DATA / "garden.yaml")

    assert main(["editions", old, str(new), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "from": {"edition": "first", "digest": GARDEN.digest},
        "to": {"edition": "second", "digest": load_framework(new).digest},
        "stages": {
            "added": [],
            "removed": [],
            "renamed": [{"id": "growing", "before": "Growing", "after": "Taking root"}],
            "reordered": False,
        },
        "indicators": {
            "added": ["2.1.O2"],
            "removed": ["9.3.O2"],
            "reworded": [
                {"id": "2.1.O1", "before": "collects rain in at least one butt", "after": "collects rain"},
                {"id": "3.1.O1", "before": "labels what it sows", "after": "labels its seed"},
            ],
            "moved": [{"from": "1.1.O2", "to": "1.1.O9"}],
        },
    }
    assert main(["editions", old, str(new)]) == 0
    said = capsys.readouterr().out
    for line in (
        "Stage renamed: Growing → Taking root",
        "Moved: 1.1.O2 → 1.1.O9 composts",
        "now: labels its seed",
    ):
        assert line in said

    carry = ["carry", str(file), "--from", old, "--to", str(new), "--output"]
    assert main([*carry, str(output)]) == 0
    assert "Removed: 9.3.O2 teaches others to do the same (partly;" in capsys.readouterr().out
    first = output.read_bytes()
    named = made_with(first)
    assert (named.framework, named.edition, named.digest) == ("garden", "second", load_framework(new).digest)
    assert main([*carry, str(output)]) == 0
    assert output.read_bytes() == first
    capsys.readouterr()

    # Read with another edition than its own it is refused, with the way out.
    assert main(["profile", str(output), "--framework", old]) == 2
    assert "made with edition 'second', but 'first' is in use" in capsys.readouterr().err
    assert main(["profile", str(output), "--framework", str(new)]) == 0
    capsys.readouterr()

    for arguments, words in (
        (["editions", old, str(ROOT / "framework.yaml")], "two frameworks, not two editions"),
        (["editions", old, str(file)], "a.yaml"),
        ([*carry[:2], "--from", str(new), "--to", old, "--output", str(output)], "made with edition 'first'"),
        ([*carry, str(file)], "would replace the file that it comes from"),
        ([*carry, str(tmp_path / "none" / "b.yaml")], "folder does not exist"),
    ):
        assert main(arguments) == 2
        assert words in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == dump_assessment(ASSESSMENT, GARDEN)


def test_two_frameworks_are_no_editions_of_one() -> None:
    with pytest.raises(OtherFrameworkError, match="'garden' and 'clf'"):
        edition_changes(GARDEN, load_framework(ROOT / "framework.yaml"))
    with pytest.raises(UnknownIdError):
        carry_over(judged(**{"8.8.O8": RECORDS["m"]}), GARDEN, garden(("1.1.O2:", "1.1.O9:")))


@laws
@given(frameworks())
def test_a_framework_written_and_read_again_is_the_same_edition(framework: Framework) -> None:
    read, problems = parse_framework(dump_framework(framework).encode(), "f.yaml")
    assert read == framework, problems
    assert read is not None
    assert read.digest == framework.digest


# --- random pairs ---


def plainly(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@pytest.mark.endurance
@settings(max_examples=times(1000, short=300), deadline=None)
@given(editions(), editions(), st.binary(min_size=9, max_size=9))
def test_every_judgement_is_carried_marked_or_named(old: Framework, new: Framework, letters: bytes) -> None:
    assessment = judged_by_letters(old, letters)
    changes, result = edition_changes(old, new), carry_over(assessment, old, new)

    # Each indicator of both editions has one fate, and the fate is what the rule says.
    kept = (*changes.same, *changes.moved, *changes.reworded)
    assert Counter(i.id for i in old.indicators) == Counter(
        [*(before.id for before, _ in kept), *(i.id for i in changes.removed)]
    )
    assert Counter(i.id for i in new.indicators) == Counter(
        [*(after.id for _, after in kept), *(i.id for i in changes.added)]
    )
    for before, after in changes.same:
        assert before.id == after.id
        assert plainly(before.text) == plainly(after.text)
        assert (before.capability_id, before.stage_id) == (after.capability_id, after.stage_id)
    for before, after in changes.moved:
        assert plainly(before.text) == plainly(after.text)
        assert before != after
    for before, after in changes.reworded:
        assert before.id == after.id
        assert plainly(before.text) != plainly(after.text)
    left, unexplained = ({plainly(i.text) for i in some} for some in (changes.removed, changes.added))
    assert not left & unexplained  # a text that stands elsewhere is moved, never removed and added
    assert not {i.id for i in changes.removed} & {
        i.id for i in changes.added if i.id in {b.id for b, _ in kept}
    }
    for indicator in changes.removed:
        # where the id has another text it is reworded, unless another one's text has come there
        others = {after.id for _, after in changes.moved}
        assert not new.has_indicator(indicator.id) or indicator.id in others

    # Nothing is lost, and nothing is made up.
    found = result.assessment.records
    for before, after in (*changes.same, *changes.moved):
        assert found.get(after.id, Record()) == assessment.record(before.id)
    for before, after in changes.reworded:
        was, now = assessment.record(before.id), found.get(after.id, Record())
        assert (now.effort, now.evidence, now.judgement) == (was.effort, was.evidence, None)
        if was.judgement:
            assert now.former == Former(before.text, was.judgement, was.equivalent, was.reason)
    gone = {i.id: assessment.record(i.id) for i in changes.removed if i.id in assessment.records}
    assert {one.id: one.record for one in result.removed} == gone
    assert {id_ for id_, _ in result.assessment} <= {after.id for _, after in kept}
    assert carry_over(assessment, old, new) == result
