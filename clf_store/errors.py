"""What can go wrong between a request and the database; every text is written for a person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from clf_model.errors import ClfError
from clf_model.merge import ConflictError


class StoreError(ClfError):
    """The database cannot be used, or cannot hold what it was given; nothing was saved."""


class NotFoundError(ClfError):
    """A request names something that is not stored, or was deleted."""

    def __init__(self, kind: str, id_: int) -> None:
        self.kind, self.id = kind, id_
        super().__init__(f"There is no {kind} {id_}. It may have been deleted. Choose another one.")


class FinalError(ClfError):
    """An assessment that was finalised is to be changed."""

    def __init__(self, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__("This assessment is final and stays as it is. Make a copy to go on from it.")


class EditConflictError(ClfError):
    """Some of the records to be changed were changed differently by someone else; nothing was saved.

    `conflicts` holds, by indicator id, what both started from and both versions.
    """

    def __init__(self, conflicts: Mapping[str, ConflictError]) -> None:
        self.conflicts = MappingProxyType(dict(conflicts))
        super().__init__(
            f"Someone else has changed {', '.join(conflicts)} meanwhile, so nothing was saved. "
            f"Look at both versions and choose one."
        )


class UndoConflictError(ClfError):
    """What a change left is no longer there to be undone or redone; the records stay as they are.

    `indicator_ids` are those that were changed since.
    """

    def __init__(self, action: Literal["undo", "redo"], indicator_ids: tuple[str, ...]) -> None:
        self.action, self.indicator_ids = action, indicator_ids
        super().__init__(
            f"Your step on {', '.join(indicator_ids)} cannot be {action}ne, because someone else has changed "
            f"that since. It stays as it is; another {action} takes the step next to it."
        )
