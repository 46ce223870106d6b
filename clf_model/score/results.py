"""Results of bulk scoring as CSV and Parquet files, written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import pyarrow as pa  # type: ignore[import-untyped]  # it has no type information
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it has no type information

from ..errors import DataError, Problem
from ..framework import Framework
from ..rules import Rules
from .bulk import Scores, score
from .judgements import SERVICE, Judgements, read_judgements

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def score_file(
    path: str | Path, output: str | Path | TextIO, framework: Framework, rules: Rules | None = None
) -> None:
    """Score a file of judgements: one row per service, in the file's order.

    Columns: `service`, then for each capability its id (stages reached) and `id.progress` (unrounded).
    `output` is a path that ends in .csv or .parquet, replaced only when everything is written, or a text
    stream, which gets CSV. In CSV a service that a spreadsheet would take for a formula gets a ' before it.

    Raises `DataError` for everything wrong with either file, `EvidenceRuleError` where evidence is required.
    """
    target = Path(output).resolve() if isinstance(output, str | Path) else None
    if target:
        _check_target(target, Path(path))
    judgements = read_judgements(path, framework)
    scores = score(framework, judgements.codes, rules, indicators=judgements.indicators)
    if not isinstance(output, str | Path):
        _write_csv(output, judgements, scores)
    elif target:
        _write_file(target, judgements, scores)


def _check_target(target: Path, source: Path) -> None:
    if target.suffix.lower() not in (".csv", ".parquet"):
        problem = "The output is neither .csv nor .parquet.", "End its name in one of them."
    elif target.exists() and not target.is_file():
        problem = "The output is not an ordinary file.", "Name a file that may be replaced."
    elif target.exists() and source.exists() and target.samefile(source):
        problem = "The output would replace the judgements.", "Give it another name."
    elif not target.parent.is_dir():
        problem = "The output's folder does not exist.", "Make it first, or name another one."
    else:
        return
    raise DataError([Problem(str(target), 0, *problem)])


def _write_file(target: Path, judgements: Judgements, scores: Scores) -> None:
    try:
        # In the same folder, so that taking its place is one step.
        with tempfile.TemporaryDirectory(prefix=".score-", dir=target.parent) as folder:
            written = Path(folder) / target.name
            if target.suffix.lower() == ".parquet":
                pq.write_table(_table(judgements, scores), written)
            else:
                with written.open("w", encoding="utf-8", newline="") as stream:
                    _write_csv(stream, judgements, scores)
            written.replace(target)
    except OSError as error:
        message = f"The output cannot be written ({error.strerror or error})."
        raise DataError(
            [Problem(str(target), 0, message, "Free some space, or name another folder.")]
        ) from None


def _names(scores: Scores) -> list[str]:
    return [name for c in scores.capabilities for name in (c.id, f"{c.id}.progress")]


def _table(judgements: Judgements, scores: Scores) -> pa.Table:
    columns = [pa.array(judgements.services, pa.string())]
    for reached, progress in zip(scores.reached, scores.progress, strict=True):
        columns += [pa.array(reached), pa.array(progress)]
    return pa.Table.from_arrays(columns, names=[SERVICE, *_names(scores)])


def _write_csv(stream: TextIO, judgements: Judgements, scores: Scores) -> None:
    columns: list[Iterable[str | int | float]] = [[_defused(service) for service in judgements.services]]
    for reached, progress in zip(scores.reached, scores.progress, strict=True):
        columns += [reached.tolist(), progress.tolist()]
    for row in ([SERVICE, *map(_quoted, _names(scores))], *zip(*columns, strict=True)):
        stream.write(",".join(map(str, row)) + "\n")


def _defused(text: str) -> str:
    return _quoted(f"'{text}" if text.startswith(_FORMULA) else text)


def _quoted(text: str) -> str:
    # The csv module of Python 3.11 leaves a lone carriage return unquoted: readers would end the row there.
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if any(character in text for character in '",\r\n') else text
