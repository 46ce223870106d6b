"""Which worker statement a heading is about, inside whatever a survey tool puts around it.

Right, or asked: a heading is taken for a statement only where its whole text, or its id, stands in it and
nothing speaks against it. What merely resembles a statement, or could be two, is a question to a person.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..framework import Framework, Indicator, Perspective
from .labels import is_answer
from .wording import cleaned, squashed, words

_LONGEST = 3_000  # characters of a heading that are looked at
_RESEMBLES = 0.72
"""The share of a statement's words, rare ones weighing more, from which a heading resembles it."""
_SHORT = 20  # letters
_PREFIX = 30  # letters of a statement that was cut off
_CUT_OFF = re.compile(r"(?:…|\.\.\.)[\s\])\"']*$")
_NEGATION = re.compile(r"not|no|never|cannot|hardly|rarely|seldom|without|(?:ca|do|does|did|is|are|wo)n'?t")
_AROUND_OPTION = " \t\r\n-–—:|/()[]{}<>,.…\"'_"
_NEGATION_REACH = 4  # words
_REVERSED = re.compile(r"\brevers(?:ed?|al)\b|\brecoded\b|\binverted\b|\(r\)", re.IGNORECASE)
_BREAK = re.compile(r"[.:;?!|/\n\t()\[\]{}\"–—…>]|\s-\s|\s-$|,\s*$")
_AFTERWARDS = re.compile(
    "how|to|please|what|do|does|are|is|in|on|would|responses?|rating|score|agree|strongly|tick|select|choose|"
    "answer|required|scale|question|numeric|value|other|code|label"
)
"""Words that begin what a tool puts after a statement."""


_BESIDE_BEFORE = re.compile(
    r"(?:q?[\d._]+\W+)?(?P<what>points|feedback|question time|time|timing|comments?|display order)\W*",
    re.IGNORECASE,
)
_BESIDE_AFTER = re.compile(
    r"[\W_]*(?P<what>points|feedback|time|timing|comments?(?: box| field)?|please (?:explain|comment)"
    r"(?: your answer)?|why|other|first click|last click|click count|page submit|display order)\W*",
    re.IGNORECASE,
)
"""What tools write before or after a statement in the heading of a column that holds no answer to it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a heading is about.

    `statement_id` where it is certain; else `candidates` has the ids that it could be about, the likeliest
    first, and is empty where it is about none. `why` says in a few words why it is not certain, or what the
    column holds beside the statement. `option` has the answer that the heading ends in, where it does.
    """

    statement_id: str | None = None
    candidates: tuple[str, ...] = ()
    why: str = ""
    option: str | None = None

    @property
    def at_all(self) -> bool:
        """Whether it is about a statement, certainly or perhaps."""
        return self.statement_id is not None or bool(self.candidates)


NOTHING = Recognised()


