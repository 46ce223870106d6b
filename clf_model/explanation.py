"""Sentences: an indicator as one, and why a capability stands where it does."""

from __future__ import annotations

from collections.abc import Sequence

from .assessment import Assessment, Judgement
from .framework import Framework, Indicator, Perspective, Stage
from .naming import NAMED, names, others
from .progression import CapabilityResult, StageResult
from .rules import Rules
from .text import join

_SPOKEN = {
    Perspective.ORGANISATION: "The organisation",
    Perspective.WORKER: "It is normal here for workers to",
}


def spoken(indicator: Indicator) -> str:
    """An indicator as a sentence that is so or not, which a first reading is enough to judge.

    The framework's words stand in it word for word; those before them are ours, in place of the if and then
    that join its two columns. "Should" would ask for two things at once: whether it ought to be so, and
    whether it is. The infinitives of the worker statements (be encouraged, feel that they) follow a "to".
    """
    return f"{frame(indicator.perspective)} {indicator.text}"


def frame(perspective: Perspective) -> str:
    """The words before those of an indicator, where it is a sentence to judge."""
    return _SPOKEN[perspective]


def stage_name(result: CapabilityResult) -> str:
    """The name of the stage reached."""
    return result.reached.name if result.reached else not_yet(result.stages[0].stage)


def level_name(framework: Framework, level: int) -> str:
    """The name of a stage by its place, counted from 1; of 0, that not even the first is reached."""
    return framework.stages[level - 1].name if level else not_yet(framework.stages[0])


def not_yet(first: Stage) -> str:
    """How it is said that not even the first stage is reached: "Not yet engaged" in the CLF."""
    return f"Not yet {first.name[:1].lower()}{first.name[1:]}"


_STATES = {
    Judgement.MET: ("is met but has no evidence", "are met but have no evidence"),
    Judgement.PARTLY: ("is partly in place", "are partly in place"),
    Judgement.NOT_MET: ("is not in place", "are not in place"),
    None: ("has not been discussed", "have not been discussed"),
}


def why(result: CapabilityResult, assessment: Assessment, rules: Rules) -> str:
    """One sentence: the stage reached and what keeps the next one away.

    >>> # "Engaged, not Established: 1.2.O1 “is committed to building a learning…” is partly in place."
    """
    reached = stage_name(result)
    following = result.next
    if following is None:
        return f"{reached}, the last stage: every stage is addressed."
    # "Not yet engaged" says already that the first stage is not reached.
    head = f"{reached}, not {following.stage.name}" if result.reached else reached
    if not following.reachable:
        return f"{head}: {nothing_applies(following)} here, so nothing shows it."
    needs = ""
    if rules.threshold < 1:
        counting = following.total(lambda c: min(c.counting, c.needed))
        needed = following.total(lambda c: c.needed)
        needs = f"{counting} of the {needed} needed count; "
    return f"{head}: {needs}{_named(deciding_blockers(result), assessment)}."


def deciding_blockers(result: CapabilityResult) -> list[Indicator]:
    """The blockers of the next stage without those of a perspective in which enough count already."""
    if result.next is None:
        return []
    return [i for i in result.blockers if result.next.counts[i.perspective].missing]


def nothing_applies(stage: StageResult) -> str:
    """That a stage cannot be addressed because nothing in it applies, or nothing of one perspective."""
    empty = [perspective for perspective, counts in stage.counts.items() if not counts.applicable]
    if len(empty) == len(stage.counts):
        return f"nothing in {stage.stage.name} applies"
    return f"no {join(empty)} indicator of {stage.stage.name} applies"


def _named(blockers: Sequence[Indicator], assessment: Assessment) -> str:
    """Blockers grouped by what they lack, in the order in which a reader meets them."""
    groups: dict[Judgement | None, list[Indicator]] = {}
    for indicator in blockers:
        groups.setdefault(assessment.judgement(indicator.id), []).append(indicator)
    parts, room = [], NAMED
    for judgement, group in groups.items():
        parts.append(in_state(group, judgement, room))
        room = max(0, room - len(group))
    return join(parts, last=", and " if len(parts) < len(blockers) else " and ")


def in_state(indicators: Sequence[Indicator], judgement: Judgement | None, most: int = NAMED) -> str:
    """Indicators that do not count, all judged so, with what they lack; so many by name.

    >>> # "1.2.O1 “is committed to building a learning…” is partly in place"
    """
    one, several = _STATES[judgement]
    said = names(indicators, most) if most else others(len(indicators))
    return f"{said} {one if len(indicators) == 1 else several}"


def strengths(result: CapabilityResult, rules: Rules) -> str | None:
    """One sentence on work done beyond the next stage, or None where there is none.

    The cumulative rule does not show that work yet.
    """
    if not result.strengths_ahead or result.next is None:
        return None
    ahead = []
    for stage in result.stages[result.reached_index + 1 :]:
        counting, applicable = stage.total(lambda c: c.counting), stage.total(lambda c: c.applicable)
        if counting:
            amount = "all" if counting == applicable else f"{counting} of {applicable}"
            ahead.append(f"{amount} of {stage.stage.name}")
    done = join(ahead)
    done = f"{done[0].upper()}{done[1:]} {'is' if len(ahead) == 1 else 'are'} met"
    if rules.evidence_required:
        done = f"{done} with evidence"
    if not result.next.reachable:
        return f"{done}, but {nothing_applies(result.next)}."
    missing = result.next.total(lambda c: c.missing)
    what = "one indicator" if missing == 1 else f"{missing} indicators"
    verb = "holds" if missing == 1 else "hold"
    return f"{done}; {what} of {result.next.stage.name} {verb} it back."
