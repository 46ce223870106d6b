"""A process for the tests to kill: changes records and prints each one after it was acknowledged.

It says when it is ready, and begins when it is sent a line.
Arguments: the database's URL, the assessment's id, the writer's name, and the indicators that are its own.
"""

import sys
from datetime import UTC, datetime
from itertools import count, cycle

from clf_model.assessment import NO_RECORD, Judgement, Record
from clf_store import Edit, Store


def main(url: str, assessment_id: str, who: str, *indicators: str) -> None:
    at = datetime(2026, 3, 12, tzinfo=UTC)
    store = Store.open(url)
    print("ready", flush=True)
    sys.stdin.readline()
    stored = store.load(int(assessment_id))
    seen = dict(stored.assessment.records)
    for number, indicator in zip(count(stored.info.revision + 2), cycle(indicators), strict=False):
        wish = Record(list(Judgement)[number % 3], effort=number)
        edit = Edit(seen.get(indicator, NO_RECORD), wish)
        change = store.change(int(assessment_id), {indicator: edit}, who=who, at=at)
        seen[indicator] = wish
        print(change.event_id, indicator, wish.judgement, wish.effort, flush=True)


main(*sys.argv[1:])
