"""Make every value that differs from a given one in exactly one place."""

import types
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, Protocol, Union, get_args, get_origin, get_type_hints

from domain.working_time.working_hours import WorkingHours

_SAMPLES: Mapping[type, Any] = {
    str: "something",
    int: 7,
    float: 7.5,
    bool: True,
    date: date(2030, 1, 2),
    time: time(7, 30),
    timedelta: timedelta(days=3),
    WorkingHours: WorkingHours({5: ((time(8), time(9)),)}),
}


def others(value: Any, hint: Any) -> Iterator[Any]:
    """`hint` is the type that the value is declared to have."""
    if value is None or value in ((), {}, frozenset(), ""):
        if not _is_protocol(hint):
            yield sample(hint)
    elif is_dataclass(value):
        yield from _dataclasses(value)
    elif isinstance(value, Mapping):
        yield from _mappings(value, hint)
    elif isinstance(value, tuple):
        yield from _tuples(value)
    else:
        yield _scalar(value)


def sample(hint: Any) -> Any:
    """Some value of that type, with as little in it as there can be."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SAMPLES:
        return _SAMPLES[hint]
    if origin in (Union, types.UnionType):
        return sample(next(one for one in arguments if one is not type(None)))
    return _container(origin, arguments) if origin is not None else _class(hint)


def _container(origin: Any, arguments: tuple[Any, ...]) -> Any:
    if issubclass(origin, Mapping):
        return {sample(arguments[0]): sample(arguments[1])}
    items = [sample(one) for one in arguments if one is not ...]
    return origin(items)


def _class(kind: Any) -> Any:
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    needed = (
        one.name
        for one in fields(kind)
        if one.init and one.default is one.default_factory is MISSING
    )
    return kind(**{name: sample(hints[name]) for name in needed})


def _is_protocol(hint: Any) -> bool:
    kinds = [one for one in (hint, *get_args(hint)) if isinstance(one, type)]
    return any(Protocol in kind.__mro__ for kind in kinds)


def _dataclasses(value: Any) -> Iterator[Any]:
    hints = get_type_hints(type(value))
    for one in fields(value):
        if one.init and one.compare:
            for other in others(getattr(value, one.name), hints[one.name]):
                with suppress(ValueError):  # hours that overlap, for one
                    yield replace(value, **{one.name: other})


def _mappings(value: Mapping[Any, Any], hint: Any) -> Iterator[Any]:
    first = next(iter(value))
    for key, held in value.items():
        for other in others(held, (get_args(hint) or (None, type(held)))[1]):
            yield {**value, key: other}
    yield {key: held for key, held in value.items() if key != first}


def _tuples(value: tuple[Any, ...]) -> Iterator[Any]:
    for place, item in enumerate(value):
        for other in others(item, type(item)):
            yield (*value[:place], other, *value[place + 1 :])
    yield value[1:]
    if len(value) > 1 and value[0] != value[1]:
        yield (value[1], value[0], *value[2:])


def _scalar(value: Any) -> Any:
    if isinstance(value, StrEnum):
        kinds = list(type(value))
        return kinds[(kinds.index(value) + 1) % len(kinds)]
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, time):
        return value.replace(minute=(value.minute + 7) % 60)
    if isinstance(value, frozenset):
        return value - {next(iter(value))}
    step = timedelta(days=1) if isinstance(value, date | timedelta) else 1
    return not value if isinstance(value, bool) else value + step
