"""The layouts that a document can have and the parts that it can be made of, as somebody chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Layout(StrEnum):
    """A kind of document."""

    FULL = "full"
    ONE_PAGE = "one-page"
    THREE_QUESTIONS = "three-questions"
    WORKSHOP = "workshop"
    PLANNER = "planner"


class Part(StrEnum):
    """A part of the full document that can be switched off."""

    SUMMARY = "summary"
    RADAR = "radar"
    CAPABILITIES = "capabilities"
    INDICATORS = "indicators"
    DECISIONS = "decisions"
    GAP = "gap"
    PLAN = "plan"
    CHANGES = "changes"
    OPEN = "open"
    RULES = "rules"
    METHOD = "method"
    SOURCE = "source"


USUAL_PARTS = tuple(part for part in Part if part is not Part.OPEN)
"""What the full document has where nothing else is said: what is open is for those who ask for it."""


PART_TITLES: Mapping[Part, str] = MappingProxyType(
    {
        Part.SUMMARY: "Summary in words",
        Part.RADAR: "Radar with its table",
        Part.CAPABILITIES: "Each capability: stage, why, what holds it",
        Part.INDICATORS: "Every indicator with reason and evidence",
        Part.DECISIONS: "Decisions and dissent",
        Part.GAP: "What workers experience",
        Part.PLAN: "Plan and actions",
        Part.CHANGES: "What changed since the last assessment",
        Part.OPEN: "What a critical reader would ask",
        Part.RULES: "Rules in force",
        Part.METHOD: "How to read this",
        Part.SOURCE: "The framework's source",
    }
)
