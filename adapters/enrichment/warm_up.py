"""Pay for slow imports and tables before the first lead has to."""

from adapters.enrichment.home_page import facts_of_page
from adapters.enrichment.known import facts_from_form

_ADDRESS = "dana@northwind.example"


def warm_up() -> None:
    """About a second of computing: call it in a thread when a process starts."""
    facts_from_form({"email": _ADDRESS, "phone": "+34 600 000 000", "country": "ES"})
    facts_of_page(b"<p itemscope>", "text/html", "northwind.example")
