"""Plain values as the text of a YAML file."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from ..errors import DataError, Problem

_LINE_WIDTH = 100
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")  # PyYAML folds them to spaces unless they are escaped


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, writes texts of several lines as such, and never uses aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        style = '"' if _OTHER_LINE_ENDS.search(data) else "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def dump_yaml(content: dict[str, Any]) -> str:
    """The text of a file with this content, keys in their order."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_LINE_WIDTH)


def write_whole(path: str | Path, content: str | bytes, *, instead_of: str | Path | None = None) -> None:
    """Writes a file as a whole or not at all; one that is there is replaced.

    Raises `DataError` where that cannot be done, and where it would replace `instead_of`, which it came from.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        problem = "The output is not an ordinary file.", "Name a file that may be replaced."
    elif instead_of is not None and target.exists() and target.samefile(instead_of):
        problem = "The output would replace the file that it comes from.", "Give it another name."
    elif not target.parent.is_dir():
        problem = "The output's folder does not exist.", "Make it first, or name another one."
    else:
        try:
            # In the same folder, so that taking its place is one step.
            with tempfile.TemporaryDirectory(prefix=".written-", dir=target.parent) as folder:
                written = Path(folder) / "written"
                written.write_bytes(content if isinstance(content, bytes) else content.encode())
                written.replace(target)
            return
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            problem = f"The output cannot be written ({reason}).", "Free some space, or name another folder."
    raise DataError([Problem(str(path), 0, *problem)])