class Recogniser:
    """Knows the worker statements of one framework by id and by text. Keeps what it has seen."""

    def __init__(self, framework: Framework) -> None:
        self._statements = {i.id: i for i in framework.indicators if i.perspective is Perspective.WORKER}
        self._texts = {id_: squashed(cleaned(i.text)) for id_, i in self._statements.items()}
        self._others = [
            squashed(cleaned(i.text))
            for i in framework.indicators
            if i.perspective is not Perspective.WORKER and len(i.text) >= _PREFIX
        ]
        self._words = {id_: frozenset(words(cleaned(i.text))) for id_, i in self._statements.items()}
        self._weights = _weights(self._words.values())
        self._totals = {id_: sum(self._weights[w] for w in own) for id_, own in self._words.items() if own}
        self._by_name = {_id_name(id_): id_ for id_ in self._statements}
        self._id = _id_pattern(self._statements)
        self._shortest = min((len(i.text) for i in self._statements.values()), default=0)
        self._seen: dict[str, Recognised] = {}

    def statement(self, id_: str) -> Indicator | None:
        """The worker statement with this id, None where there is none."""
        return self._statements.get(id_)

    def recognise(self, heading: str) -> Recognised:
        """Which statement a heading is about."""
        if heading not in self._seen:
            self._seen[heading] = self._recognise(cleaned(heading[:_LONGEST]))
        return self._seen[heading]

    def _recognise(self, heading: str) -> Recognised:
        named = [self._by_name[_id_name(found[1])] for found in self._id.finditer(heading)]
        squashed_heading = squashed(heading)
        written = self._written(squashed_heading, words(heading))
        if len(set(named)) == 1 and len({self._texts[id_] for id_ in written}) == 1 and named[0] in written:
            written = named[:1]  # the id tells apart what has the same words
        meant = tuple(dict.fromkeys((*named, *written)))
        if len(meant) > 1:
            return Recognised(candidates=meant, why="it names more than one statement")
        if meant:
            before, after = self._around(heading, meant[0], written=bool(written))
            beside = _BESIDE_BEFORE.fullmatch(before) or _BESIDE_AFTER.fullmatch(after)
            if beside:
                return Recognised(why=f"{beside['what'].casefold()} beside {meant[0]}, no answer to it")
            option = after.strip(_AROUND_OPTION)
            if is_answer(option):
                return Recognised(meant[0], option=option)
            if _REVERSED.search(before) or _REVERSED.search(after):
                return Recognised(candidates=meant, why="it says that its numbers run the other way round")
        if written:
            return self._unless_turned(heading, meant[0])
        if named:
            return self._unless_reworded(heading, squashed_heading, meant[0])
        return self._resembling(heading, squashed_heading)

    def _around(self, heading: str, id_: str, *, written: bool) -> tuple[str, str]:
        """What stands before and after a statement in a heading, or before and after its id alone.

        Where the id stands before the text, it is no part of what stands before.
        """
        ids = [found.span() for found in self._id.finditer(heading)]
        if not written:
            return heading[: ids[0][0]], heading[ids[-1][1] :]
        before, after = _around(heading, self._texts[id_])
        return self._id.sub("", before), self._id.sub("", after)

    def _written(self, heading: str, listed: list[str]) -> list[str]:
        """The statements whose whole text stands here; a text within another's counts only on its own.

        A short text could stand across others' words by chance: it has to be whole words.
        """
        found = [id_ for id_, text in self._texts.items() if text and text in heading]
        spoken = f" {' '.join(listed)} "
        found = [
            id_
            for id_ in found
            if len(self._texts[id_]) >= _SHORT
            or f" {' '.join(words(cleaned(self._statements[id_].text)))} " in spoken
        ]
        if len(found) < 2:
            return found
        rest = heading
        kept: list[str] = []
        for text in sorted({self._texts[id_] for id_ in found}, key=len, reverse=True):
            if text in rest:
                kept += [id_ for id_ in found if self._texts[id_] == text]
                rest = rest.replace(text, "\n")
        return [id_ for id_ in self._texts if id_ in kept]

    def _unless_turned(self, heading: str, id_: str) -> Recognised:
        """The statement, unless the words beside it may turn its meaning."""
        before, after = _around(heading, self._texts[id_])
        near = re.findall(r"[\w']+", _BREAK.split(before)[-1].casefold())
        if any(_NEGATION.fullmatch(word) for word in near[-_NEGATION_REACH:]):
            return Recognised(candidates=(id_,), why="the words before it may turn its meaning")
        goes_on = re.match(r"[)\]\"']*\s+([a-z][\w']*)", after)
        if goes_on and not _AFTERWARDS.fullmatch(goes_on[1]):
            return Recognised(candidates=(id_,), why="it goes on after the statement's text")
        return Recognised(id_)

    def _unless_reworded(self, heading: str, squashed_heading: str, id_: str) -> Recognised:
        """The statement named by its id, unless the words are rather another's."""
        others = [other for other in self._resembling(heading, squashed_heading).candidates if other != id_]
        shares = self._shares(heading)
        if others and shares[others[0]] > shares[id_]:
            return Recognised(candidates=(id_, *others[:2]), why="its id and its words do not go together")
        if not re.search(r"[A-Za-z]", id_) and squashed(id_) != squashed_heading:
            return Recognised(candidates=(id_,), why="it has the statement's number, but not its text")
        return Recognised(id_)

    def _resembling(self, heading: str, squashed_heading: str) -> Recognised:
        if len(squashed_heading) < self._shortest // 3 or any(
            text in squashed_heading for text in self._others
        ):
            return NOTHING  # too little to tell, or about the organisation
        begun = [id_ for id_, text in self._texts.items() if _ends_in_beginning(squashed_heading, text)]
        if _CUT_OFF.search(heading) and len(begun) == 1:
            return Recognised(begun[0])
        shares = self._shares(heading)
        near = sorted((id_ for id_, share in shares.items() if share >= _RESEMBLES), key=lambda i: -shares[i])
        near = [id_ for id_ in near if shares[id_] >= shares[near[0]] - 0.15]
        candidates = tuple(dict.fromkeys((*begun, *near)))
        return Recognised(candidates=candidates, why="its words are not quite the same" if candidates else "")

    def _shares(self, heading: str) -> dict[str, float]:
        """Which share of each statement's words the heading has, by weight."""
        here = frozenset(words(heading))
        return {
            id_: sum(self._weights[word] for word in self._words[id_] & here) / total
            for id_, total in self._totals.items()
        }


def _weights(texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """A word's weight: the rarer among the statements, the more it tells."""
    listed = list(texts)
    count = Counter(word for text in listed for word in text)
    return {word: math.log(1 + len(listed) / times) for word, times in count.items()}


def _id_name(id_: str) -> str:
    """An id without case, its parts divided by points."""
    return re.sub("[_-]", ".", id_).casefold()


def _id_pattern(ids: Iterable[str]) -> re.Pattern[str]:
    """An id as it stands in a heading: whole, perhaps after a Q, with points written as _ or -."""
    written = "|".join("[._-]".join(map(re.escape, re.split(r"[._-]", id_))) for id_ in ids)
    return re.compile(rf"(?<![0-9A-Za-z.])Q?({written or '(?!)'})(?![0-9A-Za-z])", re.IGNORECASE)


def _around(heading: str, text: str) -> tuple[str, str]:
    """What stands before and after a squashed text in a heading that has it."""
    places, letters = [], []
    for place, character in enumerate(heading):
        for letter in squashed(character):
            letters.append(letter)
            places.append(place)
    start = "".join(letters).find(text)
    return heading[: places[start]], heading[places[start + len(text) - 1] + 1 :]


def _ends_in_beginning(heading: str, text: str) -> bool:
    """Whether a heading ends in the beginning of a statement that was cut off."""
    start = heading.rfind(text[:_PREFIX])
    return start >= 0 and len(text) > _PREFIX and text.startswith(heading[start:])
