"""Values as a YAML file has them."""

from __future__ import annotations

from datetime import date
from typing import Any


def plain_number(number: float) -> int | float:
    """A number without a decimal point where it is whole and not so large that digits were made up."""
    number = float(number)
    return int(number) if number.is_integer() and number < 1e15 else number


def without_blanks(**values: dict[str, Any] | list[Any] | str | float | date | None) -> dict[str, Any]:
    """The values that are given, in order."""
    return {key: value for key, value in values.items() if value is not None}
