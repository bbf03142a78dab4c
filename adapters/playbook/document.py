"""Read a playbook file as a whole: its sections, and how they fit together."""

from collections.abc import Iterator

from adapters.playbook.bands import BandsShape, NextTouchShape, wrong_bands
from adapters.playbook.hours import DaysShape, wrong_days
from adapters.playbook.people import Notices, People, Teams, wrong_people, zone_of
from adapters.playbook.places import UNKNOWN_FIELD, Found
from adapters.playbook.plans import NURTURED, OWNED, REVIEWED, wrong_plan
from adapters.playbook.qualification import ModelShape, wrong_model
from adapters.playbook.resources import ResourceShape, wrong_resources
from adapters.playbook.routing import Rows, wrong_rows
from adapters.playbook.sharing import FairnessShape, StickyShape, wrong_sticky
from adapters.playbook.special_plans import Plan, special_plans, wrong_special
from adapters.playbook.texts import Messages, message_of, wrong_messages
from adapters.playbook.values import Duration, Hours, Language, Line, Slug, Zone
from domain.playbook import Playbook
from domain.promises import plans as promises
from domain.promises.release import RELEASE_OVER
from domain.promises.sla import NoticeChannel
from domain.promises.special import SpecialPlans
from domain.qualifying.banding import ADDRESS
from domain.qualifying.bands import Band
from domain.routing.sticky import Sticky
from domain.rules.facts import is_field


class PlaybookShape(DaysShape):
    """The whole file."""

    company: Line
    language: Language
    zone: Zone
    hours: Hours
    release_over: Duration = RELEASE_OVER
    people: People
    teams: Teams
    required: list[str] = ["email"]
    qualification: ModelShape
    bands: BandsShape
    next_touch: NextTouchShape | None = None
    routing: Rows
    fairness: FairnessShape = FairnessShape()
    sticky: StickyShape | None = None
    notices: Notices = [NoticeChannel.MAIL]
    resources: list[ResourceShape] = []
    messages: dict[Slug, Messages] = {}


def playbook_of(shape: PlaybookShape) -> Playbook:
    """What `wrong_names` has nothing to say about."""
    bands, touch = shape.bands, shape.next_touch
    return Playbook(
        name=shape.company,
        language=shape.language,
        zone=shape.zone,
        hours=shape.hours,
        release_over=shape.release_over,
        days=shape.days(),
        people=tuple(
            person.person(handle, zone_of(handle, shape.teams, shape.zone))
            for handle, person in shape.people.items()
        ),
        teams=tuple(team.team(name) for name, team in shape.teams.items()),
        required=tuple(shape.required),
        model=shape.qualification.model(),
        thresholds=bands.thresholds(),
        review_rules=tuple(rule.rule() for rule in bands.review.rules),
        rows=tuple(row.row() for row in shape.routing),
        fairness=shape.fairness.rules(),
        sticky=shape.sticky.sticky() if shape.sticky else Sticky(),
        notices=frozenset(shape.notices),
        promises={
            Band.HIGH: bands.high.promise(),
            Band.MEDIUM: bands.medium.promise(),
        },
        review_promise=bands.review.deadline(),
        next_touch_promise=touch.deadline() if touch else promises.NEXT_TOUCH_DEADLINE,
        special=SpecialPlans(
            bands.special_promises(),
            bands.review.special(),
            touch.special() if touch else (),
        ),
        nurture=bands.low.nurture.nurture(),
        follow_ups=bands.follow_ups(shape.language),
        resources=tuple(one.resource(shape.language) for one in shape.resources),
        templates={
            name: message_of(given, shape.language)
            for name, given in shape.messages.items()
        },
    )


def wrong_names(shape: PlaybookShape) -> Iterator[Found]:
    """Everything that the shape of one value alone cannot tell."""
    yield from wrong_days((), shape)
    yield from wrong_people(shape.people, shape.teams)
    for index, name in enumerate(shape.required):
        if name != ADDRESS and not is_field(name):
            yield ("required", index), UNKNOWN_FIELD
    yield from wrong_model(shape.qualification)
    segments = {segment.id for segment in shape.qualification.segments}
    yield from wrong_bands(shape.bands, segments, shape.language)
    if shape.next_touch is not None:
        specials = shape.next_touch.for_leads
        yield from wrong_special(("next_touch", "for_leads"), specials)
    for where, steps, allowed in _plans(shape):
        if steps is not None:
            yield from wrong_plan(where, steps, allowed)
    yield from wrong_rows(shape.routing, shape.people, shape.teams)
    yield from wrong_sticky(shape.sticky)
    yield from wrong_resources(shape.resources, shape.language)
    yield from wrong_messages(shape.messages, shape.language)


def _plans(shape: PlaybookShape) -> Iterator[Plan]:
    bands = shape.bands
    for name, band in (("high", bands.high), ("medium", bands.medium)):
        yield ("bands", name, "if_not_accepted"), band.if_not_accepted, OWNED
        yield ("bands", name, "if_not_contacted"), band.if_not_contacted, OWNED
        yield from special_plans(("bands", name, "for_leads"), band.for_leads)
    yield from special_plans(("bands", "review", "for_leads"), bands.review.for_leads)
    review = bands.review.if_not_decided
    yield ("bands", "review", "if_not_decided"), review, REVIEWED
    yield ("bands", "low", "nurture", "steps"), bands.low.nurture.steps, NURTURED
    if shape.next_touch is not None:
        yield ("next_touch", "if_missed"), shape.next_touch.if_missed, OWNED
        specials = shape.next_touch.for_leads
        yield from special_plans(("next_touch", "for_leads"), specials)
