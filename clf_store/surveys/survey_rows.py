"""Worker surveys as they are stored: opening, reading, sealing and removing them."""

from __future__ import annotations

import hmac
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.errors import MismatchError, UnknownIdError
from clf_model.framework import Framework, Perspective
from clf_model.voices import Answer, Response, Role, Survey, SurveyCounts, VoicesError, counts_to_keep

from ..assessments import assessment_rows, codec
from ..errors import NotFoundError
from ..sql import tokens
from ..sql.database import AnyRow, insert
from ..workshops.errors import NotOwnerError, SurveyClosedError, UnknownLinkError
from ..workshops.values import OpenedSurvey, SurveyInfo
from .tables import answer, count, group, respondent, statement, survey

_OWNER = "owner"
_ONE = sa.select(survey).where(survey.c.id == sa.bindparam("survey"))
_LOCK = _ONE.with_for_update()
_SHARED = sa.select(sa.func.count()).where(
    respondent.c.survey_id == sa.bindparam("survey"),
    respondent.c.shared,
    sa.exists().where(
        answer.c.survey_id == respondent.c.survey_id, answer.c.respondent == respondent.c.respondent
    ),
)


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
    info = assessment_rows.info(connection, assessment_id)
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
    """Adds responses that came from elsewhere, as counts: no single one is kept."""
    _add_counts(connection, survey_id, counts_to_keep(Survey(responses, closed=True)))


def _add_counts(connection: Connection, survey_id: int, counts: SurveyCounts) -> None:
    groups = [
        {"survey_id": survey_id, "roles": codec.dump(roles), "respondents": people}
        for roles, people in counts.respondents.items()
    ]
    said = [
        {
            "survey_id": survey_id,
            "statement_id": id_,
            "roles": codec.dump(roles),
            "answered": answered,
            "agreeing": agreeing,
        }
        for (id_, roles), (answered, agreeing) in counts.said.items()
    ]
    for table, rows in ((group, groups), (count, said)):
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
    """Ends a locked survey for good, and puts counts in the place of single answers."""
    shared = connection.scalar(_SHARED, {"survey": row.id})
    connection.execute(sa.update(survey).where(survey.c.id == row.id).values(sealed=True, shared=shared))
    responses = _responses(connection, row.id)
    connection.execute(sa.delete(respondent).where(respondent.c.survey_id == row.id))
    _add_counts(connection, row.id, counts_to_keep(Survey(responses, closed=True)))


def over(connection: Connection, on: date) -> list[int]:
    """The surveys that are over and of which single answers are there still: their last day is past.

    Or they are from a version that kept the answers.
    """
    answers = sa.exists().where(respondent.c.survey_id == survey.c.id)
    query = sa.select(survey.c.id).where(sa.or_(sa.and_(survey.c.sealed, answers), _late(on)))
    return list(connection.scalars(query.order_by(survey.c.id)))


def _late(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(~survey.c.sealed, survey.c.closes_on < on)


def seal_over(connection: Connection, survey_ids: Iterable[int], on: date) -> None:
    """Ends those of these surveys that still have to be ended."""
    for survey_id in survey_ids:
        row = connection.execute(_LOCK, {"survey": survey_id}).first()
        if row and survey_id in over(connection, on):
            seal(connection, row)


def shared(connection: Connection, survey_id: int) -> int:
    """How many answered on a device on which somebody had answered before."""
    row = _found(connection, _ONE, survey_id)
    return int(row.shared if row.sealed else connection.execute(_SHARED, {"survey": survey_id}).scalar_one())


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
    if not info.sealed:
        return Survey(_responses(connection, survey_id), closed=False, asked=info.statement_ids)
    return Survey.from_counts(_counts(connection, survey_id), asked=info.statement_ids)


def _counts(connection: Connection, survey_id: int) -> SurveyCounts:
    groups = connection.execute(sa.select(group).where(group.c.survey_id == survey_id))
    said = connection.execute(sa.select(count).where(count.c.survey_id == survey_id))
    return SurveyCounts(
        {_roles(row.roles): row.respondents for row in groups},
        {(row.statement_id, _roles(row.roles)): (row.answered, row.agreeing) for row in said},
    )


def _roles(text: str) -> tuple[Role | None, ...]:
    return tuple(Role(role) if role else None for role in json.loads(text))


def _responses(connection: Connection, survey_id: int) -> list[Response]:
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
    return [Response(given, Role(role) if role else None) for (_, role), given in answers.items()]


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
