"""The facilitator's passphrase, and the ticket by which a browser shows for a day that it was entered."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

TICKET_COOKIE = "clf_right"
DAY = 24 * 3600  # seconds for which a browser need not ask again
LEAST = 8  # letters and digits of a passphrase that somebody chooses
_GROUPS, _GROUP = 3, 4
_BETWEEN = re.compile(r"[\s\-‐-―]+")
_NONCE_BYTES = 12


@dataclass(frozen=True)  # without slots: the key is made once
class Passphrase:
    """What opens all that is not the room's. Upper and lower case, spaces and hyphens make no difference."""

    text: str = field(repr=False)

    @classmethod
    def new(cls) -> Passphrase:
        """Three groups of four letters that are hard to mistake, about 57 bits: easy to read aloud."""
        from clf_store.sql.tokens import CODE_LETTERS  # the store is not loaded before the server answers

        letters = (secrets.choice(CODE_LETTERS) for _ in range(_GROUPS * _GROUP))
        return cls("-".join("".join(group) for group in zip(*[letters] * _GROUP, strict=True)))

    @classmethod
    def chosen(cls, text: str) -> Passphrase:
        """One that somebody has thought of. Raises `ValueError` where it is too short."""
        if len(_plain(text).decode()) < LEAST:
            raise ValueError(f"CLF_PASSPHRASE is too short. Give it at least {LEAST} letters and digits.")
        return cls(text)

    def is_right(self, typed: str) -> bool:
        """Whether somebody typed it."""
        return hmac.compare_digest(_plain(typed), _plain(self.text))

    def ticket(self, at: float) -> str:
        """What a browser keeps that entered it at this moment, in seconds since 1970."""
        said = f"{int(at) + DAY}.{secrets.token_urlsafe(_NONCE_BYTES)}"
        return f"{said}.{self._signature(said)}"

    def admits(self, ticket: str, at: float) -> bool:
        """Whether a ticket is one of this passphrase's, and its day not over."""
        said, _, signature = ticket.rpartition(".")
        if not hmac.compare_digest(signature.encode(errors="replace"), self._signature(said).encode()):
            return False
        return at < int(said.partition(".")[0])

    def _signature(self, said: str) -> str:
        return hmac.new(self._key, said.encode(errors="replace"), hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        """Made slowly, so that who holds a ticket cannot try out passphrases at any speed."""
        return hashlib.scrypt(_plain(self.text), salt=b"clf ticket", n=2**14, r=8, p=1)


def _plain(text: str) -> bytes:
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return plain.encode(errors="replace")
