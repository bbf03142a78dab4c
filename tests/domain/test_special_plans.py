"""Some leads of a band are promised more than the others, by the playbook's own conditions."""

from dataclasses import replace
from datetime import timedelta

from domain.in_words.model_words import explain_playbook
from domain.promises.plans import (
    NEXT_TOUCH_DEADLINE,
    Deadline,
    Nurture,
    PlannedStep,
)
from domain.promises.sla import StepAction
from domain.promises.special import SpecialDeadline, SpecialPlans, SpecialPromise
from domain.qualifying.bands import Band
from domain.working_time.working_hours import Span
from tests.domain.cast import HIGH, evidence, playbook, when

MINUTE = timedelta(minutes=1)
AT_ONCE = replace(HIGH, accept_within=Span(2 * MINUTE))
SOON = replace(HIGH, accept_within=Span(5 * MINUTE))
TOMORROW = Deadline(Span(days=1), NEXT_TOUCH_DEADLINE.steps)
BOOK = playbook(
    special=SpecialPlans(
        bands={
            Band.HIGH: (
                SpecialPromise("chat", when(channel="chat"), AT_ONCE),
                SpecialPromise("spain", when(country="ES"), SOON),
            )
        },
        next_touch=(SpecialDeadline("spain", when(country="ES"), TOMORROW),),
    )
)


def test_the_first_plan_that_fits_is_the_promise() -> None:
    chat = BOOK.as_promised_to(evidence(channel="chat", country="ES"))
    spain = BOOK.as_promised_to(evidence(channel="form", country="ES"))

    assert chat.promises[Band.HIGH] is AT_ONCE
    assert spain.promises[Band.HIGH] is SOON
    assert spain.next_touch_promise is TOMORROW
    assert spain.promises[Band.MEDIUM] is BOOK.promises[Band.MEDIUM]


def test_all_others_get_what_the_band_promises() -> None:
    other = BOOK.as_promised_to(evidence(channel="form", country="DE"))

    assert other.promises == BOOK.promises
    assert other.next_touch_promise is BOOK.next_touch_promise
    assert not other.special


def test_a_playbook_without_such_plans_is_not_read_again() -> None:
    book = playbook()

    assert book.as_promised_to(evidence()) is book


def test_leads_of_one_kind_share_what_was_worked_out() -> None:
    one = BOOK.as_promised_to(evidence(country="ES"))

    assert BOOK.as_promised_to(evidence(country="ES", company="Other")) is one


def test_the_model_in_words_says_who_is_promised_what() -> None:
    said = [line for _, lines in explain_playbook(BOOK) for line in lines]

    assert any(
        line.startswith("high where ")
        and line.endswith(
            "accepted within 2 working minutes, spoken to within 1 working hour"
        )
        for line in said
    )


ONLY_ENTERPRISE = PlannedStep(0.9, StepAction.TELL_MANAGER, when=when(employees=1000))
FOR_ALL = PlannedStep(1.0, StepAction.REASSIGN)
STEPPED = playbook(
    promises={
        Band.HIGH: replace(HIGH, accept_steps=(ONLY_ENTERPRISE, FOR_ALL)),
        Band.MEDIUM: HIGH,
    },
    nurture=Nurture(
        steps=(replace(ONLY_ENTERPRISE, action=StepAction.SEND_FOLLOW_UP),)
    ),
)


def test_a_step_may_be_for_some_leads_alone() -> None:
    large = STEPPED.as_promised_to(evidence(employees=1000))
    small = STEPPED.as_promised_to(evidence(employees=10))
    unknown = STEPPED.as_promised_to(evidence())

    assert large.promises[Band.HIGH].accept_steps == (ONLY_ENTERPRISE, FOR_ALL)
    assert small.promises[Band.HIGH].accept_steps == (FOR_ALL,)
    assert [step.action for step in small.nurture.deadline.steps] == [StepAction.CLOSE]
    assert unknown is small


def test_of_a_plan_for_some_leads_a_step_may_be_for_some_of_those() -> None:
    own = SpecialPromise("spain", when(country="ES"), STEPPED.promises[Band.HIGH])
    book = playbook(special=SpecialPlans(bands={Band.HIGH: (own,)}))

    small = book.as_promised_to(evidence(country="ES", employees=10))

    assert small.promises[Band.HIGH].accept_steps == (FOR_ALL,)
