"""De-identifying the words of a case file: parties by their role, numbers and addresses covered."""

import re

from app.models import Case
from app.services.short_names import of_employer
from search_index.import_rows import MASK, PERSONAL

ROLE_NAMES = {"applicant": "申请人", "respondent": "被申请人", "third_party": "第三人"}


class Hider:
    """Replaces what names a person or an employer in this case."""

    def __init__(self, case: Case, place: str) -> None:
        names: dict[str, str] = {}
        self._short: list[tuple[re.Pattern[str], str]] = []
        for party in case.parties:
            role = ROLE_NAMES.get(party.side, "当事人")
            names[party.name] = role
            names[party.legal_representative] = f"{role}法定代表人"
            names[party.address] = names[party.postal_address] = names[party.phone] = MASK
            names[party.id_number] = names[party.uscc] = MASK
            if party.kind != "worker":
                self._short += [(re.compile(form), role) for form in of_employer(party.name, place)]
            for agent in party.agents:
                names[agent.name] = f"{role}代理人"
        self._names = {name: shown for name, shown in names.items() if len(name) > 1}
        longest_first = sorted(self._names, key=len, reverse=True)
        self._found = re.compile("|".join(re.escape(name) for name in longest_first)) if longest_first else None

    def __call__(self, text: str) -> str:
        if self._found:
            text = self._found.sub(lambda match: self._names[match[0]], text)
        for form, role in self._short:
            text = form.sub(role, text)
        return PERSONAL.sub(MASK, text)
