"""What of an action wants attention on a day, in a few words."""

from __future__ import annotations

from datetime import date

from clf_model import Action


def attention(action: Action, day: date) -> str:
    """What wants attention on a day, in a few words: overdue, due today, due for review; else nothing."""
    if action.is_overdue(day) and action.due:
        late = (day - action.due).days
        return f"Overdue by {late} {'day' if late == 1 else 'days'}"
    if action.status.is_open and action.due == day:
        return "Due today"
    return "Due for review" if action.is_due_for_review(day) else ""
