"""Checks of the judgements, the stages that rest on them, and what people said against them."""

from __future__ import annotations

from ..assessment import Judgement
from ..voices import Decision, Verdict
from .finding import Finding, Signing, found_capabilities, found_indicators

_FEWEST_WORDS = 2  # of a reason that somebody else can use


def not_discussed(signing: Signing) -> Finding | None:
    """Indicators that decide a stage and that nobody has discussed."""
    deciding = {
        indicator.id
        for result in signing.profile.capabilities
        for stage in result.stages
        for perspective in stage.counts
        for indicator in signing.framework.cell(result.capability.id, stage.stage.id, perspective)
    }
    found = [
        i
        for i in signing.framework.indicators
        if i.id in deciding and signing.assessment.judgement(i.id) is None
    ]
    return found_indicators(
        "not-discussed",
        found,
        "indicator that can decide a stage has not been discussed",
        "indicators that can decide a stage have not been discussed",
    )


def reworded(signing: Signing) -> Finding | None:
    """Indicators that a later edition reworded and that wait to be judged anew."""
    found = [i for i in signing.framework.indicators if signing.assessment.record(i.id).former]
    return found_indicators(
        "reworded",
        found,
        "indicator was reworded and waits to be judged anew",
        "indicators were reworded and wait to be judged anew",
    )


def rests_on_one(signing: Signing) -> Finding | None:
    """Capabilities whose stage reached rests on a single applicable indicator of some stage up to it."""
    found = tuple(
        result.capability
        for result in signing.profile.capabilities
        if any(
            counts.applicable == 1
            for stage in result.stages[: result.reached_index]
            for counts in stage.counts.values()
        )
    )
    return found_capabilities(
        "rests-on-one",
        found,
        "capability has a stage that rests on a single indicator",
        "capabilities have a stage that rests on a single indicator",
    )


def not_evidenced(signing: Signing) -> Finding | None:
    """Capabilities whose stage would be lower if only what has evidence counted."""
    found = tuple(
        result.capability
        for result in signing.profile.capabilities
        if result.evidenced_index < result.reached_index
    )
    return found_capabilities(
        "not-evidenced",
        found,
        "capability would be at a lower stage if only what has evidence counted",
        "capabilities would be at a lower stage if only what has evidence counted",
    )


def not_experienced(signing: Signing) -> Finding | None:
    """Worker statements of stages that are claimed, and that workers are known not to experience."""
    found = [
        statement.statement
        for capability in (signing.gap.capabilities if signing.gap else ())
        for stage in capability.stages
        for statement in stage.statements
        if statement.verdict is Verdict.CLAIMED_ONLY
    ]
    return found_indicators(
        "not-experienced",
        found,
        "statement of a stage that is claimed is not what workers experience",
        "statements of stages that are claimed are not what workers experience",
    )


def thin_reason(signing: Signing) -> Finding | None:
    """Not applicable, or met in another way, for a reason of a single word."""
    found = [
        i
        for i, record in signing.judged(Judgement.NOT_APPLICABLE, Judgement.MET)
        if (record.judgement is Judgement.NOT_APPLICABLE or record.equivalent)
        and len((record.reason or "").split()) < _FEWEST_WORDS
    ]
    return found_indicators(
        "thin-reason",
        found,
        "indicator is not applicable or met in another way, with a reason of one word",
        "indicators are not applicable or met in another way, with a reason of one word",
    )


def dissent_without_reason(signing: Signing) -> Finding | None:
    """Decisions against which somebody spoke, without a reason on record."""
    found = [
        signing.framework.indicator(one.indicator_id)
        for one in _last(signing).values()
        if one.dissent and not one.reason
    ]
    return found_indicators(
        "dissent-without-reason",
        found,
        "decision has dissent on record and no reason",
        "decisions have dissent on record and no reason",
    )


def changed_after_workshop(signing: Signing) -> Finding | None:
    """Indicators judged otherwise now than a workshop decided."""
    found = [
        signing.framework.indicator(one.indicator_id)
        for one in _last(signing).values()
        if signing.assessment.judgement(one.indicator_id) is not one.judgement
    ]
    return found_indicators(
        "changed-after-workshop",
        found,
        "indicator is judged otherwise than the workshop decided",
        "indicators are judged otherwise than the workshop decided",
    )


def _last(signing: Signing) -> dict[str, Decision]:
    known = (one for one in signing.decisions if signing.framework.has_indicator(one.indicator_id))
    return {one.indicator_id: one for one in known}
