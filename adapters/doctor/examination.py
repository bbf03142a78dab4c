"""Look at every part, and say it."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape

from adapters.database import connect
from adapters.doctor.database import examine_database
from adapters.doctor.finding import Finding
from adapters.doctor.mail import examine_mail
from adapters.doctor.slack import SlackAccess, examine_slack
from adapters.doctor.temporal import examine_temporal
from adapters.mail import SmtpMailer


async def examine(
    database_url: str, mailer: SmtpMailer | None, slack: SlackAccess
) -> list[Finding]:
    """Every finding, good and bad, in the order in which to mend them."""
    engine = connect(database_url)
    try:
        findings = [finding async for finding in examine_database(engine)]
    finally:
        await engine.dispose()
    findings += [finding async for finding in examine_temporal()]
    return [*findings, await examine_mail(mailer), await examine_slack(slack)]


def tell(findings: Sequence[Finding], console: Console) -> None:
    for finding in findings:
        mark = "[green]well [/]" if finding.is_well else "[red]FAULT[/]"
        console.print(f"{mark}  {finding.part:<18} {escape(finding.sentence)}")
        if not finding.is_well:
            console.print(f"{'':<26}[bold]{escape(finding.remedy)}[/]")


def as_json(findings: Sequence[Finding]) -> str:
    every = [{**asdict(finding), "is_well": finding.is_well} for finding in findings]
    return json.dumps(every, indent=2)
