"""What is remembered: assessments, their history, scenarios and settings, in SQLite or PostgreSQL."""

from .errors import EditConflictError, FinalError, NotFoundError, StoreError, UndoConflictError
from .store import Store
from .values import (
    AssessmentInfo,
    Change,
    Details,
    Edit,
    Event,
    EventKind,
    SavedScenario,
    Stored,
)

__all__ = [
    "AssessmentInfo",
    "Change",
    "Details",
    "Edit",
    "EditConflictError",
    "Event",
    "EventKind",
    "FinalError",
    "NotFoundError",
    "SavedScenario",
    "Store",
    "StoreError",
    "Stored",
    "UndoConflictError",
]
