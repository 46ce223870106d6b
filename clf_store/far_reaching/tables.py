"""The table of far-reaching steps: what was done beside the changes that an assessment's own log holds."""

from __future__ import annotations

import sqlalchemy as sa

from ..sql.columns import Instant, Key, Words
from ..sql.schema import label, length, metadata

step = sa.Table(
    "step",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("who", label("author's name"), nullable=False),
    # no list of kinds, which SQLite could only change by copying the log; only a StepKind is written
    sa.Column("kind", label("kind"), nullable=False),
    # the key of a setting, or what the step was taken on
    sa.Column("subject", label("subject"), nullable=False),
    # no foreign key: the log stays where an assessment is removed, unless its service is erased
    sa.Column("assessment_id", Key, index=True),
    sa.Column("before", Words("value")),
    sa.Column("after", Words("value")),
    sa.Column("reverts", sa.ForeignKey("step.id")),
    sa.Index("ix_step_subject", "subject", "kind"),
    length("who"),
    length("kind"),
    length("subject"),
    sqlite_autoincrement=True,
)
