from domain.evidence import Evidence
from domain.explaining.flips import NOTHING, what_would_flip
from domain.playbook import Playbook
from domain.qualifying.banding import Banded, choose_band
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.scoring import score
from tests.domain.cast import NOW, evidence, playbook, when

SPAIN = Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES"))
FLEET = Rule("fleet", Part.INTENT, 25, "wants a {product}", when(product="fleet"))
FREE = Rule("free", Part.FIT, -20, "wrote from a free address", when(free=True))


def flips(known: Evidence, rules: Playbook) -> tuple[str, ...]:
    scored = score(known, rules.model, NOW)
    outcome = choose_band(scored, known, rules)
    return what_would_flip(scored, known, rules, outcome)


def test_the_smallest_change_comes_first() -> None:
    rules = playbook(model=QualificationModel((SPAIN, FLEET, FREE)))

    lines = flips(evidence(country="ES"), rules)

    assert lines == (
        "It would be low with -20: wrote from a free address",
        "It would be high with +25: wants a …",
        "It would be low without +40: is in Spain",
    )


def test_what_counts_against_a_lead_may_be_what_is_in_its_way() -> None:
    rules = playbook(model=QualificationModel((SPAIN, FREE)))

    lines = flips(evidence(country="ES", free=True), rules)

    assert lines == ("It would be medium without -20: wrote from a free address",)


def test_a_part_that_counts_in_full_already_flips_nothing() -> None:
    more = Rule("more", Part.FIT, 30, "is large", when(large=True))
    model = QualificationModel((SPAIN, more), {Part.FIT: 40})

    lines = flips(evidence(country="ES"), playbook(model=model))

    assert lines == ("It would be low without +40: is in Spain",)


def test_a_lead_that_no_rule_can_move_is_told_so() -> None:
    nothing = playbook(model=QualificationModel((FREE,)))

    assert flips(evidence(), nothing) == (NOTHING,)


def test_what_would_send_it_to_a_person_counts_as_well() -> None:
    rules = playbook(
        model=QualificationModel((SPAIN, FLEET)),
        thresholds=Thresholds(high=60, medium=30, margin=6),
    )

    known = evidence(country="ES")

    assert isinstance(choose_band(score(known, rules.model, NOW), known, rules), Banded)
    assert flips(known, rules)[0] == "A person would decide with +25: wants a …"
