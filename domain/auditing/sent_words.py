"""Say what a message was, what somebody wanted in vain, and which step of a plan did it."""

from collections.abc import Mapping

# By the kind's beginning, and then by which letter.
_BY = {"mailed_": "mailed {what} to {who}", "slacked_": "told {who} in Slack of {what}"}
_LETTERS: Mapping[str, str] = {
    "assigned": "the new lead",
    "reminder": "a reminder",
    "breach": "the broken promise",
    "bridge": "the honest word that it takes longer",
    "queued": "the lead that is open to the team",
    "review": "the case to decide",
    "acknowledgement": "the acknowledgement",
    "follow_up": "a follow-up",
}
_REFUSED = "refused_"
_WANTED: Mapping[str, str] = {
    "accept": "accept it",
    "decline": "decline it",
    "contacted": "say that the prospect was spoken to",
    "takeover": "take it over",
    "release": "give it back to automation",
    "reassign": "give it to somebody else",
    "correct": "correct it",
    "resolve": "decide the review",
    "close": "close it",
    "reopen": "open it again",
    "note": "write a note",
    "snooze": "let it wait",
    "resume": "let its clock run on",
}
# Of a plan: what was promised, or what its step does.
_STEPS: Mapping[str, str] = {
    "accept": "to accept it",
    "contact": "to speak to the prospect",
    "next_touch": "to come back to the prospect",
    "review": "to decide it",
}


def sent_words(kind: str, who: str) -> str | None:
    """Such as "mailed a reminder to Ana Ortiz"; None of what is no message."""
    for beginning, template in _BY.items():
        if kind.startswith(beginning):
            letter = kind.removeprefix(beginning)
            what = _LETTERS.get(letter) or f"“{letter.replace('_', ' ')}”"
            return template.replace("{what}", what).replace("{who}", who)
    return None


def refused_words(kind: str) -> str | None:
    """What somebody wanted, and the lead's state did not allow; None of what was done."""
    if not kind.startswith(_REFUSED):
        return None
    wanted = kind.removeprefix(_REFUSED)
    what = _WANTED.get(wanted) or f"do “{wanted}”"
    return f"wanted to {what}, which its state did not allow"


def promised_words(step: str | None) -> str:
    """What the promise was whose plan did something; "" where the step tells of none."""
    return _STEPS.get(step or "", "")
