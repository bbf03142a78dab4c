"""Say a lead's codes in words: nobody reads "next_touch" or "in_review"."""

from domain.lifecycle import ActionKind, Outcome, Status
from domain.promises.sla import ClockKind, StepAction
from domain.qualifying.bands import Band

STATUS = {
    Status.QUALIFYING: "Being qualified",
    Status.IN_REVIEW: "Waits for a decision",
    Status.QUEUED: "Open to the whole team",
    Status.ASSIGNED: "Waits to be accepted",
    Status.ACCEPTED: "Accepted, not yet contacted",
    Status.CONTACTED: "Contacted",
    Status.NURTURING: "Gets mails, takes nobody's time",
    Status.TAKEN_OVER: "Taken over by a person",
    Status.CLOSED: "Closed",
}
BAND = {
    Band.HIGH: "High",
    Band.MEDIUM: "Medium",
    Band.LOW: "Low",
    Band.REVIEW: "To review",
}
CLOCK = {
    ClockKind.ACCEPT: "Accept by",
    ClockKind.CONTACT: "Contact by",
    ClockKind.NEXT_TOUCH: "Come back by",
    ClockKind.REVIEW: "Decide by",
    ClockKind.NURTURE: "Ends",
    ClockKind.SNOOZE: "Waits until",
}
STEP = {
    StepAction.TELL_OWNER: "Tell the owner",
    StepAction.REMIND_OWNER: "Remind the owner",
    StepAction.REASSIGN: "Give it to somebody else",
    StepAction.OPEN_TO_TEAM: "Ask the whole team",
    StepAction.TELL_MANAGER: "Tell the manager",
    StepAction.TELL_HIGHER_MANAGER: "Tell the manager's manager",
    StepAction.SEND_BRIDGE: "Tell the prospect honestly that it takes longer",
    StepAction.SEND_FOLLOW_UP: "Write to the prospect",
    StepAction.REMIND_REVIEWERS: "Remind the reviewers",
    StepAction.CLOSE: "Close the lead",
    StepAction.RESUME: "Let the clock run on",
}
OUTCOME = {
    Outcome.QUALIFIED: "Qualified",
    Outcome.DISQUALIFIED: "Not a fit",
    Outcome.WON: "Won",
    Outcome.LOST: "Lost",
    Outcome.SPAM: "Spam",
    Outcome.MERGED: "Merged",
}
CHANNEL = {
    "form": "the website's form",
    "chat": "chat",
    "email": "mail",
    "phone": "phone",
    "partner": "a partner",
    "import": "an import",
    "api": "another system",
}
DONE = {  # what a page says after it was done
    ActionKind.ACCEPT: "Yours. The prospect's clock now runs until you have spoken.",
    ActionKind.DECLINE: "Declined. Somebody else is being found.",
    ActionKind.CONTACTED: "Noted: you have spoken to them.",
    ActionKind.TAKEOVER: "You took it over. Nothing happens by itself until you give it back.",
    ActionKind.RELEASE: "Given back. Its plan goes on where it stood.",
    ActionKind.REASSIGN: "Given to a colleague, who has been told.",
    ActionKind.CORRECT: "Corrected. The lead is scored again.",
    ActionKind.RESOLVE: "Decided. The lead goes on its way.",
    ActionKind.CLOSE: "Closed.",
    ActionKind.REOPEN: "Open again.",
    ActionKind.NOTE: "Note kept.",
    ActionKind.SNOOZE: "It waits. The clock stands still until then.",
    ActionKind.RESUME: "The clock runs on with the time that was left.",
}

DONE_TO_MANY = {  # what was done from the inbox, after "3 leads"
    ActionKind.ACCEPT: "accepted",
    ActionKind.CONTACTED: "noted as spoken to",
    ActionKind.SNOOZE: "snoozed",
    ActionKind.RESUME: "going on, with the time that was left",
    ActionKind.CLOSE: "closed",
    ActionKind.REOPEN: "open again",
    ActionKind.REASSIGN: "given to a colleague, who has been told",
}


def done_words(code: str | None) -> str:
    """What to say after `?done=code`; "" for a code that is none of ours."""
    return DONE.get(ActionKind(code), "") if code in set(ActionKind) else ""
