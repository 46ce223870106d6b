"""The app's own tables, as tables of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from ..document import Cell, Column, Table


def table_of(kind: str, caption: str, frame: pd.DataFrame, rooms: Mapping[str, float]) -> Table:
    """Those columns of a frame that `rooms` names, in its order; a column without any content is left out.

    A column without room is a detail of its row.
    """
    kept = [name for name in rooms if name in frame and frame[name].map(_cell).any()]
    rows = frame[kept].itertuples(index=False, name=None)
    return Table(
        kind,
        caption,
        tuple(Column(name, rooms[name] or 1.0, detail=not rooms[name]) for name in kept),
        tuple(tuple(map(_cell, row)) for row in rows),
    )


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, date):
        return value
    number = float(value)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number
