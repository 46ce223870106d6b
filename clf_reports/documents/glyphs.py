"""Which characters the documents' fonts can show, and what stands for those that they cannot."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

from .pictures import FONT, FONTS

LONGEST_WORD = 24
"""Characters of a word that fits into the narrowest column; longer ones may be broken."""

_BREAK = "\u200b"
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\u200c\u200d\ufe0e\ufe0f\u00ad\u200b\u2060\ufeff")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def families() -> tuple[str, ...]:
    """The font families, the text's own first, in the order in which a character is looked for."""
    return _fonts()[0]


@lru_cache(maxsize=1)
def _fonts() -> tuple[tuple[str, ...], frozenset[int]]:
    """The families, and the characters that one of them shows."""
    found: set[str] = set()
    covered: set[int] = set()
    for file in FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            found.add(font["name"].getBestFamilyName())
            covered.update(font.getBestCmap())
    return (FONT, *sorted(found - {FONT})), frozenset(covered)


def showable(text: str) -> str:
    """The text with what no font shows named in brackets, such as "[grinning face]".

    Marks that turn the direction of what follows are named too, so that nobody reads what is not there.
    Ends of lines become line feeds.
    """
    text = _LINE_ENDS.sub("\n", text)
    if text.isascii():
        return text.replace("\t", "    ")
    _, known = _fonts()
    return "".join(
        one if one == "\n" or (ord(one) in known and one not in _DIRECTION) else _named(one)
        for one in text.replace("\t", "    ")
    )


def breakable(text: str) -> str:
    """A showable text in which words that no column has room for may be broken."""
    return _LONG.sub(lambda found: _pieces(found.group()), showable(text))


def _pieces(word: str) -> str:
    return _BREAK.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))


def _named(one: str) -> str:
    if one in _UNSEEN:
        return ""
    name = unicodedata.name(one, "")
    if one in _DIRECTION or not name:
        return f"[U+{ord(one):04X}]"
    return f"[{name.lower()}]"
