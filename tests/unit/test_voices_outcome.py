"""What a workshop changed, read from the assessment as it is now."""

from __future__ import annotations

from clf_model import NO_RECORD, Judgement, Record
from clf_model.voices import Decision, Outcome, Written, outcome
from tests.unit.strategies import assess, build_framework

# One capability with two stages; two indicators of the organisation in the first, one in the second.
FRAMEWORK = build_framework([[(2, 0), (1, 0)]])
MET, PARTLY = Record(Judgement.MET), Record(Judgement.PARTLY)
FIRST, SECOND = "1.1.O1", "1.1.O2"
# The room agreed on met for both of the first stage; one was not discussed before, one was partly.
AGREED = [Decision(FIRST, Judgement.MET), Decision(SECOND, Judgement.MET)]
WRITTEN = Written({FIRST: NO_RECORD, SECOND: PARTLY}, {FIRST: MET, SECOND: MET})


def _stages(found: Outcome) -> tuple[int, int]:
    """What the capability reached before and after."""
    return found.before.capabilities[0].reached_index, found.after.capabilities[0].reached_index


def test_what_was_not_written_counts_as_if_it_were_written_now() -> None:
    found = outcome(FRAMEWORK, assess({SECOND: PARTLY}), AGREED)
    assert _stages(found) == (0, 1)
    assert found.unwritten == {FIRST: MET, SECOND: MET}
    assert not found.undone


def test_what_confirms_the_assessment_leaves_nothing_to_write() -> None:
    found = outcome(FRAMEWORK, assess({FIRST: MET, SECOND: MET}), AGREED)
    assert _stages(found) == (1, 1)
    assert found.unwritten == {}


def test_what_was_written_is_told_from_what_was_there_before() -> None:
    found = outcome(FRAMEWORK, assess({FIRST: MET, SECOND: MET}), AGREED, WRITTEN)
    assert _stages(found) == (0, 1)
    assert (found.unwritten, found.undone) == ({}, False)


def test_what_was_judged_besides_since_counts_in_both() -> None:
    """The workshop was on the first of two capabilities; the second was judged met afterwards."""
    two = build_framework([[(1, 0)], [(1, 0)]])
    now = assess({"1.1.O1": MET, "2.1.O1": MET})
    written = Written({"1.1.O1": NO_RECORD}, {"1.1.O1": MET})
    found = outcome(two, now, [Decision("1.1.O1", Judgement.MET)], written)
    assert [one.reached_index for one in found.before.capabilities] == [0, 1]
    assert [one.reached_index for one in found.after.capabilities] == [1, 1]


def test_it_is_undone_once_every_record_is_as_before_and_not_while_one_is_otherwise() -> None:
    assert outcome(FRAMEWORK, assess({SECOND: PARTLY}), AGREED, WRITTEN).undone
    assert not outcome(FRAMEWORK, assess({FIRST: MET, SECOND: PARTLY}), AGREED, WRITTEN).undone
