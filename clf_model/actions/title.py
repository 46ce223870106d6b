"""An indicator's text as the title of an action: what to do, where the text says what is done.

A framework states what an organisation does ("builds …") and what its workers should experience ("feel …").
As a title the first is put as something to do ("Build …"), the second as something to help with ("Help
workers feel …"). Only verbs listed here are changed, and only those that the organisation is the subject of.
"""

from __future__ import annotations

import re

from ..framework import Indicator, Perspective

_ALIKE = (
    *("acknowledge", "address", "allocate", "analyse", "base", "build", "create", "demonstrate", "develop"),
    *("encourage", "ensure", "evaluate", "identify", "involve", "learn", "make", "monitor", "promote"),
    *("provide", "recognise", "reflect", "reward", "seek", "support", "take", "use", "work"),
)
_SAID = {
    "is committed": "commit",
    "is able to provide": "provide",
    "is": "be",
    "has developed": "develop",
    "has established": "establish",
    "can demonstrate": "demonstrate",
    "values diversity": "value diversity",  # elsewhere values are things
}


def _third_person(verb: str) -> str:
    if verb.endswith("y"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith("ss") else f"{verb}s"


_TO_DO = {_third_person(verb): verb for verb in _ALIKE} | _SAID
_VERB = "|".join(sorted(map(re.escape, _TO_DO), key=len, reverse=True))
_FIRST = re.compile(rf"((?:\w+ly )?)({_VERB})\b")
_FURTHER = re.compile(rf"((?:,| and) (?:\w+ly )?)({_VERB})\b")
# From here on a verb may have another subject. "People who use services" may not: they are many.
_OTHER_SUBJECT = re.compile(r"\b(?:that|which)\b")


def title_of(indicator: Indicator) -> str:
    """An indicator's text as the title of an action, to begin with; as it is where its verb is not known."""
    text = indicator.text.strip().rstrip(".;,")
    if indicator.perspective is Perspective.WORKER:
        return f"Help workers {text}"
    other = _OTHER_SUBJECT.search(text)
    end = other.start() if other else len(text)
    own, rest = text[:end], text[end:]
    if _FIRST.match(own):
        own = _FURTHER.sub(_to_do, _FIRST.sub(_to_do, own, count=1))
    return f"{own[:1].upper()}{own[1:]}{rest}"


def _to_do(found: re.Match[str]) -> str:
    return f"{found[1]}{_TO_DO[found[2]]}"
