"""Checks of what is on record for a judgement, and whose voice it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..assessment import Judgement, Record, Voice
from ..framework import Indicator
from .finding import Finding, Signing, found_indicators

# How the framework's own words name those whose voice an indicator asks for.
_ASKED: Mapping[Voice, re.Pattern[str]] = MappingProxyType(
    {
        Voice.PERSON_USING_SERVICES: re.compile(r"\bpeople who use services\b", re.IGNORECASE),
        Voice.CARER: re.compile(r"\bcarers?\b", re.IGNORECASE),
        Voice.RESEARCH: re.compile(r"\bresearch\b", re.IGNORECASE),
        Voice.DATA: re.compile(r"\bdata\b", re.IGNORECASE),
    }
)


def met_without_evidence(signing: Signing) -> Finding | None:
    """Met indicators that nothing on record shows."""
    found = [i for i, record in signing.judged(Judgement.MET) if not record.evidence]
    return found_indicators(
        "met-without-evidence",
        found,
        "indicator judged met has no evidence",
        "indicators judged met have no evidence",
    )


def old_evidence(signing: Signing) -> Finding | None:
    """Met indicators of which all evidence is dated, and older than it may be."""
    found = [
        i
        for i, record in signing.judged(Judgement.MET)
        if record.evidence and all(one.dated and one.dated < signing.oldest for one in record.evidence)
    ]
    age = f"older than {signing.months} months"
    return found_indicators(
        "old-evidence",
        found,
        f"indicator judged met rests on evidence {age}",
        f"indicators judged met rest on evidence {age}",
    )


def undated_evidence(signing: Signing) -> Finding | None:
    """Met indicators of which no evidence says when it is from."""
    found = [
        i
        for i, record in signing.judged(Judgement.MET)
        if record.evidence and not any(one.dated for one in record.evidence)
    ]
    return found_indicators(
        "undated-evidence",
        found,
        "indicator judged met has no evidence with a date",
        "indicators judged met have no evidence with a date",
    )


def evidence_from_later(signing: Signing) -> Finding | None:
    """Indicators with evidence from after the day on which they were assessed."""
    day = signing.assessment.assessed_on
    found = [
        i
        for i in signing.framework.indicators
        if any(one.dated and one.dated > day for one in signing.assessment.record(i.id).evidence)
    ]
    return found_indicators(
        "later-evidence",
        found,
        "indicator has evidence from after the day of the assessment",
        "indicators have evidence from after the day of the assessment",
    )


def one_persons_note(signing: Signing) -> Finding | None:
    """Met indicators that a single note without any source shows."""
    found = [
        i
        for i, record in signing.judged(Judgement.MET)
        if len(record.evidence) == 1 and record.evidence[0].source is None
    ]
    return found_indicators(
        "one-note",
        found,
        "indicator judged met rests on a single note that names no source",
        "indicators judged met rest on a single note that names no source",
    )


def evidence_of_what_is_not_there(signing: Signing) -> Finding | None:
    """Indicators judged not yet, of which something is on record all the same."""
    found = [i for i, record in signing.judged(Judgement.NOT_MET) if record.evidence]
    return found_indicators(
        "evidence-not-met",
        found,
        "indicator has evidence and is judged not yet",
        "indicators have evidence and are judged not yet",
    )


def voice_not_heard(signing: Signing) -> Finding | None:
    """Met indicators whose words name somebody's voice that their evidence does not carry."""
    found = [i for i, record in signing.judged(Judgement.MET) if record.evidence and _missing(i, record)]
    return found_indicators(
        "voice-not-heard",
        found,
        "indicator names a voice that its evidence does not carry",
        "indicators name a voice that their evidence does not carry",
    )


def _missing(indicator: Indicator, record: Record) -> list[Voice]:
    heard = {one.voice for one in record.evidence}
    return [voice for voice, words in _ASKED.items() if words.search(indicator.text) and voice not in heard]
