"""Results as values that JSON can hold, in the form that the command line promises."""

from __future__ import annotations

import json
from typing import Any

from ..assessment import Assessment
from ..comparison import CapabilityChange, Comparison
from ..framework import Perspective
from ..progression import CapabilityResult, Counts, Profile, StageResult
from ..rules import Perspectives

_PLACES = 4  # decimals of progress
_NO_INDICATORS = Counts(0, 0, 0, 0, 0, 0, 0, 0)


def as_json(form: dict[str, Any]) -> str:
    """A form as the text that is printed."""
    return json.dumps(form, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def profile_form(profile: Profile, assessment: Assessment) -> dict[str, Any]:
    """A profile: what was assessed, the rules, and every capability. Progress is rounded to 4 decimals."""
    rules = profile.rules
    return {
        "framework": profile.framework.id,
        "organisation": assessment.organisation,
        "unit": assessment.unit,
        "assessed_on": assessment.assessed_on.isoformat(),
        "rules": {
            "threshold": float(rules.threshold),
            "evidence_required": rules.evidence_required,
            "perspectives": rules.perspectives.value,
        },
        "capabilities": [_capability(result, rules.perspectives) for result in profile.capabilities],
    }


def comparison_form(comparison: Comparison) -> dict[str, Any]:
    """A comparison: every capability before and after, with the judgements that differ."""
    return {"capabilities": [_change(change) for change in comparison.capabilities]}


def _capability(result: CapabilityResult, perspectives: Perspectives) -> dict[str, Any]:
    return {
        "id": result.capability.id,
        "reached": result.reached.id if result.reached else None,
        "reached_index": result.reached_index,
        "progress": _rounded(result),
        "evidenced_index": result.evidenced_index,
        "possible_index": result.possible_index,
        "stages": [
            _stage(stage, perspectives, passed=index < result.reached_index)
            for index, stage in enumerate(result.stages)
        ],
        "blockers": [indicator.id for indicator in result.blockers],
        "strengths_ahead": [indicator.id for indicator in result.strengths_ahead],
    }


def _rounded(result: CapabilityResult) -> float:
    return round(float(result.progress), _PLACES)


def _stage(result: StageResult, perspectives: Perspectives, *, passed: bool) -> dict[str, Any]:
    """With one perspective its counts stand in the stage itself, with both under each one's name.

    A stage that asks nothing is addressed once the stages before it are, so where it is `passed`.
    """
    addressed = passed if result.asks_nothing else result.addressed

    def counts(perspective: Perspective) -> dict[str, int | None]:
        return _counts(result.counts.get(perspective, _NO_INDICATORS), addressed=addressed)

    form: dict[str, Any] = {"id": result.stage.id, "addressed": addressed}
    if perspectives is Perspectives.BOTH:
        return form | {perspective.value: counts(perspective) for perspective in perspectives.members}
    return form | counts(*perspectives.members)


def _counts(counts: Counts, *, addressed: bool) -> dict[str, int | None]:
    return {
        "met": counts.met,
        "partly": counts.partly,
        "not_met": counts.not_met,
        "not_applicable": counts.not_applicable,
        "unanswered": counts.unanswered,
        "applicable": counts.applicable,
        "needed": counts.needed,
        "counting": counts.counting,
        "margin": counts.counting - counts.needed if addressed else None,
    }


def _change(change: CapabilityChange) -> dict[str, Any]:
    return {
        "id": change.before.capability.id,
        "before_index": change.before.reached_index,
        "after_index": change.after.reached_index,
        "progress_before": _rounded(change.before),
        "progress_after": _rounded(change.after),
        "judgements": [
            {
                "indicator": moved.indicator.id,
                "before": moved.before.value if moved.before else None,
                "after": moved.after.value if moved.after else None,
            }
            for moved in change.judgements
        ],
    }
