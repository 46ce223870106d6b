"""How judgements, voices and numbers are said in documents: the screen's words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clf_model.assessment import Evidence, Judgement, Voice
from clf_model.voices import Vote

from ...charts.votes import VOTES
from ..document import Entry

JUDGED: Mapping[Judgement | None, str] = MappingProxyType(
    {
        **{Judgement(vote.value): word for vote, word in VOTES.items() if vote is not Vote.DONT_KNOW},
        Judgement.NOT_APPLICABLE: "Not applicable",
        None: "Not discussed",
    }
)


def voice_words(voice: Voice | None) -> str | None:
    """Whose voice it is, such as "person using services"."""
    return voice.value.replace("_", " ") if voice else None


def entry(evidence: Evidence) -> Entry:
    """A piece of evidence as a document has it."""
    return Entry(evidence.note, evidence.source, voice_words(evidence.voice), evidence.dated)


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: "1 indicator", "3 indicators"."""
    return f"{number} {one if number == 1 else several or one + 's'}"
