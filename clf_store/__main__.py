"""Run the command line: `python -m clf_store check`, `python -m clf_store fictional`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from clf_model.errors import ClfError
from clf_model.fictional import SEED, fictional_services
from clf_model.files.framework import load_framework

from .check import problems
from .store import Store
from .workshops.values import Sample

_ADDRESS = "sqlite:///data/clf.sqlite3"


def main(arguments: list[str] | None = None) -> int:
    """Runs a command: 0 where it went well, 1 where the answer is no, 2 where something cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m clf_store")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="find damage in a database")
    check.set_defaults(run=_check)
    fictional = commands.add_parser("fictional", help="add many fictional services over several years")
    fictional.set_defaults(run=_fictional)
    fictional.add_argument("--services", type=int, default=40, metavar="N", help="how many; 40")
    fictional.add_argument("--years", type=int, default=3, metavar="N", help="assessed over so many; 3")
    fictional.add_argument("--seed", type=int, default=SEED, metavar="N", help="the same gives the same")
    fictional.add_argument("--framework", default="framework.yaml", metavar="FILE")
    for one in (check, fictional):
        one.add_argument("address", nargs="?", default=_ADDRESS)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except ClfError as error:
        print(error, file=sys.stderr)
        return 2


def _check(chosen: argparse.Namespace) -> int:
    found = list(problems(chosen.address))
    print("\n".join(found) if found else "The database is sound.")
    return 1 if found else 0


def _fictional(chosen: argparse.Namespace) -> int:
    if chosen.services < 1 or chosen.years < 1:
        print("Give at least one service and one year.", file=sys.stderr)
        return 2
    framework = load_framework(Path(chosen.framework))
    made = fictional_services(framework, chosen.services, years=chosen.years, seed=chosen.seed)
    wanted = [
        Sample(
            one,
            final=not (service.ends_in_draft and one is service.assessments[-1]),
            labels=service.labels if one is service.assessments[0] else {},
        )
        for service in made
        for one in service.assessments
    ]
    store = Store.open(chosen.address)
    try:
        added = store.add_samples(wanted, framework, who="fictional", at=datetime.now(UTC))
    finally:
        store.close()
    if not added:
        print(
            "Nothing was added: services of these names are there. Reset samples, in Settings, removes them."
        )
        return 1
    print(f"Fictional services added: {chosen.services}. Assessments of them: {added}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
