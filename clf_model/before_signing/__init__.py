"""What a critical reader would ask before an assessment is signed: standing checks, each a pure function."""

from .checks import CHECKS, findings
from .finding import Finding, Signing

__all__ = ["CHECKS", "Finding", "Signing", "findings"]
