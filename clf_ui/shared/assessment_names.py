"""Services and assessments by name."""

from __future__ import annotations

from clf_store import AssessmentInfo, Listed

from ..wording import long_date


def service_name(info: AssessmentInfo | Listed) -> str:
    """Organisation and unit."""
    return f"{info.organisation}, {info.unit}" if info.unit else info.organisation


def assessment_name(info: AssessmentInfo) -> str:
    """Title and date of an assessment."""
    day = long_date(info.assessed_on)
    return f"{info.title}, {day}" if info.title else day
