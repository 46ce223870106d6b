"""What can go wrong between a request and the database; every text is written for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from clf_model.actions.merge import ActionConflictError
from clf_model.errors import ClfError, Kind, NameOf, NamingError
from clf_model.merge import ConflictError


class StoreError(ClfError):
    """The database cannot be used, or cannot hold what it was given; nothing was saved."""


class NoRoomError(StoreError):
    """A disk has no room left, or fails; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("The disk is full or failing, so nothing was saved. Make room, then try again.")


class NotFoundError(ClfError):
    """A request names something that is not stored, or was deleted."""

    def __init__(self, kind: str, id_: int) -> None:
        self.kind, self.id = kind, id_
        super().__init__(f"This {kind} is not there. It may have been deleted. Choose another one.")


class FinalError(ClfError):
    """An assessment that was finalised is to be changed in what is final: all but its plan."""

    def __init__(self, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__(
            "This assessment is final and stays as it is, but for its actions. Carry on from it in a new "
            "draft, or reopen it in Settings."
        )


class WorkshopRunsError(ClfError):
    """An assessment is to be finalised, deleted, reset or erased while a workshop runs on it; nothing was.

    `expires_at` is when the workshop's code does.
    """

    def __init__(self, title: str, organisation: str, expires_at: datetime, done: str) -> None:
        self.title, self.expires_at = title, expires_at
        super().__init__(
            f"The workshop “{title}” runs on {organisation}, so nothing was {done}. Close it on the page "
            "Facilitate, or wait until its code expires."
        )


class SurveyRunsError(ClfError):
    """A service is to be erased while a survey on it takes answers; nothing was."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            f"The survey “{title}” can still be answered, so nothing was erased. Close it on the page Say–do "
            "gap, or wait until its last day is over."
        )


class DemonstrationError(ClfError):
    """A demonstration is asked for what would outlive it, or for something that is no sample."""


class EditConflictError(NamingError):
    """Some of the records to be changed were changed differently by someone else; nothing was saved.

    `conflicts` holds, by indicator id, what both started from and both versions.
    """

    def __init__(self, conflicts: Mapping[str, ConflictError]) -> None:
        self.conflicts = MappingProxyType(dict(conflicts))
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """What was changed by someone else."""
        names = ", ".join(name_of(Kind.INDICATOR, id_) for id_ in self.conflicts)
        return (
            f"Someone else has changed {names} meanwhile, so nothing was saved. "
            "Look at both versions and choose one."
        )


class ActionEditConflictError(ClfError):
    """Some of the actions to be changed were changed differently by someone else; nothing was saved.

    `conflicts` holds, by action id, what both started from and both versions.
    """

    def __init__(self, conflicts: Mapping[str, ActionConflictError]) -> None:
        self.conflicts = MappingProxyType(dict(conflicts))
        titles = ", ".join(map(_title, conflicts.values()))
        super().__init__(
            f"Someone else has changed {titles} meanwhile, so nothing was saved. "
            f"Look at both versions and choose one."
        )


class RequirementError(NamingError):
    """Actions would require one that is not there, or each other in a circle; nothing was saved.

    `action_ids` are the action and what it requires, or those of the circle in turn.
    """

    def __init__(self, action_ids: tuple[str, ...], *, circle: bool) -> None:
        self.action_ids, self.circle = action_ids, circle
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """What cannot be, and how it is mended."""
        names = [name_of(Kind.ACTION, id_) for id_ in self.action_ids]
        if self.circle:
            text = f"The actions require each other in a circle: {' → '.join(names)}."
            return f"{text} Take one of them out of what another requires."
        text = f"The action {names[0]} requires {names[1]}, which is not there."
        return f"{text} Take it out of what {names[0]} requires."


class UndoConflictError(NamingError):
    """What a change left is no longer there to be undone or redone; records and actions stay as they are.

    `indicator_ids` and `action_ids` are those that were changed since, or that now stand in the way; with
    `sections` it is the service's own words there that somebody else has written since, with
    `edition` the assessment was carried over to another one since.
    """

    def __init__(
        self,
        action: Literal["undo", "redo"],
        indicator_ids: tuple[str, ...] = (),
        action_ids: tuple[str, ...] = (),
        *,
        sections: tuple[str, ...] = (),
        edition: bool = False,
    ) -> None:
        self.action, self.indicator_ids, self.action_ids = action, indicator_ids, action_ids
        self.edition, self.sections = edition, sections
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """On what the step was, and what becomes of it."""
        names = [name_of(Kind.INDICATOR, id_) for id_ in self.indicator_ids]
        names += [name_of(Kind.ACTION, id_) for id_ in self.action_ids]
        named = "the framework's edition" if self.edition else ", ".join(names)
        if self.sections:
            named = "the words in the report"
        return (
            f"Your step on {named} cannot be {self.action}ne, because someone else has changed that since. "
            f"It stays as it is; another {self.action} takes the step next to it."
        )


class TextConflictError(ClfError):
    """Somebody else has written other words under a section meanwhile; nothing was saved.

    `theirs` is what stands there now, '' where nothing does.
    """

    def __init__(self, section: str, theirs: str) -> None:
        self.section, self.theirs = section, theirs
        super().__init__(
            "Somebody else has written other words there meanwhile, so nothing was saved. Look at both, then "
            "choose."
        )


class UnknownEditionError(ClfError):
    """The text of the edition that an assessment was made with is not kept in this database."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(
            "The framework's edition that this was made with is not in this database. "
            "Add its file on the Framework page."
        )


class EditionChangedError(ClfError):
    """What was written is meant for another edition than the assessment has by now; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody has carried this assessment over to another edition of the framework meanwhile, so "
            "nothing was saved. Read what it asks now, then do it again."
        )


class SettingChangedError(ClfError):
    """A setting that counts for everyone is no longer the one that the writer saw; nothing was saved.

    `value` is what is there now, None for nothing.
    """

    def __init__(self, key: str, value: str | None) -> None:
        self.key, self.value = key, value
        super().__init__(
            "Somebody else has changed this setting meanwhile, so nothing was saved. Look at what it is now, "
            "then choose again."
        )


def _title(conflict: ActionConflictError) -> str:
    sides = (conflict.theirs, conflict.mine)
    return next(f"“{action.title}”" for action in sides if action is not None)


def busy() -> StoreError:
    """The error for a lock, or a turn, that did not come in time."""
    return StoreError("The database has been busy for too long, so nothing was saved. Try again in a moment.")
