"""The keys of widgets that code outside the widget reads or sets."""

# In the address, so that a link carries the view.
ASSESSMENT = "assessment"
CAPABILITY = "capability"
STAGE = "stage"
SHOW = "show"
OVERLAYS = "overlays"
EARLIER = "earlier"
TRIED = "tried"
VIEW = "view"
SCENARIO = "scenario"
AGAINST = "against"
PLAN = "plan"
UP_TO = "to"
CAPACITY = "capacity"
BEGINNING = "beginning"
SURVEY = "survey"
LINK = "link"
TURN = "turn"
WORKSHOP = "workshop"
ENTRY = "code"
LEAD = "lead"
LEVER = "lever"

# Of one tab only.
BARE = "bare-indicator"
FIND = "find"
THRESHOLD = "rules-threshold"
EVIDENCE_REQUIRED = "rules-evidence"
PERSPECTIVES = "rules-perspectives"
IMPORT = "import-file"
GAP_TABS = "gap-tabs"
ANSWERS = "answers-file"
JOIN_CODE = "join-typed-code"
JOIN_ROLE = "join-role"
AGREED_FROM = "agreed-from"
EVIDENCE_OF = "evidence-capability"
EVIDENCE_VOICE = "evidence-voice"


def key(*parts: object) -> str:
    """A widget key from a page, an element and the ids of what it belongs to."""
    return "-".join(str(part) for part in parts)
