"""Choose ports of this machine that nobody listens on."""

import socket
from collections.abc import Iterable


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
    """The first preferred port that is free, or any the system gives.

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
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in promised:
            return port
