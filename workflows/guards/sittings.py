"""庭审: the conditions of a sitting — room and people, who came, default, postponement, public or not."""

from workflows.appearance import ABSENT, AWAY, EXCUSED, LEFT, THERE
from workflows.errors import Reason
from workflows.facts import Facts, PartyFacts
from workflows.guards.registry import guard

SET = ("set", "notified")


@guard
def room_and_people_are_free(facts: Facts) -> Reason | None:
    """One room, one arbitrator, one recorder: one sitting at a time. How long a sitting takes is a setting (P)."""
    clashes = facts.asked.get("hearing_clashes") or ()
    if not clashes:
        return None
    return Reason(f"这个时间排不了庭：{'；'.join(clashes)}。请改时间或者改仲裁庭。", "CHR 38")


@guard
def a_hearing_was_held_before(facts: Facts) -> Reason | None:
    """CHR 38: a further hearing that is postponed leaves the case as it was: heard once."""
    return None if facts.hearings_held else Reason("本案还没有开过庭。", "CHR 38")


@guard
def a_hearing_is_set(facts: Facts) -> Reason | None:
    """LMA 35."""
    if facts.state == "hearing_set" and facts.hearing and facts.hearing.state in SET:
        return None
    return Reason("本案现在没有排定的庭期。", "LMA 35")


@guard
def hearing_is_still_to_come(facts: Facts) -> Reason | None:
    """LMA 26: asked for before the hearing."""
    if facts.state in ("accepted", "tribunal_formed", "hearing_set"):
        return None
    return Reason("不公开开庭应当在开庭前提出。", "LMA 26; CHR 25")


@guard
def no_postpone_request_waits(facts: Facts) -> Reason | None:
    """One request at a time."""
    return Reason("已有一项延期开庭申请还没有决定。请先决定。", "LMA 35") if facts.waiting("postpone") else None


@guard
def no_private_request_waits(facts: Facts) -> Reason | None:
    """One request at a time."""
    return Reason("已有一项不公开开庭申请还没有决定。请先决定。", "LMA 26") if facts.waiting("private_hearing") else None


@guard
def request_is_about_the_hearing(facts: Facts) -> Reason | None:
    """Which requests the tribunal decides itself."""
    kinds = ("postpone", "private_hearing")
    return None if facts.request and facts.request.kind in kinds else Reason("不是关于庭审的申请。", "LMA 35")


@guard
def postponement_was_asked_in_time(facts: Facts) -> Reason | None:
    """LMA 35; CHR 38: three working days before the hearing. The number stands in the limit rule."""
    last = facts.hearing.postpone_until if facts.hearing else None
    asked = facts.request.received_on if facts.request else None
    if last is None or asked is None or asked <= last:
        return None
    return Reason(
        f"延期开庭应当在开庭三个工作日前申请，本次庭期最迟在{last.isoformat()}提出，这项申请{asked.isoformat()}才收到。"
        "确有必要的，请由仲裁庭依职权办理「延期开庭」，并在本申请上登记不同意。",
        "LMA 35; CHR 38",
    )


@guard
def hearings_are_public(facts: Facts) -> Reason | None:
    """LMA 26."""
    return None if facts.public else Reason("本案已经决定不公开开庭。", "LMA 26")


@guard
def private_ground_is_the_parties(facts: Facts) -> Reason | None:
    """LMA 26; CHR 25: a party asks for its own secret or privacy, or both agree."""
    if facts.asked.get("private_ground") != "state_secret":
        return None
    return Reason("涉及国家秘密、军事秘密的由仲裁庭依职权决定，不需要申请。请办理「决定不公开开庭」。", "LMA 26; CHR 25")


@guard
def private_ground_needs_no_request(facts: Facts) -> Reason | None:
    """CHR 25: trade secrets and privacy only on a written request, an agreement only when both made it."""
    if facts.asked.get("private_ground") in (None, "state_secret"):
        return None
    return Reason("这项理由须由当事人书面提出。请先登记「收到不公开开庭申请」，再在申请上决定。", "LMA 26; CHR 25")


# ---- who came ----


def _those(facts: Facts, side: str, *ways: str) -> list[PartyFacts]:
    came = facts.asked.get("came") or {}
    return [p for p in facts.on_side(side) if came.get(p.id) in ways]


def _names(parties: list[PartyFacts]) -> str:
    return "、".join(p.name for p in parties)


@guard
def an_applicant_is_there(facts: Facts) -> Reason | None:
    """LMA 36: without any applicant there is nothing to hear."""
    if "came" not in facts.asked or _those(facts, "applicant", *THERE, LEFT):
        return None
    return Reason(
        "申请人一方没有人到庭，不能登记为开庭审理。无正当理由的，由仲裁员办理「按撤回申请处理」；有正当理由的，办理「延期开庭」。",
        "LMA 36; CHR 39",
    )


