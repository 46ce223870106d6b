"""Worker surveys as they are stored: opening, reading, sealing and removing them."""

from __future__ import annotations

import hmac
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.errors import MismatchError, UnknownIdError
from clf_model.framework import Framework, Perspective
from clf_model.voices import Answer, Response, Role, Survey, VoicesError

from . import assessments, tokens
from .database import AnyRow, insert
from .errors import NotFoundError
from .survey_tables import answer, respondent, statement, survey
from .workshop_errors import NotOwnerError, SurveyClosedError, UnknownLinkError
from .workshop_values import OpenedSurvey, SurveyInfo

_OWNER = "owner"
_KEY_BYTES = 32
_ONE = sa.select(survey).where(survey.c.id == sa.bindparam("survey"))
_LOCK = _ONE.with_for_update()


def open_(
    connection: Connection,
    assessment_id: int,
    framework: Framework,
    statements: Collection[str] | None,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    at: datetime,
    owner: str | None,
    imported: bool = False,
    reading: str | None = None,
) -> OpenedSurvey:
    """Opens a survey on these worker statements; an imported one is sealed, and has no link."""
    info = assessments.info(connection, assessment_id)
    if info.framework_id != framework.id:
        raise MismatchError(info.framework_id, framework.id)
    _check_dates(opens_on, closes_on)
    known = [i.id for i in framework.indicators if i.perspective is Perspective.WORKER]
    for id_ in statements or ():
        if id_ not in known:
            raise UnknownIdError("worker statement", id_, known)
    asked = [id_ for id_ in known if statements is None or id_ in statements]
    if not asked:
        raise VoicesError("The survey asks nothing. Choose at least one worker statement.")
    secret, link = tokens.given_token(owner), None if imported else tokens.new_token()
    row = {
        "assessment_id": assessment_id,
        "framework_digest": framework.digest,
        "title": title,
        "link": link,
        "owner": tokens.digest(_OWNER, None, secret),
        "opens_on": opens_on,
        "closes_on": closes_on,
        "sealed": imported,
        "created_at": at,
        "reading": reading,
    }
    survey_id = insert(connection, survey, row)
    rows = [
        {"survey_id": survey_id, "statement_id": id_, "position": place} for place, id_ in enumerate(asked)
    ]
    connection.execute(sa.insert(statement), rows)
    return OpenedSurvey(survey_id, link, secret)


def add_responses(connection: Connection, survey_id: int, responses: Iterable[Response]) -> None:
    """Adds responses that came from elsewhere, under random keys: their order is not kept."""
    people, answers = [], []
    for response in responses:
        key = {"survey_id": survey_id, "respondent": secrets.token_bytes(_KEY_BYTES)}
        people.append({**key, "role": response.role})
        answers += [{**key, "statement_id": id_, "answer": one} for id_, one in response.answers.items()]
    for table, rows in ((respondent, people), (answer, answers)):
        if rows:
            connection.execute(sa.insert(table), rows)


def lock(connection: Connection, survey_id: int, owner: str) -> AnyRow:
    """Keeps answers waiting until the transaction ends, if this is the owner.

    Raises `NotFoundError` and `NotOwnerError`.
    """
    row = _found(connection, _LOCK, survey_id)
    if not hmac.compare_digest(row.owner, tokens.digest(_OWNER, None, owner)):
        raise NotOwnerError
    return row


def set_dates(
    connection: Connection, survey_id: int, owner: str, opens_on: date, closes_on: date, on: date
) -> None:
    """Moves the dates of a survey that is not over. Raises `SurveyClosedError` and `VoicesError`."""
    row = lock(connection, survey_id, owner)
    if row.sealed or row.closes_on < on:
        raise SurveyClosedError
    _check_dates(opens_on, closes_on)
    dates = {"opens_on": opens_on, "closes_on": closes_on}
    connection.execute(sa.update(survey).where(survey.c.id == survey_id).values(dates))


def close(connection: Connection, survey_id: int, owner: str, on: date) -> None:
    """Ends a survey for good; its days are then those on which it took answers, not those planned."""
    row = lock(connection, survey_id, owner)
    if row.sealed:
        return
    days = {name: min(row._mapping[name], on) for name in ("opens_on", "closes_on")}
    connection.execute(sa.update(survey).where(survey.c.id == survey_id).values(days))
    seal(connection, row)


