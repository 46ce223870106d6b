"""Which assessments were worked on last, among many."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds an index; no row is touched."""
    op.create_index("ix_assessment_changed_at", "assessment", ["changed_at"])
