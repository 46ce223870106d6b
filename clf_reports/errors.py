"""What a report can be asked for that it cannot draw."""

from __future__ import annotations

from clf_model.errors import ClfError


class SeriesError(ClfError):
    """A series does not fit the framework that it is drawn on, or its name is taken."""
