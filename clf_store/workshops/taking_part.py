"""What somebody in the room does: come in, say who they are, and vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from clf_model.voices import Role, Vote

from ..sql import tokens
from ..sql.database import Database
from . import joining, votes
from .errors import UnknownCodeError
from .values import Seat


class TakingPart:
    """The calls of a store's workshops that a phone makes; `token` is the secret of one participant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(
        self,
        entry: str,
        *,
        address: str | None,
        at: datetime,
        role: Role | None = None,
        token: str | None = None,
    ) -> Seat:
        """A seat for who has the link, or has typed the code; the same seat again for the same `token`.

        `address` is the client's, for the limit on wrong codes. Raises `UnknownCodeError` for a wrong code as
        for an expired one, and `TooManyGuessesError` where none is looked at for a while.
        """
        text = entry.strip()
        if tokens.is_token(text):
            with self._database.read() as connection:
                joining.check_link(connection, text, at)
            with self._database.write() as connection:
                return joining.join_by_link(connection, text, at=at, role=role, token=token)
        with self._database.write() as connection:
            seat = joining.join_by_code(connection, text, address=address, at=at, role=role, token=token)
        if seat is None:
            raise UnknownCodeError
        return seat

    def set_role(self, workshop_id: int, token: str, role: Role | None) -> None:
        """Says in which role a participant is here. Raises `NotSeatedError`."""
        with self._database.write() as connection:
            joining.set_role(connection, workshop_id, token, role)

    def vote(self, workshop_id: int, token: str, indicator_id: str, round: int, vote: Vote) -> None:
        """Casts a participant's vote, or changes it until it is revealed.

        Raises `NotSeatedError`, `NotInWorkshopError` and `RoundClosedError`; an earlier vote then stays.
        """
        with self._database.write() as connection:
            votes.cast(connection, workshop_id, token, indicator_id, round, vote)

    def is_introduced(self, workshop_id: int, token: str) -> bool:
        """Whether `set_role` was called for a participant. Raises `NotSeatedError`."""
        with self._database.read() as connection:
            return joining.is_introduced(connection, workshop_id, token)

    def own_votes(self, workshop_id: int, token: str) -> Mapping[tuple[str, int], Vote]:
        """A participant's own votes in hidden rounds, by indicator and round, to go on with.

        Raises `NotSeatedError`.
        """
        with self._database.read() as connection:
            return votes.own(connection, workshop_id, token)
