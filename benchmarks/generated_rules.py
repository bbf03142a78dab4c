"""Make up a playbook of any size, and leads for it: the same ones every time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

from adapters.playbook.file import read_playbook
from domain.evidence import Evidence, Fact, PageView, Value
from domain.playbook import Playbook
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.routing.rows import RoutingRow, TeamTarget
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Like,
    Maximum,
    Minimum,
    OneOf,
)

EXAMPLE = Path(__file__).parent.parent / "playbooks" / "example.yaml"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
COUNTRIES = (
    *("ES", "PT", "AD", "FR", "BE", "NL", "LU", "DE", "AT"),
    *("CH", "IT", "IE", "GB", "DK", "SE", "NO", "FI", "PL"),
)
PRODUCTS = ("tracking", "dashcam", "fuel cards", "maintenance", "routing", "tolls")
INDUSTRIES = ("logistics", "construction", "utilities", "retail", "health", "food")
WORDS = tuple(f"word{number}" for number in range(100))  # that a message is made of
PATHS = tuple(f"/section{number}/page" for number in range(20))


def playbook_of(rules: int, rows: int) -> Playbook:
    """The example playbook with generated scoring rules and routing rows."""
    example = read_playbook(EXAMPLE.read_text(), EXAMPLE.name)
    model = QualificationModel(
        tuple(islice(_rules(), rules)),
        {Part.FIT: 45, Part.INTENT: 40, Part.URGENCY: 35},
        example.model.time_frames,
    )
    return replace(example, model=model, rows=(*_rows(rows - 1), _default()))


def leads(count: int, rows: int) -> tuple[Evidence, ...]:
    """Most of them reach the rows at the bottom, which is where deciding costs most."""
    random = Random(20261123)  # noqa: S311  the same leads in every run
    return tuple(_lead(random, 4 * rows) for _ in range(count))


def _rules() -> Iterator[Rule]:
    """A third each of facts, pages and words, as the shipped playbooks have them."""
    for number, country in enumerate(cycle(COUNTRIES)):
        yield Rule(f"fit-{number}", Part.FIT, 4, "{country}, {employees}", _fit(number))
        likes = tuple(f"/section{number % 20 + more}/*" for more in (0, 5))
        pages = (
            PagesInOrder(likes, within=4 * WEEK)
            if number % 5 == 0
            else PagesSeen(likes, at_least=1 + number % 2)
        )
        because = "looked at {page} {times} times, {days_ago} days ago"
        yield Rule(
            f"page-{number}", Part.INTENT, 5, because, pages=pages, half_life=WEEK
        )
        phrases = (*(f"word{number} never{n}" for n in range(5)), f"word{number}")
        asks = Clause("message", (ContainsAny(phrases), ContainsNone(("no budget",))))
        because = f"asks for “{{phrase}}” ({country})"
        yield Rule(f"word-{number}", Part.URGENCY, 3, because, Condition((asks,)))


def _fit(number: int) -> Condition:
    size = Clause("employees", (Minimum(number), Maximum(number * 100)))
    where = Clause("country", (OneOf(COUNTRIES[number % 9 : number % 9 + 6]),))
    title = Clause("job_title", (ContainsAny(("director*", "owner", "ceo")),))
    if number % 3 == 0:
        return Condition((AnyOf((Condition((size,)), Condition((title,)))),))
    return Condition((where, size) if number % 3 == 1 else (where, title))


def _rows(count: int) -> Iterator[RoutingRow]:
    """Named accounts, then territories by product, by band and size, then by words."""
    for number in range(count):
        team = TeamTarget("iberia" if number % 2 else "north")
        kind = number * 20 // count  # the specific rows stand above the general ones
        yield RoutingRow(f"row-{number}", team, Condition(_clauses(kind, number)))


def _clauses(kind: int, number: int) -> tuple[Clause, ...]:
    country = Clause("country", (OneOf((COUNTRIES[number % len(COUNTRIES)],)),))
    product = Clause("product", (OneOf((PRODUCTS[number % len(PRODUCTS)],)),))
    segment = Clause("industry", (OneOf((INDUSTRIES[number // 7 % len(INDUSTRIES)],)),))
    size = Clause("employees", (Minimum(number % 1000), Maximum(number % 1000 + 40)))
    if kind < 8:
        return (Clause("email_domain", (OneOf((f"account-{number}.example",)),)),)
    if kind < 13:
        return (country, product, segment, size)
    if kind < 19:
        return (Clause("band", (OneOf(("high",)),)), country, segment, size)
    return (Clause("landing_page", (Like((f"/campaign-{number}*",)),)),)


def _default() -> RoutingRow:
    return RoutingRow("everyone-else", TeamTarget("north"))


def _lead(random: Random, accounts: int) -> Evidence:
    known: dict[str, Value] = {
        "email_domain": f"account-{random.randrange(accounts)}.example",
        "address_kind": random.choice(("work", "free")),
        "country": random.choice(COUNTRIES),
        "language": random.choice(("es", "pt", "fr", "de", "en")),
        "employees": random.randrange(1, 1500),
        "industry": random.choice(INDUSTRIES),
        "product": random.choice(PRODUCTS),
        "job_title": random.choice(("Director of operations", "Intern", "Fleet lead")),
        "landing_page": f"/campaign-{random.randrange(accounts)}/start",
        "message": " ".join(random.choices(WORDS, k=30)),
    }
    views = (
        PageView(
            random.choice(PATHS),
            random.randrange(5, 200),
            NOW - timedelta(hours=random.randrange(1, 600)),
        )
        for _ in range(6)
    )
    facts = {name: Fact(value, "form") for name, value in known.items()}
    return Evidence(NOW, facts, tuple(views))
