"""What a tab keeps beside its widgets: what it has shown, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clf_model import ActionConflictError, Evidence, Judgement, Record
from clf_model.answers import Choices, Reading
from clf_model.table import Table
from clf_model.voices import Decision, VoteCounts
from clf_store import SavedScenario

from .slots import Kept, Latest, Slot

deleted_assessment: Slot[int] = Slot("_deleted")
"""The assessment that this tab deleted last, so that it can be brought back."""

seen_settings: Kept[str, str] = Kept("_seen_settings")
"""By key, a setting for everyone as this tab last showed it: a change is made against that."""

setting_steps: Kept[str, tuple[int, ...]] = Kept("_setting_steps")
"""By key, the steps in which this tab changed a setting for everyone and that stand, the latest last."""
undone_setting_steps: Kept[str, tuple[int, ...]] = Kept("_undone_setting_steps")
"""By key, the steps in which this tab took those back, the latest last."""

# Judgements, by assessment and indicator: a fragment draws some indicators again and leaves the others.
shown_records: Kept[tuple[int, str], Record] = Kept("_shown")
"""The record that this tab last showed: a change is made against it."""
shown_editions: Kept[tuple[int, str], str] = Kept("_shown_editions")
"""The digest of the edition that this tab last showed, by assessment and indicator; "" for the whole page."""
drafts: Kept[tuple[int, str], Judgement] = Kept("_drafts")
"""A judgement that waits for its reason."""
conflicts: Kept[tuple[int, str], Record] = Kept("_conflicts")
"""What this tab wanted to write when someone else had written first, until the person has decided."""
action_conflicts: Kept[tuple[int, str], ActionConflictError] = Kept("_action_conflicts")
"""The same for a change of an action, by assessment and action."""

text_conflicts: Kept[tuple[int, str], str] = Kept("_text_conflicts")
"""By assessment and section, own words that were not saved, until the person has decided."""


@dataclass(slots=True)
class Part:
    """A fragment on the page: what it would show if it were drawn now, and what it showed when it was.

    `follows` is whether it follows from the judgements. Without `looks` nothing is known of what it shows.
    """

    follows: bool
    looks: Callable[[], object] | None
    shown: object = None


parts: Kept[str, Part] = Kept("_parts")
"""By their keys the fragments on the page that judgements may change, in the order of their drawing."""
record_parts: Kept[tuple[int, str], str] = Kept("_record_parts")
"""By assessment and indicator, the key of the fragment on the page that shows its record."""

unsaved_cells: Kept[tuple[str, str], Mapping[str, object]] = Kept("_unsaved_cells")
"""By table and row, what is written in cells that only a button saves."""
refused: Kept[str, str] = Kept("_refused")
"""By the key of a table, what is wrong with what it holds, until that is mended."""

# Scenarios.
shown_scenarios: Kept[int, SavedScenario] = Kept("_scenarios")
"""The scenario that this tab last showed, by its id: a change is made against it."""
begun: Slot[int] = Slot("_begun")
"""The scenario begun from today's state that the browser may not have heard of yet."""
planned: Kept[int, tuple[SavedScenario, Mapping[str, Judgement]]] = Kept("_planned")
"""By scenario, how it was before a plan took its place, and that plan."""
taken: Latest[str, int] = Latest("_taken")
"""By the label of a scenario, how many actions were made of its plan last."""
deleted_scenario: Latest[int, int] = Latest("_deleted_scenario")
"""By assessment, the scenario that this tab deleted last, so that it can be brought back."""

# Surveys and workshops.
went_on_at: Slot[float] = Slot("_went_on_at")
"""When this tab last kept an answer or a decision and went on to the next indicator."""
made_last: Slot[tuple[tuple[object, ...], float]] = Slot("_made_last")
"""What this tab made last, and when."""
made_in_view: Slot[int] = Slot("_made_in_view")
"""The assessment that was in view when that was made."""
judged_last: Slot[tuple[tuple[int, str], float]] = Slot("_judged_last")
"""The assessment and indicator that this tab judged last, and when."""
survey_places: Kept[tuple[int, int], int] = Kept("_survey_places")
"""By survey and turn, the statement that somebody has gone to, counted from 0."""
answer_files: Latest[str, Sequence[Table]] = Latest("_table")
"""The tables of an uploaded file, by the file's id."""
answer_readings: Latest[str, tuple[tuple[Choices, Reading], ...]] = Latest("_reading")
"""By file, what was said of it last, with how it reads so."""
place: Slot[tuple[str, int]] = Slot("_place")
"""The indicator and round that a participant has gone back to; None for the first without an answer."""
tapped_too_soon: Slot[tuple[str, int]] = Slot("_tapped_too_soon")
"""The indicator and round that got the second of two quick taps, which was not counted."""
shown_decisions: Kept[tuple[int, str], Decision] = Kept("_shown_decisions")
"""By workshop and indicator, what was decided when this tab last showed it."""
shown_counts: Kept[tuple[int, str, int], VoteCounts] = Kept("_shown_counts")
"""By workshop, indicator and round, what was counted of paper when this tab last showed it."""
taken_back: Kept[tuple[int, str], tuple[Evidence, ...]] = Kept("_taken_back")
"""By workshop and indicator, the evidence of a decision that was taken back, for the next one on it."""
role_given: Latest[int, bool] = Latest("_role_given")
"""By workshop, whether this tab has asked in which role somebody takes part."""
drawn: Slot[float] = Slot("_drawn")
"""When the facilitator's page was drawn whole, once its first part has been."""
played: Latest[tuple[int, str, int], tuple[float, float]] = Latest("_played")
"""By workshop, capability and round, when this tab began to play simulated phones (in seconds of a clock that
only runs forward), and how many seconds of them it has played."""
arrived: Latest[int, int] = Latest("_arrived")
"""By workshop, how many simulated phones this tab has let in."""
seen_at: Latest[int, float] = Latest("_seen_at")
"""By assessment, when this tab last said that it shows a demonstration, by the same clock."""
beat: Slot[int] = Slot("_beat")
"""How many looks at the room this wall has taken."""


def action_conflicts_of(assessment_id: int) -> Mapping[str, ActionConflictError]:
    """The conflicts of an assessment by action."""
    return {id_: conflict for (aid, id_), conflict in action_conflicts.all().items() if aid == assessment_id}
