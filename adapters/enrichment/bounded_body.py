"""Take in a body to a bound and no further, however small it was packed."""

import zlib

_GZIP_OR_ZLIB = 47  # zlib's window bits for "look at the header"
_RAW_DEFLATE = -15  # what some servers mean by "deflate"


class BoundedBody:
    """A body that grows to `limit` bytes and no further, however it was compressed."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._compressed = encoding in {"gzip", "x-gzip", "deflate"}
        self._readable = self._compressed or encoding in {"", "identity"}
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._wire = 0
        self._limit = limit
        self._body = bytearray()

    @property
    def body(self) -> bytes:
        return bytes(self._body)

    def take(self, chunk: bytes) -> bool:
        """Whether more is wanted."""
        room = self._limit - len(self._body)
        if not self._readable or room <= 0:  # to zlib, no room means no bound
            return False
        try:
            self._body += (
                self._inflated(chunk, room) if self._compressed else chunk[:room]
            )
        except zlib.error:
            return False  # what came before the damage is still a page
        self._wire += len(chunk)
        return max(len(self._body), self._wire) < self._limit

    def _inflated(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, room)
        except zlib.error:
            if self._wire:
                raise
            self._inflate = zlib.decompressobj(_RAW_DEFLATE)
            return self._inflate.decompress(chunk, room)
