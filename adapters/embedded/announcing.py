"""Tell whoever started `handraise up` what is going on."""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from adapters.clock import now


class Terminal(Console):
    """Rich ends the program when its terminal goes away. The product goes on."""

    def on_broken_pipe(self) -> None:
        self.quiet = True


@dataclass(frozen=True, slots=True)
class Announcer:
    """Sentences for people, or one JSON object a line for machines."""

    json_logs: bool
    console: Console

    @classmethod
    def on_stdout(cls, *, json_logs: bool) -> "Announcer":
        return cls(json_logs, Terminal(soft_wrap=True, highlight=False))

    def say(self, sentence: str) -> None:
        self._print(f"[dim]{now():%H:%M:%S}[/] {escape(sentence)}", "said", sentence)

    def welcome(self, credentials: Mapping[str, str], seconds: float) -> None:
        """The address, Temporal UI, a way in and a way out."""
        rows = {
            "Open": credentials["url"],
            "Sign in": credentials["operator_login_url"],
            "Temporal UI": credentials["temporal_ui"] or "elsewhere",
            "Stop": "Ctrl-C; nothing is lost",
        }
        lines = [
            f"  [bold]{label:<12}[/] {escape(text)}" for label, text in rows.items()
        ]
        title = f"[bold green]Handraise is up[/] [dim]after {seconds:.1f} s[/]"
        self._print("\n".join(("", title, "", *lines, "")), "up", credentials["url"])

    def _print(self, marked_up: str, event: str, sentence: str) -> None:
        with suppress(BrokenPipeError):  # nobody reads any more; the product goes on
            if self.json_logs:
                line = {"at": now().isoformat(), "event": event, "message": sentence}
                sys.stdout.write(json.dumps(line) + "\n")
                sys.stdout.flush()
            else:
                self.console.print(marked_up)
