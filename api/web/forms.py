"""Read an HTML form as what a website would have sent as JSON."""

import re
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.web.reading import MalformedError, read_object
from domain.errors import Fault, InvalidError

MOST_INPUTS = 200
_OF_SOURCE = re.compile(
    r"utm_(source|medium|campaign|term|content)|referrer|landing_page"
)
_NESTED = re.compile(r"(source|consent|fields)(?:\.(.+)|\[(.+)\])", re.DOTALL)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{1,6}")
_YES = frozenset({"on", "true", "1", "yes"})
_NO = frozenset({"off", "false", "0", "no"})


async def read_form(request: Request) -> dict[str, str]:
    """The inputs by name; of several with one name, the last. Raises as `read_inputs`."""
    return dict(await read_inputs(request))


async def read_inputs(request: Request) -> list[tuple[str, str]]:
    """Every input's name and value, in the form's order.

    Raises:
        MalformedError: the body is no form.
        InvalidError: it uploads a file.

    """
    kind = request.headers.get("content-type", "")
    if kind.lower().startswith("multipart/"):
        return await _read_multipart(request)
    try:
        body = (await request.body()).decode("ascii")
        return parse_qsl(
            body, keep_blank_values=True, errors="strict", max_num_fields=MOST_INPUTS
        )
    except ValueError:
        raise MalformedError("The body is not an HTML form.") from None


async def _read_multipart(request: Request) -> list[tuple[str, str]]:
    try:
        form = await request.form(max_files=0, max_fields=MOST_INPUTS)
    except (HTTPException, ValueError, KeyError):
        raise MalformedError("The body is not an HTML form.") from None
    inputs = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            raise InvalidError("A form cannot upload files here.")
        inputs.append((name, value))
    return inputs


def as_submission(inputs: dict[str, str]) -> dict[str, Any]:
    """The form as the JSON body it stands for. Inputs left empty were not given."""
    members: dict[str, Any] = {}
    for name, text in inputs.items():
        if not text.strip():
            continue
        nested = _NESTED.fullmatch(name)
        if nested is not None:
            inner = nested[2] or nested[3]
            members.setdefault(nested[1], {})[inner] = _nested(nested[1], inner, text)
        elif _OF_SOURCE.fullmatch(name):
            members.setdefault("source", {})[name] = text
        elif name == "consent":
            members.setdefault("consent", {})["marketing"] = _yes_or_no(text)
        else:
            members[name] = _typed(name, text)
    return members


def _nested(name: str, inner: str, text: str) -> Any:
    if name == "fields":
        return _number(text)
    return _yes_or_no(text) if (name, inner) == ("consent", "marketing") else text


def _typed(name: str, text: str) -> Any:
    if name == "employees":
        return _number(text.strip())
    return _listed(name, text) if name in {"page_views", "events"} else text


def _listed(name: str, text: str) -> Any:
    """A script of the site keeps them as JSON in a hidden input."""
    try:
        return read_object(f'{{"{name}":{text}}}'.encode())[name]
    except (MalformedError, UnicodeEncodeError, KeyError):
        fault = Fault(f"/{name}", "This must be a JSON list.")
        raise InvalidError("The form cannot be used.", (fault,)) from None


def _number(text: str) -> str | int | float:
    """Forms know texts only. What reads like a number is one; "0612" is not."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _yes_or_no(text: str) -> bool | str:
    answer = text.strip().lower()
    return answer in _YES if answer in _YES | _NO else text
