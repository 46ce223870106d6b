"""What is remembered: assessments, their history, scenarios and settings, in SQLite or PostgreSQL."""

from .action_changes import deletion
from .errors import (
    ActionEditConflictError,
    EditConflictError,
    FinalError,
    NotFoundError,
    RequirementError,
    StoreError,
    UndoConflictError,
)
from .store import Store
from .values import (
    ActionChange,
    ActionEdit,
    AssessmentInfo,
    Change,
    Details,
    Edit,
    Event,
    EventKind,
    FinalPlan,
    SavedScenario,
    Stored,
)

__all__ = [
    "ActionChange",
    "ActionEdit",
    "ActionEditConflictError",
    "AssessmentInfo",
    "Change",
    "Details",
    "Edit",
    "EditConflictError",
    "Event",
    "EventKind",
    "FinalError",
    "FinalPlan",
    "NotFoundError",
    "RequirementError",
    "SavedScenario",
    "Store",
    "StoreError",
    "Stored",
    "UndoConflictError",
    "deletion",
]
