"""The sheet, the icon and htmx."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.web.static_files import static_files
from domain.errors import NotFoundError

router = APIRouter(include_in_schema=False)

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",  # addresses change
    "X-Content-Type-Options": "nosniff",
}


@router.get("/static/{name}")
async def send_file(name: str) -> FileResponse:
    if name not in static_files():
        raise NotFoundError("There is no such file.")
    return FileResponse(static_files()[name], headers=_HEADERS)
