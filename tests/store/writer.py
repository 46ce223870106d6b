"""A process for the tests to kill: it changes records and an action in turn, and prints what is acknowledged.

It says when it is ready, and begins when it is sent a line.
Arguments: the database's URL, the assessment's id, the writer's name, and the indicators that are its own.
"""

import sys
from datetime import UTC, datetime
from itertools import count, cycle

from clf_model.action import Action
from clf_model.assessment import NO_RECORD, Judgement, Record
from clf_store import ActionEdit, Edit, Store


def main(url: str, assessment_id: str, who: str, *indicators: str) -> None:
    at = datetime(2026, 3, 12, tzinfo=UTC)
    store = Store.open(url)
    print("ready", flush=True)
    sys.stdin.readline()
    stored = store.load(int(assessment_id))
    seen, plan = dict(stored.assessment.records), dict(stored.assessment.actions)
    own = who.replace(" ", "-")
    for number, indicator in zip(count(stored.info.revision + 2), cycle(indicators), strict=False):
        if number % 2:
            step = Action(own, f"Step {number}", effort=number)
            edits = {own: ActionEdit(plan.get(own), step)}
            event_id = store.change_actions(int(assessment_id), edits, who=who, at=at).event_id
            plan[own] = step
            print(event_id, own, "step", number, flush=True)
        else:
            wish = Record(list(Judgement)[number % 3], effort=number)
            edit = Edit(seen.get(indicator, NO_RECORD), wish)
            event_id = store.change(int(assessment_id), {indicator: edit}, who=who, at=at).event_id
            seen[indicator] = wish
            print(event_id, indicator, wish.judgement, number, flush=True)


main(*sys.argv[1:])
