"""Tables of workshops.

No row tells when a single vote was cast: there is no such column, and participants and votes are kept in the
order of their keys, not in the order in which they came (on SQLite, `WITHOUT ROWID`).
"""

from __future__ import annotations

import sqlalchemy as sa

from clf_model.assessment import Judgement
from clf_model.voices import Role, Vote

from ..sql.columns import Instant, Key, Words
from ..sql.schema import boolean, label, length, metadata, one_of
from .values import BallotState, Phase

_COUNTS = [f"{source}_{vote}" for source in ("entered", "phones") for vote in Vote]

workshop = sa.Table(
    "workshop",
    metadata,
    sa.Column("id", Key, primary_key=True),
    sa.Column(
        "assessment_id", sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("title", label("title"), nullable=False),
    # what lets people in; a closed workshop has neither
    sa.Column("code", Words("code")),
    sa.Column("link", Words("link")),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("facilitator", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    # the edition whose ids it names; None from before editions were kept
    sa.Column("framework_digest", Words("framework digest")),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    # what the room sees
    sa.Column("focus", Words("indicator in focus")),
    sa.Column("ends_at", Instant),
    sa.Column("minutes_each", sa.Double),
    # when the clock was started, and how much was decided by then
    sa.Column("timed_from", Instant),
    sa.Column("timed_decided", sa.Integer),
    # of a closed one: how many there were by role, as JSON, and the change of the assessment
    sa.Column("attendance", Words("attendance")),
    sa.Column("event_id", sa.ForeignKey("event.id")),
    sa.UniqueConstraint("code"),
    sa.UniqueConstraint("link"),
    length("title"),
    sa.CheckConstraint("(closed_at IS NULL) = (code IS NOT NULL AND link IS NOT NULL)", name="open"),
    sa.CheckConstraint("minutes_each > 0 AND minutes_each <= 1440", name="minutes_each"),
    sqlite_autoincrement=True,
)

topic = sa.Table(
    "topic",
    metadata,
    sa.Column("workshop_id", sa.ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("capability_id", label("capability_id"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("phase", Words("phase"), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    length("capability_id"),
    one_of("phase", Phase),
    sa.CheckConstraint("round >= 1", name="round"),
)

ballot = sa.Table(
    "ballot",
    metadata,
    sa.Column("workshop_id", Key, primary_key=True),
    sa.Column("indicator_id", label("indicator_id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("capability_id", label("capability_id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("state", Words("state"), nullable=False),
    # the phones' votes are counted into this row when they are revealed, and not before
    *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in _COUNTS),
    sa.ForeignKeyConstraint(
        ["workshop_id", "capability_id"], ["topic.workshop_id", "topic.capability_id"], ondelete="CASCADE"
    ),
    sa.Index("ix_ballot_round", "workshop_id", "capability_id", "round"),
    length("indicator_id"),
    one_of("state", BallotState),
    sa.CheckConstraint("round >= 1", name="round"),
    sa.CheckConstraint(" AND ".join(f"{name} >= 0" for name in _COUNTS), name="counts"),
)

participant = sa.Table(
    "participant",
    metadata,
    sa.Column("workshop_id", sa.ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("participant", sa.LargeBinary, primary_key=True),  # the hash of a random token, and no name
    sa.Column("role", Words("role")),
    # whether somebody said in which role they are here, or that they would rather not say
    sa.Column("introduced", sa.Boolean, nullable=False, server_default=sa.false()),
    one_of("role", Role),
    boolean("introduced"),
    sqlite_with_rowid=False,
)

# of rounds that are hidden only: a reveal counts these rows and removes them
vote = sa.Table(
    "vote",
    metadata,
    sa.Column("workshop_id", Key, primary_key=True),
    sa.Column("participant", sa.LargeBinary, primary_key=True),
    sa.Column("indicator_id", label("indicator_id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("capability_id", label("capability_id"), nullable=False),
    sa.Column("vote", Words("vote"), nullable=False),
    sa.ForeignKeyConstraint(
        ["workshop_id", "indicator_id", "round"],
        ["ballot.workshop_id", "ballot.indicator_id", "ballot.round"],
        ondelete="CASCADE",
        name="fk_vote_ballot",
    ),
    sa.ForeignKeyConstraint(
        ["workshop_id", "participant"],
        ["participant.workshop_id", "participant.participant"],
        ondelete="CASCADE",
        name="fk_vote_participant",
    ),
    sa.Index("ix_vote_round", "workshop_id", "capability_id", "round", "participant"),
    one_of("vote", Vote),
    sqlite_with_rowid=False,
)

decision = sa.Table(
    "decision",
    metadata,
    sa.Column("workshop_id", sa.ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("indicator_id", label("indicator_id"), primary_key=True),
    sa.Column("judgement", Words("judgement"), nullable=False),
    sa.Column("equivalent", sa.Boolean, nullable=False),
    sa.Column("reason", Words("reason")),
    sa.Column("dissent", Words("dissent")),
    sa.Column("evidence", Words("evidence"), nullable=False),
    # the record that the group decided on, to merge with what others save meanwhile
    sa.Column("seen", Words("record"), nullable=False),
    # the workshop's revision that it made: the same for what was decided together
    sa.Column("step", sa.Integer, nullable=False, server_default="0"),
    length("indicator_id"),
    one_of("judgement", Judgement),
    boolean("equivalent"),
)

guess = sa.Table(
    "guess",
    metadata,
    sa.Column("scope", Words("scope"), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("until", Instant, nullable=False),
    sa.CheckConstraint("failures >= 0", name="failures"),
)
