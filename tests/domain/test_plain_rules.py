"""What whoever answers for the playbook reads, and signs."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.playbook.file import read_playbook
from domain.in_words.model_words import explain_playbook
from domain.in_words.plain_conditions import plainly
from domain.in_words.plain_rules import rule_in_words
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.event_tests import EventsSeen, Having
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from domain.rules.segments import Segment
from domain.rules.titles import Titles
from tests.domain.cast import playbook, when

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


@pytest.mark.parametrize(
    ("field", "required", "words"),
    [
        ("country", (OneOf(("ES", "US")),), "they are in Spain or the United States"),
        (
            "country",
            (Not(OneOf(("IN",))),),
            "they are in another country than India",
        ),
        ("country", (Known(expected=False),), "we do not know the country"),
        ("employees", (Minimum(50),), "the company has at least 50 employees"),
        (
            "employees",
            (Minimum(50), Maximum(199)),
            "the company has 50 to 199 employees",
        ),
        ("employees", (Maximum(1),), "the company has at most 1 employee"),
        ("employees", (Not(Minimum(9)),), "the company has less than 9 employees"),
        ("fields.vehicles", (Minimum(50),), "there are at least 50 vehicles"),
        ("fields.visits", (OneOf((1,)),), "there is exactly 1 visit"),
        ("fields.visits", (Maximum(0),), "there are no visits"),
        ("fields.visits", (Known(expected=True),), "we know the number of visits"),
        ("fields.trial", (OneOf((True,)),), "the answer to “trial” is yes"),
        ("fields.budget", (Not(Maximum(9)),), "the budget is more than 9"),
        (
            "completeness",
            (Minimum(0.7),),
            "they told us at least 70% of what we ask for",
        ),
        ("time_frame_days", (Maximum(31),), "they want it in at most 31 days"),
        (
            "seniority",
            (OneOf(("c_level", "vp")),),
            "they rank as C-level or vice president",
        ),
        ("role", (OneOf(("hr",)),), "they work in human resources"),
        ("customer", (OneOf((True,)),), "they are a customer already"),
        ("customer", (OneOf((False,)),), "they are no customer yet"),
        (
            "disagrees",
            (Known(expected=True),),
            "what we looked up contradicts the form",
        ),
        ("channel", (OneOf(("partner",)),), "they came through a partner"),
        ("address_kind", (OneOf(("free",)),), "they write from free mail"),
        ("segment", (Not(OneOf(("big",))),), "they are in another segment than big"),
        (
            "postal_code",
            (Like(("28*", "08*")),),
            "the postal code begins with “28” or “08”",
        ),
        (
            "email_domain",
            (Like(("*.edu", "mit.edu")),),
            "the mail domain ends with “.edu” or is “mit.edu”",
        ),
        (
            "referrer",
            (Like(("*search*", "a?")),),
            "the page that led to us contains “search” or is like “a?”",
        ),
        (
            "referrer",
            (Not(Like(("x*",))),),
            "the page that led to us is known and is none that begins with “x”",
        ),
        (
            "message",
            (ContainsNone(("thesis",)), ContainsAny(("quot*", "price"))),
            "the message mentions “quot…” or “price” and the message does not mention “thesis”",
        ),
        (
            "industry",
            (ContainsNone(("farming",)),),
            "the industry is known and does not mention “farming”",
        ),
        (
            "industry",
            (Not(ContainsAny(("farming",))),),
            "the industry is known and does not mention “farming”",
        ),
        (
            "industry",
            (Not(ContainsNone(("farming",))),),
            "the industry is known and mentions “farming”",
        ),
        ("phone", (Not(Known(expected=True)),), "they left no phone number"),
        ("phone", (Not(Not(Known(expected=True))),), "they left a phone number"),
    ],
)
def test_a_condition_is_said_without_the_names_of_a_file(
    field: str, required: tuple[Requirement, ...], words: str
) -> None:
    assert plainly(Condition((Clause(field, required),))) == words


def test_alternatives_are_kept_apart() -> None:
    either = AnyOf((when(language="es"), when(country=("ES", "PT", "AD"))))

    assert plainly(Condition((*when(product="fleet").clauses, either))) == (
        "they ask about fleet and either they write in Spanish; or they are in Spain, "
        "Portugal or Andorra"
    )
    assert plainly(Condition()) == ""


WEEK = timedelta(days=7)
LONG = PagesSeen(("/pricing*", "/demo"), 3, 60, WEEK)
ORDER = PagesInOrder(("/customers*", "/pricing*"), WEEK)
GUIDES = EventsSeen(("download", "webinar"), 2, WEEK, (Having("file", ("price*",)),))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Rule("a", Part.INTENT, 4, "{times} of {page}", pages=LONG),
            (
                "4 points if they looked at pages like /pricing or /demo, at least 3 times, "
                "60 seconds or longer in all, in the last 7 days: “[so many] of [the page]”"
            ),
        ),
        (
            Rule("a", Part.INTENT, 1, "so", pages=ORDER, half_life=WEEK),
            (
                "1 point if they looked at pages like /customers and then at pages like "
                "/pricing, in the last 7 days; half of it is left after 7 days: “so”"
            ),
        ),
        (
            Rule("a", Part.INTENT, 4, "{event}", events=GUIDES, at_most=12),
            (
                "4 points for each, at most 12, if we noted “download” or “webinar”, at "
                "least 2 times, with file like price*, in the last 7 days: "
                "“[what they did]”"
            ),
        ),
        (
            Rule("a", Part.FIT, -5, "“{job_title}”, {fields.vans}, {fields.goal}"),
            "5 points less always: “\u2018[job title]\u2019, [so many], [goal]”",
        ),
    ],
)
def test_a_rule_is_one_sentence(rule: Rule, words: str) -> None:
    assert rule_in_words(rule, frozenset({"fields.vans"})) == words


def test_groups_segments_and_own_words_are_said_too() -> None:
    said = dict(
        explain_playbook(
            playbook(
                model=QualificationModel(
                    (
                        Rule("vp", Part.FIT, 10, "decides", group="titles"),
                        Rule(
                            "told",
                            Part.FIT,
                            8,
                            "told much",
                            Condition((Clause("completeness", (Minimum(0.5),)),)),
                            group="titles",
                        ),
                    ),
                    groups={"titles": 15},
                    segments=(
                        Segment("key-accounts", when(company="Contoso")),
                        Segment("others", when(company="Acme")),
                    ),
                    titles=Titles({"buyer": ("patron",)}, {"fleet_care": ("flota",)}),
                    asked_for=("company", "phone"),
                ),
                thresholds=Thresholds(
                    60, 30, by_segment={"key-accounts": Thresholds(50, 30)}
                ),
                required=("email", "company", "fields.vehicles"),
            )
        )
    )

    assert (
        said["Fit"][-1] == "“decides” and “told much” together give at most 15 points"
    )
    assert said["What we mean"] == (
        "A lead is in the segment key accounts if the company is Contoso",
        "A lead is in the segment others if the company is Acme",
        "Of several segments the first counts",
        "Whose title says “patron” ranks as buyer",
        "Whose title says “flota” works in fleet care",
        "We ask a lead for the company and the phone number",
    )
    assert said["Bands"][0].startswith("high from 60 points (50 for key accounts): ")
    assert (
        "we do not know the company or the number of vehicles"
        in (said["A person decides when"])
    )


@pytest.mark.parametrize("name", ["example.yaml", "education.yaml"])
def test_what_comes_with_the_product_reads_without_a_word_of_code(name: str) -> None:
    book = read_playbook((PLAYBOOKS / name).read_text("utf-8"), name)

    text = "\n".join(line for _, lines in explain_playbook(book) for line in lines)

    assert not set("{}_*") & set(text)
    assert "fields." not in text
    assert "utm" not in text
