"""Python runs this first in a server that counts: a line for each SQL statement, transactions' begins too."""

import os
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "before_cursor_execute")
def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    with Path(os.environ["CLF_STATEMENTS"]).open("a", encoding="utf-8") as file:
        file.write(" ".join(statement.split()) + "\n")
