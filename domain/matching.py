"""Whether two hand-raises come from the same person."""


def person_key(email: str) -> str:
    """The address as the identity of a person: case and an IDN's spelling do not matter.

    `email` is syntactically valid. Dots and plus parts stay: whether they matter is up to the
    provider of the mailbox, and merging two people is worse than asking one twice.
    """
    local, _, domain = email.strip().rpartition("@")
    return f"{local.casefold()}@{domain.encode('idna').decode('ascii').lower()}"
