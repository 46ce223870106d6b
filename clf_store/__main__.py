"""Run the command line: `python -m clf_store check`."""

import argparse
import sys

from .check import problems
from .errors import StoreError


def main(arguments: list[str] | None = None) -> int:
    """Checks a database: 0 where it is sound, 1 where it is not, 2 where it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m clf_store")
    check = parser.add_subparsers(required=True).add_parser("check", help="find damage in a database")
    check.add_argument("address", nargs="?", default="sqlite:///data/clf.sqlite3")
    try:
        found = list(problems(parser.parse_args(arguments).address))
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(found) if found else "The database is sound.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
