"""What a workshop decided, and the changes that it makes to an assessment, as one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..assessment import Assessment, Evidence, Judgement, Record
from ..errors import MismatchError
from ..framework import Framework
from ..text import given
from .errors import VoicesError


@dataclass(frozen=True, slots=True)
class Decision:
    """The judgement that a workshop agreed on for one indicator, and what was said with it.

    `dissent` is kept beside the decision and never enters the assessment. `evidence` holds what people named.
    Raises `RecordError` where a record of it would be incomplete: not applicable or equivalent without a
    reason, an equivalent that is not met, control characters.
    """

    indicator_id: str
    judgement: Judgement
    reason: str | None = None
    dissent: str | None = None
    evidence: tuple[Evidence, ...] = ()
    equivalent: bool = False

    def __post_init__(self) -> None:
        for name in ("reason", "dissent"):
            object.__setattr__(self, name, given(getattr(self, name)))
        object.__setattr__(self, "evidence", tuple(self.evidence))
        Record(self.judgement, self.equivalent, self.reason)  # checks that they go together


def decided(framework: Framework, assessment: Assessment, decisions: Iterable[Decision]) -> dict[str, Record]:
    """The records that the decisions change, by indicator id in the framework's order: one step to apply.

    Evidence and effort on record are kept, and evidence named in the room is added once. Where the judgement
    is the one on record and the decision gives no reason, the reason on record stays. Records that would not
    change are left out. Raises `MismatchError` and `UnknownIdError` where something belongs to another
    framework, and `VoicesError` for two decisions on one indicator.
    """
    if assessment.framework_id != framework.id:
        raise MismatchError(assessment.framework_id, framework.id)
    by_id: dict[str, Decision] = {}
    for decision in decisions:
        id_ = framework.indicator(decision.indicator_id).id
        if id_ in by_id:
            raise VoicesError(
                f"There are two decisions on {id_}. Keep the one that the group agreed on last."
            )
        by_id[id_] = decision
    records = {
        i.id: _with_decision(assessment.record(i.id), by_id[i.id])
        for i in framework.indicators
        if i.id in by_id
    }
    return {id_: record for id_, record in records.items() if record != assessment.record(id_)}


def _with_decision(record: Record, decision: Decision) -> Record:
    if decision.judgement is not record.judgement or decision.reason or decision.equivalent:
        record = record.judged(decision.judgement, reason=decision.reason, equivalent=decision.equivalent)
    new = (entry for entry in dict.fromkeys(decision.evidence) if entry not in record.evidence)
    return replace(record, evidence=(*record.evidence, *new))
