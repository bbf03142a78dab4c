"""Look at Slack's webhook, without writing anything there."""

from dataclasses import dataclass, field

import httpx

from adapters.doctor.finding import Finding
from adapters.slack.webhook import SlackError, SlackWebhook


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """What is set; "" for what is not."""

    webhook: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


async def examine_slack(access: SlackAccess) -> Finding:
    """Both parts are needed for all of it, and neither is a fault."""
    if not access.webhook and not access.signing_secret:
        return Finding("slack", "Slack is not set up: notices go by mail.")
    if not access.webhook:
        sentence = "There is a signing secret and no webhook: notices go by mail."
        return Finding("slack", sentence, "Set HANDRAISE_SLACK_WEBHOOK.")
    try:
        async with httpx.AsyncClient() as client:
            await SlackWebhook(client, access.webhook).try_out()
    except SlackError as error:
        remedy = "Correct HANDRAISE_SLACK_WEBHOOK; notices go by mail meanwhile."
        return Finding("slack", str(error), remedy)
    if not access.signing_secret:
        sentence = "Slack takes notices, and they have no buttons."
        return Finding("slack", sentence, "Set HANDRAISE_SLACK_SIGNING_SECRET.")
    return Finding("slack", "Slack takes notices; what is pressed there is checked.")