def seal(connection: Connection, row: AnyRow) -> None:
    """Ends a locked survey for good, and cuts its answers from the phones that gave them."""
    if row.sealed:
        return
    connection.execute(sa.update(survey).where(survey.c.id == row.id).values(sealed=True))
    keys = connection.scalars(sa.select(respondent.c.respondent).where(respondent.c.survey_id == row.id))
    renamed = [{"old": key, "new": secrets.token_bytes(_KEY_BYTES)} for key in keys]
    if renamed:
        rename = sa.update(respondent).where(
            respondent.c.survey_id == row.id, respondent.c.respondent == sa.bindparam("old")
        )
        connection.execute(rename.values(respondent=sa.bindparam("new")), renamed)


def seal_when_over(connection: Connection, survey_id: int, on: date) -> None:
    """Ends a survey whose last day is past; its results may be looked at from then on."""
    row = _found(connection, _LOCK, survey_id)
    if row.closes_on < on:
        seal(connection, row)


def delete(connection: Connection, survey_id: int, owner: str) -> None:
    """Removes a survey with its answers for good."""
    lock(connection, survey_id, owner)
    connection.execute(sa.delete(survey).where(survey.c.id == survey_id))


def link(connection: Connection, survey_id: int, owner: str) -> str:
    """The link for respondents. Raises `NotOwnerError`, and `UnknownLinkError` for imported answers."""
    row = _found(connection, _ONE, survey_id)
    if not hmac.compare_digest(row.owner, tokens.digest(_OWNER, None, owner)):
        raise NotOwnerError
    if row.link is None:
        raise UnknownLinkError
    return str(row.link)


def by_link(connection: Connection, text: str) -> SurveyInfo:
    """The survey that a link opens, whether or not it takes answers. Raises `UnknownLinkError`."""
    row = connection.execute(sa.select(survey).where(survey.c.link == text)).first()
    if row is None:
        raise UnknownLinkError
    return _infos(connection, [row])[0]


def load(connection: Connection, survey_id: int) -> SurveyInfo:
    """One survey. Raises `NotFoundError`."""
    return _infos(connection, [_found(connection, _ONE, survey_id)])[0]


def of_assessment(connection: Connection, assessment_id: int) -> tuple[SurveyInfo, ...]:
    """The surveys of an assessment, the newest first."""
    query = sa.select(survey).where(survey.c.assessment_id == assessment_id).order_by(survey.c.id.desc())
    return _infos(connection, connection.execute(query).all())


def results(connection: Connection, survey_id: int) -> Survey:
    """The answers, as the model seals them. Raises `NotFoundError`."""
    info = load(connection, survey_id)
    query = (
        sa.select(respondent.c.respondent, respondent.c.role, answer.c.statement_id, answer.c.answer)
        .join(
            answer,
            (answer.c.survey_id == respondent.c.survey_id) & (answer.c.respondent == respondent.c.respondent),
        )
        .where(respondent.c.survey_id == survey_id)
    )
    answers: dict[tuple[bytes, str | None], dict[str, Answer]] = defaultdict(dict)
    for key, role, statement_id, one in connection.execute(query):
        answers[key, role][statement_id] = Answer(one)
    responses = [Response(given, Role(role) if role else None) for (_, role), given in answers.items()]
    return Survey(responses, closed=info.sealed, asked=info.statement_ids)


def _infos(connection: Connection, rows: Sequence[AnyRow]) -> tuple[SurveyInfo, ...]:
    asked: dict[int, list[str]] = defaultdict(list)
    query = sa.select(statement).where(statement.c.survey_id.in_([row.id for row in rows]))
    for row in connection.execute(query.order_by(statement.c.position)):
        asked[row.survey_id].append(row.statement_id)
    return tuple(
        SurveyInfo(
            id=row.id,
            assessment_id=row.assessment_id,
            framework_digest=row.framework_digest,
            title=row.title,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            sealed=row.sealed,
            imported=row.link is None,
            statement_ids=tuple(asked[row.id]),
            reading=row.reading,
        )
        for row in rows
    )


def _found(connection: Connection, query: sa.Select[AnyRow], survey_id: int) -> AnyRow:
    row = connection.execute(query, {"survey": survey_id}).first()
    if row is None:
        raise NotFoundError("survey", survey_id)
    return row


def _check_dates(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise VoicesError("The survey closes before it opens. Correct one of the two days.")
