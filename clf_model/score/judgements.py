"""Judgements of many services from CSV and Parquet files, one row per service."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, islice
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it has no type information
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it has no type information
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it has no type information

from ..errors import DataError, Problem
from ..findings import quoted
from ..framework import Framework
from ..yaml_text import read_bytes
from .bulk import CODES, Codes

SERVICE = "service"
MAX_BYTES = 2**29
"""The largest file of judgements, in bytes."""
MOST_PROBLEMS = 500
"""So many problems of a file are described; the rest are counted."""

_WORDS = {"" if judgement is None else judgement.value: code for judgement, code in CODES.items()}
_UNKNOWN = 255
_PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Judgements:
    """Services in the file's order, the indicators that have a column, and codes: indicators × services."""

    services: tuple[str, ...]
    indicators: tuple[str, ...]
    codes: Codes


def read_judgements(path: str | Path, framework: Framework) -> Judgements:
    """The judgements in a CSV (UTF-8) or Parquet file, told apart by their content.

    A column `service`, then one per indicator id, each in any order; a cell is a judgement's name or empty.
    Empty rows are passed over. Raises `DataError`; its sentences count the services from 1, and a problem's
    line is the line of a CSV file, and the row, from 1, of a Parquet file.
    """
    file = str(path)
    data = read_bytes(path, max_bytes=MAX_BYTES)
    if not data:
        _refuse(file, 0, "The file is empty.", "Choose another file, or fill this one in.")
    if len(data) > MAX_BYTES:
        _refuse(file, 0, f"The file is larger than {MAX_BYTES // 2**20} MiB.", "Divide it.")
    if data.startswith(_PARQUET):
        return _read_parquet(data, file, framework)
    if Path(path).suffix.lower() == ".parquet":
        _refuse(
            file, 0, "This is not a Parquet file.", "Save it as Parquet again, or name it .csv if it is text."
        )
    return _read_csv(data, file, framework)


def _refuse(file: str, line: int, message: str, remedy: str) -> None:
    raise DataError([Problem(file, line, message, remedy)])


def _raise(file: str, problems: Iterable[Problem]) -> None:
    """Raise `DataError` if there are any problems."""
    remaining = iter(problems)
    shown = list(islice(remaining, MOST_PROBLEMS))
    more = sum(1 for _ in remaining)
    if more:
        shown.append(Problem(file, 0, f"There are {more} more problems.", "Mend these, then try again."))
    if shown:
        raise DataError(shown)


def _columns(
    header: list[str], file: str, line: int, framework: Framework
) -> tuple[dict[str, int], list[Problem]]:
    """Where `service` and each indicator stand, and what is wrong with the header."""
    places: dict[str, int] = {}
    problems = []

    def report(message: str, remedy: str) -> None:
        problems.append(Problem(file, line, message, remedy))

    for number, name in enumerate(header):
        if name in places:
            report(f"There are two columns {quoted(name)}.", "Remove one of them.")
        elif name == SERVICE or framework.has_indicator(name):
            places[name] = number
        else:
            report(
                f"Column {number + 1}, {quoted(name)}, is not an indicator of framework {framework.id!r}.",
                "Remove it, or give it the id of an indicator.",
            )
    if SERVICE not in places:
        report(f"There is no column {SERVICE!r}.", "Name the services in it; commas stand between columns.")
    return places, problems


def _not_a_judgement(file: str, line: int, row: int, column: str, value: str) -> Problem:
    words = [word for word in _WORDS if word]
    return Problem(
        file,
        line,
        f"Row {row}, column {column}: {quoted(value)} is not a judgement.",
        f"Write {', '.join(words[:-1])} or {words[-1]}, or leave it empty.",
    )


def _nameless(file: str, line: int, row: int) -> Problem:
    return Problem(file, line, f"Row {row} has no service.", "Name the service, or remove the row.")


