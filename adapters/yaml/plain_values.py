"""Change a plain value in place: what a path of names and indices leads to."""

from collections.abc import Sequence

from adapters.yaml.lines import Plain


def at(plain: Plain, parts: Sequence[str]) -> Plain:
    """LookupError where nothing stands."""
    for part in parts:
        match plain:
            case dict():
                plain = plain[part]
            case list() if part.isdecimal():
                plain = plain[int(part)]
            case _:
                raise LookupError(part)
    return plain


def put(plain: Plain, parts: Sequence[str], value: Plain) -> None:
    around = _or_empty(plain, parts[:-1])
    match around:
        case dict():
            around[parts[-1]] = value
        case list():
            around[int(parts[-1])] = value
        case _:
            raise LookupError(parts[-1])


def _or_empty(plain: Plain, parts: Sequence[str]) -> Plain:
    """What stands there; where that is nothing, names without values."""
    found = at(plain, parts)
    if found is None and parts:
        put(plain, parts, {})
    return at(plain, parts)


def remove(plain: Plain, parts: Sequence[str]) -> None:
    around = at(plain, parts[:-1])
    match around:
        case dict():
            del around[parts[-1]]
        case list():
            del around[int(parts[-1])]
        case _:
            raise LookupError(parts[-1])


def insert(plain: Plain, parts: Sequence[str], index: int, value: Plain) -> None:
    _items(plain, parts).insert(index, value)


def move(plain: Plain, parts: Sequence[str], from_index: int, to_index: int) -> None:
    items = _items(plain, parts)
    items.insert(to_index, items.pop(from_index))


def _items(plain: Plain, parts: Sequence[str]) -> list[Plain]:
    match at(plain, parts):
        case list() as items:
            return items
        case _:
            raise LookupError(parts[-1] if parts else "")