@guard
def no_applicant_is_there(facts: Facts) -> Reason | None:
    """LMA 36: treated as withdrawn only when no applicant came and none had a good reason."""
    if "came" not in facts.asked:
        return None
    there = [p for p in facts.on_side("applicant") if p not in _those(facts, "applicant", ABSENT, LEFT)]
    if not there:
        return None
    return Reason(
        f"{_names(there)}到庭或者有正当理由，不能把全案按撤回申请处理。请办理开庭或者延期开庭。", "LMA 36; CHR 39"
    )


@guard
def nobody_is_excused(facts: Facts) -> Reason | None:
    """LMA 36: who had a good reason is not heard against in absence; the hearing is postponed."""
    excused = [*_those(facts, "applicant", EXCUSED), *_those(facts, "respondent", EXCUSED)]
    if not excused:
        return None
    return Reason(f"{_names(excused)}有正当理由未到庭，应当延期开庭。请办理「延期开庭」。", "LMA 35, 36; CHR 38")


@guard
def every_respondent_stayed(facts: Facts) -> Reason | None:
    """LMA 36: hearing without a respondent is the tribunal's decision, with proof of notice."""
    away = _those(facts, "respondent", *AWAY)
    if not away:
        return None
    return Reason(
        f"被申请人{_names(away)}没有到庭或者中途退庭。请由仲裁员办理「缺席审理」（须有书面通知的证明），或者延期开庭。", "LMA 36; CHR 39"
    )


@guard
def a_respondent_is_away(facts: Facts) -> Reason | None:
    """LMA 36."""
    if "came" not in facts.asked or _those(facts, "respondent", *AWAY):
        return None
    return Reason("被申请人都到庭了，不是缺席审理。请办理「开庭」。", "LMA 36")


@guard
def absent_respondents_can_be_proved_notified(facts: Facts) -> Reason | None:
    """LMA 36; rules §21.2: shown before the step is taken; asked person by person when it is."""
    proven = facts.hearing.proven if facts.hearing else frozenset()
    if any(p.id in proven for p in facts.on_side("respondent")):
        return None
    return _unproven(facts, [p.name for p in facts.on_side("respondent")])


@guard
def the_absent_had_timely_notice(facts: Facts) -> Reason | None:
    """LMA 35, 36; CHR 38, 59; rules §21.2."""
    proven = facts.hearing.proven if facts.hearing else frozenset()
    left = [p.name for p in _those(facts, "respondent", *AWAY) if p.id not in proven]
    return _unproven(facts, left) if left else None


@guard
def applicants_left_without_leave(facts: Facts) -> Reason | None:
    """LMA 36: every applicant left the hearing, or stayed away from it."""
    ways = facts.hearing.appearance if facts.hearing and facts.hearing.state == "held" else {}
    if ways and all(ways.get(p.id) in AWAY for p in facts.on_side("applicant")):
        return None
    return Reason("庭审记录上没有申请人未经许可中途退庭的登记。", "LMA 36; CHR 39")


@guard
def applicants_notified_five_working_days_before(facts: Facts) -> Reason | None:
    """LMA 36; CHR 39, 59; rules §21.2: deemed withdrawal needs proof of timely written notice."""
    proven = facts.hearing.proven if facts.hearing else frozenset()
    left = [p.name for p in facts.on_side("applicant") if p.id not in proven]
    return _unproven(facts, left, "按撤回申请处理") if left else None


def _unproven(facts: Facts, names: list[str], what: str = "缺席审理") -> Reason:
    who = "、".join(names)
    if facts.procedure == "simplified":
        return Reason(
            f"没有{who}已经收到开庭通知的证明（简便方式须确认收悉），不能{what}。请登记送达，或者延期开庭并重新通知。",
            "LMA 36; CHR 39, 59",
        )
    return Reason(
        f"没有在开庭五个工作日前把书面开庭通知送达{who}的证明，不能{what}。请登记送达，或者延期开庭并重新通知。",
        "LMA 35, 36; CHR 38, 39",
    )


# ---- suspension ----

CONCERNED = {"death": "worker", "incapacity": "worker", "employer_ended": "employer"}


@guard
def suspension_ground_is_shown(facts: Facts) -> Reason | None:
    """CHR 47: seven grounds; each needs what it is about — the party it befell, or the case or finding awaited."""
    ground = facts.asked.get("suspension_ground")
    if ground in CONCERNED:
        party = next((p for p in facts.parties if p.id == facts.asked.get("suspension_party")), None)
        if party is None or party.kind != CONCERNED[ground]:
            who = "劳动者" if CONCERNED[ground] == "worker" else "用人单位"
            return Reason(f"这项中止事由须写明是哪一名{who}。请在“事由涉及的当事人”中选择。", "CHR 47")
    if ground in ("other_case", "appraisal") and not facts.asked.get("suspension_awaits"):
        return Reason("请写明等待的是哪一件案件、哪一项认定或者鉴定（案号、机构、受理文号），消除后才能核对并恢复审理。", "CHR 47")
    return None
