"""What a report can be asked for that it cannot draw."""

from __future__ import annotations

from clf_model.errors import ClfError


class SeriesError(ClfError):
    """A series does not fit the framework that it is drawn on, or its name is taken."""


class SettingError(ClfError):
    """A document could not be set as pages; `detail` says what the program that sets them said."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(
            "The pages of this document could not be set. Take it along as Word or HTML, and tell whoever "
            "looks after the dashboard."
        )


class LogoError(ClfError):
    """A file cannot be the logo of the documents; the text says why."""
