"""Hours for what runs on any day of the week: benchmarks, and the stories of tests."""

import re


def open_always(document: str) -> str:
    """The example playbook, where everybody works around the clock."""
    document = document.replace("mon-fri: 09:00-18:00", "mon-sun: 00:00-24:00")
    document = re.sub(
        r"^ *(holidays|closed_on): .*\n", "", document, flags=re.MULTILINE
    )
    return re.sub(r"^open_on:\n  .*\n", "", document, flags=re.MULTILINE)
