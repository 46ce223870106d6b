"""What if: changed judgements on top of an assessment, and the effort they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .assessment import Assessment, Evidence, Judgement, Record
from .framework import Framework, Indicator, Stage
from .progression import CapabilityResult, Profile, capability_result, profile
from .rules import Rules

PLANNED = Evidence(note="Planned in a scenario")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of judgements to try; it never changes the assessment it is tried on."""

    name: str
    changes: Mapping[str, Judgement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", MappingProxyType(dict(self.changes)))

    def toggled(self, indicator_id: str) -> Scenario:
        """The same scenario with one indicator switched to met, or back to what it was."""
        changes = dict(self.changes)
        if changes.pop(indicator_id, None) is None:
            changes[indicator_id] = Judgement.MET
        return replace(self, changes=changes)

    def applied_to(self, assessment: Assessment) -> Assessment:
        """The assessment as it would be: changed judgements, with evidence planned where one is met.

        An indicator that does not apply is left alone.
        """
        return assessment.with_records(
            {
                id_: _changed(assessment.record(id_), judgement)
                for id_, judgement in self.changes.items()
                if assessment.judgement(id_) is not Judgement.NOT_APPLICABLE
            }
        )

    def effort(self, assessment: Assessment, rules: Rules) -> float:
        """Total effort of the indicators brought to met, in the service's own unit."""
        return sum(
            effort_to_meet(assessment.record(id_), rules)
            for id_, judgement in self.changes.items()
            if judgement is Judgement.MET
        )


def _changed(record: Record, judgement: Judgement) -> Record:
    evidence = record.evidence or ((PLANNED,) if judgement is Judgement.MET else ())
    if judgement is record.judgement:
        return replace(record, evidence=evidence)
    reason = "Tried in a scenario" if judgement is Judgement.NOT_APPLICABLE else None
    return replace(record.judged(judgement, reason=reason), evidence=evidence)


def effort_to_meet(record: Record, rules: Rules) -> float:
    """Effort until an indicator counts: 0 where it does or does not apply, half where partly in place.

    A met indicator that lacks required evidence costs a quarter: someone must write the evidence down.
    """
    return record.effort * share_to_meet(record, rules)


def share_to_meet(record: Record, rules: Rules) -> float:
    """The share of its effort that is still to be made until an indicator counts: 0, ¼, ½ or 1."""
    if rules.counts(record) or record.judgement is Judgement.NOT_APPLICABLE:
        return 0.0
    shares: dict[Judgement | None, float] = {Judgement.MET: 0.25, Judgement.PARTLY: 0.5}
    return shares.get(record.judgement, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario would bring: the profile before and after, and the effort in the service's own unit."""

    before: Profile
    after: Profile
    effort: float

    @property
    def stages_gained(self) -> int:
        """Stages reached after less those before, over all capabilities."""
        pairs = zip(self.before.capabilities, self.after.capabilities, strict=True)
        return sum(new.reached_index - old.reached_index for old, new in pairs)


def outcome(framework: Framework, assessment: Assessment, scenario: Scenario, rules: Rules) -> Outcome:
    """Try a scenario on an assessment. Raises `MismatchError` where the framework is another."""
    return Outcome(
        profile(framework, assessment, rules),
        profile(framework, scenario.applied_to(assessment), rules),
        scenario.effort(assessment, rules),
    )


@dataclass(frozen=True, slots=True)
class Lever:
    """One blocker that could be met: its effort, and how many more the stage needs besides it."""

    indicator: Indicator
    stage: Stage
    effort: float
    others_needed: int


def levers(framework: Framework, assessment: Assessment, profile: Profile) -> tuple[Lever, ...]:
    """The blockers of every capability's next stage, most effective first.

    Most effective: the fewest others needed before the stage is reached, then the least effort, then the
    framework's order. A stage that cannot be reached, because nothing in it applies, has none.
    """
    found = [
        lever for result in profile.capabilities for lever in _levers_of(result, assessment, profile.rules)
    ]
    order = {indicator.id: n for n, indicator in enumerate(framework.indicators)}
    return tuple(sorted(found, key=lambda v: (v.others_needed, v.effort, order[v.indicator.id])))


def _levers_of(result: CapabilityResult, assessment: Assessment, rules: Rules) -> list[Lever]:
    following = result.next
    if following is None or not following.reachable:
        return []
    others = following.total(lambda counts: counts.missing) - 1
    return [
        Lever(i, following.stage, effort_to_meet(assessment.record(i.id), rules), others)
        for i in result.blockers
        if following.counts[i.perspective].missing
    ]


def options(
    framework: Framework, assessment: Assessment, scenario: Scenario, rules: Rules
) -> tuple[str, ...]:
    """Ids of the indicators worth switching: today's levers first, then what each switch opened up, in turn.

    Switching one on appends and never reorders, so that a list on screen does not move under a finger.
    """
    today = levers(framework, assessment, profile(framework, assessment, rules))
    ids = dict.fromkeys(lever.indicator.id for lever in today)
    so_far = Scenario(scenario.name)
    for id_, judgement in scenario.changes.items():
        if not framework.has_indicator(id_):
            continue
        so_far = replace(so_far, changes={**so_far.changes, id_: judgement})
        tried = so_far.applied_to(assessment)
        capability = framework.capability(framework.indicator(id_).capability_id)
        opened = _levers_of(capability_result(framework, capability, tried, rules), tried, rules)
        ids |= dict.fromkeys([id_, *(lever.indicator.id for lever in opened)])
    return tuple(ids)
