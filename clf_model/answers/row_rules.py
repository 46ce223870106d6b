"""Which rows below the headings hold no answers of a person, each by a rule that is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..files.findings import quoted
from ..text import join
from .choices import Choices
from .labels import folded
from .layout import Layout
from .rows import AnswerRows
from .wording import one_line

Row = Sequence[str]

_SUMMARY = re.compile(
    r"(?:(?:grand |sub-?|overall )?totals?|sum|(?:overall )?averages?|avg|mean|median|counts?|weights?"
    r"|minimum|maximum|variance|percent(?:age)?s?|(?:st(?:andar)?d\.? ?dev(?:iation)?|stdev)"
    r"|(?:%|percent(?:age)?) \w+|n ?=? ?\d+"
    r"|(?:total|number of) (?:responses?|respondents|answers?|staff|people)"
    r"|mittelwert|durchschnitt|summe|gesamt|anzahl|moyenne|médiane|somme|promedio|gemiddelde|totaal)"
    r"(?: (?:scores?|ratings?|points))?\W*\d*\W*"
)
_AT_THE_END = 3  # rows at the end of a table that are looked at for being unlike those above
_KIND_OF_RESPONSE = frozenset(
    {"status", "response type", "responsetype", "distribution channel", "distributionchannel"}
)
_TRIED_OUT = frozenset({"survey preview", "preview", "survey test", "test"})
_IDS = frozenset(
    {
        "id",
        "response id",
        "responseid",
        "respondent id",
        "respondentid",
        "record id",
        "recordid",
        "submission id",
    }
)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row, counted from 1 as in the file, that nothing was taken from, and by which rule."""

    row: int
    why: str


def rows_with_answers(
    rows: Sequence[Row], found: Layout, choices: Choices
) -> tuple[AnswerRows, list[PassedOver], list[str]]:
    """The rows below the headings that may have answers, those set aside, and what was seen of others."""
    rules = _Rules(rows, found, choices)
    kept: list[tuple[int, Row]] = []
    aside = []
    for number, row in enumerate(rows[found.begins :], found.begins + 1):
        why = rules.why(number, row)
        if why:
            aside.append(PassedOver(number, why))
        else:
            kept.append((number, row))
    kept_rows = AnswerRows(tuple(number for number, _ in kept), tuple(row for _, row in kept))
    return kept_rows, aside, [*rules.seen_twice(), *_unlike(kept, found, rows)]


class _Rules:
    def __init__(self, rows: Sequence[Row], found: Layout, choices: Choices) -> None:
        self._left_out = choices.left_out_rows
        beside = [
            (place, folded(h)) for place, h in enumerate(found.headings) if not found.recognised[place].at_all
        ]
        self._answers = frozenset(place for place, one in enumerate(found.recognised) if one.at_all)
        self._kinds = [place for place, heading in beside if heading in _KIND_OF_RESPONSE]
        self._headings = {
            _shown(row) for row in (found.headings, *rows[: found.begins]) if sum(map(bool, row)) > 1
        }
        self._summaries = dict(self._summary_rows(rows, found.begins))
        self._id = _telling_id([place for place, h in beside if h in _IDS], rows[found.begins :])
        self._by_id: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        self._id_heading = "" if self._id is None else found.headings[self._id]

    def why(self, number: int, row: Row) -> str | None:
        """Why a row is set aside; None where it may have answers."""
        if number in self._left_out:
            return "left out by choice"
        if not any(row):
            return "empty"
        if self._repeats(row):
            return "the headings again"
        if number in self._summaries:
            return f"sums up the rows {self._summaries[number]}"
        if any(folded(_cell(row, place)) in _TRIED_OUT for place in self._kinds):
            return "a trial of the survey, by its own column"
        return self._again(number, row)

    def _repeats(self, row: Row) -> bool:
        """Whether a row says again what a row of the headings says, where both say something."""
        if len(row) < 2 or sum(map(bool, row)) < 2:
            return False
        shown = dict(_shown(row))
        return any(shown.items() <= dict(heading).items() for heading in self._headings)

    def _summary_rows(self, rows: Sequence[Row], begins: int) -> Iterator[tuple[int, str]]:
        """The first and last rows that begin with a word such as Average, not in a column of answers."""
        first_to_last = range(begins + 1, len(rows) + 1)
        for numbers, where in ((first_to_last, "below"), (reversed(first_to_last), "above")):
            for number in numbers:
                row = rows[number - 1]
                first = next((place for place, cell in enumerate(row) if cell), None)
                if first is None:
                    continue
                if first in self._answers or not _SUMMARY.fullmatch(folded(row[first])):
                    break
                yield number, where

    def _again(self, number: int, row: Row) -> str | None:
        """Whether a row is the copy of an earlier one, the tool's own number of the response included."""
        id_ = "" if self._id is None else _cell(row, self._id)
        if not id_:
            return None
        same = next((earlier for earlier, other in self._by_id[id_] if other == row), None)
        if same is None:
            self._by_id[id_].append((number, row))
            return None
        return f"the same as row {same}, {quoted(self._id_heading)} included"

    def seen_twice(self) -> Iterator[str]:
        """The rows that have one id and different answers."""
        for several in self._by_id.values():
            if len(several) > 1:
                numbers = " and ".join(str(number) for number, _ in several)
                yield (
                    f"Rows {numbers} have the same {quoted(self._id_heading)} and differ otherwise: "
                    "all of them count. Leave out what should not."
                )


def _unlike(kept: Sequence[tuple[int, Row]], found: Layout, rows: Sequence[Row]) -> Iterator[str]:
    """The last rows that may be no person's: below an empty one, or without what all others begin with.

    A table may end in sums or a key that no word tells. They count, for they may as well be somebody's.
    """
    above = kept[: max(_AT_THE_END, len(kept) - _AT_THE_END)]
    first = next((place for place, cell in enumerate(found.headings) if cell), 0)
    beside = not (first < len(found.recognised) and found.recognised[first].at_all)
    begin = [_cell(row, first) for _, row in above] if beside else []
    gap = max((n + 1 for n in range(found.begins, len(rows)) if not any(rows[n])), default=0)
    below_gap = [number for number, _ in kept if number > gap > above[0][0]]
    odd: list[int] = []
    for number, row in reversed(kept[len(above) :]):
        cell = _cell(row, first)
        numbered = all(map(_has_digit, begin)) and not _has_digit(cell)
        begins_otherwise = begin and all(begin) and (not cell or numbered)
        if not begins_otherwise and not (number in below_gap and len(below_gap) <= _AT_THE_END):
            break
        odd.insert(0, number)
    if odd:
        rows_are = f"Row {odd[0]} is" if len(odd) == 1 else f"Rows {join(list(map(str, odd)))} are"
        yield f"{rows_are} unlike the rows above, and counted. Leave out what is no person's, such as a sum."


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _cell(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""


def _shown(row: Iterable[str]) -> frozenset[tuple[int, str]]:
    """The cells of a row with something in them, with their places, as headings are shown."""
    return frozenset((place, one_line(cell)) for place, cell in enumerate(row) if cell)


def _telling_id(places: Iterable[int], rows: Sequence[Row]) -> int | None:
    """The first column whose ids mostly tell rows apart."""
    for place in places:
        ids = [row[place] for row in rows if place < len(row) and row[place]]
        if ids and 2 * len(set(ids)) > len(ids):
            return place
    return None
