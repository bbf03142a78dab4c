"""Write the exact version of every indirect dependency into pyproject.toml.

`uv.lock` names the hosts that packages come from, so it is not committed. Direct
dependencies are pinned where they are declared; this pins what they bring along.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
PINS = re.compile(r"^constraint-dependencies = \[.*?\]$", re.DOTALL | re.MULTILINE)
EXPORT = ("uv", "export", "--all-groups", "--no-hashes", "--no-emit-project")
QUIETLY = ("--no-annotate", "--no-header", "--quiet")


def resolved() -> list[str]:
    """`name==version ; marker` lines for every Python and platform we support."""
    # Old pins would otherwise hold their own next version back.
    subprocess.run(["uv", "lock", "--upgrade", "--quiet"], check=True)  # noqa: S607
    exported = subprocess.run(  # noqa: S603 - our own words
        [*EXPORT, *QUIETLY], check=True, capture_output=True, text=True
    )
    return [line.strip() for line in exported.stdout.splitlines() if "==" in line]


def name(requirement: str) -> str:
    bare = re.split(r"[=\[ ;<>!~]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower()


def direct(project: dict[str, Any]) -> set[str]:
    """What pyproject.toml names, and so pins, itself."""
    groups = project["dependency-groups"]
    declared = [project["project"]["dependencies"], *groups.values()]
    return {name(r) for group in declared for r in group if isinstance(r, str)}


def main() -> int:
    text = PYPROJECT.read_text("utf-8")
    without = PINS.sub("constraint-dependencies = []", text)
    PYPROJECT.write_text(without, "utf-8")
    try:
        known = direct(tomllib.loads(text))
        indirect = [line for line in resolved() if name(line) not in known]
    except BaseException:
        PYPROJECT.write_text(text, "utf-8")
        raise
    lines = "".join(f'  "{line}",\n' for line in sorted(indirect))
    pins = f"constraint-dependencies = [\n{lines}]"
    PYPROJECT.write_text(PINS.sub(lambda _: pins, without), "utf-8")
    print(f"{len(indirect)} indirect dependencies pinned.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
