"""Every session key, and the only code that touches session state.

The store is the truth. A session holds what belongs to one browser tab: which assessment is in view (also in
the address), what the tab has shown (so that a later writer elsewhere is noticed), and unfinished input.

Callers write `state.put`, `state.drafts`, `state.ASSESSMENT`: what is public in these modules is theirs.
"""

from .address import *
from .kept import *
from .keys import *
from .opened import *
from .report import *
from .run import *
from .tab import *
from .widgets import *
