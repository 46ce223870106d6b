"""Where a table's headings are, and where its answers begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .labels import NO_ANSWER, as_number, folded, is_answer, meanings
from .recognition import NOTHING, Recognised, Recogniser
from .wording import one_line

LOOKED_AT = 10  # rows among which the headings are found
_IMPORT_ID = re.compile(r"""\s*\{\s*["']ImportId["']""")
_TOOLS_WORDS = frozenset({"response", "open-ended response", "other (please specify)"})
_CODE = re.compile(r"[A-Za-z][\w.:\-\[\]{}#]{0,40}")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The heading row, what each column's heading is and is about, and the rows above the answers.

    `heading_row` counts from 1; `begins` is the place, from 0, of the first row that may have answers.
    `set_aside` has rows, from 1, that are no headings and no answers, with the reason. `stacked` is the
    place of the column in which statements stand below one another, as in a table that is turned; None where
    they do not.
    """

    heading_row: int
    begins: int
    headings: tuple[str, ...]
    recognised: tuple[Recognised, ...]
    set_aside: tuple[tuple[int, str], ...]
    stacked: int | None = None

    @property
    def statements(self) -> int:
        """How many columns are about a statement, certainly or perhaps."""
        return sum(one.at_all for one in self.recognised)


def layout(rows: Rows, recogniser: Recogniser, heading_row: int | None = None) -> Layout:
    """The layout of a table that has a row with something in it; `heading_row` where somebody said it."""
    known: list[list[Recognised]] = []
    for row in rows[: max(LOOKED_AT + 3, heading_row or 0)]:
        known.append([recogniser.recognise(cell) if cell else NOTHING for cell in row])
    main = heading_row - 1 if heading_row else _fullest(rows, known)
    if heading_row and not _count(known[main]):
        lower = [n for n in range(main + 1, min(main + 3, len(known))) if _count(known[n])]
        last = lower[0] if lower else main
    else:
        last = main
    first = main if heading_row else _first_heading(rows, main)
    aside = [(n + 1, "above the headings") for n in range(first) if any(rows[n])]
    at = last + 1
    headings = list(range(first, last + 1))
    while at < min(len(rows), last + 4):
        kind = _below(rows, at, known, [n for n in headings if n < len(known)])
        if kind is None:
            break
        if kind:
            aside.append((at + 1, kind))
        else:
            headings.append(at)
        at += 1
    width = max((len(row) for row in rows), default=0)
    own = _most_telling(headings, known, main)
    columns = [_heading(place, own, rows, known) for place in range(width)]
    for place, (heading, recognised) in _options(rows, headings, columns).items():
        columns[place] = (heading, recognised)
    return Layout(
        heading_row=own[0] + 1,
        begins=at,
        headings=tuple(heading for heading, _ in columns),
        recognised=tuple(recognised for _, recognised in columns),
        set_aside=tuple(aside),
        stacked=None if heading_row else _stacked(rows, known),
    )


def _stacked(rows: Rows, known: Sequence[Sequence[Recognised]]) -> int | None:
    """The column with a different statement in several rows, each the only one of a row with more in it."""
    places: dict[int, set[str]] = {}
    for row, found in zip(rows, known, strict=False):
        here = [(place, one.statement_id) for place, one in enumerate(found) if one.at_all]
        if len(here) > 1:
            return None
        if here and here[0][1] and sum(map(bool, row)) > 1:
            places.setdefault(here[0][0], set()).add(here[0][1])
    return next((place for place, ids in places.items() if len(ids) > 1), None)


def _count(row: Iterable[Recognised]) -> int:
    return sum(one.at_all for one in row)


def _certain(row: Iterable[Recognised]) -> int:
    return sum(one.statement_id is not None for one in row)


def _fullest(rows: Rows, known: Sequence[Sequence[Recognised]]) -> int:
    """The row with most statements among the first; where none has any, the one with most cells."""
    places = range(min(LOOKED_AT, len(rows)))
    best = max(places, key=lambda n: (_count(known[n]), _certain(known[n]), -n))
    if _count(known[best]):
        return best
    return max(places, key=lambda n: (sum(map(bool, rows[n])), -n))


def _first_heading(rows: Rows, main: int) -> int:
    """The first of the rows right above that belong to the headings: more than a title in the first cell."""
    first = main
    while first and any(rows[first - 1][1:]):
        first -= 1
    return first


def _below(rows: Rows, at: int, known: Sequence[Sequence[Recognised]], headings: Sequence[int]) -> str | None:
    """What a row under the headings is: "" a further heading, a reason to set it aside, None an answer."""
    row = rows[at]
    filled = [cell for cell in row if cell]
    if not filled:
        return None
    if all(_IMPORT_ID.match(cell) for cell in filled):
        return "import ids of the survey tool"
    columns = [n for h in headings for n, one in enumerate(known[h]) if one.at_all]
    if at < len(known) and _count(known[at]) > len(set(columns)) // 2:
        return ""
    if _spans(rows, at, known, headings):
        return ""
    cells = [row[n] for n in dict.fromkeys(columns) if n < len(row)]
    asked = [folded(cell) for cell in cells if cell]
    if asked and all(word in _TOOLS_WORDS for word in asked):
        return "second heading row of the survey tool"
    return "codes of the survey tool" if _codes(rows, at, columns, asked) else None


def _spans(
    rows: Rows, at: int, known: Sequence[Sequence[Recognised]], headings: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """The places below each statement of the row above that hold a different answer each, two or more.

    The statement stands over the first of them, merged with blank cells over the others.
    """
    above, row = rows[at - 1], rows[at]
    if at - 1 not in headings:
        return {}
    found = {}
    for start, one in enumerate(known[at - 1]):
        if not one.at_all:
            continue
        end = start + 1
        while end < len(row) and not (end < len(above) and above[end]):
            end += 1
        places = tuple(place for place in range(start, end) if place < len(row) and row[place])
        labels = [folded(row[place]) for place in places]
        if len(places) > 1 and len(set(labels)) == len(labels) and all(map(is_answer, labels)):
            found[start] = places
    return found


def _options(
    rows: Rows, headings: Sequence[int], columns: Sequence[tuple[str, Recognised]]
) -> dict[int, tuple[str, Recognised]]:
    """The columns that hold one answer each to a statement that stands over several of them."""
    known = {
        n: [one if cell else NOTHING for cell, (_, one) in zip(rows[n], columns, strict=False)]
        for n in headings
    }
    found = {}
    for at in headings:
        if at - 1 not in headings:
            continue
        for start, places in _spans(rows, at, [known.get(n, []) for n in range(at)], headings).items():
            for place in places:
                heading, recognised = columns[start]
                option = one_line(rows[at][place])
                found[place] = (f"{heading} – {option}", replace(recognised, option=option))
    return found


def _codes(rows: Rows, at: int, columns: Sequence[int], asked: Sequence[str]) -> bool:
    """Whether a row holds the tool's names for the columns: all different, no answers, and never again."""
    if len(asked) < 3 or len(set(asked)) < len(asked):
        return False
    if any(as_number(word) is not None or word in NO_ANSWER for word in asked):
        return False
    if any(answer is not None for answer in meanings(asked).values()):
        return False
    if not all(_CODE.fullmatch(word.replace(" ", "_")) for word in asked):
        return False
    later = {folded(row[n]) for row in rows[at + 1 : at + 200] for n in set(columns) if n < len(row)}
    return not later & set(asked)


def _most_telling(
    headings: Sequence[int], known: Sequence[Sequence[Recognised]], main: int
) -> tuple[int, ...]:
    """The heading rows, the one that tells most first, then the nearest ones."""
    telling = max(headings, key=lambda n: (_count(known[n]) if n < len(known) else 0, n == main))
    return tuple(sorted(headings, key=lambda n: (n != telling, abs(n - telling))))


def _heading(
    place: int, order: Sequence[int], rows: Rows, known: Sequence[Sequence[Recognised]]
) -> tuple[str, Recognised]:
    """A column's heading, from the most telling row that has one, and what it is about."""
    cells = [(n, rows[n][place]) for n in order if place < len(rows[n]) and rows[n][place]]
    for n, cell in cells:
        if n < len(known) and known[n][place].at_all:
            return one_line(cell), _agreed([known[m][place] for m, _ in cells if m < len(known)])
    beside = (known[n][place] for n, _ in cells if n < len(known) and known[n][place].why)
    return (one_line(cells[0][1]) if cells else ""), next(beside, NOTHING)


def _agreed(found: Sequence[Recognised]) -> Recognised:
    """What the cells of several heading rows are about together."""
    certain = tuple(dict.fromkeys(one.statement_id for one in found if one.statement_id))
    if len(certain) > 1:
        return Recognised(candidates=certain, why="its heading rows name different statements")
    return next((one for one in found if one.statement_id), next(one for one in found if one.at_all))
