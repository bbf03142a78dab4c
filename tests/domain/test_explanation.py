from domain.explaining.explanation import (
    explain_row,
    explain_score,
    explain_target,
)
from domain.qualifying.qualification import Part
from domain.qualifying.reasons import Reason, Score
from domain.routing.row_match import PassedOver, RowMatch
from domain.routing.rows import RepTarget, TeamTarget


def test_a_score_is_told_with_its_weightiest_reason_first() -> None:
    scored = Score(
        (
            Reason("free", Part.FIT, -5, "wrote from a free mail address"),
            Reason("price", Part.INTENT, 12.5, "looked at /pricing"),
        )
    )

    assert explain_score(scored) == (
        "8 points: fit -5, intent 13, urgency 0",
        "+12.5 looked at /pricing",
        "-5 wrote from a free mail address",
    )


def test_a_score_without_reasons_says_so() -> None:
    assert explain_score(Score(()))[1] == "No rule fired"


def test_a_row_is_told_with_the_rows_above_it() -> None:
    match = RowMatch("b", TeamTarget("north"), (PassedOver("a", "country is FR"),))

    assert explain_row(match) == (
        "Row b matched: to team north",
        "Row a passed over: country is FR",
    )
    assert explain_target(RepTarget("ana")) == "to ana"
