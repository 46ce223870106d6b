"""A process for the tests to kill: votes, and prints each vote after it was acknowledged.

It says when it is ready, and begins when it is sent a line.
Arguments: the database's URL, the workshop's id, the participant's token, and the indicators to vote on.
"""

import sys
from itertools import count, cycle

from clf_model.voices import Vote
from clf_store import Store


def main(url: str, workshop_id: str, token: str, *indicators: str) -> None:
    store = Store.open(url)
    print("ready", flush=True)
    sys.stdin.readline()
    for number, indicator in zip(count(), cycle(indicators), strict=False):
        vote = list(Vote)[number % 3]
        print("sent", indicator, vote, flush=True)
        store.workshops.vote(int(workshop_id), token, indicator, 1, vote)
        print("saved", indicator, vote, flush=True)


main(*sys.argv[1:])
