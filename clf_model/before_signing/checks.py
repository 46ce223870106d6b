"""The standing checks in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from . import on_evidence, on_judgements, on_plan
from .finding import Finding, Signing

Check: TypeAlias = Callable[[Signing], Finding | None]

CHECKS: tuple[Check, ...] = (
    on_judgements.not_discussed,
    on_judgements.reworded,
    on_evidence.met_without_evidence,
    on_evidence.old_evidence,
    on_evidence.undated_evidence,
    on_evidence.evidence_from_later,
    on_evidence.one_persons_note,
    on_evidence.evidence_of_what_is_not_there,
    on_evidence.voice_not_heard,
    on_judgements.rests_on_one,
    on_judgements.not_evidenced,
    on_judgements.not_experienced,
    on_judgements.thin_reason,
    on_judgements.dissent_without_reason,
    on_judgements.changed_after_workshop,
    on_plan.nothing_planned,
    on_plan.without_owner,
    on_plan.without_date,
    on_plan.without_measure,
    on_plan.overdue,
    on_plan.due_for_review,
    on_plan.done_and_not_judged,
)


def findings(signing: Signing) -> tuple[Finding, ...]:
    """What the checks found, in their order; nothing of those that found nothing."""
    return tuple(found for check in CHECKS if (found := check(signing)) is not None)
