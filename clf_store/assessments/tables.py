"""The tables, the same on SQLite and PostgreSQL; those of workshops and surveys have modules of their own."""

from __future__ import annotations

import sqlalchemy as sa

from clf_model.action import ActionStatus
from clf_model.assessment import Judgement, Voice
from clf_model.planning.objective import Objective

from ..sql.columns import Instant, Key, Words
from ..sql.schema import LARGEST_FLOAT, boolean, label, length, metadata, one_of
from ..values import EventKind

service = sa.Table(
    "service",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column("organisation", label("organisation"), nullable=False),
    # '' stands for no unit, so that the unique constraint sees it
    sa.Column("unit", label("unit", least=0), nullable=False),
    sa.Column("fictional", sa.Boolean, nullable=False),
    sa.UniqueConstraint("organisation", "unit", "fictional"),
    length("organisation"),
    length("unit", least=0),
    boolean("fictional"),
    sqlite_autoincrement=True,
)

service_label = sa.Table(
    "service_label",
    metadata,
    # a label that is written anew has another id, by which a reader sees that something has changed
    sa.Column("id", Key, primary_key=True),
    sa.Column("service_id", sa.ForeignKey("service.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", label("name"), nullable=False),
    sa.Column("value", label("value"), nullable=False),
    sa.UniqueConstraint("service_id", "name"),
    length("name"),
    length("value"),
    sqlite_autoincrement=True,
)

assessment = sa.Table(
    "assessment",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column("service_id", sa.ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("title", label("title", least=0)),
    sa.Column("assessed_on", sa.Date, nullable=False),
    sa.Column("framework_id", label("framework_id"), nullable=False),
    sa.Column("framework_edition", Words("framework edition"), nullable=False),
    sa.Column("framework_digest", Words("framework digest"), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("copied_from", sa.ForeignKey("assessment.id", ondelete="SET NULL"), index=True),
    sa.Column("changed_at", Instant, nullable=False, index=True),
    sa.Column("finalised_at", Instant),
    # of a draft that was final before, until it is finalised again
    sa.Column("reopened_at", Instant),
    sa.Column("deleted_at", Instant),
    # what earlier editions had, as JSON: read and written as a whole
    sa.Column("removed", Words("removed indicator"), nullable=False, server_default="[]"),
    # the service's own words by section, as JSON: few, and needed with every document
    sa.Column("texts", Words("text"), nullable=False, server_default="{}"),
    length("framework_id"),
    sa.CheckConstraint("revision >= 0", name="revision"),
    sqlite_autoincrement=True,  # an id is never given twice, because events outlive their assessment
)

demonstration = sa.Table(
    "demonstration",
    metadata,
    # the copy of a sample that the demonstration works on; the log of such a one may be deleted with it
    sa.Column("assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seed", label("seed"), nullable=False),
    # when a page last showed it
    sa.Column("seen_at", Instant, nullable=False),
    length("seed"),
)

erasure = sa.Table(
    "erasure",
    metadata,
    # an assessment that is being erased, whose log goes with it; empty between two transactions
    sa.Column("assessment_id", Key, primary_key=True, autoincrement=False),
)

edition = sa.Table(
    "edition",
    metadata,
    sa.Column("digest", label("digest"), primary_key=True),
    sa.Column("framework_id", label("framework_id"), nullable=False),
    sa.Column("text", Words("framework"), nullable=False),
    length("digest"),
    length("framework_id"),
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("indicator_id", label("indicator_id"), primary_key=True),
    sa.Column("judgement", Words("judgement")),
    sa.Column("equivalent", sa.Boolean, nullable=False),
    sa.Column("reason", Words("reason")),
    sa.Column("effort", sa.Double, nullable=False),
    sa.Column("former", Words("former judgement")),
    length("indicator_id"),
    one_of("judgement", Judgement),
    boolean("equivalent"),
    sa.CheckConstraint(f"effort >= 0 AND effort <= {LARGEST_FLOAT}", name="effort"),
    sa.CheckConstraint(
        "NOT equivalent OR (judgement IS NOT NULL AND judgement = 'met' AND coalesce(reason, '') <> '')",
        name="equivalent_met",
    ),
    sa.CheckConstraint(
        "judgement IS NULL OR judgement <> 'not_applicable' OR coalesce(reason, '') <> ''",
        name="reason_given",
    ),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("assessment_id", Key, primary_key=True),
    sa.Column("indicator_id", label("indicator_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("note", Words("note"), nullable=False),
    sa.Column("source", Words("source")),
    sa.Column("dated", sa.Date),
    sa.Column("voice", Words("voice")),
    sa.ForeignKeyConstraint(
        ["assessment_id", "indicator_id"], ["record.assessment_id", "record.indicator_id"], ondelete="CASCADE"
    ),
    sa.CheckConstraint("position >= 0", name="position"),
    sa.CheckConstraint("note <> ''", name="note"),
    one_of("voice", Voice),
)

action = sa.Table(
    "action",
    metadata,
    sa.Column("assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("action_id", label("action_id"), primary_key=True),
    # in the order they were made; one that was deleted keeps its row and so its place, for undo
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("title", Words("title", 1, 300), nullable=False),
    sa.Column("effort", sa.Double, nullable=False),
    # lists of ids as JSON: an action is read and written as a whole, and never looked for by one of these
    sa.Column("covers", Words("list of indicators"), nullable=False),
    sa.Column("requires", Words("list of actions"), nullable=False),
    sa.Column("owner", label("owner", least=0)),
    sa.Column("due", sa.Date),
    sa.Column("measure", Words("measure of success")),
    sa.Column("status", Words("status"), nullable=False),
    sa.Column("reason", Words("reason")),
    sa.Column("review_on", sa.Date),
    length("action_id"),
    sa.CheckConstraint("position >= 0", name="position"),
    boolean("deleted"),
    sa.CheckConstraint("title <> ''", name="title"),
    sa.CheckConstraint(f"effort >= 0 AND effort <= {LARGEST_FLOAT}", name="effort"),
    one_of("status", ActionStatus),
    sa.CheckConstraint("status <> 'not_doing' OR coalesce(reason, '') <> ''", name="reason_given"),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", Key, primary_key=True),
    # no foreign key: the log stays even where a sample service is removed for good; only that of a
    # demonstration goes with it
    sa.Column("assessment_id", Key, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("who", label("author's name"), nullable=False),
    sa.Column("kind", Words("kind"), nullable=False),
    sa.Column("before", Words("record"), nullable=False),
    sa.Column("after", Words("record"), nullable=False),
    sa.Column("actions_before", Words("action")),
    sa.Column("actions_after", Words("action")),
    # of which edition the assessment was and became, for an event that carried it over, as JSON
    sa.Column("editions", Words("edition")),
    sa.Column("reverts", sa.ForeignKey("event.id")),
    # the entry below it on its author's stack: the undo stack, or for an undo the redo stack
    sa.Column("previous", sa.ForeignKey("event.id")),
    sa.Column("reason", Words("reason")),
    # the service's own words of some sections, as JSON
    sa.Column("texts_before", Words("text")),
    sa.Column("texts_after", Words("text")),
    sa.UniqueConstraint("assessment_id", "revision"),
    length("who"),
    one_of("kind", EventKind),
    sa.CheckConstraint("kind <> 'reopened' OR coalesce(reason, '') <> ''", name="reason"),
    sa.CheckConstraint("(kind IN ('undo', 'redo')) = (reverts IS NOT NULL)", name="reverts"),
    sqlite_autoincrement=True,
)

cursor = sa.Table(
    "cursor",
    metadata,
    sa.Column("assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("who", label("author's name"), primary_key=True),
    sa.Column("undo_event", sa.ForeignKey("event.id")),
    sa.Column("redo_event", sa.ForeignKey("event.id")),
    length("who"),
)

scenario = sa.Table(
    "scenario",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column(
        "assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("name", label("name"), nullable=False),
    sa.Column("changes", Words("scenario"), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("target", Words("target"), nullable=False, server_default="{}"),
    sa.Column("budget", sa.Double),
    sa.Column("objective", Words("objective"), nullable=False, server_default=Objective.TOTAL.value),
    sa.Column("priorities", Words("priorities"), nullable=False, server_default="{}"),
    # the edition whose ids it names; None from before editions were kept
    sa.Column("framework_digest", Words("framework digest")),
    length("name"),
    boolean("deleted"),
    sa.CheckConstraint(f"budget >= 0 AND budget <= {LARGEST_FLOAT}", name="budget"),
    one_of("objective", Objective),
    sqlite_autoincrement=True,
)

final_plan = sa.Table(
    "final_plan",
    metadata,
    sa.Column("assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("finalised_at", Instant, primary_key=True),
    sa.Column("scenarios", Words("scenario"), nullable=False),
    sa.Column("actions", Words("action"), nullable=False),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", label("key"), primary_key=True),
    sa.Column("value", Words("value"), nullable=False),
    length("key"),
)
