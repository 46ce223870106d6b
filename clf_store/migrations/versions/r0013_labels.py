"""Labels of services, such as region and type."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds a table; no other is touched."""
    op.create_table(
        "service_label",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("service_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service_label"),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name="fk_service_label_service_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("service_id", "name", name="uq_service_label_service_id"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="ck_service_label_name_length"),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 200", name="ck_service_label_value_length"),
        sqlite_autoincrement=True,
    )
