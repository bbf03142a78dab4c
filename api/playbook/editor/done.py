"""What the pages say once something was done."""

_DONE = {
    "published": "Published. Every lead that is decided from now on goes by it.",
    "planned": "Published. It takes effect at the time you chose.",
    "discarded": "The draft was thrown away.",
    "rolled_back": "Rolled back. Every lead that is decided from now on goes by it.",
    "cancelled": "Cancelled: that version will not take effect.",
    "mailed": "Sent to you.",
    "rebased": "Your draft stands on top of the newest version now.",
}


def done_words(code: str | None) -> str:
    """Nothing for a code that nobody knows."""
    return _DONE.get(code or "", "")
