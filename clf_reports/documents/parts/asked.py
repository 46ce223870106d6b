"""What a critical reader would ask: what the standing checks find, with its places."""

from __future__ import annotations

from clf_model.before_signing import Finding

from ..document import Column, Section, Table
from ..material import Material


def open_questions(material: Material) -> Section:
    """Each finding with what it is about, by name."""
    title = "What a critical reader would ask"
    found = material.open_questions
    if not found:
        return Section("open", title)
    columns = (Column("Open", 2.4), Column("Where", 3.6))
    rows = tuple((one.sentence, _where(one)) for one in found)
    return Section("open", title, (Table("Open questions", "What is open, and where", columns, rows),))


def _where(found: Finding) -> str:
    codes = ", ".join(one.id for one in found.indicators)
    return "; ".join(
        [*filter(None, [codes]), *(c.name for c in found.capabilities), *(a.title for a in found.actions)]
    )
