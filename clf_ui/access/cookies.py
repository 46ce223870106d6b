"""The cookies that name a browser, and the signature that keeps a name from being made up.

Imported before the server answers, so it imports nothing of the store.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

BROWSER_COOKIE = "clf_browser"
SEAT_COOKIE = "clf_seat"
_KEY_BYTES = 32


class Keys:
    """What signs in this process.

    `kept` is the database's key, the same after every start; None before it is open. `made` signs until then,
    and is what a database takes that has no key yet.
    """

    made: str = secrets.token_urlsafe(_KEY_BYTES)
    kept: str | None = None


def signed(name: str) -> str:
    """A name, of letters and digits, with its signature."""
    return f"{name}.{_signature(Keys.kept or Keys.made, name)}"


def name_in(text: str | None) -> str | None:
    """The name in what a browser sends; None where it was not signed here."""
    name, _, signature = (text or "").rpartition(".")
    sent = signature.encode(errors="replace")
    keys = [key for key in (Keys.kept, Keys.made) if key is not None]
    # all are tried, so that the time tells nothing
    fits = [hmac.compare_digest(sent, _signature(key, name).encode()) for key in keys]
    return name if name and any(fits) else None


def _signature(key: str, name: str) -> str:
    return hmac.new(key.encode(), name.encode(errors="replace"), hashlib.sha256).hexdigest()
