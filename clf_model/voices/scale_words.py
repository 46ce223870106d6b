"""What other survey tools call the points of the scale and the roles, and what is meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .survey import Answer
from .vote import Role

NO_ANSWER = frozenset(
    {"", "-", "n/a", "na", "not applicable", "not answered", "no answer", "prefer not to say"}
)
"""Words, in the form that `folded` gives them, that stand for having left a statement out."""

_POINTS: Mapping[Answer, tuple[str, ...]] = {
    Answer.AGREE_STRONGLY: (
        "strongly agree",
        "agree strongly",
        "completely agree",
        "totally agree",
        "fully agree",
        "agree completely",
        "strong agree",
        "definitely agree",
        "sa",
        "5",
    ),
    Answer.AGREE: ("agree", "somewhat agree", "agree somewhat", "slightly agree", "tend to agree", "a", "4"),
    Answer.NEITHER: (
        "neither",
        "neutral",
        "neither agree nor disagree",
        "neither agree or disagree",
        "neither disagree nor agree",
        "undecided",
        "n",
        "3",
    ),
    Answer.DISAGREE: (
        "disagree",
        "somewhat disagree",
        "disagree somewhat",
        "slightly disagree",
        "tend to disagree",
        "d",
        "2",
    ),
    Answer.DISAGREE_STRONGLY: (
        "strongly disagree",
        "disagree strongly",
        "completely disagree",
        "totally disagree",
        "fully disagree",
        "disagree completely",
        "strong disagree",
        "definitely disagree",
        "sd",
        "1",
    ),
    Answer.DONT_KNOW: (
        "dont know",
        "don't know",
        "do not know",
        "not sure",
        "unsure",
        "cant say",
        "can't say",
        "no opinion",
        "dk",
        "?",
    ),
}
ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {answer.value.replace("_", " "): answer for answer in Answer}
    | {word: answer for answer, words in _POINTS.items() for word in words}
)
"""Common English words and numbers for each answer, folded; 5 is the strongest agreement."""

_NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.EMPLOYEE: (
        "worker",
        "staff",
        "staff member",
        "member of staff",
        "team member",
        "social service worker",
    ),
    Role.MANAGER: ("line manager", "team leader", "team manager", "supervisor", "senior"),
    Role.PERSON_USING_SERVICES: (
        "person who uses services",
        "person using the service",
        "service user",
        "resident",
        "supported person",
    ),
    Role.CARER: ("family carer", "unpaid carer", "relative", "family member"),
    Role.OTHER: ("volunteer", "student"),
}
ROLES: Mapping[str, Role] = MappingProxyType(
    {role.value.replace("_", " "): role for role in Role}
    | {word: role for role, words in _NAMES.items() for word in words}
)
"""Common English words for each role, folded."""

_LABELLED = re.compile(r"(?P<number>[1-5])\s*[-–—:=.)(]+\s*(?P<words>\D.*?)\)?")


def folded(text: str) -> str:
    """A text for comparing: case, white space, underscores, curly apostrophes and a last full stop aside."""
    return " ".join(text.replace("’", "'").replace("_", " ").casefold().split()).rstrip(".").rstrip()


def guess_words(cells: Iterable[str]) -> dict[str, Answer | None]:
    """What the different words in these cells seem to mean, folded, in the order in which they come.

    None where there is no telling. Numbers are taken to rise with agreement, from 1 to 5. "5 - Strongly
    agree" is understood where both parts are known and agree; otherwise the words decide, as some tools
    number the other way round. Words for having left a statement out are not among the answer.
    """
    words = dict.fromkeys(word for cell in cells if (word := folded(cell)) not in NO_ANSWER)
    return {word: _guess(word) for word in words}


def _guess(word: str) -> Answer | None:
    if word in ANSWERS:
        return ANSWERS[word]
    if word.endswith(".0"):  # a spreadsheet's whole number
        return ANSWERS.get(word.removesuffix(".0"))
    labelled = _LABELLED.fullmatch(word)
    return ANSWERS.get(labelled["words"].strip()) if labelled else None