def _read_csv(data: bytes, file: str, framework: Framework) -> Judgements:
    reader = csv.reader(io.StringIO(_decode(data, file), newline=""), strict=True)
    services: list[str] = []
    indicators: list[str] = []
    codes = bytearray()

    def problems() -> Iterator[Problem]:
        header = next(reader, [])
        places, wrong = _columns(header, file, 1, framework)
        yield from wrong
        at = places.pop(SERVICE, None)
        indicators.extend(places)
        picked = list(places.values())
        begins = reader.line_num + 1
        number = 0
        for row in reader:
            # A cell may hold line breaks: a problem is on the line on which its row begins.
            line, begins = begins, reader.line_num + 1
            if not any(row):
                continue
            number += 1
            if len(row) != len(header):
                yield Problem(
                    file,
                    line,
                    f"Row {number} has {len(row)} cells where the header has {len(header)}.",
                    "Give each row a cell for each column; put text with commas in quotes.",
                )
                continue
            if at is not None:
                services.append(row[at])
                if not row[at].strip():
                    yield _nameless(file, line, number)
            try:
                codes.extend([_WORDS[row[place]] for place in picked])
            except KeyError:
                for id_, place in places.items():
                    if row[place] not in _WORDS:
                        yield _not_a_judgement(file, line, number, id_, row[place])

    def all_problems() -> Iterator[Problem]:
        try:
            yield from problems()
        except csv.Error as error:
            yield Problem(
                file,
                max(1, reader.line_num),
                f"The file cannot be read as CSV from here on ({error}).",
                "Close every quotation mark, and write two for one inside quotes.",
            )

    _raise(file, all_problems())
    by_service = np.frombuffer(bytes(codes), dtype=np.uint8).reshape(len(services), len(indicators))
    return Judgements(tuple(services), tuple(indicators), np.ascontiguousarray(by_service.T))


def _decode(data: bytes, file: str) -> str:
    if b"\0" in data:
        at, message = data.index(b"\0"), "This is not a plain text file."
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            at, message = error.start, "A character here is not UTF-8."
    remedy = "Choose a CSV or Parquet file, or save this one again as CSV with the encoding UTF-8."
    raise DataError([Problem(file, data.count(b"\n", 0, at) + 1, message, remedy)])


def _read_parquet(data: bytes, file: str, framework: Framework) -> Judgements:
    try:
        table = pq.ParquetFile(pa.BufferReader(data)).read()
    except (pa.ArrowException, OSError) as error:
        message = f"The file cannot be read as Parquet ({quoted(str(error))})."
        raise DataError([Problem(file, 0, message, "Save it again, or copy it again.")]) from None
    places, problems = _columns(table.column_names, file, 0, framework)
    columns = {}
    for name, number in places.items():
        try:
            columns[name] = _text(table.column(number))
        except pa.ArrowException:
            message = f"Column {name} does not hold text, but {table.schema.types[number]}."
            problems.append(Problem(file, 0, message, "Save its values as text."))
    services = columns.pop(SERVICE, pa.chunked_array([], pa.large_string())).to_pylist()
    codes = np.empty((len(columns), table.num_rows), dtype=np.uint8)
    for row, column in enumerate(columns.values()):
        found = pc.index_in(column, value_set=pa.array(_WORDS, pa.large_string()))
        codes[row] = pc.fill_null(found, _UNKNOWN).to_numpy()
    names = tuple(columns)
    nameless = [n for n, service in enumerate(services) if not service.strip()]
    kept = np.ones(table.num_rows, dtype=bool)
    for n in nameless:
        kept[n] = bool(services[n]) or bool((codes[:, n] != _WORDS[""]).any())
    rows = np.cumsum(kept).tolist()

    def all_problems() -> Iterator[Problem]:
        yield from problems
        yield from (_nameless(file, n + 1, rows[n]) for n in nameless if kept[n])
        for n, column in np.argwhere(codes.T == _UNKNOWN).tolist():
            value = columns[names[column]][n].as_py()
            yield _not_a_judgement(file, n + 1, rows[n], names[column], value)

    _raise(file, all_problems())
    if kept.all():
        return Judgements(tuple(services), names, codes)
    return Judgements(tuple(compress(services, kept)), names, np.ascontiguousarray(codes[:, kept]))


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of any type that has a text form, as text; nothing is empty text.

    Raises `ArrowException` for other types and for text that is not UTF-8.
    """
    text = pc.fill_null(column.cast(pa.large_string()), "")
    text.validate(full=True)
    return text
