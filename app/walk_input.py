"""What a person at random would type for a step: plausible values, one per kind of field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import select
from stdnum.cn import ric

from app.models import Body, Case, Paper, Staff
from app.services import case_rows, step_form
from app.services.desk import Desk
from app.services.filing import Application, ItemInput, PartyInput
from app.services.step_form import NOT_SERVED, Input
from app.services.steps import Offer
from app.story_service import PROOFS
from app.walk_plots import Plot
from workflows.items import kind as item_kind
from workflows.items import kinds
from workflows.service_methods import book

SEALED = "封存记号"
"""Stands in every mediator's note and offer of a walk: found anywhere else, something leaked."""
FIRMS = ("91370500MA3C4D5E6D", "91370500MA3C4D5F5B")
ADDRESS = "东川市河湾区工匠巷18号"
NEW_PARTY = {"joining_ground": "third_called", "new_party_kind": "worker", "new_party_identity": ""}
"""A third party of its own; its number is made up."""
SPOILED = ("", "不是一个值", "999999999", "-5", "2026-13-45", "0")


@dataclass
class Typing:
    """Random typing. `number` makes court case numbers that differ."""

    random: Random
    number: int = 1000

    def application(self, today: date, plot: Plot) -> Application:
        """A new application: one worker mostly, ten or more at times; random claims."""
        workers = plot.workers if plot.workers > 1 else self.random.choice((1, 1, 1, 1, 1, 1, 1, 2))
        parties = [
            PartyInput("applicant", "worker", f"劳动者{n + 1}", identity=self._identity(), address=ADDRESS)
            for n in range(workers)
        ]
        # Some arrive without an address: acceptance has to wait for it.
        known = ADDRESS if self.random.random() < 0.99 else ""
        parties += [
            PartyInput("respondent", "employer", f"样例用人单位{n or ''}", identity=firm, address=known)
            for n, firm in enumerate(FIRMS[: plot.respondents])
        ]
        items = []
        for n in range(max(workers, len(plot.claims), self.random.randint(1, 3))):
            kind = item_kind(plot.claims[n % len(plot.claims)]) if plot.claims else self.random.choice(kinds(today))
            amount = str(self.random.choice((800, 5000, 20000, 60000, 260000))) if kind.money else ""
            items.append(ItemInput(kind.id, amount, f"请求{n + 1}", applicant=n % workers))
        procedure = "collective" if workers >= 10 else self.random.choice(("ordinary", "ordinary", "simplified"))
        return Application(today.isoformat(), parties, items, "事实与理由。", procedure)

    def _identity(self) -> str:
        born = date(1970, 1, 1) + timedelta(days=self.random.randrange(12000))
        stem = f"370502{born:%Y%m%d}{self.random.randrange(1000):03d}"
        return stem + str(ric.calc_check_digit(stem + "0"))

    def draft(self, case: Case) -> dict[str, str]:
        """A draft that decides every claim."""
        typed = {"facts_found": "查明的事实。", "reasoning": "本委认为。"}
        for item in case.items:
            how = self.random.choice(("granted", "partly", "refused"))
            claimed = (item.claimed_fen or 0) // 100
            sum_ = {"granted": claimed, "partly": max(1, claimed // 2), "refused": 0}[how]
            typed |= {
                f"item-{item.id}-disposition": how,
                f"item-{item.id}-awarded": str(sum_) if item_kind(item.kind).money else "",
                f"item-{item.id}-reasoning": "理由。",
                f"item-{item.id}-articles": "LMA 6",
                f"item-{item.id}-decision_text": "" if item_kind(item.kind).money else "按请求裁决",
                f"item-{item.id}-deviation_reason": "本案事实不同。",
            }
        return typed

    def step(self, desk: Desk, one: Offer, subject: Any, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
        """Values for a step's fields; None when the case has nothing to choose from for one of them."""
        case = subject if isinstance(subject, Case) else desk.session.get_one(Case, subject.case_id)
        if one.rule.id in ("svc.record", "svc.send", "svc.record_failure"):
            return self._service(desk, case, one.rule.id)
        typed: dict[str, Any] = {}
        for asked in step_form.inputs(desk, one, subject, {}):
            if asked.field.type == "outcomes":
                typed |= self._outcomes(case)
                continue
            if asked.field.type == "payment_lines":
                typed |= self._payments(desk)
                continue
            if asked.field.type in step_form.CHOICES and not asked.choices:
                if asked.field.required:
                    return None
                continue
            if asked.rows:
                typed |= self._rows(asked)
                continue
            if asked.field.type == "item_list":
                typed[asked.field.id] = [c.value for c in asked.choices if self.random.random() < 0.5]
                continue
            typed[asked.field.id] = self._value(desk, case, asked)
        self._wanted(case, typed, wanted)
        self._fit(desk, case, typed)
        self._wanted(case, typed, wanted)
        return typed

    def _wanted(self, case: Case, typed: dict[str, Any], wanted: Mapping[str, Any]) -> None:
        """What the plot has typed; a side stands for its party, and who is absent for the lines of those who come."""
        for name, value in wanted.items():
            party = next((p for p in case.parties if p.side == value), None)
            if name == "absent":
                typed |= {f"came-{p.id}": "absent" if p.side == value else "came" for p in case.parties}
            elif name in typed:
                typed[name] = str(party.id) if party is not None else value

    def _rows(self, asked: Input) -> dict[str, str]:
        """A line for each party or arbitrator: mostly everybody comes, mostly all agree."""
        typed = {}
        for row in asked.rows:
            rare = self.random.choice(asked.choices).value if self.random.random() < 0.2 else asked.choices[0].value
            if asked.field.type == "votes":
                typed |= {f"{row.name}-view": rare, f"{row.name}-text": "意见和理由"}
            else:
                typed[row.name] = rare
        return typed

    def _fit(self, desk: Desk, case: Case, typed: dict[str, Any]) -> None:
        if "receiving_body" in typed:
            heading = "linked_channel" if "linked_channel" in typed else "channel"
            bodies = {str(b.id): b.channel for b in _bodies(desk)}
            typed[heading] = bodies.get(typed["receiving_body"]) or typed[heading]
        if "court" in typed and self.random.random() < 0.95:
            level = "intermediate" if typed.get("matter_kind") in ("annulment", "second_instance") else "basic"
            fit = [str(b.id) for b in _bodies(desk) if b.court_level == level and b.id in _staffed(desk)]
            typed["court"] = self.random.choice(fit or [typed["court"]])
        if typed.get("receiving_commission") and "receiving_commission_name" in typed:
            typed["receiving_commission_name"] = ""
        if "award_optional" in typed and "mediation_paper" in typed and typed["award_optional"]:
            typed["mediation_paper"] = ""
        if "annulment_ending" in typed and typed["annulment_ending"] != "annulled":
            typed["annulment_ground"] = ""
        self._fit_claims(case, typed)
        if "standard_number" in typed:
            typed["standard_number"] = typed["standard_title"] = typed["standard_item"] = ""
        if "excuses_seen" in typed:
            typed["excuses_seen"] = "yes"
        if "excuses_seen" in typed and self.random.random() < 0.8:
            typed["plaintiff"] = str(case.on_side("applicant")[0].id)
        if "outcome" in typed:
            settled = typed["outcome"] in ("agreed", "partly_agreed")
            typed["agreement_terms"] = "单位于本月底前支付。" if settled else ""
            typed["outcome_reason_optional"] = "" if typed["outcome"] == "agreed" else "差距过大"
            open_ = [str(item.id) for item in case.items if item.disposition == "pending"]
            typed["agreed_items"] = open_[:1] if typed["outcome"] == "partly_agreed" else []

    def _fit_claims(self, case: Case, typed: dict[str, Any]) -> None:
        """Who may ask for what: a respondent counters an applicant; an applicant changes claims, each way in its own fields."""
        if "against_party" in typed and self.random.random() < 0.95:
            typed["asking_party"], typed["against_party"] = (str(case.on_side(s)[0].id) for s in ("respondent", "applicant"))
        way = typed.get("change_way")
        if way and self.random.random() < 0.95:
            typed["asking_party"] = str(case.on_side("applicant")[0].id)
            empty = {"add": ("changed_item",), "withdraw": ("claim_kind_optional", "claim_amount")}.get(way, ())
            typed |= dict.fromkeys(empty, "")
        if "claim_amount" in typed and (kind := typed.get("claim_kind") or typed.get("claim_kind_optional")):
            typed["claim_amount"] = typed["claim_amount"] if item_kind(kind).money else ""

    def _value(self, desk: Desk, case: Case, asked: Input) -> Any:
        field, today = asked.field, desk.today
        if field.id == "agrees":
            return self.random.choice(("yes", "yes", "yes", "yes", "no"))
        if field.type == "staff_list":
            size = 2 if len(case.on_side("applicant")) >= 10 else self.random.choice((0, 0, 2, 2, 1))
            return self.random.sample([c.value for c in asked.choices], size)
        if field.type == "choice_list":
            known = [c.value for c in asked.choices]
            return self.random.sample(known, self.random.randint(1, 2))
        if field.id == "mediation_paper":
            return self._statement(desk, case)
        if field.id == "other_case":
            return self._another(desk, case)
        if field.id in ("challenged", "leaving"):
            return str(self.random.choice([one for one in (*case.panel, case.recorder_id) if one] or [0]))
        if field.id == "replacement":
            here = {str(one) for one in (*case.panel, case.chief_id, case.recorder_id)}
            return self.random.choice([c.value for c in asked.choices if c.value not in here] or [asked.choices[0].value])
        if field.id == "inquirers":
            return self.random.sample([c.value for c in asked.choices], min(2, len(asked.choices)))
        if field.id in ("known_on", "relation_ended_on"):
            return (min(case.filed_on, today) - timedelta(days=self.random.choice((30, 200, 500)))).isoformat()
        if field.id == "liable_party":
            return str(case.on_side("respondent")[-1].id)
        if field.id == "preserved_on":
            return min(case.filed_on, today).isoformat()
        if field.id == "average_wage":
            return "200000"
        if field.id in NEW_PARTY and self.random.random() < 0.9:
            return NEW_PARTY[field.id] or self._identity()
        if field.id == "stands_for":
            return ""
        if field.id == "answer_days":
            return "5"
        if field.id in ("paid_amount", "recovered_amount", "appraisal_fee", "advance_amount"):
            return str(self.random.choice((500, 5000, 5000, 15000)))
        if field.type in ("court", "body"):
            # Where people of the sample office work, mostly: elsewhere nobody could go on with it.
            staffed = [c for c in asked.choices if int(c.value) in _staffed(desk)]
            return self.random.choice(staffed if staffed and self.random.random() < 0.9 else asked.choices).value
        if asked.choices:
            return self.random.choice(asked.choices).value
        if field.type == "yes_no":
            return "yes" if self.random.random() < 0.99 else ""
        if field.type == "date":
            if field.id == "evidence_until":
                return (today + timedelta(days=20)).isoformat()
            if not field.required and self.random.random() < 0.5:
                return ""
            return (today - timedelta(days=self.random.choice((0,) * 14 + (1, 3)))).isoformat()
        if field.id == "answered_at":
            return ""
        if field.id == "session_time":
            return "09:30"
        if field.type == "instant":
            day = today + timedelta(days=self.random.choice((2, 11, 11, 13, 14)))
            return f"{day:%Y-%m-%d} {self.random.choice((8, 9, 11, 13, 14, 16, 18)):02d}:00"
        if field.id == "room":
            return f"第{self.random.randint(1, 9)}仲裁庭"
        if field.type == "worker_list":
            return self._workers(case, field.id)
        if field.type == "money":
            return str(self.random.choice((800, 5000, 20000)))
        if field.type == "left_workers":
            return "、".join(str(p.ordinal) for p in case.parties if p.left_how in ("settling", "settled")) or "1"
        if field.type == "number":
            return str(self.random.choice((5, 10, 15, 15, 20)))
        if field.id == "court_number":
            self.number += 1
            return f"（{today.year}）鲁0591民初{self.number}号"
        if field.id in ("private_notes", "offers"):
            return f"{SEALED}：单位最多出三万五。"
        return "如实登记的内容"

    def _service(self, desk: Desk, case: Case, step: str) -> dict[str, Any] | None:
        done = {(s.paper_id, s.party_id) for s in case_rows.services(desk.session, case.id or 0) if s.served_on is not None}
        left = [
            (paper, party)
            for paper in case_rows.of_case(desk.session, Paper, case.id or 0)
            for party in case.parties
            if paper.folder == "main" and paper.kind not in NOT_SERVED
            and paper.party_id in (None, party.id) and (paper.id, party.id) not in done
        ]  # fmt: skip
        if not left:
            return None
        hearing = [pair for pair in left if pair[0].kind in ("hearing_notice", "award", "mediation_statement")]
        paper, party = self.random.choice(hearing or left)
        sent = max(paper.made_on, desk.today - timedelta(days=self.random.choice((0, 1, 3))))
        method = self.random.choice(METHODS)
        deemed = book().methods[method].deemed
        return {
            "paper": str(paper.id),
            "party": str(party.id),
            "service_method": "post" if step == "svc.send" else method,
            "sent_on": sent.isoformat(),
            "served_on": "" if deemed else desk.today.isoformat(),
            "failure": self.random.choice(list(book().failures)),
            "failed_on": desk.today.isoformat(),
            **PROOFS["post" if step == "svc.send" else method],
        }

    def _statement(self, desk: Desk, case: Case) -> str:
        """The mediation statement of the case, where it has one."""
        query = select(Paper.id).where(Paper.case_id == case.id, Paper.kind == "mediation_statement")
        return str(desk.session.exec(query).first() or "")

    def _another(self, desk: Desk, case: Case) -> str:
        """The number of another case that stands where this one stands."""
        found = desk.session.exec(
            select(Case.number).where(Case.state == case.state, Case.id != case.id, Case.office_id == case.office_id)
        ).all()
        return self.random.choice([one for one in found if one] or ["没有这个案号"])

    def _workers(self, case: Case, field: str) -> str:
        """Three for representatives; everybody, or a few, for anything else."""
        here = [str(p.ordinal) for p in case.still_in("applicant")]
        few = "、".join(self.random.sample(here, min(3, len(here))))
        return few if field == "delegates" else "全体" if field == "signers" else self.random.choice(("全体", few))

    def _payments(self, desk: Desk) -> dict[str, str]:
        """No payment, one or two instalments of five thousand yuan."""
        typed = {}
        for n in range(1, self.random.choice((0, 1, 1, 2, 2, 2)) + 1):
            typed[f"line-{n}-day"] = (desk.today + timedelta(days=self.random.choice((5, 20, 40)) * n)).isoformat()
            typed[f"line-{n}-amount"] = "5000"
            typed[f"line-{n}-text"] = f"第{n}期"
        return typed


    def _outcomes(self, case: Case) -> dict[str, str]:
        typed = {}
        for item in case.items:
            how = self.random.choice(("granted", "partly", "refused"))
            typed[f"outcome-{item.id}-disposition"] = how
            typed[f"outcome-{item.id}-amount"] = str((item.claimed_fen or 0) // 200) if how != "refused" else ""
            typed[f"outcome-{item.id}-reason"] = self.random.choice(("", "fact_finding", "law"))
        return typed

    def spoil(self, typed: dict[str, Any]) -> None:
        """One field gets what nobody should type."""
        if typed:
            typed[self.random.choice(sorted(typed))] = self.random.choice(SPOILED)


METHODS = ("direct",) * 6 + ("post",) * 4 + ("electronic", "left_or_posted", "public_notice", "co_resident")
"""How often the walk serves in which way."""


def _bodies(desk: Desk) -> Sequence[Body]:
    return desk.session.exec(select(Body)).all()


def _staffed(desk: Desk) -> set[int | None]:
    return case_rows.once(desk.session, Staff, "bodies", lambda: set(desk.session.exec(select(Staff.body_id)).all()))
