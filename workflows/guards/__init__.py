"""The named conditions of the procedure, one file per activity. Importing this package registers them all.

Each looks at the facts and answers nothing, or the reason in words with its article.
"""

from workflows.guards import (
    agreement_court,
    agreements,
    approvals,
    award,
    collective,
    court,
    court_stage,
    enforcement,
    fates,
    filing,
    hearing,
    leads,
    mediation,
    meetings,
    requests,
    reviews,
    service,
    sittings,
)
from workflows.guards.registry import GUARDS

__all__ = [
    "GUARDS",
    "agreement_court",
    "agreements",
    "approvals",
    "award",
    "collective",
    "court",
    "court_stage",
    "enforcement",
    "fates",
    "filing",
    "hearing",
    "leads",
    "mediation",
    "meetings",
    "requests",
    "reviews",
    "service",
    "sittings",
]
