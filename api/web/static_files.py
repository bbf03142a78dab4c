"""Say which files stand under /static, and at which address."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).parent.parent / "static"


@cache
def static_files() -> dict[str, Path]:
    """Every file by its name; htmx comes out of its package."""
    package = find_spec("js_lib_htmx")
    files = {path.name: path for path in _HERE.iterdir() if path.is_file()}
    if package is not None and package.origin is not None:
        htmx = Path(package.origin).parent / "static" / "htmx" / "htmx.min.js"
        files[htmx.name] = htmx
    return files


@cache
def static_url(name: str) -> str:
    """The file's address, which changes with its content, so that caches may keep it."""
    digest = hashlib.sha256(static_files()[name].read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
