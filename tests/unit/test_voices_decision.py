"""What a workshop decided becomes one step of record changes; nothing on record is lost by it."""

from __future__ import annotations

import pytest

from clf_model import (
    Decision,
    Evidence,
    Judgement,
    MismatchError,
    Record,
    RecordError,
    UnknownIdError,
    VoicesError,
    decided,
)
from tests.unit.strategies import NOTE, assess, build_framework

FRAMEWORK = build_framework([[(4, 1)]])
NAMED = Evidence("The sling hooks came out of a team meeting")


def test_decisions_change_the_judgement_and_keep_effort_and_evidence() -> None:
    before = assess({"1.1.O1": Record(Judgement.PARTLY, reason="Old reason", effort=3, evidence=(NOTE,))})
    decision = Decision("1.1.O1", Judgement.MET, "We saw it", "Two were not sure", (NAMED,))
    assert decided(FRAMEWORK, before, [decision]) == {
        "1.1.O1": Record(Judgement.MET, reason="We saw it", effort=3, evidence=(NOTE, NAMED))
    }


def test_a_reason_goes_with_the_judgement_that_it_was_given_for() -> None:
    before = assess(
        {
            "1.1.O1": Record(Judgement.MET, equivalent=True, reason="Shown by residents"),
            "1.1.O2": Record(Judgement.PARTLY, reason="Not on nights"),
        }
    )
    same = [Decision("1.1.O1", Judgement.MET, evidence=(NAMED,)), Decision("1.1.O2", Judgement.MET)]
    assert decided(FRAMEWORK, before, same) == {
        "1.1.O1": Record(Judgement.MET, equivalent=True, reason="Shown by residents", evidence=(NAMED,)),
        "1.1.O2": Record(Judgement.MET),
    }


def test_evidence_named_twice_or_already_on_record_is_added_once() -> None:
    before = assess({"1.1.O1": Record(Judgement.MET, evidence=(NOTE,))})
    decision = Decision("1.1.O1", Judgement.MET, evidence=(NAMED, NOTE, NAMED))
    assert decided(FRAMEWORK, before, [decision])["1.1.O1"].evidence == (NOTE, NAMED)


def test_what_is_decided_as_it_stands_is_no_change_and_changes_come_in_the_frameworks_order() -> None:
    before = assess({"1.1.O1": Record(Judgement.MET, reason="So it is")})
    decisions = [Decision(id_, Judgement.MET) for id_ in ("1.1.W1", "1.1.O3", "1.1.O1")]
    assert list(decided(FRAMEWORK, before, decisions)) == ["1.1.O3", "1.1.W1"]


def test_dissent_stays_beside_the_decision() -> None:
    decision = Decision("1.1.O1", Judgement.MET, dissent="Nights see it otherwise")
    record = decided(FRAMEWORK, assess({}), [decision])["1.1.O1"]
    assert record == Record(Judgement.MET)
    assert decision.dissent == "Nights see it otherwise"


def test_a_decision_is_as_complete_as_a_record_has_to_be() -> None:
    for incomplete in (
        lambda: Decision("1.1.O1", Judgement.NOT_APPLICABLE, reason="  "),
        lambda: Decision("1.1.O1", Judgement.MET, equivalent=True),
        lambda: Decision("1.1.O1", Judgement.PARTLY, "Otherwise", equivalent=True),
        lambda: Decision("1.1.O1", Judgement.MET, dissent="a\x07b"),
    ):
        with pytest.raises(RecordError):
            incomplete()


def test_what_does_not_belong_together_is_refused() -> None:
    one = Decision("1.1.O1", Judgement.MET)
    with pytest.raises(VoicesError, match=r"two decisions on 1\.1\.O1"):
        decided(FRAMEWORK, assess({}), [one, Decision("1.1.O1", Judgement.PARTLY)])
    with pytest.raises(UnknownIdError):
        decided(FRAMEWORK, assess({}), [Decision("9.9.O9", Judgement.MET)])
    with pytest.raises(MismatchError):
        decided(FRAMEWORK, assess({}, "garden"), [one])
