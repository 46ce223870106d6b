"""What the store hands out: frozen values, free of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from clf_model.action import Action
from clf_model.assessment import Assessment, Record, Removed
from clf_model.framework import Framework


class EventKind(StrEnum):
    """What an event in the log of an assessment says happened."""

    CREATED = "created"
    COPIED = "copied"
    CHANGED = "changed"
    UNDO = "undo"
    REDO = "redo"
    DETAILS = "details"
    FINALISED = "finalised"
    REOPENED = "reopened"
    DELETED = "deleted"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """What is known of a stored assessment without its records.

    `revision` starts at 0 and grows by one with every event. `copied_from` is an assessment's id.
    `reopened_at` is since when one that was final is a draft again. Times are UTC. A `demonstration` is a
    copy of a sample that goes with its simulated workshop, and is in no list.
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
    reopened_at: datetime | None
    revision: int
    copied_from: int | None
    changed_at: datetime
    demonstration: bool = False


class Listed(NamedTuple):
    """An assessment among many: whose it is and how it stands, and nothing that takes long to read."""

    id: int
    service_id: int
    organisation: str
    unit: str | None
    fictional: bool
    title: str | None
    assessed_on: date
    framework_digest: str
    final: bool
    revision: int


class Judged(NamedTuple):
    """What is judged in an assessment among many, a code each: `codes[n]` is that of `indicators[n]`.

    A code is the judgement's number in `clf_model.score.CODES`, and `UNSHOWN` of `clf_model.score` for what
    is met without evidence.
    """

    assessment_id: int
    indicators: tuple[str, ...]
    codes: bytes


@dataclass(frozen=True, slots=True)
class MadeOfSamples:
    """How many assessments of fictional services there are, and how much was made of them since.

    `changes` are steps of their logs, `surveys` those that were opened here.
    """

    assessments: int
    changes: int
    copies: int
    workshops: int
    surveys: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """An assessment that is in no list any more, and since when; it can be restored."""

    info: AssessmentInfo
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much there is of a service, over all of its assessments, of which some may be deleted."""

    assessments: int
    deleted: int
    judgements: int
    evidence: int
    actions: int
    scenarios: int
    workshops: int
    surveys: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An assessment as it is stored at `info.revision`."""

    info: AssessmentInfo
    assessment: Assessment

    def after(self, change: Change, at: datetime) -> Stored | None:
        """What is stored after a change at a moment; None where others changed something in between."""
        if change.event_id is None or change.revision != self.info.revision + 1:
            return None
        info = replace(self.info, revision=change.revision, changed_at=at)
        return Stored(info, self.assessment.with_records(change.records))


@dataclass(frozen=True, slots=True)
class Glance:
    """What tells whether anything has moved: an assessment's revision, and settings by key, None for none."""

    revision: int
    settings: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition of a framework that the database names: by how many assessments, and how many final ones.

    `framework` is None where its text is not kept.
    """

    digest: str
    name: str
    framework: Framework | None
    assessments: int
    final: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Of which edition an assessment is, and what it keeps of earlier ones."""

    digest: str
    edition: str
    removed: tuple[Removed, ...]


@dataclass(frozen=True, slots=True)
class EditionMove:
    """Of which edition an assessment was, and became."""

    before: Placed
    after: Placed

    @property
    def reversed(self) -> EditionMove:
        """The way back."""
        return EditionMove(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Details:
    """What an assessment is called: the part that `edit_details` changes."""

    organisation: str
    unit: str | None
    title: str | None
    assessed_on: date


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log: who did what, when, with the records and actions before and after.

    `before` and `after` name the same indicators; they are empty for events that change no record.
    `actions_before` and `actions_after` name the same actions, None where there is none of that id.
    `texts_before` and `texts_after` name the same sections of the service's own words, '' where there
    are none.
    `editions` is there where the event carried the assessment over to another edition, or took that back.
    `reverts` is the id of the event that an undo or redo takes back. `revision` is the one that the event
    led to; `details` holds the details before and after, for an event that changed them; `reason` says why
    an assessment was reopened.
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
    actions_before: Mapping[str, Action | None] = field(default_factory=dict)
    actions_after: Mapping[str, Action | None] = field(default_factory=dict)
    editions: EditionMove | None = None
    reason: str | None = None
    texts_before: Mapping[str, str] = field(default_factory=dict)
    texts_after: Mapping[str, str] = field(default_factory=dict)

    @property
    def undoes_finalisation(self) -> bool:
        """Whether it takes a finalisation back: the only thing to undo that changes nothing else."""
        changed = self.after or self.actions_after or self.texts_after or self.editions
        return self.kind is EventKind.UNDO and not changed


class StepKind(StrEnum):
    """What a far-reaching step did that is no change of an assessment."""

    SETTING = "setting"
    SETTING_UNDONE = "setting_undone"
    SAMPLES_RESET = "samples_reset"
    REVEALED = "revealed"
    VOTED_AGAIN = "voted_again"
    ACCEPTED = "accepted"
    CODE_RENEWED = "code_renewed"
    WORKSHOP_CLOSED = "workshop_closed"
    SURVEY_IMPORTED = "survey_imported"
    SURVEY_CLOSED = "survey_closed"
    SURVEY_REMOVED = "survey_removed"
    SCENARIO_DELETED = "scenario_deleted"
    SCENARIO_RESTORED = "scenario_restored"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, and when: what its entry in the log says."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the append-only log of far-reaching steps: who did what, when, and to what.

    `subject` is the key of a setting, or names what the step was taken on; `assessment_id` is the assessment
    that it belongs to, None where it counts for everyone. `before` and `after` hold values as text; `reverts`
    is the id of the step that this one takes back.
    """

    id: int
    at: datetime
    who: str
    kind: StepKind
    subject: str
    assessment_id: int | None
    before: str | None
    after: str | None
    reverts: int | None


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
class TextEdit:
    """A wish to turn the service's own words that the writer saw (`base`) into others (`new`); '' is none."""

    base: str
    new: str
