"""What counts as text from people: all that a file can carry."""

from __future__ import annotations

import re

from .errors import RecordError

# Outside of what YAML 1.1 allows in a file; refused at once, so that nothing becomes impossible to export.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def unprintable(text: str) -> str | None:
    """The first character of a text that a YAML 1.1 file cannot carry, as 'U+0007'; None where all can be."""
    found = _UNPRINTABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def given(text: str | None) -> str | None:
    """Text as written; None where it is blank. Raises `RecordError` for control characters."""
    if text is None or not text.strip():
        return None
    if character := unprintable(text):
        raise RecordError(f"The text has the control character {character}. Delete it and save again.")
    return text
