"""Remember as little as a lead's workflow can, with the activities of one, all empty."""

import asyncio
from datetime import datetime, timedelta

from temporalio import activity, workflow

TASK_QUEUE = "bare-twin"
# As in the history of a lead of the high band: enrich_from_known, score_lead, band_lead
# in the workflow task; route_lead; then notify_owner and acknowledge_lead side by side.
LOCAL, BEFORE_THE_ANSWER, BESIDE_THE_TIMER = 3, 1, 2
REGULAR = BEFORE_THE_ANSWER + BESIDE_THE_TIMER
_WITHIN = timedelta(seconds=10)
_TIMER = timedelta(minutes=5)


@activity.defn
async def answer_in_the_workflow_task(lead_id: str) -> str:
    return lead_id


@activity.defn
async def do_nothing(lead_id: str) -> str:
    return lead_id


@workflow.defn
class DueTwin:
    """A timer and one empty activity."""

    @workflow.run
    async def run(self, due_at: datetime) -> None:
        await workflow.sleep(max(due_at - workflow.now(), timedelta()))
        await workflow.execute_activity(do_nothing, "", start_to_close_timeout=_WITHIN)


@workflow.defn
class TwinWorkflow:
    def __init__(self) -> None:
        self._decided = False

    @workflow.run
    async def run(self, lead_id: str) -> None:
        for _ in range(LOCAL):
            await workflow.execute_local_activity(
                answer_in_the_workflow_task, lead_id, start_to_close_timeout=_WITHIN
            )
        for _ in range(BEFORE_THE_ANSWER):
            await self._act(lead_id)
        self._decided = True
        beside = [
            asyncio.create_task(self._act(lead_id)) for _ in range(BESIDE_THE_TIMER)
        ]
        await workflow.sleep(_TIMER)
        await asyncio.gather(*beside)

    async def _act(self, lead_id: str) -> None:
        await workflow.execute_activity(
            do_nothing, lead_id, start_to_close_timeout=_WITHIN
        )

    @workflow.update
    async def submit(self, lead_id: str) -> str:
        await workflow.wait_condition(lambda: self._decided)
        return lead_id
