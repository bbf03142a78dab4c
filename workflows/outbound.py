"""Which messages of a lead are on their way."""

import asyncio
from collections.abc import Callable
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError
from temporalio.types import MethodAsyncSingleParam
from temporalio.workflow import ActivityConfig

from domain.qualifying.bands import Band
from workflows import policies
from workflows.ports import FollowUpActivities, Notice, NoticeActivities

Send = MethodAsyncSingleParam[Any, Notice, None]


class Outbound:
    """Messages go out beside the clock: a mail server that is away must not stop it."""

    def __init__(self, band: Callable[[], Band | None]) -> None:
        self._band = band  # of the lead, at the time of sending
        self._to_people: set[asyncio.Task[None]] = set()
        self._to_prospect: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        return not self._to_people and not self._to_prospect

    def notify_owner(self, notice: Notice) -> None:
        self._send(
            self._to_people,
            NoticeActivities.notify_owner,
            notice,
            f"Tell {notice.to} about the lead",
        )

    def remind_owner(self, notice: Notice) -> None:
        self._send(
            self._to_people,
            NoticeActivities.remind_owner,
            notice,
            f"Remind {notice.to}",
        )

    def tell_manager(self, notice: Notice) -> None:
        self._send(
            self._to_people, NoticeActivities.tell_manager, notice, "Tell the manager"
        )

    def tell_higher_manager(self, notice: Notice) -> None:
        self._send(
            self._to_people,
            NoticeActivities.tell_higher_manager,
            notice,
            "Tell whom the manager answers to",
        )

    def notify_queue(self, notice: Notice) -> None:
        self._send(
            self._to_people, NoticeActivities.notify_queue, notice, "Tell the team"
        )

    def notify_reviewers(self, notice: Notice) -> None:
        self._send(
            self._to_people,
            NoticeActivities.notify_reviewers,
            notice,
            "Ask for a review",
        )

    def acknowledge(self, notice: Notice) -> None:
        self._send(
            self._to_prospect,
            FollowUpActivities.acknowledge_lead,
            notice,
            "Acknowledge to the prospect",
        )

    def send_bridge(self, notice: Notice) -> None:
        self._send(
            self._to_prospect,
            FollowUpActivities.send_bridge,
            notice,
            "Tell the prospect honestly that it takes longer",
        )

    def follow_up(self, notice: Notice) -> None:
        self._send(
            self._to_prospect,
            FollowUpActivities.send_follow_up,
            notice,
            f"Send {notice.template}",
        )

    def silence_prospect(self) -> None:
        """Call back what has not reached the prospect: a person speaks now."""
        for task in self._to_prospect:
            task.cancel()

    def silence(self) -> None:
        self.silence_prospect()
        for task in self._to_people:
            task.cancel()

    def _send(
        self, lane: set[asyncio.Task[None]], send: Send, notice: Notice, summary: str
    ) -> None:
        policy = policies.send(summary, self._band())
        task = asyncio.create_task(_try_to_send(send, notice, policy))
        lane.add(task)
        task.add_done_callback(lane.discard)


async def _try_to_send(send: Send, notice: Notice, policy: ActivityConfig) -> None:
    try:
        await workflow.execute_activity_method(send, notice, **policy)
    except ActivityError as error:
        # The clock is the guarantee, not the mail: a lead is reassigned whether or not the
        # notice arrived.
        workflow.logger.warning("not sent: %s (%s)", policy.get("summary"), error.cause)
