"""Worker surveys: answers come in one by one, and results leave by the model's one door."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy.engine import Connection

from clf_model.framework import Framework
from clf_model.voices import Answer, Response, Role, Survey

from ..far_reaching import steps
from ..sql.database import Database
from ..values import By, StepKind
from ..workshops.values import OpenedSurvey, Respondent, SurveyInfo
from . import answers, survey_rows


class Surveys:
    """The worker surveys of a store; threads may share one. What holds of calls to `Store` holds here.

    `owner` is the secret of who made the survey, `token` that of one respondent, `on` the present day. Calls
    that take `owner` raise `NotOwnerError` for any other text.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(
        self,
        assessment_id: int,
        framework: Framework,
        statements: Collection[str] | None = None,
        *,
        title: str,
        opens_on: date,
        closes_on: date,
        at: datetime,
        owner: str | None = None,
    ) -> OpenedSurvey:
        """Makes a survey on these worker statements, by default all; both days take answers.

        `owner` is a token of the caller's own, of 22 characters; a new one by default. Raises
        `MismatchError`, `UnknownIdError` and `VoicesError`.
        """
        with self._database.write() as connection:
            return survey_rows.open_(
                connection,
                assessment_id,
                framework,
                statements,
                title=title,
                opens_on=opens_on,
                closes_on=closes_on,
                at=at,
                owner=owner,
            )

    def add_imported(
        self,
        assessment_id: int,
        framework: Framework,
        responses: Iterable[Response],
        *,
        title: str,
        opens_on: date,
        closes_on: date,
        at: datetime,
        statements: Collection[str] | None = None,
        owner: str | None = None,
        replaces: int | None = None,
        reading: str | None = None,
        by: By | None = None,
    ) -> OpenedSurvey:
        """Keeps all of these answers from another tool as a closed survey of its own, or none.

        `statements` are those that were asked, by default those that somebody answered. `replaces` is an
        earlier import of the same owner, which goes. `reading` says how the answers were read, where somebody
        chose that. `by` is who imports, for the log. Raises as `open`, and `NotOwnerError`.
        """
        given = tuple(responses)
        asked = {id_ for one in given for id_ in one.answers} if statements is None else set(statements)
        with self._database.write() as connection:
            if replaces is not None:
                _remove(connection, replaces, owner or "", by)
            opened = survey_rows.open_(
                connection,
                assessment_id,
                framework,
                asked | {id_ for one in given for id_ in one.answers},
                title=title,
                opens_on=opens_on,
                closes_on=closes_on,
                at=at,
                owner=owner,
                imported=True,
                reading=reading,
            )
            survey_rows.add_responses(connection, opened.survey_id, given)
            _note(connection, StepKind.SURVEY_IMPORTED, survey_rows.load(connection, opened.survey_id), by)
        return opened

    def load(self, survey_id: int) -> SurveyInfo:
        """One survey without its answers."""
        with self._database.read() as connection:
            return survey_rows.load(connection, survey_id)

    def of_assessment(self, assessment_id: int) -> tuple[SurveyInfo, ...]:
        """All surveys of an assessment, the newest first."""
        with self._database.read() as connection:
            return survey_rows.of_assessment(connection, assessment_id)

    def of_link(self, link: str) -> SurveyInfo:
        """The survey that a link opens, over or not. Raises `UnknownLinkError`."""
        with self._database.read() as connection:
            return survey_rows.by_link(connection, link)

    def link(self, survey_id: int, owner: str) -> str:
        """The link for respondents. Raises `UnknownLinkError` for imported answers."""
        with self._database.read() as connection:
            return survey_rows.link(connection, survey_id, owner)

    def set_dates(self, survey_id: int, owner: str, *, opens_on: date, closes_on: date, on: date) -> None:
        """Moves the dates of a survey, unless it is over. Raises `SurveyClosedError`."""
        with self._database.write() as connection:
            survey_rows.set_dates(connection, survey_id, owner, opens_on, closes_on, on)

    def close(self, survey_id: int, owner: str, *, on: date, by: By | None = None) -> None:
        """Ends a survey now and for good, so that this is its last day; ending it twice does nothing.

        `by` is who does, for the log.
        """
        with self._database.forget() as connection:
            survey_rows.close(connection, survey_id, owner, on)
            _note(connection, StepKind.SURVEY_CLOSED, survey_rows.load(connection, survey_id), by)

    def delete(self, survey_id: int, owner: str, *, by: By | None = None) -> None:
        """Removes a survey with its answers for good. `by` is who does, for the log."""
        with self._database.forget() as connection:
            _remove(connection, survey_id, owner, by)

    def close_over(self, *, on: date) -> int:
        """Ends those whose last day is past, and keeps counts alone of the answers; says how many."""
        with self._database.read() as connection:
            over = survey_rows.over(connection, on)
        if over:
            with self._database.forget() as connection:
                survey_rows.seal_over(connection, over, on)
        return len(over)

    def begin(
        self,
        link: str,
        *,
        on: date,
        role: Role | None = None,
        token: str | None = None,
        shared: bool = False,
    ) -> Respondent:
        """A place for a respondent who has the link; the same place again for the same `token`.

        `shared` says that somebody else has answered on the same device before. Raises `UnknownLinkError`
        and `SurveyClosedError`.
        """
        with self._database.write() as connection:
            return answers.begin(connection, link, on=on, role=role, token=token, shared=shared)

    def set_role(self, survey_id: int, token: str, role: Role | None, *, on: date) -> None:
        """Says in which role somebody answers. Raises `NotRespondingError` and `SurveyClosedError`."""
        with self._database.write() as connection:
            answers.set_role(connection, survey_id, token, role, on)

    def answer(self, survey_id: int, token: str, statement_id: str, answer: Answer, *, on: date) -> None:
        """Saves an answer, or changes it while the survey is open.

        Raises `SurveyClosedError`, `NotRespondingError`, and `NotAskedError` for what is not asked.
        """
        with self._database.write() as connection:
            answers.save(connection, survey_id, token, statement_id, answer, on)

    def own_answers(self, survey_id: int, token: str) -> Response:
        """A respondent's own role and answers, to go on with. Raises `NotRespondingError`."""
        with self._database.read() as connection:
            return answers.own(connection, survey_id, token)

    def respondents(self, survey_id: int) -> int:
        """How many people have answered something; that alone may be shown while a survey is open."""
        with self._database.read() as connection:
            return answers.respondents(connection, survey_id)

    def shared(self, survey_id: int) -> int:
        """How many of the respondents answered on a device on which somebody had answered before."""
        with self._database.read() as connection:
            return survey_rows.shared(connection, survey_id)

    def results(self, survey_id: int, *, on: date) -> Survey:
        """What was answered, added up: `clf_model.voices.published` says what of them may be shown.

        From the day after the last one a survey is over for good, whether or not somebody closed it.
        """
        with self._database.read() as connection:
            over = survey_id in survey_rows.over(connection, on)
        if over:
            with self._database.forget() as connection:
                survey_rows.seal_over(connection, [survey_id], on)
        with self._database.read() as connection:
            return survey_rows.results(connection, survey_id)


def _remove(connection: Connection, survey_id: int, owner: str, by: By | None) -> None:
    found = survey_rows.load(connection, survey_id)
    survey_rows.delete(connection, survey_id, owner)
    _note(connection, StepKind.SURVEY_REMOVED, found, by)


def _note(connection: Connection, kind: StepKind, survey: SurveyInfo, by: By | None) -> None:
    steps.note(connection, kind, survey.title, survey.assessment_id, by)
