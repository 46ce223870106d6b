"""Sentences as they should be said: each code with the beginning of its words, worked out another way."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from textwrap import shorten

from clf_model import Framework, load_framework

CODE = re.compile(r"\b\d+\.\d+\.[OW]\d+\b")
LONGEST = 36  # characters of an indicator's words within a sentence


@cache
def clf() -> Framework:
    """The framework as it is delivered."""
    return load_framework(Path(__file__).parents[1] / "framework.yaml")


def begins(text: str) -> str:
    """The beginning of an indicator's words: whole words, no punctuation at the end."""
    cut = shorten(text, LONGEST + 1, placeholder="…") if len(text) > LONGEST else f"{text}…"
    words = cut.removesuffix("…").rstrip(" .,;:–-")
    return words if len(text.rstrip(".;")) == len(words) else f"{words}…"


def worded(sentence: str, framework: Framework | None = None) -> str:
    """A sentence with codes alone, with the words of each behind it."""
    known = framework or clf()
    return CODE.sub(lambda found: f"{found[0]} “{begins(known.indicator(found[0]).text)}”", sentence)
