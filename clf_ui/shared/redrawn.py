"""What a change draws again: fragments that several pages name, and how often some run by the clock."""

MARKS = "marks"
"""At the top: the state of the assessment, and what is particular about it."""
STATUS = "status"
"""The line at the top: saved when, undo."""
WHAT_IF = "what-if"
"""All of the What-if page."""
AFFECTED = (STATUS, WHAT_IF)
"""What shows a change of scenarios, efforts and actions."""
MINUTE = 60.0  # seconds
