"""Tables, one file per noun. Importing this package registers them all."""

from app.models.approval import Approval, Entrustment
from app.models.between import CaseJoin, ItemChange, ItemLiability
from app.models.body import Body
from app.models.case import Agent, Case, ClaimItem, Party
from app.models.court import CourtLink, CourtMatter, FileShare, Outcome, Standard
from app.models.court_stage import CourtNotice, CourtReceipt, LinkCandidate, Recovery
from app.models.delegation import Delegation, GroupConsent
from app.models.desk import SearchMade, TypedDraft
from app.models.efile import Evidence, EvidenceRemark, Export, ReadingMark, Volume
from app.models.event import CaseRead, Event, NumberSeries, OutboxMessage, RefusedStep
from app.models.feedback import DivergenceAction, DivergenceOpinion, FileRequest, MeetingTopic
from app.models.hearing import Hearing
from app.models.lead import Interruption, Lead
from app.models.limit import Limit, LimitEntry, Task, TaskTrace
from app.models.links import LinkChange
from app.models.meeting import Discussion, JointMeeting, MeetingMember
from app.models.paper import Attachment, Award, Paper, Service
from app.models.precedent import CalendarYear, ParameterValue, Precedent, Report, SavedSearch, Setting
from app.models.referral import Agreement, Consent, MediationSession, Payment, PaymentLine, Referral, Signature
from app.models.relation import StaffRelation
from app.models.report import ReportLine, ReportPart
from app.models.request import Request
from app.models.review import Review
from app.models.service import ServiceAddress
from app.models.settlement import AwardCorrection, MediationStatement
from app.models.staff import AdminAct, SignIn, Staff, StaffRole
from app.models.wall import ConflictWall
from app.models.writing import DraftVersion, HearingRecord

__all__ = [
    "AdminAct",
    "Agent",
    "Agreement",
    "Approval",
    "Attachment",
    "Award",
    "AwardCorrection",
    "Body",
    "CalendarYear",
    "Case",
    "CaseJoin",
    "CaseRead",
    "ClaimItem",
    "ConflictWall",
    "Consent",
    "CourtLink",
    "CourtMatter",
    "CourtNotice",
    "CourtReceipt",
    "Delegation",
    "Discussion",
    "DivergenceAction",
    "DivergenceOpinion",
    "DraftVersion",
    "Entrustment",
    "Event",
    "Evidence",
    "EvidenceRemark",
    "Export",
    "FileRequest",
    "FileShare",
    "GroupConsent",
    "Hearing",
    "HearingRecord",
    "Interruption",
    "ItemChange",
    "ItemLiability",
    "JointMeeting",
    "Lead",
    "Limit",
    "LimitEntry",
    "LinkCandidate",
    "LinkChange",
    "MediationSession",
    "MediationStatement",
    "MeetingMember",
    "MeetingTopic",
    "NumberSeries",
    "OutboxMessage",
    "Outcome",
    "Paper",
    "ParameterValue",
    "Party",
    "Payment",
    "PaymentLine",
    "Precedent",
    "ReadingMark",
    "Recovery",
    "Referral",
    "RefusedStep",
    "Report",
    "ReportLine",
    "ReportPart",
    "Request",
    "Review",
    "SavedSearch",
    "SearchMade",
    "Service",
    "ServiceAddress",
    "Setting",
    "SignIn",
    "Signature",
    "Staff",
    "StaffRelation",
    "StaffRole",
    "Standard",
    "Task",
    "TaskTrace",
    "TypedDraft",
    "Volume",
]
