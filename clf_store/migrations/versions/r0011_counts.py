"""Counts in place of single answers; who said in which role they are here, and on a shared device.

The answers of surveys that are over are counted when the program starts: what is kept is the model's to say.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Adds tables and columns; no table is rebuilt, and no row is touched."""
    op.add_column("survey", sa.Column("shared", sa.Integer, nullable=False, server_default="0"))
    for table, column in (("participant", "introduced"), ("respondent", "shared")):
        # in words of SQL, as a rule of a column is added with it or not at all on SQLite
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} BOOLEAN DEFAULT false NOT NULL "
            f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN (true, false))"
        )
    op.create_table(
        "survey_group",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("respondents", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "roles", name="pk_survey_group"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name="fk_survey_group_survey_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "survey_count",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("agreeing", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "statement_id", "roles", name="pk_survey_count"),
        sa.ForeignKeyConstraint(
            ["survey_id", "statement_id"],
            ["survey_statement.survey_id", "survey_statement.statement_id"],
            ondelete="CASCADE",
            name="fk_survey_count_statement",
        ),
    )
