"""Choose ports of this machine that nobody listens on."""

import secrets
import socket
from collections.abc import Iterable

_NOBODY_USES = range(20_000, 30_000)  # below the ports of outgoing connections


def is_free(port: int) -> bool:
    """SO_REUSEADDR, as servers use it: connections just closed do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def first_free(preferred: Iterable[int], taken: Iterable[int] = ()) -> int:
    """The first preferred port that is free, or any other free one.

    `taken` are those already promised to somebody who is not listening yet.
    """
    promised = set(taken)
    for port in preferred:
        if port not in promised and is_free(port):
            return port
    return _any_free(promised)


def some_free(count: int) -> list[int]:
    """Different ports, free at this moment."""
    ports: list[int] = []
    for _ in range(count):
        ports.append(_any_free(set(ports)))
    return ports


def _any_free(promised: set[int]) -> int:
    """Not the system's choice: those ports go to outgoing connections as well.

    One could be gone by the time the server it was meant for has started.
    """
    while True:
        port = secrets.choice(_NOBODY_USES)
        if port not in promised and is_free(port):
            return port
