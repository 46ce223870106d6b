"""Where words stand in what people wrote, a person's name say: also in what was deleted, and in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from .assessments.tables import (
    action,
    assessment,
    event,
    evidence,
    final_plan,
    record,
    scenario,
    service,
    service_label,
)
from .far_reaching.tables import step
from .surveys.tables import survey
from .workshops.tables import decision, workshop


class Place(StrEnum):
    """Where people write."""

    SERVICE = "service"
    LABEL = "label"
    TITLE = "title"
    OWN_WORDS = "own words"
    REMOVED = "removed"
    REASON = "reason"
    EVIDENCE = "evidence"
    ACTION = "action"
    SCENARIO = "scenario"
    KEPT_PLAN = "kept plan"
    WORKSHOP = "workshop"
    DECISION = "decision"
    SURVEY = "survey"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of somebody's in which certain words stand; without a service where it is of none any more.

    `assessment_id` is None for what belongs to the service as a whole or to everyone.
    """

    place: Place
    service_id: int | None
    assessment_id: int | None
    indicator_id: str | None
    text: str


_OPENS_JSON = ("{", "[")


@dataclass(frozen=True, slots=True)
class _Written:
    """Columns in which people write, of one table, and the table by which their assessment is known."""

    columns: tuple[sa.Column[str], ...]
    place: Place
    through: sa.Table | None = None


def _columns(table: sa.Table, *names: str) -> tuple[sa.Column[str], ...]:
    return tuple(table.c[name] for name in names)


WRITTEN = (
    _Written(_columns(service, "organisation", "unit"), Place.SERVICE),
    _Written(_columns(service_label, "name", "value"), Place.LABEL),
    _Written(_columns(assessment, "title"), Place.TITLE),
    _Written(_columns(assessment, "texts"), Place.OWN_WORDS),
    _Written(_columns(assessment, "removed"), Place.REMOVED),
    _Written(_columns(record, "reason", "former"), Place.REASON),
    _Written(_columns(evidence, "note", "source"), Place.EVIDENCE),
    _Written(_columns(action, "title", "owner", "measure", "reason"), Place.ACTION),
    _Written(_columns(scenario, "name"), Place.SCENARIO),
    _Written(_columns(final_plan, "scenarios", "actions"), Place.KEPT_PLAN),
    _Written(
        _columns(
            event,
            "before",
            "after",
            "actions_before",
            "actions_after",
            "reason",
            "texts_before",
            "texts_after",
        ),
        Place.LOG,
    ),
    _Written(_columns(step, "subject", "before", "after"), Place.LOG),
    _Written(_columns(workshop, "title"), Place.WORKSHOP),
    _Written(_columns(decision, "reason", "dissent", "evidence", "seen"), Place.DECISION, workshop),
    _Written(_columns(survey, "title", "reading"), Place.SURVEY),
)
"""All columns in which people write."""


def mentions(connection: Connection, words: str) -> tuple[Mention, ...]:
    """Each place in which words stand, upper and lower case being alike, by service.

    Raises `ValueError` for words that are blank.
    """
    sought = " ".join(words.split()).casefold()
    if not sought:
        raise ValueError("words")
    found = dict.fromkeys(
        mention for written in WRITTEN for mention in _in_table(connection, written, sought)
    )
    return tuple(
        sorted(found, key=lambda one: (one.service_id or 0, one.assessment_id or 0, one.place, one.text))
    )


def _in_table(connection: Connection, written: _Written, sought: str) -> Iterator[Mention]:
    table = written.columns[0].table
    assert isinstance(table, sa.Table)
    query, whose, of = _owner(table, written.through)
    with_id = [table.c.indicator_id] if "indicator_id" in table.c else [sa.null()]
    rows = connection.execute(
        query.add_columns(whose.label("whose"), of.label("of"), *with_id, *written.columns).execution_options(
            yield_per=1000
        )
    )
    for service_id, assessment_id, indicator_id, *texts in rows:
        for text in texts:
            for said in _texts(text):
                if sought in " ".join(said.split()).casefold():
                    yield Mention(written.place, service_id, assessment_id, indicator_id, said)


def _owner(
    table: sa.Table, through: sa.Table | None
) -> tuple[sa.Select[Any], sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """A query on a table, and in it the service and the assessment that a row is of."""
    nobody = sa.null()
    if table is service:
        return sa.select().select_from(table), table.c.id, nobody
    if table is service_label:
        return sa.select().select_from(table), table.c.service_id, nobody
    if table is assessment:
        return sa.select().select_from(table), table.c.service_id, table.c.id
    if through is not None:
        joined = table.join(through).outerjoin(assessment, through.c.assessment_id == assessment.c.id)
        return sa.select().select_from(joined), assessment.c.service_id, through.c.assessment_id
    joined = table.outerjoin(assessment, table.c.assessment_id == assessment.c.id)
    return sa.select().select_from(joined), assessment.c.service_id, table.c.assessment_id


def _texts(text: str | None) -> Iterator[str]:
    """A text, or all that stand in it where it is JSON."""
    if not text:
        return
    if text.startswith(_OPENS_JSON):
        try:
            content = json.loads(text)
        except ValueError:  # it only begins like it
            content = text
        yield from _strings(content)
    else:
        yield text


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for one in content.values():
            yield from _strings(one)
    elif isinstance(content, list):
        for one in content:
            yield from _strings(one)
