"""What is left of a text when what tools do to it makes no difference."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_STRAIGHT = str.maketrans({**dict.fromkeys("‘’‚‛ʼ´`′", "'"), **dict.fromkeys("“”„‟«»″", '"')})


def cleaned(text: str) -> str:
    """A text without HTML, invisible characters, curly quotes and odd forms of letters; lines stay."""
    for _ in range(2):  # some tools escape what is escaped already
        text = html.unescape(text)
    text = _TAG.sub("\n", text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return text.translate(_STRAIGHT)


def squashed(text: str) -> str:
    """Letters and digits alone, of a cleaned text: hyphens, spaces, line ends, case, and s or z aside."""
    text = text.casefold().replace("&", "and").replace("z", "s")
    return "".join(filter(str.isalnum, text))


def words(text: str) -> list[str]:
    """The words of a cleaned text, squashed."""
    return [squashed(word) for word in re.findall(r"[\w'-]+", text)]


def one_line(text: str) -> str:
    """A heading as it is shown: cleaned, on one line."""
    return " ".join(cleaned(text).split())
