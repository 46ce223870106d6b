"""Making documents away from the pages' threads: one at a time in a process, so that nobody else waits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from clf_model import Framework
from clf_reports.documents.blank import Sheet, blank
from clf_reports.documents.document import Document
from clf_reports.documents.excel import excel
from clf_reports.documents.kinds import Layout, Part
from clf_reports.documents.layouts import compose
from clf_reports.documents.material import Material
from clf_reports.documents.pdf import pages, pdf
from clf_reports.documents.web import html
from clf_reports.documents.word import word

FIRST_PAGES = 4
_SHARPNESS = 90.0  # pixels to an inch
_KEPT = 12


@dataclass(frozen=True, slots=True)
class Pictures:
    """The first pages as PNG images, how many pages there are, and where there is room for own words."""

    shown: tuple[bytes, ...]
    number: int
    places: Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """Which document of what: two orders are the same where everything that goes into them is."""

    material: Material
    layout: Layout
    parts: tuple[Part, ...] = tuple(Part)

    def document(self) -> Document:
        """The document itself."""
        return compose(self.material, self.layout, self.parts)


@dataclass(frozen=True, slots=True)
class BlankOrder:
    """Which sheet to fill in, for which capabilities."""

    framework: Framework
    sheet: Sheet
    capability_ids: tuple[str, ...] = ()
    large: bool = False

    def document(self) -> Document:
        """The sheet itself."""
        return blank(self.framework, self.sheet, self.capability_ids, large=self.large)


Made: TypeAlias = bytes | Pictures
FILES: dict[str, Callable[[Document], bytes]] = {"pdf": pdf, "docx": word, "xlsx": excel, "html": html}
"""What writes a document, by the file's ending."""

_maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
_lock = threading.Lock()
_asked: OrderedDict[int, tuple[Order | BlankOrder, str, Future[Made]]] = OrderedDict()
_numbers = iter(range(1, 2**62))


def file_of(order: Order | BlankOrder, ending: str) -> bytes:
    """The document as a file; waits until it is made. Raises what went wrong in making it."""
    write = FILES[ending]
    made = _ask(order, ending, lambda: write(order.document())).result()
    return made if isinstance(made, bytes) else b""


def pictures_of(order: Order) -> Future[Made]:
    """The first pages as pictures, once they are made."""
    return _ask(order, "", lambda: _pictures(order.document()))


def before(asked: Future[Made]) -> int:
    """How many others are made first."""
    with _lock:
        waiting = [one for _, _, one in _asked.values() if not one.done()]
    return waiting.index(asked) if asked in waiting else 0


def _pictures(document: Document) -> Pictures:
    made = pages(document, _SHARPNESS)
    return Pictures(tuple(made[:FIRST_PAGES]), len(made), MappingProxyType(dict(document.places)))


def _ask(order: Order | BlankOrder, kind: str, make: Callable[[], Made]) -> Future[Made]:
    """What was asked for before and is at hand or under way, else a new one; the latest few are kept."""
    with _lock:
        for number, (known, its_kind, asked) in list(_asked.items()):
            if asked.done() and (asked.cancelled() or asked.exception() is not None):
                del _asked[number]  # to be tried anew
            elif its_kind == kind and known == order:
                return asked
        asked = _maker.submit(make)
        _asked[next(_numbers)] = order, kind, asked
        over = [number for number, (_, _, one) in _asked.items() if one.done()][: max(0, len(_asked) - _KEPT)]
        for number in over:
            del _asked[number]
        return asked
