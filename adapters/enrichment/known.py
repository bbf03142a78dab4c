"""Say what a submission tells about itself, without asking anybody."""

from collections.abc import Iterable, Iterator, Mapping

import phonenumbers

from adapters.enrichment.countries import country_of, country_of_domain
from adapters.enrichment.domains import AddressKind, host_name, kind_of, registrable
from adapters.enrichment.locales import language_of_country, region_and_language
from adapters.enrichment.plausible import fact_value
from domain.evidence import KNOWN_FIELDS, Fact, Value

Named = tuple[str, Fact]

FORM = "form"
EMAIL = "email"
PHONE = "phone"
LOCALE = "locale"
COUNTRY = "country"

_PHONE_LIMIT = 40  # characters; the parser's own limit is 250


def facts_from_form(
    given: Mapping[str, Value], locale: str | None = None
) -> dict[str, Fact]:
    """Facts by field name from the form's fields, and hints drawn from them.

    `given` holds the form's fields, "email" among them, and site-specific ones as
    "fields.<name>"; `locale` is an `Accept-Language` header or a locale name. What the form
    says wins and keeps the source "form"; values that cannot be meant are left out. A hint
    names what it was drawn from: "email", "phone", "locale" or "country".
    """
    facts = dict(_given(given))
    _fill(facts, _phone_hints(given, facts))
    _fill(facts, _email_hints(given))
    _fill(facts, _locale_hints(locale))
    _fill(facts, _country_hints(facts))
    return facts


def _fill(facts: dict[str, Fact], hints: Iterable[Named]) -> None:
    for name, fact in list(hints):
        facts.setdefault(name, fact)


def _given(given: Mapping[str, Value]) -> Iterator[Named]:
    for name, value in given.items():
        if name == "phone" or not (name in KNOWN_FIELDS or name.startswith("fields.")):
            continue
        believed = fact_value(name, value)
        if believed is not None:
            yield name, Fact(believed, FORM)


def _phone_hints(
    given: Mapping[str, Value], facts: Mapping[str, Fact]
) -> Iterator[Named]:
    country = facts.get("country")
    number = _number(given.get("phone"), str(country.value) if country else None)
    if number is None:
        return
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    yield "phone", Fact(e164, FORM)
    region = country_of(phonenumbers.region_code_for_number(number))
    if region:
        yield "phone_country", Fact(region, PHONE)
        yield "country", Fact(region, PHONE)


def _number(given: object, region: str | None) -> phonenumbers.PhoneNumber | None:
    if not isinstance(given, str) or len(given) > _PHONE_LIMIT:
        return None
    try:
        number = phonenumbers.parse(given, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _email_hints(given: Mapping[str, Value]) -> Iterator[Named]:
    local, _, domain = str(given.get("email", "")).rpartition("@")
    host = host_name(domain) if local else None
    if host is None:
        return
    kind = kind_of(host)
    yield "address_kind", Fact(kind.value, EMAIL)
    company = registrable(host)
    if kind is AddressKind.WORK and company:
        yield "email_domain", Fact(company, EMAIL)
    country = country_of_domain(host)
    if country and kind is not AddressKind.DISPOSABLE:
        yield "country", Fact(country, EMAIL)


def _locale_hints(locale: str | None) -> Iterator[Named]:
    region, language = region_and_language(locale)
    if language:
        yield "language", Fact(language, LOCALE)
    if region:
        yield "country", Fact(region, LOCALE)


def _country_hints(facts: Mapping[str, Fact]) -> Iterator[Named]:
    country = facts.get("country")
    spoken = language_of_country(str(country.value)) if country else None
    if spoken:
        yield "language", Fact(spoken, COUNTRY)
