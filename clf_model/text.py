"""Text from people: what counts as such, and how it stands in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .errors import RecordError

LONGEST_TITLE = 60  # characters of a title in a sentence

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


def cut(text: str, longest: int) -> str:
    """A text on one line, of so many characters at most; a longer one ends in an ellipsis.

    It ends after a word, unless that would lose more than a third of the room.
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    words = line[:longest].rpartition(" ")[0]
    return f"{words if 3 * len(words) >= 2 * longest else line[: longest - 1]}…"


def titled(title: str, longest: int = LONGEST_TITLE) -> str:
    """A title within a sentence: in quotation marks, and cut if long."""
    return f"“{cut(title, longest)}”"


def join(parts: Sequence[str], last: str = " and ") -> str:
    """Words as an English list: a, b and c."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{last}{parts[-1]}"
