"""What somebody does not want is no phrase of what they want."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.conditions import Clause, Condition
from domain.rules.facts import Facts
from domain.rules.phrases import sought
from domain.rules.requirements import ContainsAny, ContainsNone
from domain.words import first_phrase, folded
from tests.domain.cast import NOW


def said(text: str, *phrases: str) -> str | None:
    return Facts({"x": text}, (), NOW).mentioned("x", sought(phrases))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We are not looking to buy", "buy"),
        ("we're not currently looking to buy", "buy"),
        ("I don't want a quote", "quote"),
        ("I don\u2019t want a quote", "quote"),
        ("We cannot switch from our provider", "switch from"),
        ("They never asked for a quote.", "quot*"),
        ("Without a budget for now", "budget"),
        ("neither a demo", "demo"),
        ("No quiero comprar nada", "comprar"),
        ("no estamos buscando un presupuesto", "presupuesto"),
        ("Sin intención de contratar", "contratar"),
        ("tampoco queremos una demo", "demo"),
        ("Je ne veux pas acheter", "acheter"),
        ("Nous ne cherchons pas de devis", "cherchons"),
        ("Nous n'achetons pas", "achetons"),
        ("On cherche, mais pas de devis", "devis"),
        ("Não queremos comprar", "comprar"),
        ("não quero mais comprar", "comprar"),
        ("sem interesse em comprar", "comprar"),
        ("Wir suchen kein Angebot", "Angebot"),
        ("Wir wollen nicht kaufen", "kaufen"),
        ("ohne Budget", "Budget"),
        ("Non vogliamo acquistare", "acquistare"),
        ("senza un preventivo", "preventivo"),
    ],
)
def test_what_is_denied_does_not_count(text: str, phrase: str) -> None:
    assert said(text, phrase) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        # Another clause.
        ("No, we want to buy", "buy"),
        ("We did not get it. Please send a quote", "quote"),
        ("not for us\nbut a quote for a client", "quote"),
        ("Not to rent but to buy", "buy"),
        ("No queremos alquilar sino comprar", "comprar"),
        ("pas louer mais acheter", "acheter"),
        ("nicht mieten sondern kaufen", "kaufen"),
        ("non affittare ma comprare", "comprare"),
        # Too far away, or behind.
        ("It is not that we have all the time in the world to buy", "buy"),
        ("We want to buy, not to rent", "buy"),
        ("a quote and no demo", "quote"),
        # A negation that says yes.
        ("Not only a quote", "quote"),
        ("Don't hesitate to send a quote", "quote"),
        ("We can't wait to buy", "buy"),
        ("No duden en enviarme un presupuesto", "presupuesto"),
        ("sin duda queremos comprar", "comprar"),
        ("N'hésitez pas à envoyer un devis", "devis"),
        ("Zögern Sie nicht, ein Angebot zu senden", "Angebot"),
        ("a no obligation quote", "quote"),
        # No negation at all.
        ("Order no. 5 quote", "quote"),
        ("Referencia nº 5 presupuesto", "presupuesto"),
        ("We are a non-profit and need a quote", "quote"),
        ("Ne vorrei comprare dieci", "comprare"),
        ("20 t-shirts and a quote", "quote"),
        # Denied once, said once.
        ("We do not rent. We do not buy. Well, we buy", "buy"),
    ],
)
def test_what_is_said_counts(text: str, phrase: str) -> None:
    assert said(text, phrase) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Sorry, no budget", "no budget"),
        ("we are not looking to buy", "not looking to buy"),
        ("Sin presupuesto este año", "sin presupuesto"),
        ("I don't need it", "don't need"),
    ],
)
def test_a_phrase_that_begins_with_a_negation_is_found_as_it_stands(
    text: str, phrase: str
) -> None:
    assert said(text, phrase) == phrase


def test_of_several_phrases_the_first_that_is_not_denied_is_named() -> None:
    text = "No quote please, but a demo"

    assert said(text, "quote", "demo") == "demo"


def test_contains_none_is_not_met_by_what_is_denied_either() -> None:
    not_a_student = Facts({"message": "I'm not a student"}, (), NOW)
    student = Facts({"message": "I'm a student"}, (), NOW)
    nobody = Condition((Clause("message", (ContainsNone(("student",)),)),))

    assert nobody.why_not(not_a_student) is None
    assert nobody.why_not(student) == "message mentions “student”"


@given(
    st.lists(
        st.sampled_from(["quote", "a", "not", "no", "don't", "pas", "ne", "only", "5"])
        | st.sampled_from([",", ".", "t", "", "…", "é"]),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=20)
)
def test_a_negation_only_ever_takes_a_phrase_away(text: str) -> None:
    found = said(text, "quote", "a")

    assert found is None or first_phrase(folded(text), (found,)) == found


MANY = ContainsAny(
    ("quote",), (("es", ("presupuesto", "oferta")), ("de", ("Angebot",)))
)


@pytest.mark.parametrize(
    ("language", "message", "phrase"),
    [
        ("es", "un presupuesto", "presupuesto"),
        ("es", "a quote", "quote"),
        ("es", "ein Angebot", None),
        ("ES", "oferta", "oferta"),
        ("fr", "oferta", None),
        ("fr", "quote", "quote"),
        (None, "ein Angebot", "Angebot"),
        (None, "oferta", "oferta"),
        ("", "oferta", "oferta"),
    ],
)
def test_phrases_of_a_language_count_in_that_language_or_where_none_is_known(
    language: str | None, message: str, phrase: str | None
) -> None:
    known = {} if language is None else {"language": language}
    facts = Facts({"message": message, **known}, (), NOW)
    asks = Condition((Clause("message", (MANY,)),))

    assert asks.holds(facts) is (phrase is not None)
    assert asks.found_phrase(facts) == phrase


def test_why_not_names_the_phrases_of_the_language_alone() -> None:
    asks = Condition((Clause("message", (MANY,)),))
    only = Condition((Clause("message", (ContainsAny((), (("es", ("hola",)),)),)),))
    german = Facts({"message": "Hallo", "language": "de"}, (), NOW)

    assert asks.why_not(german) == "message mentions none of “quote” or “Angebot”"
    assert only.why_not(german) == (
        "message mentions nothing: no phrases are given for its language"
    )
