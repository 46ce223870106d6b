"""What all tables have in common. Constraints have names, so that migrations can find them."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa

from .columns import Words

LARGEST_FLOAT = "1.7976931348623157e308"
_LABEL_LENGTH = 200

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def label(name: str, *, least: int = 1) -> Words:
    """The type of a column for ids and names, of `least` to 200 characters."""
    return Words(name.replace("_", " "), least, _LABEL_LENGTH)


def length(column: str, *, least: int = 1) -> sa.CheckConstraint:
    """The rule that goes with a `label`."""
    return sa.CheckConstraint(
        f"length({column}) BETWEEN {least} AND {_LABEL_LENGTH}", name=f"{column}_length"
    )


def one_of(column: str, kinds: type[StrEnum]) -> sa.CheckConstraint:
    """That a column holds a member of an enumeration, or nothing."""
    choices = ", ".join(f"'{kind}'" for kind in kinds)
    return sa.CheckConstraint(f"{column} IN ({choices})", name=column)


def boolean(column: str) -> sa.CheckConstraint:
    """That a column holds true or false."""
    return sa.CheckConstraint(f"{column} IN (true, false)", name=column)
