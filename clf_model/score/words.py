"""The words in a file that are a judgement, and the code of each."""

from __future__ import annotations

from ..assessment import Judgement
from .bulk import CODES

_WORDS = {
    **{
        "" if judgement is None else judgement.value.replace("_", " "): code
        for judgement, code in CODES.items()
    },
    "not yet": CODES[Judgement.NOT_MET],
    "n/a": CODES[Judgement.NOT_APPLICABLE],
}
"""The judgements' names and the dashboard's own words, as `Words` looks for them."""
UNKNOWN = 255
"""The code of a cell that is no judgement."""


class Words(dict[str, int]):
    """The code of each cell: case, white space and underscores make no difference."""

    def __missing__(self, cell: str) -> int:
        word = " ".join(cell.casefold().replace("_", " ").split())
        self[cell] = code = _WORDS.get(word, UNKNOWN)
        return code
