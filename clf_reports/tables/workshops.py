"""What a workshop leaves behind as a table: every vote in numbers, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clf_model.assessment import Evidence, Judgement
from clf_model.framework import Framework
from clf_model.voices import Decision, Tally, Vote

from ..charts.votes import VOTES

_JUDGED = {Judgement(vote.value): word for vote, word in VOTES.items() if vote is not Vote.DONT_KNOW}
_JUDGED[Judgement.NOT_APPLICABLE] = "Not applicable"


def workshop_table(
    framework: Framework, tallies: Sequence[Tally], decisions: Sequence[Decision]
) -> pd.DataFrame:
    """One row per indicator and round of voting; the decision stands in the row of the last round.

    `Agreement` is from 0 to 1. Counts and agreement are empty where too few voted to show them.
    """
    known = {decision.indicator_id: decision for decision in decisions}
    rows = []
    for indicator in framework.indicators:
        rounds = sorted((t for t in tallies if t.indicator_id == indicator.id), key=lambda t: t.round)
        for tally in rounds:
            rows.append(
                (
                    indicator.id,
                    framework.capability(indicator.capability_id).name,
                    framework.stage(indicator.stage_id).name,
                    indicator.text,
                    tally.round,
                    *_numbers(tally),
                    *_decided(known.get(indicator.id) if tally is rounds[-1] else None),
                )
            )
    columns = [
        *("Indicator", "Capability", "Stage", "Text", "Vote"),
        *VOTES.values(),
        *("Agreement", "Decision", "Reason", "Dissent", "Evidence"),
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(["Vote", *VOTES.values()], "Int64"))


def _numbers(tally: Tally) -> tuple[float | None, ...]:
    if not tally.showable:
        return (None,) * (len(VOTES) + 1)
    agreement = tally.agreement
    return (
        *(tally.counts.of(vote) for vote in VOTES),
        None if agreement is None else round(agreement, 4),
    )


def _decided(decision: Decision | None) -> tuple[str | None, ...]:
    if decision is None:
        return (None,) * 4
    evidence = "\n".join(map(_named, decision.evidence))
    return _JUDGED[decision.judgement], decision.reason, decision.dissent, evidence or None


def _named(entry: Evidence) -> str:
    """What people named, with its source and whose voice it is."""
    voice = entry.voice.value.replace("_", " ") if entry.voice else None
    facts = ", ".join(part for part in (entry.source, voice) if part)
    return f"{entry.note} ({facts})" if facts else entry.note
