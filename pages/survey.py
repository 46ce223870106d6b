"""Worker survey.

Who: somebody who works in the service, on their own phone, opened by a link.
Wants to know: what is asked, who sees it, and how much is left.
Next: answer one statement after the other, and be done.
"""

from clf_ui.shared.errors import boundary
from clf_ui.survey.form import survey

with boundary():
    survey()
