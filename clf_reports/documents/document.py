"""A document as values: what is said, and in which order. How it looks is each writer's own.

Texts are plain: nothing in them is markup, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from clf_model.planning.effort_unit import amount

from .pictures import Picture

Cell: TypeAlias = str | int | float | date | None
"""What stands in a table: text, a number, a day, or nothing."""


BOX = "☐"
"""A cell of a form in which a cross is put."""
NO_DAY = date(1980, 1, 1)
"""What a file says that has to name the day it was made, where the document is about none."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is a word or two before it, such as "Reason"."""

    text: str
    lead: str | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences that belong together; `title` says what they are."""

    items: tuple[str, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `room` is how much text there usually is in it, as a share of the others' room.

    A `detail` is something more about what the row's widest column says: on paper it stands below that.
    """

    title: str
    room: float = 1.0
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; tables of one `kind` have the same columns and are one sheet in a workbook.

    A `form` is to be filled in by hand: every cell has its frame.
    """

    kind: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: bool = False

    @property
    def columns_across(self) -> tuple[int, ...]:
        """The places of the columns that stand side by side on paper."""
        return tuple(place for place, column in enumerate(self.columns) if not column.detail)

    @property
    def widest(self) -> int:
        """The place of the column that the details of a row stand below."""
        return max(self.columns_across, key=lambda place: self.columns[place].room)

    def details(self, row: tuple[Cell, ...]) -> tuple[tuple[str, str], ...]:
        """The details of a row, each with the name of its column; those without content are left out."""
        pairs = zip(self.columns, row, strict=True)
        return tuple((c.title, words(cell)) for c, cell in pairs if c.detail and words(cell))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption, and what it shows in words for those who do not see it."""

    caption: str
    alt: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of evidence."""

    note: str
    source: str | None
    voice: str | None
    dated: date | None

    @property
    def origin(self) -> str:
        """Source, voice and date in one line; empty where none is known."""
        return ", ".join(filter(None, (self.source, self.voice, words(self.dated))))


@dataclass(frozen=True, slots=True)
class Statement:
    """An indicator with all that is known of it. `remarks` are labelled texts, such as a reason."""

    id: str
    text: str
    judgement: str
    remarks: tuple[tuple[str, str], ...]
    evidence: tuple[Entry, ...]
    effort: float


@dataclass(frozen=True, slots=True)
class Statements:
    """The indicators of one perspective in one stage of a capability."""

    capability: str
    stage: str
    perspective: str
    rows: tuple[Statement, ...]


Block: TypeAlias = Paragraph | Bullets | Table | Figure | Statements


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `own` is what the organisation itself wrote there.

    `id` stays from edition to edition, so that the organisation's own words find their section again.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    own: str | None = None
    new_page: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the heading."""
        return not self.blocks and not self.own and all(one.is_empty for one in self.sections)


@dataclass(frozen=True, slots=True)
class Carried:
    """The assessment's file that goes along inside of the document."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `day` is None where it is about no day, as a sheet to be filled in. `marks` are the words that every
    page carries, such as Draft and Fictional. `logo` is an image's bytes.
    `places` are the id and title of every section in which the organisation can write, empty ones too.
    `contents` asks for a table of contents, `dense` for all of it on one page, `large` for large print.
    """

    title: str
    service: str
    day: date | None
    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    carried: Carried | None = None
    logo: bytes | None = None
    places: tuple[tuple[str, str], ...] = ()
    contents: bool = False
    dense: bool = False
    large: bool = False

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Every block with its section, in reading order."""

        def within(section: Section) -> Iterator[tuple[Section, Block]]:
            for block in section.blocks:
                yield section, block
            for one in section.sections:
                yield from within(one)

        for section in self.sections:
            yield from within(section)

    @property
    def running_head(self) -> str:
        """Service, day and marks: what every page begins with."""
        return " · ".join(filter(None, (self.service, words(self.day), *self.marks)))


def words(cell: Cell) -> str:
    """What a cell says: days in words, numbers as on the screen."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    return amount(cell) if isinstance(cell, int | float) else cell
