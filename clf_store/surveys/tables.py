"""Tables of worker surveys; like votes, answers have no time and no order.

Single answers are there while a survey takes answers. Once it is over, counts stand in their place.
"""

from __future__ import annotations

import sqlalchemy as sa

from clf_model.voices import Answer, Role

from ..sql.columns import Instant, Key, Words
from ..sql.schema import boolean, label, length, metadata, one_of
from ..workshops.tables import guess, participant, vote

survey = sa.Table(
    "survey",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column(
        "assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("title", label("title"), nullable=False),
    # what lets people in; imported answers have none
    sa.Column("link", Words("link")),
    sa.Column("owner", sa.LargeBinary, nullable=False),
    sa.Column("opens_on", sa.Date, nullable=False),
    sa.Column("closes_on", sa.Date, nullable=False),
    sa.Column("sealed", sa.Boolean, nullable=False),
    # the edition whose ids it names; None from before editions were kept
    sa.Column("framework_digest", Words("framework digest")),
    sa.Column("created_at", Instant, nullable=False),
    # how imported answers were read where that was chosen; None where it was plain
    sa.Column("reading", Words("reading")),
    # of one that is over: how many answered on a device on which somebody had answered before
    sa.Column("shared", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("link"),
    length("title"),
    sa.CheckConstraint("opens_on <= closes_on", name="dates"),
    sa.CheckConstraint("sealed OR link IS NOT NULL", name="link"),
    boolean("sealed"),
    sqlite_autoincrement=True,
)

statement = sa.Table(
    "survey_statement",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("statement_id", label("statement_id"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    length("statement_id"),
)

respondent = sa.Table(
    "respondent",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("respondent", sa.LargeBinary, primary_key=True),  # the hash of a random token, and no name
    sa.Column("role", Words("role")),
    # whether somebody had answered on the same device before
    sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.false()),
    one_of("role", Role),
    boolean("shared"),
    sqlite_with_rowid=False,
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("survey_id", Key, primary_key=True),
    sa.Column("respondent", sa.LargeBinary, primary_key=True),
    sa.Column("statement_id", label("statement_id"), primary_key=True),
    sa.Column("answer", Words("answer"), nullable=False),
    sa.ForeignKeyConstraint(
        ["survey_id", "respondent"],
        ["respondent.survey_id", "respondent.respondent"],
        ondelete="CASCADE",
        onupdate="CASCADE",
        name="fk_answer_respondent",
    ),
    sa.ForeignKeyConstraint(
        ["survey_id", "statement_id"],
        ["survey_statement.survey_id", "survey_statement.statement_id"],
        ondelete="CASCADE",
        name="fk_answer_statement",
    ),
    sa.Index("ix_answer_statement", "survey_id", "statement_id"),
    one_of("answer", Answer),
    sqlite_with_rowid=False,
)

group = sa.Table(
    "survey_group",
    metadata,
    sa.Column("survey_id", sa.ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("roles", Words("roles"), primary_key=True),  # as JSON; none for everybody together
    sa.Column("respondents", sa.Integer, nullable=False),
)

count = sa.Table(
    "survey_count",
    metadata,
    sa.Column("survey_id", Key, primary_key=True),
    sa.Column("statement_id", label("statement_id"), primary_key=True),
    sa.Column("roles", Words("roles"), primary_key=True),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("agreeing", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(
        ["survey_id", "statement_id"],
        ["survey_statement.survey_id", "survey_statement.statement_id"],
        ondelete="CASCADE",
        name="fk_survey_count_statement",
    ),
)

SINGLE_VOICES = (vote, participant, answer, respondent, guess)
"""Where single people could be found. In this order nothing points to what is already gone."""
