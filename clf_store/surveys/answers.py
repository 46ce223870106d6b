"""Single answers to a survey, one statement each; nobody but who gave them can read them here."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.errors import ClfError
from clf_model.voices import Answer, Response, Role

from ..sql import tokens
from ..sql.columns import Words
from ..sql.database import COUNTS_ROWS, insert_if_absent
from ..workshops.errors import NotAskedError, NotRespondingError, SurveyClosedError, UnknownLinkError
from ..workshops.values import Respondent
from .tables import answer, group, respondent, statement, survey

_RESPONDENT = "respondent"
_SURVEY: sa.BindParameter[int] = sa.bindparam("survey")
_KEY: sa.BindParameter[bytes] = sa.bindparam("key")
_TAKES_ANSWERS = (
    ~survey.c.sealed
    & (survey.c.opens_on <= sa.bindparam("on", type_=sa.Date))
    & (survey.c.closes_on >= sa.bindparam("on", type_=sa.Date))
)
_BY_LINK = sa.select(survey.c.id, _TAKES_ANSWERS.label("takes_answers")).where(
    survey.c.link == sa.bindparam("link", type_=Words("link"))
)
_OWN = (
    sa.select(respondent.c.role, answer.c.statement_id, answer.c.answer)
    .outerjoin_from(
        respondent,
        answer,
        (answer.c.survey_id == respondent.c.survey_id) & (answer.c.respondent == respondent.c.respondent),
    )
    .where(respondent.c.survey_id == _SURVEY, respondent.c.respondent == _KEY)
)
_OF_RESPONDENT = (respondent.c.survey_id == _SURVEY) & (respondent.c.respondent == _KEY)
_OPEN = sa.select(sa.true()).where(survey.c.id == _SURVEY, _TAKES_ANSWERS)
_SET_ROLE = sa.update(respondent).where(_OF_RESPONDENT, _OPEN.exists())
_COUNT = sa.select(
    sa.select(sa.func.count(answer.c.respondent.distinct()))
    .where(answer.c.survey_id == _SURVEY)
    .scalar_subquery()
    + sa.select(sa.func.coalesce(sa.func.sum(group.c.respondents), 0))
    .where(group.c.survey_id == _SURVEY)
    .scalar_subquery()
)


def begin(
    connection: Connection, link: str, *, on: date, role: Role | None, token: str | None, shared: bool
) -> Respondent:
    """A place in a survey for who has its link, or the one that this token has already."""
    found = connection.execute(_BY_LINK.with_for_update(read=True), {"link": link, "on": on}).first()
    if found is None:
        raise UnknownLinkError
    if not found.takes_answers:
        raise SurveyClosedError
    place = Respondent(found.id, tokens.given_token(token))
    key = tokens.digest(_RESPONDENT, found.id, place.token)
    row = {"survey_id": found.id, "respondent": key, "role": role, "shared": shared}
    insert_if_absent(connection, respondent, row)
    return place


def set_role(connection: Connection, survey_id: int, token: str, role: Role | None, on: date) -> None:
    """Says or takes back in which role somebody answers. Raises `NotRespondingError`, `SurveyClosedError`."""
    values = _values(survey_id, token, on)
    if connection.execute(_SET_ROLE, {**values, "role": role}).rowcount != 1:
        raise _refusal(connection, values)


def save(
    connection: Connection, survey_id: int, token: str, statement_id: str, given: Answer, on: date
) -> None:
    """Saves an answer, or changes it."""
    values = {**_values(survey_id, token, on), "statement": statement_id, "answer": Answer(given)}
    if connection.execute(_save(connection.dialect.name), values).rowcount != 1:
        raise _refusal(connection, values)


def own(connection: Connection, survey_id: int, token: str) -> Response:
    """A respondent's own answers so far. Raises `NotRespondingError`, and once the survey is over."""
    rows = connection.execute(_OWN, _values(survey_id, token)).all()
    if not rows:
        raise NotRespondingError
    role = rows[0].role
    given = {row.statement_id: Answer(row.answer) for row in rows if row.statement_id is not None}
    return Response(given, Role(role) if role else None)


def respondents(connection: Connection, survey_id: int) -> int:
    """How many people gave an answer or more."""
    return int(connection.execute(_COUNT, {"survey": survey_id}).scalar_one())


def _values(survey_id: int, token: str, on: date | None = None) -> dict[str, Any]:
    return {"survey": survey_id, "key": tokens.digest(_RESPONDENT, survey_id, token), "on": on}


def _refusal(connection: Connection, values: dict[str, Any]) -> ClfError:
    """Why an answer was refused."""
    if connection.scalar(_OPEN, values) is None:
        return SurveyClosedError()
    if connection.scalar(sa.select(sa.true()).where(_OF_RESPONDENT), values) is None:
        return NotRespondingError()
    return NotAskedError(values["statement"])


@cache
def _save(dialect: str) -> Any:
    """The statement of an answer; on PostgreSQL it waits for a survey's end under way, and that for it."""
    source = (
        sa.select(
            survey.c.id,
            respondent.c.respondent,
            statement.c.statement_id,
            sa.bindparam("answer", type_=Words("answer")),
        )
        .join_from(survey, respondent, respondent.c.survey_id == survey.c.id)
        .join(statement, statement.c.survey_id == survey.c.id)
        .where(
            survey.c.id == _SURVEY,
            _TAKES_ANSWERS,
            respondent.c.respondent == _KEY,
            statement.c.statement_id == sa.bindparam("statement"),
        )
        .with_for_update(read=True, of=survey)
    )
    columns = ["survey_id", "respondent", "statement_id", "answer"]
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(answer).from_select(columns, source)
    return insert.execution_options(**COUNTS_ROWS).on_conflict_do_update(
        index_elements=answer.primary_key.columns.keys(), set_={"answer": insert.excluded.answer}
    )
