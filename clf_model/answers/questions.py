"""What only a person can say of a file of answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What a question is about."""

    SCALE = "scale"
    LABEL = "label"
    COLUMN = "column"
    SHEET = "sheet"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can say, with a sentence on what it is `about`.

    `columns` are places, from 0, `label` is the folded word and `candidates` are statements or sheets, each
    where the question has them.
    """

    kind: QuestionKind
    about: str
    columns: tuple[int, ...] = ()
    label: str | None = None
    candidates: tuple[str, ...] = ()
