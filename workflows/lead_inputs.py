"""What people and other systems may send to a lead's workflow.

Each human input is an update, which answers, and a signal of the same name, which Temporal UI
and the `temporal` command can send. The update's validator refuses what the state does not allow.
"""

from abc import ABC, abstractmethod

from temporalio import workflow

from domain.lifecycle import ActionKind
from workflows.answers import Answer
from workflows.messages import Action, LeadView, SubmissionRef


class LeadInputs(ABC):
    @abstractmethod
    async def perform(self, kind: ActionKind, action: Action) -> LeadView: ...

    @abstractmethod
    async def perform_or_log(self, kind: ActionKind, action: Action) -> None: ...

    @abstractmethod
    def check(self, kind: ActionKind, action: Action) -> None: ...

    @abstractmethod
    async def decide_on(self, submission: SubmissionRef) -> Answer: ...

    @abstractmethod
    def ask(self, submission: SubmissionRef) -> None: ...

    @abstractmethod
    def look_again(self) -> None: ...

    @workflow.signal(description="Hours or leave have changed: look at the clock again")
    def replan(self) -> None:
        self.look_again()

    @workflow.update(description="A hand went up: decide, and answer with the decision")
    async def submit(self, submission: SubmissionRef) -> Answer:
        return await self.decide_on(submission)

    @workflow.signal(
        name="submit", description="A hand went up; nobody waits for the answer"
    )
    def submit_signal(self, submission: SubmissionRef) -> None:
        self.ask(submission)

    @workflow.update(description="The owner says: mine")
    async def accept(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.ACCEPT, action)

    @accept.validator
    def accept_allowed(self, action: Action) -> None:
        self.check(ActionKind.ACCEPT, action)

    @workflow.signal(name="accept", description="The owner says: mine")
    async def accept_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.ACCEPT, action)

    @workflow.update(description="The owner gives it back; somebody else gets it")
    async def decline(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.DECLINE, action)

    @decline.validator
    def decline_allowed(self, action: Action) -> None:
        self.check(ActionKind.DECLINE, action)

    @workflow.signal(
        name="decline", description="The owner gives it back; somebody else gets it"
    )
    async def decline_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.DECLINE, action)

    @workflow.update(description="The owner has spoken to the prospect")
    async def contacted(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.CONTACTED, action)

    @contacted.validator
    def contacted_allowed(self, action: Action) -> None:
        self.check(ActionKind.CONTACTED, action)

    @workflow.signal(
        name="contacted", description="The owner has spoken to the prospect"
    )
    async def contacted_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.CONTACTED, action)

    @workflow.update(description="A person takes the lead out of automation")
    async def takeover(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.TAKEOVER, action)

    @takeover.validator
    def takeover_allowed(self, action: Action) -> None:
        self.check(ActionKind.TAKEOVER, action)

    @workflow.signal(
        name="takeover", description="A person takes the lead out of automation"
    )
    async def takeover_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.TAKEOVER, action)

    @workflow.update(description="Give a taken-over lead back to automation")
    async def release(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.RELEASE, action)

    @release.validator
    def release_allowed(self, action: Action) -> None:
        self.check(ActionKind.RELEASE, action)

    @workflow.signal(
        name="release", description="Give a taken-over lead back to automation"
    )
    async def release_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.RELEASE, action)

    @workflow.update(description="Give the lead to the person in `to`")
    async def reassign(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.REASSIGN, action)

    @reassign.validator
    def reassign_allowed(self, action: Action) -> None:
        self.check(ActionKind.REASSIGN, action)

    @workflow.signal(name="reassign", description="Give the lead to the person in `to`")
    async def reassign_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.REASSIGN, action)

    @workflow.update(
        description="Facts were corrected (`action_id` names them): decide again"
    )
    async def correct(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.CORRECT, action)

    @correct.validator
    def correct_allowed(self, action: Action) -> None:
        self.check(ActionKind.CORRECT, action)

    @workflow.signal(
        name="correct",
        description="Facts were corrected (`action_id` names them): decide again",
    )
    async def correct_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.CORRECT, action)

    @workflow.update(description="Decide a review: `band`, `to`, or `reject`")
    async def resolve(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.RESOLVE, action)

    @resolve.validator
    def resolve_allowed(self, action: Action) -> None:
        self.check(ActionKind.RESOLVE, action)

    @workflow.signal(
        name="resolve", description="Decide a review: `band`, `to`, or `reject`"
    )
    async def resolve_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.RESOLVE, action)

    @workflow.update(description="End it with an `outcome`")
    async def close(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.CLOSE, action)

    @close.validator
    def close_allowed(self, action: Action) -> None:
        self.check(ActionKind.CLOSE, action)

    @workflow.signal(name="close", description="End it with an `outcome`")
    async def close_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.CLOSE, action)

    @workflow.update(description="Open a closed lead again")
    async def reopen(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.REOPEN, action)

    @reopen.validator
    def reopen_allowed(self, action: Action) -> None:
        self.check(ActionKind.REOPEN, action)

    @workflow.signal(name="reopen", description="Open a closed lead again")
    async def reopen_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.REOPEN, action)

    @workflow.update(description="Write a note into the timeline")
    async def note(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.NOTE, action)

    @note.validator
    def note_allowed(self, action: Action) -> None:
        self.check(ActionKind.NOTE, action)

    @workflow.signal(name="note", description="Write a note into the timeline")
    async def note_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.NOTE, action)

    @workflow.update(
        description="The owner lets it wait: its clock stands `until` then"
    )
    async def snooze(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.SNOOZE, action)

    @snooze.validator
    def snooze_allowed(self, action: Action) -> None:
        self.check(ActionKind.SNOOZE, action)

    @workflow.signal(
        name="snooze",
        description="The owner lets it wait: its clock stands `until` then",
    )
    async def snooze_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.SNOOZE, action)

    @workflow.update(description="The clock of a lead that waits runs on now")
    async def resume(self, action: Action) -> LeadView:
        return await self.perform(ActionKind.RESUME, action)

    @resume.validator
    def resume_allowed(self, action: Action) -> None:
        self.check(ActionKind.RESUME, action)

    @workflow.signal(
        name="resume", description="The clock of a lead that waits runs on now"
    )
    async def resume_signal(self, action: Action) -> None:
        await self.perform_or_log(ActionKind.RESUME, action)
