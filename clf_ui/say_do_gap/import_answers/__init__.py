"""Answers from other survey tools, on the Say–do gap page: what a file says, what is asked, and all or none.

The parts in the order of the page: `page` (the file and its headline), `questions`, `account` (what became of
rows, columns and sheets), `corrections` (what a person may change) and `saving`. `said` is what was chosen.
"""

from .page import import_answers

__all__ = ["import_answers"]
