"""Read the business's own pages from a playbook file, and for whom each of them is."""

from collections.abc import Iterator, Sequence

from adapters.playbook.conditions import When
from adapters.playbook.places import Found, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Line, Url
from domain.promises.follow_up import Resource


class ResourceShape(Shape):
    title: Line
    url: Url
    when: When | None = None

    def resource(self) -> Resource:
        when = self.when.condition() if self.when else None
        return Resource(self.title, self.url, when)


def wrong_resources(resources: Sequence[ResourceShape]) -> Iterator[Found]:
    """Fields that there are not, pages that are nowhere, and the same page twice."""
    for index, one in enumerate(resources):
        if not one.url:
            yield ("resources", index, "url"), "expected where the page is"
        if one.title in [other.title for other in resources[:index]]:
            yield ("resources", index, "title"), "this title stands here twice"
        if one.when is not None:
            yield from wrong_when(("resources", index, "when"), one.when)
