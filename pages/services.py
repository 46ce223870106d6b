"""Services.

Who: a person with several services: a provider's manager, a local authority, an inspector.
Wants to know: where each stands, where help is needed, and what one step would move most of them on.
Next: into one service's Checklist, or to whoever is already good at what holds others back.
"""

from clf_ui.services.page import services
from clf_ui.shared.errors import boundary
from clf_ui.shell.navigation import page_line

page_line()
with boundary():
    services()
