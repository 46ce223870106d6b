"""What is worth doing next in an assessment: the few things that would tell or move the most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .assessment import Assessment
from .explanation import stage_name
from .framework import Capability, Framework
from .naming import named
from .progression import CapabilityResult, Profile
from .scenario import levers


class Task(StrEnum):
    """What kind of thing to do."""

    DISCUSS = "discuss"
    EVIDENCE = "evidence"
    TRY = "try"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do now, in words, and the capability where it starts."""

    task: Task
    text: str
    capability: Capability


def left_to_discuss(profile: Profile) -> str | None:
    """How many of the indicators that decide stages have not been discussed; None where all have.

    A sentence without its end: "69 of the 80 indicators that decide stages have not been discussed".
    """
    asked = sum(result.asked for result in profile.capabilities)
    left = asked - sum(result.discussed for result in profile.capabilities)
    if not left:
        return None
    which = f"{'One' if left == 1 else left} of the {asked} indicators that decide stages"
    return f"{which} {'has' if left == 1 else 'have'} not been discussed"


def suggestions(framework: Framework, assessment: Assessment, profile: Profile) -> tuple[Suggestion, ...]:
    """At most one suggestion of each kind: discuss what decides, show what is claimed, take a short step."""
    found = (
        _discuss(assessment, profile),
        _evidence(framework, profile),
        _try(framework, assessment, profile),
    )
    return tuple(suggestion for suggestion in found if suggestion)


def _discuss(assessment: Assessment, profile: Profile) -> Suggestion | None:
    """Where talking about what nobody has discussed yet could decide most."""
    left = left_to_discuss(profile)
    if left is None:
        return None

    def deciding(result: CapabilityResult) -> int:
        return sum(assessment.judgement(i.id) is None for i in result.blockers)

    decide = sum(deciding(result) for result in profile.capabilities)
    started = [r for r in profile.capabilities if deciding(r)] or [
        r for r in profile.capabilities if r.discussed < r.asked
    ]
    # The capability with the fewest open questions before its next stage is settled first.
    first = min(started, key=lambda r: (deciding(r), r.asked - r.discussed))
    before = (
        f"; {decide} of them {'stands' if decide == 1 else 'stand'} before a next stage" if decide else ""
    )
    return Suggestion(Task.DISCUSS, f"{left}{before}.", first.capability)


def _evidence(framework: Framework, profile: Profile) -> Suggestion | None:
    """Where the evidence falls furthest behind what is claimed."""
    behind = [r for r in profile.capabilities if r.evidenced_index < r.reached_index]
    if not behind:
        return None
    widest = max(behind, key=lambda r: r.reached_index - r.evidenced_index)
    index = widest.evidenced_index
    shown = framework.stages[index - 1].name if index else None
    supports = f"evidence shows only {shown}" if shown else "no stage is shown by evidence yet"
    return Suggestion(
        Task.EVIDENCE,
        f"{widest.capability.short_name} says {stage_name(widest)}; {supports}.",
        widest.capability,
    )


def _try(framework: Framework, assessment: Assessment, profile: Profile) -> Suggestion | None:
    """The single indicator that would bring a stage, with the least effort."""
    for lever in levers(framework, assessment, profile):
        if lever.others_needed == 0:
            capability = framework.capability(lever.indicator.capability_id)
            place = f"{lever.stage.name} in {capability.short_name}"
            return Suggestion(
                Task.TRY, f"One indicator away from {place}: {named(lever.indicator)}.", capability
            )
    return None
