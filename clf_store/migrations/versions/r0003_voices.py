"""Workshops with their votes and decisions, worker surveys with their answers, and wrong join codes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)
_ROLES = "('employee', 'manager', 'person_using_services', 'carer', 'other')"
_VOTES = ("not_met", "partly", "met", "dont_know")
_COUNTS = [f"{source}_{vote}" for source in ("entered", "phones") for vote in _VOTES]


def upgrade() -> None:
    """Adds tables; no table is rebuilt."""
    _create_workshops()
    _create_votes()
    _create_decisions_and_guesses()
    _create_surveys()
    _create_answers()


def _create_workshops() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("link", sa.Text),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("facilitator", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("focus", sa.Text),
        sa.Column("ends_at", _MOMENT),
        sa.Column("minutes_each", sa.Double),
        sa.Column("attendance", sa.Text),
        sa.Column("event_id", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
        _parent("workshop", "assessment_id", "assessment"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_workshop_event_id"),
        sa.UniqueConstraint("code", name="uq_workshop_code"),
        sa.UniqueConstraint("link", name="uq_workshop_link"),
        _length("workshop", "title"),
        _check("workshop", "open", "(closed_at IS NULL) = (code IS NOT NULL AND link IS NOT NULL)"),
        _check("workshop", "minutes_each", "minutes_each > 0 AND minutes_each <= 1440"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_workshop_assessment_id", "workshop", ["assessment_id"])
    op.create_table(
        "topic",
        sa.Column("workshop_id", sa.Integer, nullable=False),
        sa.Column("capability_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "capability_id", name="pk_topic"),
        _parent("topic", "workshop_id", "workshop"),
        _length("topic", "capability_id"),
        _check("topic", "phase", "phase IN ('waiting', 'judging', 'revealed', 'agreed')"),
        _check("topic", "round", "round >= 1"),
    )


def _create_votes() -> None:
    op.create_table(
        "ballot",
        sa.Column("workshop_id", sa.Integer, nullable=False),
        sa.Column("indicator_id", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("capability_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in _COUNTS),
        sa.PrimaryKeyConstraint("workshop_id", "indicator_id", "round", name="pk_ballot"),
        _cascade(
            "fk_ballot_workshop_id",
            ["workshop_id", "capability_id"],
            ["topic.workshop_id", "topic.capability_id"],
        ),
        _length("ballot", "indicator_id"),
        _check("ballot", "state", "state IN ('waiting', 'open', 'revealed')"),
        _check("ballot", "round", "round >= 1"),
        _check("ballot", "counts", " AND ".join(f"{name} >= 0" for name in _COUNTS)),
    )
    op.create_index("ix_ballot_round", "ballot", ["workshop_id", "capability_id", "round"])
    op.create_table(
        "participant",
        sa.Column("workshop_id", sa.Integer, nullable=False),
        sa.Column("participant", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text),
        sa.PrimaryKeyConstraint("workshop_id", "participant", name="pk_participant"),
        _parent("participant", "workshop_id", "workshop"),
        _check("participant", "role", f"role IN {_ROLES}"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote",
        sa.Column("workshop_id", sa.Integer, nullable=False),
        sa.Column("participant", sa.LargeBinary, nullable=False),
        sa.Column("indicator_id", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("capability_id", sa.Text, nullable=False),
        sa.Column("vote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "participant", "indicator_id", "round", name="pk_vote"),
        _cascade(
            "fk_vote_ballot",
            ["workshop_id", "indicator_id", "round"],
            ["ballot.workshop_id", "ballot.indicator_id", "ballot.round"],
        ),
        _cascade(
            "fk_vote_participant",
            ["workshop_id", "participant"],
            ["participant.workshop_id", "participant.participant"],
        ),
        _check("vote", "vote", f"vote IN {_VOTES}"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_vote_round", "vote", ["workshop_id", "capability_id", "round", "participant"])


def _create_decisions_and_guesses() -> None:
    op.create_table(
        "decision",
        sa.Column("workshop_id", sa.Integer, nullable=False),
        sa.Column("indicator_id", sa.Text, nullable=False),
        sa.Column("judgement", sa.Text, nullable=False),
        sa.Column("equivalent", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("dissent", sa.Text),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "indicator_id", name="pk_decision"),
        _parent("decision", "workshop_id", "workshop"),
        _length("decision", "indicator_id"),
        _check("decision", "judgement", "judgement IN ('met', 'partly', 'not_met', 'not_applicable')"),
        _check("decision", "equivalent", "equivalent IN (true, false)"),
    )
    op.create_table(
        "guess",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_guess"),
        _check("guess", "failures", "failures >= 0"),
    )


def _create_surveys() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("owner", sa.LargeBinary, nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
        _parent("survey", "assessment_id", "assessment"),
        sa.UniqueConstraint("link", name="uq_survey_link"),
        _length("survey", "title"),
        _check("survey", "dates", "opens_on <= closes_on"),
        _check("survey", "link", "sealed OR link IS NOT NULL"),
        _check("survey", "sealed", "sealed IN (true, false)"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_assessment_id", "survey", ["assessment_id"])
    op.create_table(
        "survey_statement",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "statement_id", name="pk_survey_statement"),
        _parent("survey_statement", "survey_id", "survey"),
        _length("survey_statement", "statement_id"),
    )


def _create_answers() -> None:
    op.create_table(
        "respondent",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("respondent", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text),
        sa.PrimaryKeyConstraint("survey_id", "respondent", name="pk_respondent"),
        _parent("respondent", "survey_id", "survey"),
        _check("respondent", "role", f"role IN {_ROLES}"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("respondent", sa.LargeBinary, nullable=False),
        sa.Column("statement_id", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "respondent", "statement_id", name="pk_answer"),
        _cascade(
            "fk_answer_respondent",
            ["survey_id", "respondent"],
            ["respondent.survey_id", "respondent.respondent"],
            onupdate="CASCADE",
        ),
        _cascade(
            "fk_answer_statement",
            ["survey_id", "statement_id"],
            ["survey_statement.survey_id", "survey_statement.statement_id"],
        ),
        _check(
            "answer",
            "answer",
            "answer IN ('disagree_strongly', 'disagree', 'neither', 'agree', 'agree_strongly', 'dont_know')",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_statement", "answer", ["survey_id", "statement_id"])


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _length(table: str, column: str) -> sa.CheckConstraint:
    return _check(table, f"{column}_length", f"length({column}) BETWEEN 1 AND 200")


def _parent(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return _cascade(f"fk_{table}_{column}", [column], [f"{target}.id"])


def _cascade(
    name: str, columns: list[str], target: list[str], onupdate: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, target, name=name, ondelete="CASCADE", onupdate=onupdate)
