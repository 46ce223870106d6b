"""Results as lines for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..assessment import Assessment, Judgement
from ..comparison import CapabilityChange, Comparison
from ..explanation import stage_name, strengths, why
from ..naming import named
from ..progression import CapabilityResult, Profile
from ..rules import Rules
from ..text import join


def profile_text(profile: Profile, assessment: Assessment) -> str:
    """Every capability with its stage, progress and reasons; the lowest and highest; the rules in force."""
    lines = [f"{subject(assessment)}, {assessment.assessed_on}", profile.framework.title]
    for result in profile.capabilities:
        ahead = strengths(result, profile.rules)
        lines += [
            "",
            result.capability.name,
            f"  {_dots(result)}  {stage_name(result)}, progress {_number(result)} of {len(result.stages)}",
            f"  {why(result, assessment, profile.rules)}",
            *([f"  {ahead}"] if ahead else []),
        ]
    return joined([*lines, "", *_extremes(profile), f"Rules: {profile.rules.describe()}"])


def comparison_text(comparison: Comparison, before: Assessment, after: Assessment, rules: Rules) -> str:
    """What moved in every capability, with judgements before and after; the rules in force."""
    first, second = f"{subject(before)}, {before.assessed_on}", f"{subject(after)}, {after.assessed_on}"
    lines = [f"Before: {first}", f"After:  {second}"]
    for change in comparison.capabilities:
        lines += ["", change.before.capability.name, *(f"  {line}" for line in _moved(change))]
    return joined([*lines, "", f"Rules: {rules.describe()}"])


def printable(text: str) -> str:
    """The text with characters that could steer a terminal replaced; line breaks stay."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def joined(lines: Sequence[str]) -> str:
    """Lines as one text."""
    # A name of several lines from a file must not look like lines of ours.
    return "".join(f"{' '.join(line.splitlines())}\n" for line in lines)


def subject(assessment: Assessment) -> str:
    """Whose assessment it is, in one line."""
    parts = (assessment.organisation, assessment.unit, assessment.title)
    return ", ".join(part for part in parts if part)


def _dots(result: CapabilityResult) -> str:
    return "●" * result.reached_index + "○" * (len(result.stages) - result.reached_index)


def _number(result: CapabilityResult) -> str:
    return f"{float(result.progress):.2f}"


def _extremes(profile: Profile) -> list[str]:
    if len(profile.lowest) == len(profile.capabilities):
        return ["All capabilities have made the same progress."] if len(profile.capabilities) > 1 else []
    return [f"Lowest:  {_names(profile.lowest)}", f"Highest: {_names(profile.highest)}"]


def _names(results: Sequence[CapabilityResult]) -> str:
    return join([f"{result.capability.short_name} ({_number(result)})" for result in results])


def _moved(change: CapabilityChange) -> list[str]:
    before, after = change.before, change.after
    if not change.judgements and before.progress == after.progress:
        same = f"{_dots(after)}  {stage_name(after)}, progress {_number(after)}: no change"
        if before.evidenced_index == after.evidenced_index:
            return [same]
        return [f"{same} but in evidence"]
    stages = stage_name(after)
    if before.reached_index != after.reached_index:
        stages = f"{stage_name(before)} → {stages}"
    return [
        f"{_dots(before)} → {_dots(after)}  {stages}, progress {_number(before)} → {_number(after)}",
        *(f"{named(m.indicator)}: {_word(m.before)} → {_word(m.after)}" for m in change.judgements),
    ]


def _word(judgement: Judgement | None) -> str:
    return judgement.value.replace("_", " ") if judgement else "not discussed"
