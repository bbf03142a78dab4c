"""What a reviewer is offered for a case, by why a person must decide it."""

from dataclasses import replace

import pytest

from domain.qualifying.advice import Advice, CorrectFirst, Verdict, can_be_corrected
from domain.qualifying.banding import Banded
from domain.qualifying.bands import Band
from domain.qualifying.suggesting import Suggested, Unclear, suggestion

STRONG = Banded(Band.HIGH, "75 points; high begins at 60")
WEAK = Banded(Band.LOW, "12 points; 18 under medium")
BETWEEN = Banded(Band.MEDIUM, "59 points; medium begins at 30, 1 under high")
BY_POINTS = "By its points alone: 59 points; medium begins at 30, 1 under high."
WHATEVER = (
    "The playbook suggests it for “competitor”, whatever the points say (75 points)."
)
IN_DOUBT = (
    "Employees is in doubt: with the right value the rules may decide themselves. "
    f"{BY_POINTS}"
)
PHONE_IN_DOUBT = IN_DOUBT.replace("Employees", "Phone")
REJECTED, HIGH = Verdict.REJECT, Verdict.HIGH


def unclear(code: str, by: Banded = BETWEEN, advice: Advice | None = None) -> Unclear:
    return Unclear(code, by, int(by.because.split()[0]), advice)


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        # A competitor with many points is still one.
        (
            unclear("competitor", STRONG, Verdict.REJECT),
            Suggested(Verdict.REJECT, WHATEVER),
        ),
        (
            unclear("disposable_address", WEAK, Verdict.SPAM),
            Suggested(
                Verdict.SPAM,
                "The playbook suggests it for “disposable address”, whatever the points "
                "say (12 points).",
            ),
        ),
        # Strong evidence speaks against spam.
        (
            unclear("disposable_address", STRONG, Verdict.SPAM),
            Suggested(
                Verdict.HIGH,
                "75 points speak for them; without those the playbook suggests spam for "
                "“disposable address”.",
            ),
        ),
        (
            unclear("country_not_served", STRONG, Verdict.LOW),
            Suggested(
                Verdict.LOW, "The playbook suggests it for “country not served”."
            ),
        ),
        (
            unclear("size_contradicts", advice=CorrectFirst("employees")),
            Suggested(Verdict.MEDIUM, IN_DOUBT, "employees"),
        ),
        (
            replace(
                unclear("sources_disagree", advice=CorrectFirst("disagrees")),
                doubtful=("employees", "country"),
            ),
            Suggested(Verdict.MEDIUM, IN_DOUBT, "employees"),
        ),
        # They agree by now: nothing is left to correct.
        (
            unclear("sources_disagree", advice=CorrectFirst("disagrees")),
            Suggested(Verdict.MEDIUM, BY_POINTS),
        ),
        (
            replace(unclear("required_missing"), doubtful=("phone",)),
            Suggested(Verdict.MEDIUM, PHONE_IN_DOUBT, "phone"),
        ),
        (
            replace(
                unclear("near_threshold"), decided_by="It would be high with +3: x"
            ),
            Suggested(Verdict.MEDIUM, f"{BY_POINTS} It would be high with +3: x."),
        ),
        # The rules knew its worth, and found nobody.
        (
            replace(unclear("nobody_answered", STRONG), doubtful=("employees",)),
            Suggested(Verdict.HIGH, "75 points; high begins at 60."),
        ),
        # Where the playbook says nothing, the decisions of people do.
        (
            replace(unclear("odd", STRONG), past={REJECTED: 7, HIGH: 2}),
            Suggested(Verdict.REJECT, "7 of 9 such leads were rejected."),
        ),
        (
            replace(unclear("odd"), past={REJECTED: 4}),
            Suggested(Verdict.MEDIUM, BY_POINTS),
        ),
        (
            replace(unclear("odd"), past={REJECTED: 5, HIGH: 4}),
            Suggested(Verdict.MEDIUM, BY_POINTS),
        ),
        (
            replace(unclear("near_threshold"), past={HIGH: 9}),
            Suggested(Verdict.MEDIUM, BY_POINTS),
        ),
        (
            replace(unclear("odd", STRONG, Verdict.LOW), past={HIGH: 9}),
            Suggested(Verdict.LOW, "The playbook suggests it for “odd”."),
        ),
    ],
)
def test_what_is_offered(case: Unclear, offered: Suggested) -> None:
    assert suggestion(case) == offered


@pytest.mark.parametrize(
    ("field", "can"),
    [
        ("employees", True),
        ("disagrees", True),
        ("fields.vehicles", True),
        ("fields.", False),
        ("email", False),
        ("visits", False),
    ],
)
def test_what_a_reviewer_can_put_right(field: str, *, can: bool) -> None:
    assert can_be_corrected(field) is can
