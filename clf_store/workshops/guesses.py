"""Limits on guessing join codes and the passphrase, counted in the database.

So all replicas count together.

docs/decisions/0007-who-may-join-and-who-may-look.md has the reasons.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..sql import tokens
from ..sql.columns import Instant
from ..sql.database import COUNTS_ROWS
from .errors import TooManyGuessesError
from .tables import guess

PER_ADDRESS = 10
"""How many wrong codes from one address are looked at in a window."""

IN_ALL = 1000
"""How many wrong codes are looked at in a window, wherever they come from."""

WINDOW = timedelta(minutes=10)
_EVERYWHERE = "everywhere"

_OVER = sa.select(guess.c.scope).where(guess.c.until <= sa.bindparam("now", type_=Instant))
_FORGET = sa.delete(guess).where(guess.c.scope.in_(_OVER.with_for_update(skip_locked=True)))
_RESERVED = guess.c.scope.in_(sa.bindparam("scopes", expanding=True))
_REFUND = sa.update(guess).where(_RESERVED).values(failures=guess.c.failures - 1)
_FORGET_REFUNDED = sa.delete(guess).where(_RESERVED, guess.c.failures == 0)


def reserve(
    connection: Connection, address: str | None, at: datetime, *, of: str | None = None
) -> tuple[str, str]:
    """Counts a try as if it were wrong, before the code is looked at; `refund` it where it was right.

    So of tries at the same moment no more than the limit are looked at. `of` names what is guessed where it
    is no join code: each kind is counted for itself. Raises `TooManyGuessesError`.
    """
    connection.execute(_FORGET, {"now": at})
    kind = f"{of} " if of else ""
    scopes = kind + tokens.address_key(address), kind + _EVERYWHERE
    for scope, limit in zip(scopes, (PER_ADDRESS, IN_ALL), strict=True):
        values = {"key": scope, "limit": limit, "now": at, "end": at + WINDOW}
        if connection.execute(_count(connection.dialect.name), values).rowcount != 1:
            raise TooManyGuessesError
    return scopes


def refund(connection: Connection, scopes: tuple[str, str]) -> None:
    """Takes a try back that was no guess, so that nothing is kept of who only typed the right code."""
    for statement in (_REFUND, _FORGET_REFUNDED):
        connection.execute(statement, {"scopes": scopes})


@cache
def _count(dialect: str) -> Any:
    """One more failure, unless there are as many as may be; in a window that is over, the first."""
    end = sa.bindparam("end", type_=Instant)
    is_over = guess.c.until <= sa.bindparam("now", type_=Instant)
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(guess).execution_options(**COUNTS_ROWS)
    return insert.values(scope=sa.bindparam("key"), failures=1, until=end).on_conflict_do_update(
        index_elements=["scope"],
        set_={
            "failures": sa.case((is_over, 1), else_=guess.c.failures + 1),
            "until": sa.case((is_over, end), else_=guess.c.until),
        },
        where=is_over | (guess.c.failures < sa.bindparam("limit")),
    )
