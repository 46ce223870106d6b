"""Secrets and codes: how they are made, told apart and kept."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from ipaddress import IPv6Address, ip_address

from ..errors import StoreError

CODE_LETTERS = "23456789ACDEFGHJKMNPQRTVWXY"
"""What join codes are made of: of letters and digits that look alike at most one; 27 in all."""

CODE_LENGTH = 8
LONGEST_TYPED = 100  # characters that are looked at, with what may stand between those of a code
_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # 16 bytes as URL-safe Base64
_BETWEEN = re.compile(r"[\s\-‐-―]+")


def new_token() -> str:
    """16 random bytes, as 22 characters that can stand in a link."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_of(random: bytes) -> str:
    """A token made of the first 16 of these bytes."""
    return base64.urlsafe_b64encode(random[:_TOKEN_BYTES]).rstrip(b"=").decode()


def given_token(token: str | None) -> str:
    """A token that a caller brings, or a new one. Raises `StoreError` for what is none."""
    if token is None:
        return new_token()
    if not is_token(token):
        raise StoreError("A token has 22 letters and digits. Leave it out to get a new one.")
    return token


def is_token(text: str) -> bool:
    """Whether a text has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def digest(kind: str, scope: int | None, token: str) -> bytes:
    """What is kept of a token: SHA-256, different for each workshop or survey, so that none can be linked.

    A plain hash is enough, as nobody can try 2¹²⁸ tokens.
    """
    return hashlib.sha256(f"{kind}:{scope}:{token}".encode(errors="replace")).digest()


def new_code() -> str:
    """Eight random letters, about 38 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """A code as it is shown and read aloud: K7M4-QX92."""
    return f"{code[:4]}-{code[4:]}"


def typed_code(text: str) -> str:
    """A code as it is kept, from what somebody typed; empty where it cannot be one."""
    code = _BETWEEN.sub("", text[:LONGEST_TYPED]).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""


def address_key(address: str | None) -> str:
    """What wrong codes from one address are counted under: a hash, for IPv6 of the network of one customer.

    A hash of an address can be tried out, so it hides nothing from who has the database; it is there only for
    as long as wrong codes count.
    """
    network = address or "unknown"
    try:
        found = ip_address(network)
    except ValueError:
        pass
    else:
        if isinstance(found, IPv6Address):
            found = found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64)
        network = str(found)
    return f"address {hashlib.sha256(network.encode(errors='replace')).hexdigest()}"
