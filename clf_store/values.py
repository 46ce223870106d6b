"""What the store hands out: frozen values, free of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clf_model.assessment import Assessment, Judgement, Record


class EventKind(StrEnum):
    """What an event in the log of an assessment says happened."""

    CREATED = "created"
    COPIED = "copied"
    CHANGED = "changed"
    UNDO = "undo"
    REDO = "redo"
    DETAILS = "details"
    FINALISED = "finalised"
    DELETED = "deleted"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """What is known of a stored assessment without its records.

    `revision` starts at 0 and grows by one with every event. `copied_from` is an assessment's id. Times are
    UTC.
    """

    id: int
    service_id: int
    organisation: str
    unit: str | None
    fictional: bool
    title: str | None
    assessed_on: date
    framework_id: str
    framework_edition: str
    framework_digest: str
    final: bool
    finalised_at: datetime | None
    revision: int
    copied_from: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """An assessment as it is stored at `info.revision`."""

    info: AssessmentInfo
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Details:
    """What an assessment is called: the part that `edit_details` changes."""

    organisation: str
    unit: str | None
    title: str | None
    assessed_on: date


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log: who did what, when, with the records before and after.

    `before` and `after` name the same indicators; they are empty for events that change no record.
    `reverts` is the id of the event that an undo or redo takes back. `revision` is the one that the event
    led to; `details` holds the details before and after, for an event that changed them.
    """

    id: int
    assessment_id: int
    at: datetime
    who: str
    kind: EventKind
    before: Mapping[str, Record]
    after: Mapping[str, Record]
    reverts: int | None
    revision: int
    details: tuple[Details, Details] | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A wish to turn a record that the writer saw (`base`) into another (`new`)."""

    base: Record
    new: Record


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a change: the records as they are stored now.

    `event_id` is None where everything already was as wished, so that nothing was written.
    """

    revision: int
    records: Mapping[str, Record]
    event_id: int | None


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario kept with an assessment: judgements by indicator id that differ from its own."""

    id: int
    assessment_id: int
    name: str
    changes: Mapping[str, Judgement]
    created_at: datetime
