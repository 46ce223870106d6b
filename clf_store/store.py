"""The store: everything that is remembered, one transaction a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Unpack

import sqlalchemy as sa

from clf_model.assessment import Assessment, Judgement
from clf_model.editions import CarriedOver
from clf_model.framework import Framework

from . import erasing, mentions, samples
from .assessments import (
    action_changes,
    assessment_rows,
    changes,
    editions,
    events,
    finalising,
    labels,
    lifecycle,
    scenarios,
    side_by_side,
    text_changes,
)
from .assessments.tables import setting
from .errors import StoreError, UndoConflictError
from .far_reaching import steps
from .mentions import Mention
from .plan_values import ActionChange, ActionEdit, Aims, FinalPlan, SavedScenario
from .sql.database import Database, insert_if_absent, parse_url, sqlite_file, translated
from .sql.migrate import backup, migrate
from .surveys.surveys import Surveys
from .surveys.tables import SINGLE_VOICES
from .values import (
    AssessmentInfo,
    By,
    Change,
    Deleted,
    Details,
    Edit,
    Event,
    Glance,
    Holdings,
    Judged,
    KnownEdition,
    Listed,
    MadeOfSamples,
    Step,
    StepKind,
    Stored,
    TextEdit,
)
from .workshops import entry_codes, guesses
from .workshops.demonstrations import Demonstrations
from .workshops.values import Sample
from .workshops.workshops import Workshops

SIGNING_KEY = "signing_key"
"""Under which of the settings the key is that signs."""

_WITHOUT_KEY = f"DELETE FROM setting WHERE key = '{SIGNING_KEY}'"


class Store:
    """Assessments with their history, scenarios and settings, in SQLite or PostgreSQL; threads may share one.

    When a call returns, what it wrote outlives this process; when it raises, nothing was written. From SQLite
    a power cut may take the last calls back, each of them whole (`synchronous = NORMAL`). `who` is the person
    or browser that acts, 1 to 200 characters; `at` a moment with a time zone. Every call may raise
    `StoreError`, and those on an assessment `NotFoundError`, where it is unknown or deleted; writes to a
    final one raise `FinalError`, except for those to its actions and scenarios. `workshops` and `surveys`
    hold what people say, in the same database; `demonstrations` leave nothing in it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.workshops = Workshops(database)
        self.surveys = Surveys(database)
        self.demonstrations = Demonstrations(database)

    @classmethod
    def open(cls, url: str) -> Store:
        """Opens `sqlite:///file` or `postgresql://…`, and creates or upgrades its tables first where needed.

        An existing SQLite file is copied to `file.before-VERSION` before an upgrade.
        """
        parsed = parse_url(url)
        migrate(parsed)
        return cls(Database(parsed))

    def close(self) -> None:
        """Waits for what is under way and gives back the connections; every later call raises `StoreError`.

        A SQLite database is then one file, which can be copied.
        """
        self._database.close()

    def assessments(self, framework_id: str) -> tuple[AssessmentInfo, ...]:
        """The assessments made with a framework, not deleted ones and demonstrations, by service and date."""
        with self._database.read() as connection:
            return assessment_rows.listed(connection, framework_id)

    def assessments_of(self, framework_id: str, service_id: int) -> tuple[AssessmentInfo, ...]:
        """As `assessments`, those of one service, by date."""
        with self._database.read() as connection:
            return side_by_side.of_service(connection, framework_id, service_id)

    def recent(self, framework_id: str, most: int) -> tuple[AssessmentInfo, ...]:
        """As `assessments`, so many that were worked on last; own services' before fictional ones'."""
        with self._database.read() as connection:
            return side_by_side.recent(connection, framework_id, most)

    def how_many(self, framework_id: str) -> int:
        """How many `assessments` there are."""
        with self._database.read() as connection:
            return side_by_side.how_many(connection, framework_id)

    def made_of_samples(self, framework_id: str) -> MadeOfSamples:
        """What was made of the fictional services since they were delivered, which `reset_samples` loses."""
        with self._database.read() as connection:
            return side_by_side.made_of_samples(connection, framework_id)

    def listed(self, framework_id: str) -> tuple[Listed, ...]:
        """As `assessments`, of many: in no order, and without what takes long to read."""
        with self._database.read() as connection:
            return side_by_side.listed(connection, framework_id)

    def judged(self, assessment_ids: Iterable[int]) -> tuple[Judged, ...]:
        """What is judged in these assessments, in no order; one in which nothing is judged is left out."""
        with self._database.read() as connection:
            return side_by_side.judged(connection, assessment_ids)

    def state_of_all(self, framework_id: str) -> tuple[int, ...]:
        """Numbers that are others after every change of an assessment, a label, or what is there of them."""
        with self._database.read() as connection:
            return side_by_side.state(connection, framework_id)

    def labels(self) -> Mapping[int, Mapping[str, str]]:
        """The labels of every service that has any, by its id: name to value."""
        with self._database.read() as connection:
            return labels.of_all(connection)

    def change_labels(self, service_id: int, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Puts what a writer changed of a service's labels onto what is stored, name by name.

        Raises `NotFoundError`; the last one counts where two changed the same label.
        """
        with self._database.write() as connection:
            labels.change(connection, service_id, before, after)

    def deleted(self, framework_id: str) -> tuple[Deleted, ...]:
        """The assessments made with a framework that are deleted, the latest first, for `restore`."""
        with self._database.read() as connection:
            return assessment_rows.deleted(connection, framework_id)

    def add(self, assessment: Assessment, framework: Framework, *, who: str, at: datetime) -> int:
        """Stores an assessment as a draft and returns its id. Raises as `add_all` does."""
        return self.add_all([assessment], framework, who=who, at=at)[0]

    def add_all(
        self, added: Iterable[Assessment], framework: Framework, *, who: str, at: datetime
    ) -> tuple[int, ...]:
        """Stores these assessments, or none. Raises `MismatchError`, `UnknownIdError`, `RequirementError`."""
        with self._database.write() as connection:
            return lifecycle.add_all(connection, added, framework, who=who, at=at)

    def info(self, assessment_id: int) -> AssessmentInfo:
        """What one assessment is called and how it stands, without what is in it."""
        with self._database.read() as connection:
            return assessment_rows.info(connection, assessment_id)

    def load(self, assessment_id: int) -> Stored:
        """One assessment with all of its records and actions."""
        with self._database.read() as connection:
            return assessment_rows.load(connection, assessment_id)

    def revision(self, assessment_id: int) -> int:
        """How many events have changed an assessment since it was added; cheap, for polling."""
        with self._database.read() as connection:
            return assessment_rows.revision(connection, assessment_id)

    def glance(self, assessment_id: int, keys: Sequence[str]) -> Glance:
        """The revision with the settings of these keys, read as one; never with the key that signs."""
        asked = [key for key in keys if key != SIGNING_KEY]
        with self._database.read() as connection:
            return assessment_rows.glance(connection, assessment_id, asked)

    @property
    def writes(self) -> int:
        """How many calls of this store have written; what was read before the last may be different now."""
        return self._database.writes

    def change(
        self,
        assessment_id: int,
        edits: Mapping[str, Edit],
        *,
        who: str,
        at: datetime,
        edition: str | None = None,
    ) -> Change:
        """Merges edits of records, by indicator id, with what others saved meanwhile; all of them or none.

        `edition` is the digest of the one that the writer has read. Raises `EditConflictError` where the same
        part of a record was changed differently, and `EditionChangedError` where the assessment is of another
        edition by now. The ids are not checked against a framework.
        """
        with self._database.write() as connection:
            return changes.change(connection, assessment_id, edits, who=who, at=at, edition=edition)

    def change_actions(
        self,
        assessment_id: int,
        edits: Mapping[str, ActionEdit],
        *,
        who: str,
        at: datetime,
        edition: str | None = None,
    ) -> ActionChange:
        """Makes, edits and deletes actions, by id, as `change` does records; a final assessment's too.

        Raises `ActionEditConflictError` where the same part of an action was changed differently, and
        `RequirementError` where an action would require one that is not there, or itself in a circle.
        """
        with self._database.write() as connection:
            return action_changes.change(connection, assessment_id, edits, who=who, at=at, edition=edition)

    def change_texts(
        self, assessment_id: int, edits: Mapping[str, TextEdit], *, who: str, at: datetime
    ) -> int | None:
        """Writes the service's own words under sections of its documents, a final assessment's too.

        Returns the event's id, None where they stood there already. Raises `TextConflictError` where somebody
        else has written others meanwhile, and `RecordError` for control characters.
        """
        with self._database.write() as connection:
            return text_changes.change(connection, assessment_id, edits, who=who, at=at)

    def undo(self, assessment_id: int, *, who: str, at: datetime) -> Event | None:
        """Takes back this author's last change that is not undone, as a new event; None where there is none.

        Raises `UndoConflictError` where someone else changed the same records or actions since; the next undo
        then takes the change before. In a final assessment only changes of actions are taken back, and within
        a quarter of an hour, if it was the last thing done, the author's own finalisation.
        """
        with self._database.write() as connection:
            outcome = changes.step(connection, assessment_id, "undo", who=who, at=at)
        return _raised(outcome)

    def redo(self, assessment_id: int, *, who: str, at: datetime) -> Event | None:
        """Takes back this author's last undo, unless a change came after it; as `undo` otherwise."""
        with self._database.write() as connection:
            outcome = changes.step(connection, assessment_id, "redo", who=who, at=at)
        return _raised(outcome)

    def undoable(self, assessment_id: int, *, who: str, at: datetime) -> tuple[Event | None, Event | None]:
        """The events that this author's next undo and redo would take back."""
        with self._database.read() as connection:
            return changes.undoable(connection, assessment_id, who, at)

    def events(self, assessment_id: int, *, limit: int = 50, before: int | None = None) -> tuple[Event, ...]:
        """The log of an assessment, even a deleted one: newest first, or onwards from the event `before`."""
        with self._database.read() as connection:
            return events.page(connection, assessment_id, limit=limit, before=before)

    def adopt_edition(self, framework: Framework) -> None:
        """Keeps the text of an edition, for all that was or will be made with it."""
        with self._database.write() as connection:
            editions.adopt(connection, framework)

    def edition(self, digest: str) -> Framework:
        """The framework edition with this digest. Raises `UnknownEditionError`."""
        with self._database.read() as connection:
            return editions.find(connection, digest)

    def editions(self, framework_id: str) -> tuple[KnownEdition, ...]:
        """The editions of a framework that are kept or that assessments name, with how many those are."""
        with self._database.read() as connection:
            return editions.known(connection, framework_id)

    def carry_over(self, assessment_id: int, new: Framework, *, who: str, at: datetime) -> CarriedOver:
        """Makes a draft one of another edition, as one change that undo takes back; says what became of it.

        Raises `UnknownEditionError` where its own edition is not kept, `OtherFrameworkError` for another
        framework's, and `WorkshopRunsError` while a workshop asks its indicators.
        """
        with self._database.write() as connection:
            return editions.carry(connection, assessment_id, new, who=who, at=at)

    def finalise(self, assessment_id: int, *, who: str, at: datetime) -> None:
        """Closes an assessment to further writes, except of its plan, and keeps the plan of this moment.

        Raises `WorkshopRunsError`, as `delete` and `reset_samples` do.
        """
        with self._database.write() as connection:
            finalising.finalise(connection, assessment_id, who=who, at=at)

    def reopen(self, assessment_id: int, reason: str, *, who: str, at: datetime) -> None:
        """Makes a final assessment a draft again; the reason is logged, and the plan of then stays kept.

        Raises `RecordError` without a reason.
        """
        with self._database.write() as connection:
            finalising.reopen(connection, assessment_id, reason, who=who, at=at)

    def plans_at_finalisation(self, assessment_id: int) -> tuple[FinalPlan, ...]:
        """The plan of each finalisation, the latest first; of one that was undone at once none is kept."""
        with self._database.read() as connection:
            return finalising.plans_at_finalisation(connection, assessment_id)

    def plan_at_finalisation(self, assessment_id: int) -> FinalPlan | None:
        """The plan of the finalisation in force; None for a draft, or where none was kept yet."""
        with self._database.read() as connection:
            return finalising.plan_at_finalisation(connection, assessment_id)

    def copy(
        self, assessment_id: int, *, assessed_on: date, title: str | None, who: str, at: datetime
    ) -> int:
        """Stores a draft or final assessment as a new draft of its service, without done actions; its id."""
        with self._database.write() as connection:
            return lifecycle.copy(
                connection, assessment_id, assessed_on=assessed_on, title=title, who=who, at=at
            )

    def edit_details(
        self,
        assessment_id: int,
        *,
        organisation: str,
        unit: str | None,
        title: str | None,
        assessed_on: date,
        who: str,
        at: datetime,
    ) -> None:
        """Renames or redates one assessment; others of the same service keep their name."""
        details = Details(organisation, unit, title, assessed_on)
        with self._database.write() as connection:
            lifecycle.edit_details(connection, assessment_id, details, who=who, at=at)

    def delete(self, assessment_id: int, *, who: str, at: datetime) -> None:
        """Hides an assessment until `restore`."""
        with self._database.write() as connection:
            lifecycle.set_deleted(connection, assessment_id, True, who=who, at=at)

    def restore(self, assessment_id: int, *, who: str, at: datetime) -> None:
        """Brings a deleted assessment back as it was."""
        with self._database.write() as connection:
            lifecycle.set_deleted(connection, assessment_id, False, who=who, at=at)

    def holdings(self, service_id: int) -> Holdings:
        """How much there is of a service: what `erase` takes away."""
        with self._database.read() as connection:
            return erasing.holdings(connection, service_id)

    def mentions(self, words: str) -> tuple[Mention, ...]:
        """Where words stand in what people wrote, a name say, what is deleted and the log included.

        Raises `ValueError` for words that are blank.
        """
        with self._database.read() as connection:
            return mentions.mentions(connection, words)

    def erase(self, service_id: int, *, on: date, who: str, at: datetime) -> None:
        """Removes a service for good with all that belongs to it, from tables, log and files.

        One line of the log of steps says that something was erased, and not what. `on` is the present day.
        Raises `NotFoundError`, `WorkshopRunsError` and `SurveyRunsError`.
        """
        with self._database.forget(everywhere=True) as connection:
            erasing.erase(connection, service_id, on=on, who=who, at=at)

    def bring_samples(self, wanted: Sequence[Sample], framework: Framework, *, who: str, at: datetime) -> int:
        """Adds fictional services, all or none, where the database never had any; how many assessments."""
        with self._database.write() as connection:
            return samples.bring(connection, wanted, framework, who=who, at=at)

    def reset_samples(self, wanted: Sequence[Sample], framework: Framework, *, who: str, at: datetime) -> int:
        """Puts these in place of all fictional services, which go for good with all that was made of them.

        Only their log stays. How many assessments were added. Raises `WorkshopRunsError`.
        """
        with self._database.write() as connection:
            return samples.reset(connection, wanted, framework, who=who, at=at)

    def add_samples(self, wanted: Sequence[Sample], framework: Framework, *, who: str, at: datetime) -> int:
        """Adds fictional services beside what is there, all or none; how many assessments.

        0 where one of them is there by its name.
        """
        with self._database.write() as connection:
            return samples.add(connection, wanted, framework, who=who, at=at)

    def save_scenario(
        self,
        assessment_id: int,
        name: str,
        changes: Mapping[str, Judgement],
        *,
        at: datetime,
        edition: str | None = None,
        **aims: Unpack[Aims],
    ) -> int:
        """Keeps a scenario with a draft or final assessment and returns its id.

        `edition` as for `change`. Raises `RecordError` and `EditionChangedError`.
        """
        with self._database.write() as connection:
            return scenarios.save(connection, assessment_id, name, changes, at=at, edition=edition, **aims)

    def update_scenario(
        self, seen: SavedScenario, wanted: SavedScenario, *, edition: str | None = None
    ) -> SavedScenario:
        """Puts what a writer changed of the scenario that was seen onto what is stored; returns that.

        Merged field by field, and in mappings id by id; where two changed the same, the last counts.
        `edition` as for `change`. Raises `EditionChangedError`.
        """
        with self._database.write() as connection:
            return scenarios.update(connection, seen, wanted, edition=edition)

    def delete_scenario(self, scenario_id: int, *, by: By | None = None) -> None:
        """Hides a scenario until `restore_scenario`. `by` is who does, for the log."""
        with self._database.write() as connection:
            found = scenarios.load(connection, scenario_id) if by else None
            scenarios.set_deleted(connection, scenario_id, True)
            if found:
                kind = StepKind.SCENARIO_DELETED
                steps.note(connection, kind, found.name, found.assessment_id, by)

    def restore_scenario(self, scenario_id: int, *, by: By | None = None) -> None:
        """Brings a deleted scenario back. `by` is who does, for the log."""
        with self._database.write() as connection:
            scenarios.set_deleted(connection, scenario_id, False)
            if by:
                found = scenarios.load(connection, scenario_id)
                kind = StepKind.SCENARIO_RESTORED
                steps.note(connection, kind, found.name, found.assessment_id, by)

    def scenario(self, scenario_id: int) -> SavedScenario:
        """One scenario. Raises `NotFoundError` for one that was deleted, too."""
        with self._database.read() as connection:
            return scenarios.load(connection, scenario_id)

    def scenarios(self, assessment_id: int) -> tuple[SavedScenario, ...]:
        """The scenarios of an assessment, in the order they were saved."""
        with self._database.read() as connection:
            return scenarios.listed(connection, assessment_id)

    def setting(self, key: str) -> str | None:
        """What is kept under a key; None where nothing is, and for the key that signs."""
        if key == SIGNING_KEY:
            return None
        with self._database.read() as connection:
            return connection.scalar(sa.select(setting.c.value).where(setting.c.key == key))

    def change_setting(
        self, key: str, value: str | None, *, seen: str | None, who: str, at: datetime
    ) -> Step | None:
        """Changes a setting that counts for everyone from what the writer saw, as a step in the log.

        None is no value. Returns None where nothing had to change. Raises `SettingChangedError` where
        somebody else changed the setting since.
        """
        with self._database.write() as connection:
            return steps.change_setting(connection, key, value, seen=seen, who=who, at=at)

    def undo_setting(self, step_id: int, *, who: str, at: datetime) -> Step | None:
        """Takes a change of a setting back, as a new step, which can be taken back as well; whoever made it.

        Raises `SettingChangedError` where the setting was changed since.
        """
        with self._database.write() as connection:
            return steps.undo_setting(connection, step_id, who=who, at=at)

    def last_change_of_setting(self, key: str) -> Step | None:
        """The latest step on a setting, which `undo_setting` takes back; None where there is none."""
        with self._database.read() as connection:
            return steps.last_of_setting(connection, key)

    def step(self, step_id: int) -> Step:
        """One entry of the log of far-reaching steps."""
        with self._database.read() as connection:
            return steps.load(connection, step_id)

    def steps(
        self, assessment_id: int | None = None, *, limit: int = 50, before: int | None = None
    ) -> tuple[Step, ...]:
        """The log of far-reaching steps, of all or around one assessment; in pages as `events` is."""
        with self._database.read() as connection:
            return steps.page(connection, assessment_id=assessment_id, limit=limit, before=before)

    def admit(self, is_right: bool, *, address: str | None, at: datetime) -> bool:
        """Counts a try of the passphrase from this address; whether it lets somebody in.

        Raises `TooManyGuessesError` where there were so many wrong ones that a right one does not either.
        """
        with self._database.write() as connection:
            scopes = guesses.reserve(connection, address, at, of="passphrase")
            if is_right:
                guesses.refund(connection, scopes)
        return is_right

    def set_setting(self, key: str, value: str) -> None:
        """Notes a text under a key of 1 to 200 characters, without a log; the last one counts."""
        with self._database.write() as connection:
            insert_if_absent(connection, setting, {"key": key, "value": value})
            connection.execute(sa.update(setting).where(setting.c.key == key).values(value=value))

    def signing_key(self, offered: str) -> str:
        """The key that signs what browsers keep; the one that is offered where there is none yet.

        It is in no backup, and for no page to read.
        """
        with self._database.write() as connection:
            insert_if_absent(connection, setting, {"key": SIGNING_KEY, "value": offered})
            return str(connection.scalar(sa.select(setting.c.value).where(setting.c.key == SIGNING_KEY)))

    def backup(self, path: Path) -> None:
        """Copies the database, in use as it is, to a file, but for single votes and answers. SQLite only.

        Whoever has the file could read what single people said, before a reveal as after it.
        """
        file = sqlite_file(self._database.url)
        if file is None:
            raise StoreError("A PostgreSQL database is backed up with its own tools. Use pg_dump.")
        with translated():
            backup(file, path, without=SINGLE_VOICES, then=[*entry_codes.scrambled(), _WITHOUT_KEY])


def _raised(outcome: Event | UndoConflictError | None) -> Event | None:
    if isinstance(outcome, UndoConflictError):
        raise outcome
    return outcome
