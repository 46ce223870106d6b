"""Words on screen: one word per idea, the framework's where it has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count

from clf_model import Judgement, Voice

JUDGEMENTS = {
    Judgement.MET: "Met",
    Judgement.PARTLY: "Partly",
    Judgement.NOT_MET: "Not yet",
    Judgement.NOT_APPLICABLE: "N/A",
}
VOICES = {
    Voice.EMPLOYEE: "Employee",
    Voice.MANAGER: "Manager",
    Voice.PERSON_USING_SERVICES: "Person using services",
    Voice.CARER: "Carer",
    Voice.DOCUMENT: "Document",
    Voice.DATA: "Data",
    Voice.RESEARCH: "Research",
    Voice.OTHER: "Other",
}
ACTION_WORDS = {
    "title": "title",
    "owner": "owner",
    "due": "due date",
    "measure": "measure of success",
    "effort": "effort",
    "covers": "covered indicators",
    "requires": "what comes first",
    "status": "status",
    "reason": "reason",
    "review_on": "review date",
}
FICTIONAL = "Fictional sample"
SHORT = 28
"""Characters of a name where there is little room, as in the line under the navigation."""

_ACTS = re.compile(r"[\[\]<>$`\\*]")
_ADDRESSES = re.compile(r"(?i)(?<=https)(?=://)|(?<=http)(?=://)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@[\w-])")
_JOINER = "\u2060"  # takes no room and is not seen; the browser finds no address where it stands
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Text from people or files for an element that reads Markdown: as written, never as markup or link."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """A piece of such a text, with the space at its ends."""
    return _MARKUP.sub(r"\\\1", _ADDRESSES.sub(_JOINER, text))


def unmarked(text: str) -> str:
    """Text for the name of an element that is read out as it stands: no markup, address or escape in it."""
    return " ".join(_ADDRESSES.sub(_JOINER, _ACTS.sub(" ", text)).split())


def judgement_word(judgement: Judgement | None) -> str:
    """The judgement in the words of the buttons."""
    return JUDGEMENTS[judgement] if judgement else "Not discussed"


def long_date(day: date) -> str:
    """A date as it is written in Scotland: 12 March 2026."""
    return f"{day.day} {day:%B %Y}"


def marks(index: int, total: int) -> str:
    """Stages reached as filled and open dots."""
    return "●" * index + "○" * (total - index)


def told_apart(names: Mapping[int, str], taken: Iterable[str] = ()) -> dict[int, str]:
    """Names by id, numbered where one stands twice or is among those taken."""
    used = set(taken)
    found = {}
    for id_, name in names.items():
        variants = (name if number == 1 else f"{name} ({number})" for number in count(1))
        found[id_] = next(variant for variant in variants if variant not in used)
        used.add(found[id_])
    return found


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: 1 stage, 2 stages."""
    return f"{number} {one if number == 1 else several or one + 's'}"
