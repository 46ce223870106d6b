"""Staged frameworks, assessments made with them, and what follows from these: pure values and functions.

These are the names to use from elsewhere. Bulk scoring needs numpy and stays in `clf_model.score`.
"""

from .action import Action, ActionStatus
from .action_links import check_actions
from .action_merge import ActionConflictError, merge_action
from .assessment import NO_RECORD, Assessment, Evidence, Judgement, Record, Voice
from .assessment_file import (
    FileKind,
    assessment_schema,
    dump_assessment,
    kind_of,
    load_assessment,
    parse_assessment,
)
from .comparison import CapabilityChange, Comparison, JudgementChange, compare
from .errors import (
    ClfError,
    CycleError,
    DataError,
    MismatchError,
    Problem,
    RecordError,
    RulesError,
    UnknownIdError,
)
from .evidence_summary import EvidenceSummary, VoiceCount, evidence_summary
from .explanation import join, not_yet, stage_name, strengths, why
from .framework import Capability, Framework, Indicator, Perspective, Stage
from .framework_file import framework_schema, load_framework, parse_framework
from .merge import ConflictError, merge
from .objective import Objective
from .progression import CapabilityResult, Counts, Profile, StageResult, profile
from .rules import Perspectives, Rules, whole_cells
from .scenario import Lever, Outcome, Scenario, effort_to_meet, levers, options, outcome
from .suggestions import Suggestion, Task, suggestions
from .vote import Role, Vote

__all__ = [
    "NO_RECORD",
    "Action",
    "ActionConflictError",
    "ActionStatus",
    "Assessment",
    "Capability",
    "CapabilityChange",
    "CapabilityResult",
    "ClfError",
    "Comparison",
    "ConflictError",
    "Counts",
    "CycleError",
    "DataError",
    "Evidence",
    "EvidenceSummary",
    "FileKind",
    "Framework",
    "Indicator",
    "Judgement",
    "JudgementChange",
    "Lever",
    "MismatchError",
    "Objective",
    "Outcome",
    "Perspective",
    "Perspectives",
    "Problem",
    "Profile",
    "Record",
    "RecordError",
    "Role",
    "Rules",
    "RulesError",
    "Scenario",
    "Stage",
    "StageResult",
    "Suggestion",
    "Task",
    "UnknownIdError",
    "Voice",
    "VoiceCount",
    "Vote",
    "assessment_schema",
    "check_actions",
    "compare",
    "dump_assessment",
    "effort_to_meet",
    "evidence_summary",
    "framework_schema",
    "join",
    "kind_of",
    "levers",
    "load_assessment",
    "load_framework",
    "merge",
    "merge_action",
    "not_yet",
    "options",
    "outcome",
    "parse_assessment",
    "parse_framework",
    "profile",
    "stage_name",
    "strengths",
    "suggestions",
    "whole_cells",
    "why",
]
