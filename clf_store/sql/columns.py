"""Column types that behave the same on SQLite and PostgreSQL, and refuse what one of both cannot hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from ..errors import NotFoundError, StoreError

_LARGEST_KEY = 2**31 - 1


class Words(TypeDecorator[str]):
    """Text that both databases can hold, from `least` to `most` characters."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, name: str, least: int = 0, most: int | None = None) -> None:
        self.name, self.least, self.most = name, least, most
        super().__init__()

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        text = str(value)
        if "\0" in text or not _encodable(text):
            raise StoreError(f"The {self.name} has a character that is not text. Type it anew.")
        if len(text) < self.least or (self.most is not None and len(text) > self.most):
            raise StoreError(
                f"The {self.name} takes {self.least} to {self.most} characters, not {len(text)}."
            )
        return text


class Key(TypeDecorator[int]):
    """The number of a row; one that no row can have is simply not found."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is not None and not 0 <= value <= _LARGEST_KEY:
            raise NotFoundError("entry", value)
        return value  # type: ignore[no-any-return]  # bound values are untyped


class Instant(TypeDecorator[datetime]):
    """A moment with its time zone, kept and handed out in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise StoreError("A time without its time zone cannot be saved. Give one with a time zone.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
