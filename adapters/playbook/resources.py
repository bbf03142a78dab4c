"""Read the business's own pages from a playbook file, and for whom each of them is."""

from collections.abc import Iterator, Sequence

from adapters.playbook.conditions import When
from adapters.playbook.places import Found, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.texts import Lines, Urls, text_of, wrong_text
from domain.promises.follow_up import Resource


class ResourceShape(Shape):
    title: Lines
    url: Urls
    when: When | None = None

    def resource(self, own: str) -> Resource:
        """`own` is the playbook's language."""
        when = self.when.condition() if self.when else None
        return Resource(text_of(self.title, own), text_of(self.url, own), when)


def wrong_resources(resources: Sequence[ResourceShape], own: str) -> Iterator[Found]:
    """Fields that there are not, pages that are nowhere, and the same page twice."""
    for index, one in enumerate(resources):
        yield from wrong_text(("resources", index, "title"), one.title, own)
        yield from wrong_text(("resources", index, "url"), one.url, own)
        if not (all(one.url.values()) if isinstance(one.url, dict) else one.url):
            yield ("resources", index, "url"), "expected where the page is"
        if one.title in [other.title for other in resources[:index]]:
            yield ("resources", index, "title"), "this title stands here twice"
        if one.when is not None:
            yield from wrong_when(("resources", index, "when"), one.when)
