"""Records and assessments as values: what is refused, what is kept, what is left unchanged."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record, Voice
from clf_model.errors import RecordError
from tests.unit.strategies import NOTE, assess

MET, PARTLY, NOT_MET, NOT_APPLICABLE = Judgement


def test_not_applicable_needs_a_reason() -> None:
    with pytest.raises(RecordError, match="Not applicable needs a reason"):
        Record(NOT_APPLICABLE)
    assert Record(NOT_APPLICABLE, reason="Single-site service").reason == "Single-site service"


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_reason_is_no_reason(blank: str) -> None:
    with pytest.raises(RecordError, match="needs a reason"):
        Record(NOT_APPLICABLE, reason=blank)
    with pytest.raises(RecordError, match="needs a reason"):
        Record(MET, equivalent=True, reason=blank)


def test_shown_in_another_way_needs_a_reason() -> None:
    with pytest.raises(RecordError, match="Shown in another way needs a reason"):
        Record(MET, equivalent=True)
    assert Record(MET, equivalent=True, reason="A buddy scheme does this").equivalent


@pytest.mark.parametrize("judgement", [None, PARTLY, NOT_MET, NOT_APPLICABLE])
def test_only_a_met_indicator_can_be_shown_in_another_way(judgement: Judgement | None) -> None:
    with pytest.raises(RecordError, match="Only a met indicator"):
        Record(judgement, equivalent=True, reason="A buddy scheme does this")


@pytest.mark.parametrize("effort", [-1.0, -1e-9, math.inf, -math.inf, math.nan])
def test_an_effort_is_a_finite_number_from_zero(effort: float) -> None:
    with pytest.raises(RecordError, match=r"Give a number of 0 or more\."):
        Record(effort=effort)


@pytest.mark.parametrize("effort", [0.0, 0.25, 1.0, 1e9])
def test_an_effort_of_zero_or_more_is_kept(effort: float) -> None:
    assert Record(effort=effort).effort == effort


def test_the_effort_is_one_where_none_is_given() -> None:
    assert Record().effort == 1


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_evidence_needs_a_note(blank: str) -> None:
    with pytest.raises(RecordError, match="needs a note"):
        Evidence(blank)


def test_a_blank_reason_or_source_counts_as_not_given() -> None:
    assert Record(MET, reason=" ") == Record(MET)
    assert Record(reason="\n").is_empty
    assert Evidence("Minutes", source=" ") == Evidence("Minutes")


@pytest.mark.parametrize("text", ["bell\a", "null\0", "\x1b[31mred"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(RecordError, match="control character U"):
        Record(MET, reason=text)
    with pytest.raises(RecordError, match="control character U"):
        Evidence(text)
    with pytest.raises(RecordError, match="control character U"):
        Evidence("Minutes", source=text)


def test_evidence_may_carry_source_date_and_voice() -> None:
    entry = Evidence("Carers' forum minutes", "minutes.pdf", date(2026, 1, 10), Voice.CARER)
    assert (entry.source, entry.dated, entry.voice) == ("minutes.pdf", date(2026, 1, 10), Voice.CARER)


def test_the_voices_are_those_of_the_domain() -> None:
    assert {v.value for v in Voice} == {
        *("employee", "manager", "person_using_services", "carer"),
        *("document", "data", "research", "other"),
    }


@pytest.mark.parametrize(
    "record",
    [Record(MET), Record(effort=2), Record(evidence=(NOTE,)), Record(reason="Ask in June")],
)
def test_a_record_that_says_anything_is_not_empty(record: Record) -> None:
    assert not record.is_empty
    assert Record().is_empty


def test_another_judgement_keeps_effort_and_evidence_but_not_the_reason_of_the_old_one() -> None:
    record = Record(MET, equivalent=True, reason="A buddy scheme", effort=3, evidence=(NOTE,))
    assert record.judged(PARTLY) == Record(PARTLY, effort=3, evidence=(NOTE,))
    assert record.judged(NOT_APPLICABLE, reason="Closed") == Record(
        NOT_APPLICABLE, reason="Closed", effort=3, evidence=(NOTE,)
    )
    assert record.judged(None).judgement is None


def test_another_judgement_is_checked_like_a_new_record() -> None:
    with pytest.raises(RecordError, match="Not applicable needs a reason"):
        Record(MET, equivalent=True, reason="A buddy scheme").judged(NOT_APPLICABLE)


def test_an_indicator_without_a_record_has_not_been_discussed() -> None:
    assessment = assess({"1.1.O1": Record(MET)})
    assert assessment.judgement("1.1.O1") is MET
    assert assessment.judgement("1.1.O2") is None
    assert assessment.record("1.1.O2") is NO_RECORD


def test_a_record_with_only_an_effort_has_not_been_discussed() -> None:
    assessment = assess({"1.1.O1": Record(effort=4)})
    assert assessment.judgement("1.1.O1") is None
    assert assessment.record("1.1.O1").effort == 4


def test_empty_records_make_no_difference() -> None:
    assert assess({"1.1.O1": Record(MET), "1.1.O2": Record()}) == assess({"1.1.O1": Record(MET)})


def test_taking_a_judgement_back_removes_its_record() -> None:
    assert assess({"1.1.O1": Record(MET)}).with_records({"1.1.O1": NO_RECORD}) == assess({})


def test_a_replaced_record_leaves_the_assessment_it_came_from_unchanged() -> None:
    before = assess({"1.1.O1": Record(PARTLY), "1.1.O2": Record(MET)})
    after = before.with_records({"1.1.O1": Record(MET)})
    assert before.judgement("1.1.O1") is PARTLY
    assert after == assess({"1.1.O1": Record(MET), "1.1.O2": Record(MET)})


def test_several_records_can_be_replaced_at_once() -> None:
    before = assess({"1.1.O1": Record(PARTLY), "1.1.O2": Record(MET)})
    after = before.with_records({"1.1.O1": Record(NOT_MET), "1.1.O3": Record(MET)})
    assert dict(after) == {"1.1.O1": Record(NOT_MET), "1.1.O2": Record(MET), "1.1.O3": Record(MET)}


def test_a_replaced_record_keeps_everything_else_of_the_assessment() -> None:
    day = date(2026, 3, 12)
    before = Assessment("f", "Rowanbank", day, unit="Day team", title="Spring review", fictional=True)
    after = before.with_records({"1.1.O1": Record(MET)})
    assert replace(after, records={}) == before


def test_an_assessment_cannot_be_changed_in_place() -> None:
    given = {"1.1.O1": Record(MET)}
    assessment = assess(given)
    given["1.1.O1"] = Record(NOT_MET)
    assert assessment.judgement("1.1.O1") is MET
    with pytest.raises(TypeError):
        assessment.records["1.1.O1"] = Record(NOT_MET)  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        assessment.unit = "Night team"  # type: ignore[misc]
