"""Which commission and which court may take a dispute (管辖; LMA 21, CHR 8-9, I1 3). Pure: answers places and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.errors import InputError, Reason
from workflows.working import Line


@dataclass(frozen=True)
class Places:
    """What is known of the places of a dispute; each is a place as the office writes it.

    `performance`: where the work was actually done (several are possible). `registered`: the employer's registered
    or main office. `backer`: the place of its investor, founder or supervising body, when it is not registered.
    """

    performance: tuple[str, ...] = ()
    registered: str = ""
    backer: str = ""

    @property
    def employer(self) -> str:
        """The employer's place in law: unregistered employers stand at their backer's."""
        return self.registered or self.backer


@dataclass(frozen=True)
class Filing:
    """An application accepted by (or handed to) the commission of `place`."""

    place: str
    filed: date
    accepted: date | None = None


@dataclass(frozen=True)
class Competence:
    """The place that is competent, every place that would have been, and why. `undecided` when a person must act."""

    place: str
    open_to: tuple[str, ...]
    reasons: tuple[Line, ...]
    undecided: bool = False


def open_places(places: Places) -> tuple[str, ...]:
    """Every place whose commission (or basic court) may be asked, performance first. Raises InputError for none."""
    found = tuple(dict.fromkeys(p for p in (*places.performance, places.employer) if p))
    if not found:
        why = "既没有劳动合同履行地，也没有用人单位所在地。"
        raise InputError(
            "places", "", why, "请填写实际工作地点，或者用人单位的注册地、主要办事机构所在地。", "LMA 21; CHR 8"
        )
    return found


def commission_objections(places: Places, place: str) -> tuple[Reason, ...]:
    """Why the commission of `place` may not take the case; empty when it may."""
    allowed = open_places(places)
    if place in allowed:
        return ()
    text = f"{place} 既不是劳动合同履行地，也不是用人单位所在地。请告知申请人向 {'、'.join(allowed)} 的仲裁委员会申请。"
    return (Reason(text, "LMA 21; CHR 8"),)


def commission(places: Places, filings: Sequence[Filing] = ()) -> Competence:
    """The commission that goes on with the case when it was filed in one or more places (LMA 21; CHR 8)."""
    allowed = open_places(places)
    why = [Line(f"劳动争议由劳动合同履行地或者用人单位所在地的仲裁委员会管辖：{'、'.join(allowed)}。", "LMA 21; CHR 8")]
    if not places.registered and places.backer:
        why.append(Line("用人单位未经注册登记，以出资人、开办单位或者主管部门所在地为用人单位所在地。", "CHR 8"))
    valid = [f for f in filings if f.place in allowed]
    refused = [f.place for f in filings if f.place not in allowed]
    if refused:
        why.append(Line(f"{'、'.join(refused)} 没有管辖权，应当移送或者告知另行申请。", "CHR 8-9"))
    asked = tuple(dict.fromkeys(f.place for f in valid))
    why.append(Line("案件受理后，履行地或者用人单位所在地变化的，不改变管辖。", "CHR 8"))
    if len(asked) == 1:
        return Competence(asked[0], allowed, tuple(why))
    if not asked:
        if len(allowed) == 1:
            return Competence(allowed[0], allowed, tuple(why))
        why.append(Line("申请人可以选择其中之一。", "LMA 21"))
        return Competence("", allowed, tuple(why), undecided=True)
    performance = [p for p in asked if p in places.performance]
    if not places.performance:
        why.append(Line("劳动合同履行地不明确，由用人单位所在地的仲裁委员会管辖。", "CHR 8"))
        return Competence(places.employer, allowed, tuple(why))
    if len(performance) == 1:
        why.append(Line("双方分别向两地申请的，由劳动合同履行地的仲裁委员会管辖。", "LMA 21"))
        return Competence(performance[0], allowed, tuple(why))
    accepted = sorted((f for f in valid if f.place in performance and f.accepted), key=lambda f: f.accepted or f.filed)
    if accepted and (len(accepted) == 1 or accepted[0].accepted != accepted[1].accepted):
        why.append(Line("有多个履行地的，由最先受理的仲裁委员会管辖。", "CHR 8"))
        return Competence(accepted[0].place, allowed, tuple(why))
    why.append(Line("各仲裁委员会不能确定先后的，报共同的上一级仲裁委员会主管部门指定管辖。", "CHR 9"))
    return Competence("", allowed, tuple(why), undecided=True)


def court(places: Places, matter: Literal["sue", "annul"], commission_place: str = "") -> Competence:
    """The court for a suit (basic court) or for annulling a final award (intermediate court). Raises InputError."""
    if matter == "annul":
        if not commission_place:
            missing = "申请撤销由仲裁委员会所在地的中级人民法院管辖，没有填写仲裁委员会所在地。"
            raise InputError("commission_place", "", missing, "请填写仲裁委员会所在地。", "LMA 49")
        text = f"申请撤销终局裁决，由仲裁委员会所在地（{commission_place}）的中级人民法院管辖。"
        return Competence(commission_place, (commission_place,), (Line(text, "LMA 49"),))
    allowed = open_places(places)
    why = [Line(f"起诉由用人单位所在地或者劳动合同履行地的基层人民法院管辖：{'、'.join(allowed)}。", "I1 3")]
    why.append(Line("受诉法院不必与仲裁委员会在同一地。", "I1 3"))
    if not places.performance:
        why.append(Line("履行地不明确的，由用人单位所在地的基层人民法院管辖。", "I1 3"))
        return Competence(places.employer, allowed, tuple(why))
    place = allowed[0] if len(allowed) == 1 else ""
    return Competence(place, allowed, tuple(why), undecided=not place)
