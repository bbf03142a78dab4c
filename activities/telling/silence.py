"""Why the prospect is not written to: the one place that decides it, at the last moment."""

from adapters.letters.stories import Story
from domain.lifecycle import Status
from domain.promises.follow_up import Stop
from domain.qualifying.bands import Band

_DID = {
    Stop.REPLY: "the prospect has answered",
    Stop.BOOKING: "the prospect has booked a time",
    Stop.CLICK: "the prospect has opened what we sent",
}


def not_for_prospect(story: Story) -> str | None:
    """Why automation must not write to the prospect; None when it may."""
    status = Status(story.occasion.lead.status)
    if status is Status.TAKEN_OVER:
        return "a person has taken the lead over"
    if status is Status.CLOSED:
        return "the lead is closed"
    if story.occasion.undeliverable:
        return "mail to the prospect comes back"
    return None


def not_wanted(story: Story, template: str) -> str | None:
    """Why the next message of a sequence would be wrong; None when we may."""
    occasion = story.occasion
    if occasion.unsubscribed:
        return "the prospect unsubscribed"
    if occasion.consents is False:
        return "the prospect did not agree to get such messages"
    follow_up = story.playbook.follow_ups[_band(story)]
    for stop, words in _DID.items():
        if stop in follow_up.stop_on and stop.value in occasion.did:
            return words
    return _of_another_band(story, template)


def _of_another_band(story: Story, template: str) -> str | None:
    """A lead that has moved up gets no more of what the band below it is sent."""
    of_bands = story.playbook.sequences()
    here = _band(story)
    elsewhere = [band for band, own in of_bands.items() if template in own]
    if not elsewhere or here in elsewhere:
        return None
    return f"it is for {elsewhere[0]} leads, and this one is {here} by now"


def _band(story: Story) -> Band:
    band = story.occasion.lead.band
    return Band(band) if band else Band.REVIEW
