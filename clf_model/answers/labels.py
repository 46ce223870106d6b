"""What other survey tools call the points of the scale and the roles, and what is meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..voices.survey import Answer
from ..voices.vote import Role
from .wording import cleaned

NO_ANSWER = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "not applicable",
        "does not apply",
        "not answered",
        "no answer",
        "no response",
        "not completed or not displayed",
        "prefer not to say",
        "prefer not to answer",
        "rather not say",
    }
)
"""Words, folded, that stand for having left a statement out."""

_STRONG = ("strongly", "completely", "totally", "fully", "very strongly", "definitely", "entirely")
_WEAK = ("somewhat", "slightly", "tend to", "mostly", "rather", "moderately", "mainly")


def _degrees(word: str, degrees: Iterable[str]) -> tuple[str, ...]:
    return tuple(form for degree in degrees for form in (f"{degree} {word}", f"{word} {degree}"))


_POINTS: Mapping[Answer, tuple[str, ...]] = {
    Answer.AGREE_STRONGLY: (*_degrees("agree", _STRONG), "strong agree", "agree a lot"),
    Answer.AGREE: ("agree", *_degrees("agree", _WEAK), "agree a little", "agree slightly"),
    Answer.NEITHER: (
        "neither",
        "neutral",
        "neither agree nor disagree",
        "neither agree or disagree",
        "neither disagree nor agree",
        "neither nor",
        "neither/nor",
        "neutral (neither agree nor disagree)",
        "neither agree nor disagree (neutral)",
        "neither agree/disagree",
    ),
    Answer.DISAGREE: ("disagree", *_degrees("disagree", _WEAK), "disagree a little", "disagree slightly"),
    Answer.DISAGREE_STRONGLY: (*_degrees("disagree", _STRONG), "strong disagree", "disagree a lot"),
    Answer.DONT_KNOW: (
        "dont know",
        "don't know",
        "do not know",
        "i don't know",
        "cant say",
        "can't say",
        "dk",
        "don't know/can't say",
        "don't know / can't say",
    ),
}
ANSWER_WORDS: Mapping[str, Answer] = MappingProxyType(
    {answer.value.replace("_", " "): answer for answer in Answer}
    | {word: answer for answer, listed in _POINTS.items() for word in listed}
)
"""Common English words for each answer, folded. Numbers are no words: what they mean is asked."""

_LETTERS: Mapping[str, Answer] = {
    "sa": Answer.AGREE_STRONGLY,
    "a": Answer.AGREE,
    "n": Answer.NEITHER,
    "d": Answer.DISAGREE,
    "sd": Answer.DISAGREE_STRONGLY,
}
_MIDDLE_OR_UNKNOWN = frozenset(
    {"not sure", "unsure", "uncertain", "undecided", "no opinion", "not certain", "?", "i'm not sure"}
)
"""Between agreeing and disagreeing on some scales, beside the scale on others."""

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
    | {word: role for role, listed in _NAMES.items() for word in listed}
)
"""Common English words for each role, folded."""

_NUMBER = re.compile(r"(-?\d{1,6}(?:[.,]\d{1,6})?)(?: ?%)?")
_NUMBERED = re.compile(r"\(?(?P<number>-?\d{1,3})\s*[-–—:=.)\](,]*\s*\(?(?P<words>[^\W\d].*?)\)?")
_NUMBER_LAST = re.compile(r"(?P<words>[^\d]*?[^\W\d][^\d]*?)\s*[-–—:=(\[]+\s*(?P<number>-?\d{1,3})\s*[)\]]?")


def folded(text: str) -> str:
    """A text for comparing: without HTML, case, odd white space and quotes, underscores, dots at its end."""
    line = " ".join(cleaned(text).replace("_", " ").casefold().split())
    return line.rstrip(".;").rstrip() or line


def as_number(word: str) -> float | None:
    """The number that a folded word is, perhaps with a percent sign; None where it is none."""
    found = _NUMBER.fullmatch(word)
    return float(found[1].replace(",", ".")) if found else None


def is_answer(text: str) -> bool:
    """Whether a text is known as an answer in words."""
    return _meaning(folded(text)) is not None


def numbered(word: str) -> int | None:
    """The number in a folded label such as "5 - strongly agree"; None where it has none."""
    labelled = _NUMBERED.fullmatch(word) or _NUMBER_LAST.fullmatch(word)
    return int(labelled["number"]) if labelled else None


def meanings(labels: Iterable[str]) -> dict[str, Answer | None]:
    """What these different folded labels of one file mean, numbers and words for no answer aside.

    None where there is no telling, or where two points could be meant. Single letters are understood where
    they come together, and "not sure" where something else is the middle of the scale, or beside it.
    "5 - Strongly agree" is understood by its words: some tools number the other way round.
    """
    listed = [word for word in dict.fromkeys(labels) if word not in NO_ANSWER and as_number(word) is None]
    found = {word: _meaning(word) for word in listed}
    letters = [word for word in listed if word in _LETTERS]
    if {"sa", "sd"} & set(letters) and len(letters) > 1:
        found |= {word: _LETTERS[word] for word in letters}
    certain = set(found.values())
    for word in listed:
        if found[word] is None and _worded(word) in _MIDDLE_OR_UNKNOWN:
            if Answer.NEITHER in certain:
                found[word] = Answer.DONT_KNOW
            elif Answer.DONT_KNOW in certain and certain & {Answer.AGREE, Answer.DISAGREE}:
                found[word] = Answer.NEITHER
    return found


def _worded(word: str) -> str:
    """The words of a numbered label; the label where it has no number."""
    labelled = _NUMBERED.fullmatch(word) or _NUMBER_LAST.fullmatch(word)
    return labelled["words"].strip().rstrip(".") if labelled else word


def _meaning(word: str) -> Answer | None:
    if word in ANSWER_WORDS:
        return ANSWER_WORDS[word]
    parts = {part.strip() for part in word.split(";") if part.strip()}
    if len(parts) == 1:  # chosen in a list that would have taken more than one
        word = parts.pop()
    return ANSWER_WORDS.get(word) or ANSWER_WORDS.get(_worded(word))
