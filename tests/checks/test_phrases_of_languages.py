"""Phrases of several languages never make the check call a row shadowed that is not."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from domain.checks.regions import Space
from domain.checks.shadows import takes_all
from domain.rules.conditions import Clause, Condition
from domain.rules.facts import Facts
from domain.rules.requirements import ContainsAny, ContainsNone, Not
from tests.domain.cast import NOW

LANGUAGES = (None, "es", "en", "fr")
MESSAGES = [
    "zz",
    *("quote", "oferta", "no quote", "no oferta", "price quote", "no, quote"),
    *("quote, oferta", "not only quote", "quote, no oferta", "oferta, no quote"),
    *("no price quote", "price, no quote"),
]
SOME = st.lists(
    st.sampled_from(["quote", "oferta", "price quote", "no quote", "quot*"]), max_size=2
).map(tuple)
MENTIONS = st.builds(
    lambda kind, plain, spanish, english: kind(
        plain, (("es", spanish), ("en", english))
    ),
    st.sampled_from([ContainsAny, ContainsNone]),
    *(SOME, SOME, SOME),
)
ASKS = (MENTIONS | MENTIONS.map(Not)).map(
    lambda required: Condition((Clause("message", (required,)),))
)


@given(st.lists(ASKS, min_size=2, max_size=3))
def test_a_row_that_a_lead_of_some_language_reaches_is_never_called_shadowed(
    table: list[Condition],
) -> None:
    space = Space()
    *above, last = table
    leads = (
        Facts({"message": message, **({"language": name} if name else {})}, (), NOW)
        for message, name in product(MESSAGES, LANGUAGES)
    )

    reached = any(
        last.holds(lead) and not any(one.holds(lead) for one in above) for lead in leads
    )

    if reached:
        formulas = [space.formula(one) for one in above]
        assert takes_all(space.formula(last), formulas, space) == ()
