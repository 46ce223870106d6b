"""What changed between two assessments, on cases written out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model.assessment import Assessment, Judgement, Record
from clf_model.comparison import CapabilityChange, Comparison, compare
from clf_model.errors import MismatchError
from clf_model.progression import profile
from clf_model.rules import Perspectives, Rules
from tests.unit.strategies import (
    NOTE,
    RECORDS,
    Situation,
    any_records,
    assess,
    laws,
    rules,
    situation,
    situations,
)

MET, PARTLY, NOT_MET, NOT_APPLICABLE = Judgement


def compared(before: Situation, after: Situation, rules: Rules | None = None) -> Comparison:
    assert before.framework == after.framework
    return compare(before.framework, before.assessment, after.assessment, rules)


def changes(change: CapabilityChange) -> list[tuple[str, Judgement | None, Judgement | None]]:
    return [(c.indicator.id, c.before, c.after) for c in change.judgements]


def test_stage_progress_and_judgements_are_set_side_by_side() -> None:
    (change,) = compared(situation("mp --"), situation("mm p-")).capabilities
    assert (change.before.reached_index, change.after.reached_index) == (0, 1)
    assert (change.before.progress, change.after.progress) == (Fraction(3, 4), 1 + Fraction(1, 4))
    assert change.stages_gained == 1
    assert changes(change) == [("1.1.O2", PARTLY, MET), ("1.2.O1", None, PARTLY)]


def test_nothing_changed_is_no_change() -> None:
    result = compared(situation("mp n-", "ma MM"), situation("mp n-", "ma MM"))
    assert [changes(c) for c in result.capabilities] == [[], []]
    assert result.stages_gained == 0


def test_a_stage_can_be_lost() -> None:
    (change,) = compared(situation("mm m"), situation("mn m")).capabilities
    assert change.stages_gained == -2
    assert changes(change) == [("1.1.O2", MET, NOT_MET)]


def test_gains_and_losses_add_up_over_the_capabilities() -> None:
    result = compared(situation("m m", "m p", "n n"), situation("n m", "m m", "m m"))
    assert [c.stages_gained for c in result.capabilities] == [-2, 1, 2]
    assert result.stages_gained == 1


def test_capabilities_keep_the_order_of_the_framework() -> None:
    result = compared(situation("m", "m", "n"), situation("n", "m", "m"))
    assert [c.after.capability.id for c in result.capabilities] == [f"capability-{n}" for n in (1, 2, 3)]
    assert [changes(c) for c in result.capabilities] == [
        [("1.1.O1", MET, NOT_MET)],
        [],
        [("3.1.O1", NOT_MET, MET)],
    ]


def test_a_judgement_given_or_taken_back_is_a_change() -> None:
    (change,) = compared(situation("-mp"), situation("n-a")).capabilities
    assert changes(change) == [
        ("1.1.O1", None, NOT_MET),
        ("1.1.O2", MET, None),
        ("1.1.O3", PARTLY, NOT_APPLICABLE),
    ]


def test_worker_statements_are_compared_though_the_organisation_decides() -> None:
    (change,) = compared(situation("m", worker="p"), situation("m", worker="m")).capabilities
    assert changes(change) == [("1.1.W1", PARTLY, MET)]
    assert change.stages_gained == 0


def test_evidence_alone_is_no_changed_judgement_but_may_gain_a_stage() -> None:
    (change,) = compared(situation("Mm"), situation("MM"), Rules(evidence_required=True)).capabilities
    assert changes(change) == []
    assert change.stages_gained == 1


def test_the_same_rules_hold_before_and_after() -> None:
    before, after = situation("mmmnn", worker="n"), situation("mmmmn", worker="n")
    assert compared(before, after).stages_gained == 0
    assert compared(before, after, Rules(0.8)).stages_gained == 1
    assert compared(before, after, Rules(0.8, perspectives=Perspectives.BOTH)).stages_gained == 0


def test_what_the_framework_does_not_have_is_not_compared() -> None:
    before = situation("m")
    after = before.assessment.with_records({"9.9.O9": Record(MET, evidence=(NOTE,))})
    (change,) = compare(before.framework, before.assessment, after).capabilities
    assert changes(change) == []


@pytest.mark.parametrize("other", ["before", "after"])
def test_an_assessment_of_another_framework_is_refused_on_either_side(other: str) -> None:
    ours = situation("m")
    theirs = assess({"1.1.O1": RECORDS["m"]}, framework_id="clf")
    pair: tuple[Assessment, Assessment] = (ours.assessment, theirs)
    with pytest.raises(MismatchError, match="'clf'"):
        compare(ours.framework, *(pair if other == "after" else reversed(pair)))


@laws
@given(situations(), rules, st.data())
def test_a_comparison_lists_what_differs_and_turns_round(
    given_: Situation, rules: Rules, data: st.DataObject
) -> None:
    ids = [i.id for i in given_.framework.indicators]
    drawn = data.draw(st.dictionaries(st.sampled_from(ids), any_records, max_size=6))
    before, after = given_.assessment, given_.assessment.with_records(drawn)
    there = compare(given_.framework, before, after, rules)
    back = compare(given_.framework, after, before, rules)
    differing = [id_ for id_ in ids if before.judgement(id_) != after.judgement(id_)]
    assert [j.indicator.id for c in there.capabilities for j in c.judgements] == differing
    assert there.stages_gained == -back.stages_gained
    assert [changes(c) for c in back.capabilities] == [
        [(id_, new, old) for id_, old, new in changes(c)] for c in there.capabilities
    ]
    assert (
        tuple(c.before for c in there.capabilities) == profile(given_.framework, before, rules).capabilities
    )
    assert tuple(c.after for c in there.capabilities) == profile(given_.framework, after, rules).capabilities
