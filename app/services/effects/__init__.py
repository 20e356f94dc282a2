"""The effects of the procedure's steps. Importing this package registers them all."""

from app.services.effects import (
    approvals,
    arbitration,
    collective,
    court,
    court_requests,
    court_trial,
    enforcement,
    filing,
    hearings,
    lead_steps,
    leads,
    mediation,
    meetings,
    requests,
    service,
)
from app.services.effects.registry import AFTER, BEFORE, DURING

__all__ = [
    "AFTER",
    "BEFORE",
    "DURING",
    "approvals",
    "arbitration",
    "collective",
    "court",
    "court_requests",
    "court_trial",
    "enforcement",
    "filing",
    "hearings",
    "lead_steps",
    "leads",
    "mediation",
    "meetings",
    "requests",
    "service",
]
