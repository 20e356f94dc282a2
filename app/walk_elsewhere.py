"""Acts of a walk that have a page of their own: disputes before filing, the application that follows, joint meetings."""

from datetime import timedelta
from random import Random
from typing import Any

from sqlmodel import select

from app.models import Body, JointMeeting, Lead
from app.services import filing, leads, meetings
from app.services.actor import Actor
from app.services.desk import Desk
from app.services.filing import Application
from app.services.leads import LeadInput
from app.services.steps import Offer
from app.walk_plots import Plot

MEETINGS = 2
"""Planned meetings there should be, so that a case has one to come before."""


def begin(desk: Desk, plot: Plot, told: Application) -> int:
    """The case of a new dispute: an application, or what was reported before anybody applied."""
    if plot.begins == "application":
        return filing.receive(desk, told).id or 0
    asked = desk.today.isoformat() if plot.begins == "negotiation" else ""
    return leads.register(desk, LeadInput(plot.begins, told, reporter="网格员", asked_on=asked)).case_id


def begins_it(desk_of: Any, session: Any, actors: list[Actor], plot: Plot, random: Random) -> Actor:
    """Whose act the beginning is: the filing desk's, or a mediator's of a body that takes cases itself."""
    if plot.begins != "mediation":
        return next(one for one in actors if one.has("filing_clerk"))
    taking = {body.id for body in session.exec(select(Body).where(Body.level == "city")) if body.channel}
    return random.choice([one for one in actors if one.has("mediator") and one.body_id in taking])


def apply(desk: Desk, lead: Lead, one: Offer, told: Application) -> int:
    """The application a dispute before filing becomes."""
    return leads.apply(desk, lead.id or 0, told, one.token).id or 0


def keep_meetings_going(desk: Desk) -> None:
    """Hold the meetings whose day has come and call new ones."""
    planned = desk.session.exec(select(JointMeeting).where(JointMeeting.status == "planned")).all()
    for one in planned:
        if one.planned_on <= desk.today and one.body_id == desk.actor.body_id:
            meetings.hold(desk, one.id or 0, {"held_on": one.planned_on.isoformat(), "minutes": "讨论了各案。"})
    for n in range(MEETINGS - sum(one.planned_on > desk.today for one in planned)):
        on = desk.today + timedelta(days=10 + 5 * n)
        meetings.call(desk, {"title": "裁审联席会议", "planned_on": on.isoformat(), "place": "", "topics": ""})
