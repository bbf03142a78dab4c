"""Write words so that Slack shows them and does nothing else with them."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONGEST_LINE = 300  # characters of what somebody else wrote


def plain(words: str, longest: int = LONGEST_LINE) -> str:
    """What people wrote, on one line: neither a link, a mention nor a way to shout.

    Slack asks for these three escapes. `*`, `_`, `~` and backticks have none; a space of
    no width keeps them from making the rest of the message bold or code.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    cut = line if len(line) <= longest else f"{line[: longest - 1]}…"
    safe = cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\N{ZERO WIDTH SPACE}{c}" if c in "*_~`" else c for c in safe)


def mention(member: str) -> str:
    return f"<@{member}>"


def link(url: str, words: str) -> str:
    return f"<{url}|{words}>"


def day_and_time(at: datetime, words: str) -> str:
    """Each reader sees their own zone; `words` are for programs that cannot do that."""
    return (
        f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{plain(words)}>"
    )


def time_of_day(at: datetime, zone: str) -> str:
    words = f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    return f"<!date^{int(at.timestamp())}^{{time}}|{words}>"
