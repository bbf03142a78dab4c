"""Say what people call a field, and how a sentence about it goes."""

from collections.abc import Mapping

from domain.words import labelled

# Where a field's name says it badly.
_CALLED: Mapping[str, str] = {
    "address_kind": "mail address",
    "company_address": "company's address",
    "company_description": "description of the company",
    "email_domain": "mail domain",
    "landing_page": "first page",
    "referrer": "page that led to us",
    "utm_campaign": "campaign",
    "utm_medium": "kind of advertising",
    "utm_source": "source",
    "account_owner": "person who looks after the company",
    "employees": "number of employees",
    "founded": "year the company began",
    "time_frame_days": "time frame",
    "days_since_last_page": "time since the last page",
    "days_since_reply": "time since their last answer",
    "company_age_years": "age of the company",
    "completeness": "share of what we ask for",
    "phone": "phone number",
}
COUNTED: Mapping[str, str] = {
    "employees": "the company has {} employees",
    "visits": "they came to the site {} times",
    "pages_seen": "they saw {} pages",
    "seconds_on_site": "they spent {} seconds on the site",
    "submissions": "they asked {} times",
    "days_since_last_page": "they were last on the site {} days ago",
    "days_since_reply": "they answered our mail {} days ago",
    "time_frame_days": "they want it in {} days",
    "company_age_years": "the company is {} years old",
    "completeness": "they told us {} of what we ask for",
    "founded": "the company began in {}",
}
IS: Mapping[str, str] = {
    "account_owner": "{} looks after the company",
    "address_kind": "they write from {}",
    "channel": "they came through {}",
    "country": "they are in {}",
    "email_domain": "they write from {}",
    "language": "they write in {}",
    "phone_country": "their phone number is from {}",
    "product": "they ask about {}",
    "region": "they are in the region {}",
    "role": "they work in {}",
    "segment": "they are in the segment {}",
    "seniority": "they rank as {}",
    "utm_source": "they came from {}",
}
IS_NOT: Mapping[str, str] = {
    "address_kind": "they do not write from {}",
    "channel": "they did not come through {}",
    "country": "they are in another country than {}",
    "email_domain": "they do not write from {}",
    "language": "they write in another language than {}",
    "product": "they ask about something other than {}",
    "role": "they work in something other than {}",
    "segment": "they are in another segment than {}",
    "seniority": "they rank as something other than {}",
    "utm_source": "they came from elsewhere than {}",
}
TRUTHS: Mapping[tuple[str, bool], str] = {
    ("customer", True): "they are a customer already",
    ("customer", False): "they are no customer yet",
    ("marketing_consent", True): "they want to hear from us",
    ("marketing_consent", False): "they do not want to hear from us",
    ("partial", True): "not everybody whom we ask has answered yet",
    ("partial", False): "everybody whom we ask has answered",
}
_TOLD: Mapping[tuple[str, bool], str] = {
    ("disagrees", True): "what we looked up contradicts the form",
    ("disagrees", False): "what we looked up does not contradict the form",
    ("phone", True): "they left a phone number",
    ("phone", False): "they left no phone number",
    ("segment", True): "they are in one of our segments",
    ("segment", False): "they are in none of our segments",
    ("email_domain", True): "they write from a company's own domain",
    ("email_domain", False): "they do not write from a company's own domain",
    ("time_frame_days", True): "they say when they want it",
    ("time_frame_days", False): "they do not say when they want it",
}


def thing(field: str, *, bare: bool = False) -> str:
    """What people call it: "the job title"; `bare` is without more than the name."""
    name = _CALLED.get(field) or labelled(field)
    if bare:
        return name
    return f"the number of {name}" if is_plural(field) else f"the {name}"


def is_plural(field: str) -> bool:
    """Whether a field of the business's own is called like several things."""
    first, _, _ = labelled(field).partition(" ")
    is_own = field.startswith("fields.")
    return is_own and first.endswith("s") and not first.endswith(("ss", "us", "is"))


def told(field: str, *, known: bool) -> str:
    """That it is known, or not."""
    said = f"we {'' if known else 'do not '}know {thing(field)}"
    return _TOLD.get((field, known), said)
