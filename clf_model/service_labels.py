"""Labels of a service as people write them: "Region: North; Type: Care home"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .errors import RecordError

_BETWEEN, _AFTER_NAME = ";", ":"
_LONGEST = 200  # characters of a name, and of a value
_EXAMPLE = "Write them as Region: North; Type: Care home."


def read_labels(text: str, known: Iterable[Mapping[str, str]] = ()) -> Mapping[str, str]:
    """The labels in such a text, name to value; in the spelling of `known` ones, where only case differs.

    Raises `RecordError` for a part without a name or value, a name that stands twice, and what is too long.

    >>> dict(read_labels("region: North;Type: Care home", [{"Region": "East"}]))
    {'Region': 'North', 'Type': 'Care home'}
    """
    names: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    for labels in known:
        for name, value in labels.items():
            names.setdefault(name.casefold(), name)
            values.setdefault((name.casefold(), value.casefold()), value)
    found: dict[str, str] = {}
    for part in text.replace("\n", _BETWEEN).split(_BETWEEN):
        if not part.strip():
            continue
        name, colon, value = (" ".join(one.split()) for one in part.partition(_AFTER_NAME))
        if not (colon and name and value):
            raise RecordError(f"“{part.strip()}” is no label: it needs a name and a value. {_EXAMPLE}")
        if max(len(name), len(value)) > _LONGEST:
            raise RecordError(f"A label takes up to {_LONGEST} characters before and after the colon.")
        folded = name.casefold()
        name = names.get(folded, name)
        if folded in {one.casefold() for one in found}:
            raise RecordError(f"There are two labels {name}. Keep one of them.")
        found[name] = values.get((folded, value.casefold()), value)
    return MappingProxyType(found)


def labels_text(labels: Mapping[str, str]) -> str:
    """Labels as `read_labels` reads them, by name."""
    return f"{_BETWEEN} ".join(f"{name}{_AFTER_NAME} {value}" for name, value in sorted(labels.items()))
