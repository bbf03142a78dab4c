"""Build a playbook from a file whose shape and names are right."""

from datetime import timedelta

from adapters.playbook_conditions import When
from adapters.playbook_schema import (
    NextStepShape,
    PagesShape,
    PartShape,
    PersonShape,
    PlaybookShape,
    PromiseShape,
    RowShape,
    RuleShape,
    StepShape,
)
from domain import promises
from domain.bands import Band, ReviewRule, Thresholds
from domain.conditions import Condition
from domain.facts import TimeFrame
from domain.follow_up import FollowUp
from domain.page_tests import PagesInOrder, PagesSeen, PageTest
from domain.people import Person, Team
from domain.playbook import Playbook
from domain.promises import Deadline, Nurture, PlannedStep, Promise
from domain.qualification import Part, QualificationModel, Rule
from domain.rows import RepTarget, RoutingRow, TeamTarget

Steps = tuple[PlannedStep, ...]


def build(shape: PlaybookShape) -> Playbook:
    bands = shape.bands
    return Playbook(
        name=shape.company,
        language=shape.language,
        zone=shape.zone,
        hours=shape.hours,
        closed_on=frozenset(shape.closed_on),
        people=tuple(_person(h, p, shape.zone) for h, p in shape.people.items()),
        teams=tuple(
            Team(name, tuple(team.members), team.manager)
            for name, team in shape.teams.items()
        ),
        required=tuple(shape.required),
        model=_model(shape),
        thresholds=Thresholds(
            bands.high.from_points,
            bands.medium.from_points,
            bands.review.near_threshold,
        ),
        review_rules=tuple(
            ReviewRule(rule.code, rule.when.condition(), rule.because)
            for rule in bands.review.rules
        ),
        rows=tuple(_row(row) for row in shape.routing),
        promises={Band.HIGH: _promise(bands.high), Band.MEDIUM: _promise(bands.medium)},
        review_promise=Deadline(
            bands.review.decide_within,
            _steps(bands.review.if_not_decided) or promises.REVIEW_STEPS,
        ),
        next_touch_promise=_next_touch(shape),
        nurture=Nurture(bands.low.nurture.close_after, _steps(bands.low.nurture.steps)),
        follow_ups={
            Band.HIGH: _follow_up(bands.high.next_step),
            Band.MEDIUM: _follow_up(bands.medium.next_step),
            Band.LOW: _follow_up(bands.low.next_step),
            Band.REVIEW: _follow_up(bands.review.next_step),
        },
        templates=dict(shape.messages),
    )


def _person(handle: str, shape: PersonShape, zone: str) -> Person:
    return Person(
        handle=handle,
        name=shape.name,
        email=shape.email,
        role=shape.role,
        zone=shape.zone or zone,
        hours=shape.hours,
        calendar_url=shape.calendar or None,
        languages=tuple(shape.languages),
        capacity=shape.capacity,
    )


def _model(shape: PlaybookShape) -> QualificationModel:
    parts: dict[Part, PartShape] = {
        Part.FIT: shape.qualification.fit,
        Part.INTENT: shape.qualification.intent,
        Part.URGENCY: shape.qualification.urgency,
    }
    return QualificationModel(
        rules=tuple(
            _rule(rule, part) for part, given in parts.items() for rule in given.rules
        ),
        caps={
            part: given.at_most
            for part, given in parts.items()
            if given.at_most is not None
        },
        time_frames=tuple(
            TimeFrame(frame.days, tuple(frame.phrases))
            for frame in shape.qualification.time_frames
        ),
    )


def _rule(shape: RuleShape, part: Part) -> Rule:
    return Rule(
        id=shape.id,
        part=part,
        points=shape.points,
        because=shape.because,
        when=_condition(shape.when),
        pages=None if shape.pages is None else _page_test(shape.pages),
        half_life=shape.half_life,
    )


def _condition(when: When | None) -> Condition:
    return Condition() if when is None else when.condition()


def _page_test(shape: PagesShape) -> PageTest:
    if shape.in_order is not None:
        return PagesInOrder(tuple(shape.in_order), shape.within)
    seconds = (shape.for_at_least or timedelta(0)).total_seconds()
    return PagesSeen(tuple(shape.like or ()), shape.times or 1, seconds, shape.within)


def _promise(shape: PromiseShape) -> Promise:
    return Promise(
        accept_within=shape.accept_within,
        contact_within=shape.contact_within,
        accept_steps=_steps(shape.if_not_accepted) or promises.ACCEPT_STEPS,
        contact_steps=_steps(shape.if_not_contacted) or promises.CONTACT_STEPS,
        max_reassignments=shape.max_reassignments,
    )


def _next_touch(shape: PlaybookShape) -> Deadline:
    given = shape.next_touch
    if given is None:
        return promises.NEXT_TOUCH_DEADLINE
    return Deadline(given.within, _steps(given.if_missed) or promises.NEXT_TOUCH_STEPS)


def _steps(shapes: list[StepShape] | None) -> Steps:
    return tuple(
        PlannedStep(shape.at, action, shape.template or "")
        for shape in shapes or ()
        for action in shape.do
    )


def _follow_up(shape: NextStepShape) -> FollowUp:
    return FollowUp(
        kind=shape.kind,
        message=shape.message,
        message_without_owner=shape.message_without_owner or "",
        url=shape.url,
        template=shape.acknowledge_with or "",
    )


def _row(shape: RowShape) -> RoutingRow:
    target = (
        RepTarget(shape.to.rep)
        if shape.to.rep is not None
        else TeamTarget(shape.to.team or "")
    )
    return RoutingRow(shape.id, target, _condition(shape.when), shape.only_when_open)
