import asyncio
import threading
from datetime import timedelta

import pytest

from adapters.playbook.checks import Checked
from api.playbook.editor import checking
from api.playbook.editor.checking import Checking
from tests.pages.test_playbook_edit import PUBLISHED

AT_ONCE = timedelta(milliseconds=20)


async def test_what_takes_long_is_not_waited_for_and_not_begun_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_end, begun = threading.Event(), list[str]()

    def slowly(text: str, source: str) -> Checked:
        begun.append(text)
        assert may_end.wait(10)
        return Checked(None, ())

    monkeypatch.setattr(checking, "check_document", slowly)
    drafts = Checking()

    first = await drafts.of("a", AT_ONCE)
    again = await drafts.of("a", AT_ONCE)
    may_end.set()
    at_last = await drafts.of("a")

    assert [first, again] == [None, None]
    assert at_last == Checked(None, ())
    assert begun == ["a"]


async def test_two_pages_get_the_same_answer() -> None:
    drafts = Checking()

    one, other = await asyncio.gather(drafts.of(PUBLISHED), drafts.of(PUBLISHED))

    assert one is other
    assert one is not None
    assert one.playbook is not None
