"""Every activity that a workflow may ask for is there, under its name."""

import inspect

from temporalio import activity

from activities.all import Parts, activities_of
from adapters.letters.links import Links
from tests.activities.world import FakeMailer, World
from workflows import ports


def test_nothing_that_a_workflow_asks_for_is_missing(world: World) -> None:
    asked = {
        name
        for _, port in inspect.getmembers(ports, inspect.isclass)
        if port.__module__ == ports.__name__
        for name, method in inspect.getmembers(port, inspect.isfunction)
        if activity._Definition.from_callable(method)
    }

    given = activities_of(Parts(world.engine, FakeMailer(), Links("https://x.example")))

    names = [one.__name__ for one in given]
    assert set(names) == asked
    assert len(names) == len(asked)
