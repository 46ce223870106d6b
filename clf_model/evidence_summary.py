"""What evidence an assessment has: how much, from whose voice, how recent, and where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .assessment import Assessment, Evidence, Judgement, Voice
from .framework import Framework, Indicator


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How many entries carry a voice (None: not said), and the date of the latest that has one."""

    voice: Voice | None
    entries: int
    latest: date | None


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """The evidence of a whole assessment.

    `bare` lists the met indicators that have none; `oldest` is the earliest date given.
    """

    entries: int
    met: int
    bare: tuple[Indicator, ...]
    voices: tuple[VoiceCount, ...]
    oldest: date | None

    @property
    def shown(self) -> int:
        """Met indicators that have evidence."""
        return self.met - len(self.bare)

    @property
    def heard(self) -> int:
        """Voices with at least one entry."""
        return sum(count.entries > 0 for count in self.voices if count.voice is not None)


def evidence_summary(framework: Framework, assessment: Assessment) -> EvidenceSummary:
    """Count an assessment's evidence, in the framework's order and with every voice, heard or not."""
    records = [(i, assessment.record(i.id)) for i in framework.indicators]
    entries = [entry for _, record in records for entry in record.evidence]
    met = [(i, record) for i, record in records if record.judgement is Judgement.MET]
    return EvidenceSummary(
        entries=len(entries),
        met=len(met),
        bare=tuple(i for i, record in met if not record.evidence),
        voices=tuple(_count(voice, entries) for voice in (*Voice, None)),
        oldest=min((e.dated for e in entries if e.dated), default=None),
    )


def _count(voice: Voice | None, entries: list[Evidence]) -> VoiceCount:
    own = [entry for entry in entries if entry.voice is voice]
    return VoiceCount(voice, len(own), max((e.dated for e in own if e.dated), default=None))
