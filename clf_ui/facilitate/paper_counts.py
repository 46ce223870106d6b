"""What stands in the table of paper counts: what it showed as saved, and what was typed over it."""

from __future__ import annotations

from clf_model import Framework, RecordError
from clf_model.voices import VoteCounts
from clf_model.voices.tally import NO_VOTES
from clf_reports import VOTES
from clf_store import Topic

from .. import state
from ..shared.grids import Cells, count_in_cell, unsaved, written
from ..shared.naming import names_of

MOST = 1000  # in one cell


def sheets_key(workshop_id: int, topic: Topic) -> str:
    """The key of the number of sheets in the pile of a round."""
    return state.key("facilitate", "sheets", workshop_id, topic.capability_id, topic.round)


def grid_key(workshop_id: int, topic: Topic) -> str:
    """The key of the table of a round."""
    return state.grid_key(workshop_id, _which(topic))


def start_anew(workshop_id: int, topic: Topic) -> None:
    """What was typed is saved: the table shows what is saved."""
    state.new_grid_key(workshop_id, _which(topic))


def _which(topic: Topic) -> str:
    return f"paper-{topic.capability_id}-{topic.round}"


def seen_counts(workshop_id: int, topic: Topic, indicator_id: str) -> VoteCounts:
    """What the table showed as saved when somebody began to write in the row of an indicator."""
    return state.shown_counts.get((workshop_id, indicator_id, topic.round)) or NO_VOTES


def typed_cells(workshop_id: int, topic: Topic) -> dict[str, Cells]:
    """By indicator, the cells in which something is typed and not saved."""
    name = grid_key(workshop_id, topic)
    return unsaved(name, name, topic.balloted)


def cells_at_start(workshop_id: int, topic: Topic) -> dict[str, Cells]:
    """By indicator, the cells typed before the table was drawn on this visit, and not again since."""
    again = written(grid_key(workshop_id, topic))
    return {
        id_: {word: count for word, count in cells.items() if word not in again.get(row, {})}
        for row, id_ in enumerate(topic.balloted)
        if (cells := typed_cells(workshop_id, topic).get(id_))
    }


def typed_counts(workshop_id: int, topic: Topic) -> tuple[dict[str, VoteCounts], tuple[str, ...]]:
    """The counts of each row as they stand in the table, saved or not, and in sentences what is no count."""
    rows = typed_cells(workshop_id, topic)
    found, problems = {}, []
    for id_ in topic.balloted:
        seen, cells = seen_counts(workshop_id, topic, id_), rows.get(id_, {})
        numbers = {vote.value: seen.of(vote) for vote in VOTES}
        for vote, word in VOTES.items():
            if word in cells:
                try:
                    numbers[vote.value] = count_in_cell(cells[word], MOST) or 0
                except RecordError as error:
                    problems.append(f"{word} of {id_}: {error}")
        found[id_] = VoteCounts(**numbers)
    return found, tuple(problems)


def too_many(framework: Framework, over: tuple[str, ...], sheets: int) -> str:
    """That there are more answers than sheets."""
    found = f"{names_of(framework, over)} {'has' if len(over) == 1 else 'have'}"
    return f"{found} more answers than there are sheets ({sheets}). Correct that first."
