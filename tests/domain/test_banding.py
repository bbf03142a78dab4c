import pytest

from domain.qualifying.banding import Banded, OutsideModel, choose_band
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part, QualificationModel
from domain.qualifying.reasons import Reason, Score
from domain.qualifying.review_rules import ReviewRule
from domain.rules.segments import Segment
from tests.domain.cast import evidence, playbook, when


def worth(points: float) -> Score:
    return Score((Reason("r", Part.FIT, points, ""),))


@pytest.mark.parametrize(
    ("points", "band", "because"),
    [
        (75, Band.HIGH, "75 points; high begins at 60"),
        (60, Band.HIGH, "60 points; high begins at 60"),
        (59, Band.MEDIUM, "59 points; medium begins at 30, 1 under high"),
        (30, Band.MEDIUM, "30 points; medium begins at 30, 30 under high"),
        (29, Band.LOW, "29 points; 1 under medium"),
        (1, Band.LOW, "1 point; 29 under medium"),
        (-5, Band.LOW, "0 points; 30 under medium"),
    ],
)
def test_points_decide_the_band(points: int, band: Band, because: str) -> None:
    assert choose_band(worth(points), evidence(), playbook()) == Banded(band, because)


def test_a_case_outside_the_model_goes_to_a_person_whatever_its_points() -> None:
    served = ReviewRule(
        "country_not_served", when(country="XK"), "we do not serve {country}"
    )
    book = playbook(review_rules=(served,))

    outcome = choose_band(worth(100), evidence(country="XK"), book)

    assert outcome == OutsideModel("country_not_served", "we do not serve Kosovo")
    assert isinstance(choose_band(worth(100), evidence(country="ES"), book), Banded)


def test_what_is_required_and_missing_is_named() -> None:
    book = playbook(required=("email", "company", "fields.vehicles"))

    outcome = choose_band(worth(100), evidence(company=""), book)

    assert outcome == OutsideModel("required_missing", "company and vehicles not known")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (58, OutsideModel("near_threshold", "58 points, 2 from high at 60")),
        (31, OutsideModel("near_threshold", "31 points, 1 from medium at 30")),
        (57, Banded(Band.MEDIUM, "57 points; medium begins at 30, 3 under high")),
    ],
)
def test_near_a_threshold_a_person_decides_if_the_playbook_says_so(
    points: int, expected: Banded | OutsideModel
) -> None:
    book = playbook(thresholds=Thresholds(60, 30, margin=3))

    assert choose_band(worth(points), evidence(), book) == expected


ENTERPRISE = Segment("key-accounts", when(employees=1000))
BY_SEGMENT = Thresholds(
    60, 30, margin=2, by_segment={"key-accounts": Thresholds(50, 20, margin=2)}
)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (55, Banded(Band.HIGH, "55 points; high begins at 50 for key accounts")),
        (
            40,
            Banded(
                Band.MEDIUM,
                "40 points; medium begins at 20 for key accounts, 10 under high",
            ),
        ),
        (5, Banded(Band.LOW, "5 points; 15 under medium for key accounts")),
        (
            49,
            OutsideModel(
                "near_threshold", "49 points, 1 from high at 50 for key accounts"
            ),
        ),
    ],
)
def test_a_segment_has_thresholds_of_its_own(
    points: int, expected: Banded | OutsideModel
) -> None:
    book = playbook(
        model=QualificationModel(segments=(ENTERPRISE,)), thresholds=BY_SEGMENT
    )

    assert choose_band(worth(points), evidence(employees=1000), book) == expected


def test_all_other_leads_keep_the_usual_thresholds() -> None:
    book = playbook(
        model=QualificationModel(segments=(ENTERPRISE,)), thresholds=BY_SEGMENT
    )

    outcome = choose_band(worth(55), evidence(), book)

    assert outcome == Banded(
        Band.MEDIUM, "55 points; medium begins at 30, 5 under high"
    )
