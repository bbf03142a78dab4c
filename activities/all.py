"""Every activity that workflows ask for, bound to what it stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.enrichment import Enrichment
from activities.follow_up import FollowUp
from activities.notices import Notices
from activities.qualification import Qualification
from activities.qualifying.gathering import Gatherer
from activities.records import Records
from activities.routing import Routing
from activities.telling.answers import Answers
from activities.telling.outbox import Outbox
from activities.telling.slack_outbox import SlackOutbox
from adapters.enrichment.known_companies import KnownCompanies
from adapters.enrichment.provider import Provider
from adapters.enrichment.waterfall import Enricher
from adapters.letters.links import Links
from adapters.mail import Mailer
from adapters.playbook.published import Playbooks
from adapters.slack.webhook import SlackWebhook
from adapters.store.deciding.companies import StoredAnswers, company_of


@dataclass(frozen=True, slots=True)
class Parts:
    """`providers` are the sources on the network, cheapest first."""

    engine: AsyncEngine
    mailer: Mailer
    links: Links
    providers: Sequence[Provider] = ()
    slack: SlackWebhook | None = None


def answers_of(parts: Parts) -> Answers:
    """What tells owners of mails that came in."""
    outbox = Outbox(parts.engine, Playbooks(), parts.mailer, parts.links)
    return Answers(parts.engine, outbox)


def activities_of(parts: Parts) -> list[Callable[..., Any]]:
    playbooks, engine = Playbooks(), parts.engine
    gatherer = Gatherer(parts.providers)
    known = KnownCompanies(partial(company_of, engine))
    enricher = Enricher((known, *parts.providers), StoredAnswers(engine))
    outbox = Outbox(engine, playbooks, parts.mailer, parts.links)
    enrichment = Enrichment(engine, gatherer, enricher)
    qualification = Qualification(engine, playbooks, gatherer)
    records = Records(engine, playbooks)
    slack = SlackOutbox(engine, parts.slack) if parts.slack else None
    notices, follow_up = Notices(outbox, slack), FollowUp(outbox)
    return [
        enrichment.enrich_from_known,
        enrichment.enrich_lead,
        qualification.score_lead,
        qualification.band_lead,
        Routing(engine, playbooks).route_lead,
        records.record_change,
        records.replan_clock,
        notices.notify_owner,
        notices.remind_owner,
        notices.tell_manager,
        notices.tell_higher_manager,
        notices.notify_queue,
        notices.notify_reviewers,
        follow_up.acknowledge_lead,
        follow_up.send_bridge,
        follow_up.send_follow_up,
    ]
