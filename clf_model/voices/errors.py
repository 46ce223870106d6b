"""What can go wrong with a request about votes, workshops and surveys."""

from __future__ import annotations

from ..errors import ClfError


class VoicesError(ClfError):
    """A count, rule, time or decision is out of range, or does not belong to what it is used with."""
