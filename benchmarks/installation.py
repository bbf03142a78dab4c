"""Find the running Handraise that a benchmark is to talk to."""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installation:
    url: str
    secret_key: str


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url", help="where it runs; default: as credentials.json says"
    )
    parser.add_argument("--key", help="a secret key; default: of credentials.json")
    home = Path(os.environ.get("HANDRAISE_HOME", ".handraise"))
    parser.add_argument("--home", type=Path, default=home, help="of `handraise up`")


def find(options: argparse.Namespace) -> Installation:
    """From the options, and for what they leave out from credentials.json."""
    written: dict[str, str] = {}
    path: Path = options.home / "credentials.json"
    if path.exists():
        written = json.loads(path.read_text("utf-8"))
    url = options.url or written.get("url", "")
    key = options.key or written.get("secret_key", "")
    if not url or not key:
        sys.exit(f"No running Handraise: {path} is missing. Give --url and --key.")
    return Installation(url.rstrip("/"), key)
